/* SPDX-License-Identifier: BSD-3-Clause */
/* Plans: the list of calls that runs a program on a block. Private to src/eval. */
#ifndef EQS_EVAL_PLAN_H
#define EQS_EVAL_PLAN_H

#include "eval/run.h"

/* The calls of PROGRAM, for which the workspace is reserved, to be run on BYTES more of each
   column. Made at the first call, stitched once the rows make up for that (as the engine's costs
   have it), found again until the workspace is reserved anew. */
const eqs_plan *eqs_plan_get(eqs_workspace *workspace, const eqs_engine *engine,
                             const eqs_program *program, bool adjoints, size_t slot_bytes,
                             size_t bytes);

#endif
