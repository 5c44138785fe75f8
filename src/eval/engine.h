/* SPDX-License-Identifier: BSD-3-Clause */
/* What an engine is inside the library: a table of kernels and where it came from. */
#ifndef EQS_EVAL_ENGINE_H
#define EQS_EVAL_ENGINE_H

#include "code/fuser.h"
#include "code/native.h"
#include "code/stitch.h"
#include <eqsieve/engine.h>
#include <stdbool.h>

struct eqs_engine {
  eqs_tier tier; /* never AUTO */
  eqs_dtype dtype;
  const eqs_kernels *kernels;
  eqs_native *native; /* NULL for the reference */
  eqs_isa isa;        /* of stitched code */
  eqs_arena *arena;   /* for it; NULL below STITCH */
  bool eager;         /* stitch always: else where many rows make it worth while */
  eqs_fuser *fuser;   /* NULL below FUSED, but for AUTO where native code runs */
};

#endif
