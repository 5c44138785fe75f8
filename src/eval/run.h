/* SPDX-License-Identifier: BSD-3-Clause */
/* Running one program on one tile of rows: the driver that all tiers share. A tile is walked in
   blocks that stay in the first-level cache; the sums of a tile are kept in lanes and added up in
   double at its end. Results depend on the tile and never on the size of the blocks. */
#ifndef EQS_EVAL_RUN_H
#define EQS_EVAL_RUN_H

#include "data/dataset.h"
#include "eval/aim.h"
#include "eval/engine.h"
#include "program/program.h"
#include <stdbool.h>

enum {
  /* Rows of a tile: sums in float have at most this many / 16 additions per lane before they go on
     in double. Fixed, because the order of additions is part of the results. */
  EQS_TILE = 4096,

  /* Tiles that all programs visit before any goes on, so that the columns, and shared ones, stay in
     a second-level cache. */
  EQS_TILES_A_PANEL = 1,
};

static inline size_t eqs_tiles(size_t rows)
{
  return (rows + EQS_TILE - 1) / EQS_TILE;
}

/* The columns that PROGRAM reads. */
static inline const void *const *eqs_run_columns(const eqs_program *program,
                                                 const eqs_dataset *dataset)
{
  return program->column ? program->column : (const void *const *)dataset->column;
}

/* The calls that run a program on a block: N parts, or, where there are none, a kernel for each of
   N steps. */
typedef struct eqs_plan {
  const eqs_engine *engine; /* that it was made for; NULL: not made */
  bool stitched;            /* nothing more can be made of it */
  size_t bytes;             /* of each column that it has been run on */
  double wanted;            /* rows before stitching is thought of; 0: not known */
  const eqs_part *part;
  size_t n;
} eqs_plan;

/* A program's own function, one for losses and one for normal equations. */
typedef struct eqs_fuse {
  const eqs_engine *engine; /* that was asked; NULL: none */
  eqs_fusion *fusion;       /* held; NULL: there is none */
  double rows;              /* that it has visited, by whatever tier */
  double wanted;            /* from so many on one is made; 0: not known */
} eqs_fuse;

/* How much memory a workspace has for what programs need. */
typedef struct eqs_room {
  size_t slots, sums; /* bytes */
  size_t pool, steps; /* how many; as many slots as steps */
  size_t columns;     /* of a Jacobian, with the padding of panels */
} eqs_room;

/* Scratch memory of one thread. Zero-initialised is empty; grows to what programs need and then
   allocates nothing. */
typedef struct eqs_workspace {
  eqs_stitcher stitcher; /* has no piece until an engine stitches */
  eqs_program program;   /* room for a caller's lowering */
  void *memory;          /* all that follows: one allocation */
  eqs_room room;
  eqs_dtype dtype;
  size_t block; /* rows */
  char *slots, *pool, *sums;
  char **slot_at, **pool_at; /* where each begins */
  size_t n_slots;            /* listed in SLOT_AT */
  const void **jacobian;     /* columns of a block, then panels' padding */
  eqs_plan plan[2];          /* [0] for values, [1] for values and adjoints */
  eqs_part *part[2];         /* likewise: room */
  eqs_stitch_mark *mark;
  eqs_fuse fuse[2];              /* likewise */
  const struct eqs_ready *ready; /* instead of a plan for values, until the next reservation */
  eqs_form form;                 /* room */
} eqs_workspace;

/* Makes room to run PROGRAM; 0, or -1 when memory is short. */
int eqs_workspace_reserve(eqs_workspace *workspace, const eqs_program *program, eqs_dtype dtype);
void eqs_workspace_free(eqs_workspace *workspace);

/* The functions below need a workspace reserved for PROGRAM, a dataset of the engine's dtype, and a
   TILE below eqs_tiles(n_rows). They add to what SUMS holds. */

/* Ends early once the loss is above the bound of AIM. */
void eqs_run_loss(eqs_workspace *workspace, const eqs_engine *engine, const eqs_program *program,
                  const eqs_dataset *dataset, const eqs_aim *aim, size_t tile, eqs_loss_sums *sums);

/* Rows in sums: their weight, and how many are not finite. */
typedef struct eqs_kept {
  double weight, bad;
} eqs_kept;

/* SUMS has eqs_normal_size(k) numbers: r'r, then J'r, then the upper triangle of J'J by rows; for
   an aim that is not plain, the loss, half its gradient, and the matrix of a quadratic above it.
   The program has adjoints. KEPT is left alone by a plain aim. */
static inline size_t eqs_normal_size(size_t k)
{
  return 1 + k + k * (k + 1) / 2;
}
void eqs_run_normal(eqs_workspace *workspace, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, const eqs_aim *aim, size_t tile, double *sums,
                    eqs_kept *kept);

/* Writes the tile's values to the rows of COLUMN, which is laid out as those of the data set. */
void eqs_run_column(eqs_workspace *workspace, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, size_t tile, void *column);

/* Writes the values of the tile's rows to OUT (n_rows doubles, indexed by row). */
void eqs_run_values(eqs_workspace *workspace, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, size_t tile, double *out);

#endif
