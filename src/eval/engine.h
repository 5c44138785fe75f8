/* SPDX-License-Identifier: BSD-3-Clause */
/* What an engine is inside the library: a table of kernels and where it came from. */
#ifndef EQS_EVAL_ENGINE_H
#define EQS_EVAL_ENGINE_H

#include "code/native.h"
#include <eqsieve/engine.h>

struct eqs_engine {
  eqs_tier tier; /* never AUTO */
  eqs_dtype dtype;
  const eqs_kernels *kernels;
  eqs_native *native; /* NULL for the reference */
};

#endif
