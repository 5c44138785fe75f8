/* SPDX-License-Identifier: BSD-3-Clause */
/* Running a program's own function where there is one, and deciding whether to have one made.
   Private to src/eval. */
#ifndef EQS_EVAL_FUSE_H
#define EQS_EVAL_FUSE_H

#include "eval/run.h"

/* Adds the first rows of TILE to the sums in the workspace, as the kernels would; returns how many,
   a multiple of EQS_FUSED_ROWS, and 0 if there is no function yet. BEFORE: the sum of the aim over
   the tiles before; above the bound of AIM the rest is left. */
size_t eqs_fuse_loss(eqs_workspace *workspace, const eqs_engine *engine, const eqs_program *program,
                     const eqs_dataset *dataset, const eqs_aim *aim, size_t tile, double before);
size_t eqs_fuse_normal(eqs_workspace *workspace, const eqs_engine *engine,
                       const eqs_program *program, const eqs_dataset *dataset, const eqs_aim *aim,
                       size_t tile);

/* Has functions of all expressions made where the engine makes them before it runs them: losses,
   and, if ADJOINTS, also normal equations of those with free constants. CUTTER (or NULL) says what
   will be cut out of an expression. */
typedef const eqs_cuts *eqs_cutter(void *user, const eqs_expr *expr);
void eqs_fuse_all(const eqs_engine *engine, const eqs_aim *aim, const eqs_expr *const *expr,
                  size_t m, bool adjoints, int threads, eqs_cutter *cutter, void *user);

/* The function of the loss of PROGRAM, made now and held by FUSE; NULL if there is none. */
eqs_fused *eqs_fuse_ready(eqs_fuse *fuse, const eqs_engine *engine, const eqs_program *program);

/* Lets go of what the workspace holds. */
void eqs_fuse_reset(eqs_workspace *workspace);

#endif
