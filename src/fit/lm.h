/* SPDX-License-Identifier: BSD-3-Clause */
/* Levenberg-Marquardt from one start. */
#ifndef EQS_FIT_LM_H
#define EQS_FIT_LM_H

#include "eval/sum.h"
#include "fit/linear.h"

/* What one fit needs beside the crew; grows and is kept. Zero-initialised is empty. */
typedef struct eqs_lm_memory {
  double *data;
  size_t capacity; /* free constants there is room for */
} eqs_lm_memory;

int eqs_lm_reserve(eqs_lm_memory *memory, size_t k);
void eqs_lm_free(eqs_lm_memory *memory);

typedef struct eqs_lm_limits {
  unsigned iterations;
  double tolerance; /* a gain of less than this share is the last */
  double bar;   /* the loss to come below; where that is out of reach, no more steps are taken */
  double start; /* what the bar's loss was at the start; 0: the bar is on the aim's own */
} eqs_lm_limits;

typedef struct eqs_lm_outcome {
  double start;     /* the loss at the constants it began with; NaN if that was not finite */
  double sse;       /* the same at those left in the program */
  unsigned losses;  /* evaluations of the loss alone */
  unsigned normals; /* evaluations of the loss and the normal equations */
  bool converged;
} eqs_lm_outcome;

/* Improves PROGRAM->pool[0..k) within LIMITS. The program has adjoints and k > 0, is
   linear in the constants marked in LINEAR, and the crew and MEMORY have room. */
eqs_lm_outcome eqs_lm_run(eqs_crew *crew, eqs_lm_memory *memory, const eqs_engine *engine,
                          eqs_program *program, const eqs_dataset *dataset, const eqs_aim *aim,
                          const eqs_linear *linear, const eqs_lm_limits *limits);

#endif
