/* SPDX-License-Identifier: BSD-3-Clause */
/* Walking a tile block by block: the steps of a program run on each, and whoever walks finds their
   values and derivatives. */
#ifndef EQS_EVAL_WALK_H
#define EQS_EVAL_WALK_H

#include "eval/lanes.h"
#include "eval/layout.h"
#include "eval/run.h"
#include <string.h>

/* Clears the first VECTORS sums, one after the other: a call, or what compilers make of more bytes
   at once, costs more than the kernels on a few rows. */
static inline void eqs_clear_sums(eqs_workspace *w, size_t vectors)
{
  for (size_t i = 0; i < vectors; i++) memset(w->sums + i * EQS_VECTOR_BYTES, 0, EQS_VECTOR_BYTES);
}

/* A walk over the blocks of one tile. */
typedef struct eqs_walk {
  eqs_workspace *w;
  const eqs_program *program;
  const eqs_kernels *kernels;
  const eqs_dataset *dataset;
  const eqs_plan *plan;
  size_t size;        /* of a number */
  size_t block, left; /* rows of a full block, rows still to come */
  /* By eqs_place: where each operand begins, and how many bytes further the block at hand does. */
  const char *const *at[3];
  size_t offset[3];
  const char *value, *target, *weight; /* of the block */
  const eqs_aim *aim;                  /* unless values are all that is wanted */
  _Alignas(16) double param[5];        /* of a rho kernel in the dtype, then one */
  uint32_t n_jacobian;
  const char *jacobian[EQS_MAX_PARAMS];
} eqs_walk;

/* Where ARG is for the block at hand. Which place that is is as hard to predict as anything in an
   expression, so nothing branches on it. */
static inline const char *eqs_walk_address(const eqs_walk *a, eqs_arg arg)
{
  return a->at[arg.place][arg.index] + a->offset[arg.place];
}

/* A slot beyond those of the program, as layout.h numbers them. */
static inline void *eqs_walk_slot(const eqs_walk *a, unsigned slot)
{
  return a->w->slots + (a->program->n_slots + slot) * a->block * a->size;
}

/* Begins a walk over a tile, whose first DONE rows need none, a multiple of EQS_LANES. With
   ADJOINTS derivatives are computed as well. */
void eqs_walk_begin(eqs_walk *a, eqs_workspace *w, const eqs_engine *engine,
                    const eqs_program *program, const eqs_dataset *dataset, size_t tile,
                    size_t done, bool adjoints);

/* Runs the steps on the block at hand; returns how many rows it has, 0 at the end of the tile. */
size_t eqs_walk_next(eqs_walk *a);

/* To the next block. */
static inline void eqs_walk_advance(eqs_walk *a)
{
  a->offset[EQS_IN_COLUMN] += a->block * a->size;
}

/* Makes ready what a rho kernel needs beside the values. */
void eqs_walk_begin_rho(eqs_walk *a, const eqs_aim *aim);

/* Runs it on the block: adds to the sums ACC, and leaves slopes and curves in their slots. */
void eqs_walk_rho(const eqs_walk *a, void *acc, size_t rows);

#endif
