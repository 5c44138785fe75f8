/* SPDX-License-Identifier: BSD-3-Clause */
/* The numbers of a program in the engine's dtype, as its steps read them. */
#ifndef EQS_EVAL_POOL_H
#define EQS_EVAL_POOL_H

#include "eval/engine.h"
#include "program/program.h"

/* Converts the free constants and the fixed numbers and runs the uniform steps. POOL has room for
   program->n_pool + EQS_POOL_GRAIN numbers: what is copied are whole grains. */
void eqs_pool_fill(void *pool, const eqs_program *program, const eqs_engine *engine);

#endif
