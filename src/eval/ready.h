/* SPDX-License-Identifier: BSD-3-Clause */
/* Programs made runnable once, for whoever runs them again and again: the calls of each, stitched,
   and its own function where the engine makes one. Running them makes nothing and looks nothing
   up. */
#ifndef EQS_EVAL_READY_H
#define EQS_EVAL_READY_H

#include "eval/run.h"

/* One program. It is lent to a workspace (workspace->ready) that is reserved for the program. */
typedef struct eqs_ready {
  eqs_plan plan;    /* of values */
  eqs_part *memory; /* of its parts */
  eqs_fuse fuse;    /* of the loss */
  eqs_fused *fused; /* its code, or NULL */
} eqs_ready;

/* Many programs and the memory their code is in. A zeroed one is empty. */
typedef struct eqs_ready_set {
  const eqs_engine *engine;
  eqs_ready *ready; /* N of them */
  size_t n;
  eqs_stitcher stitcher; /* with the piece that is being filled */
  eqs_piece *full;
  size_t n_full, capacity;
} eqs_ready_set;

/* Makes the N programs ready for ENGINE, which outlives the set. Immutable afterwards and shared by
   any number of threads. 0, or -1 when memory is short. */
int eqs_ready_make(eqs_ready_set *set, const eqs_engine *engine, const eqs_program *program,
                   size_t n);
void eqs_ready_free(eqs_ready_set *set);

#endif
