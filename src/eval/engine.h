/* SPDX-License-Identifier: BSD-3-Clause */
/* What an engine is inside the library: a table of kernels and where it came from. */
#ifndef EQS_EVAL_ENGINE_H
#define EQS_EVAL_ENGINE_H

#include "code/fuser.h"
#include "code/native.h"
#include "code/stitch.h"
#include <eqsieve/engine.h>
#include <stdbool.h>

/* Nanoseconds. Cheap steps are those that can be stitched, the others are dear. */
typedef struct eqs_costs {
  double call;                  /* of a kernel */
  double step;                  /* a cheap one in a row of a kernel */
  double joined;                /* saved in a row by one that is stitched to another */
  double make, make_step;       /* stitching: a program, and each of its steps */
  double fuse_cheap, fuse_dear; /* LLVM, for a step */
  double gain_cheap, gain_dear; /* saved in a row by a step of a function; may be negative */
  uint32_t source;              /* eqs_cost_source */
} eqs_costs;

struct eqs_engine {
  eqs_tier tier; /* never AUTO */
  eqs_dtype dtype;
  const eqs_kernels *kernels;
  eqs_native *native; /* NULL for the reference */
  eqs_isa isa;        /* of stitched code */
  eqs_arena *arena;   /* for it; NULL below STITCH */
  bool eager;         /* stitch always: else where many rows make it worth while */
  eqs_costs costs;    /* of AUTO */
  double fuse_rows;   /* below these no function pays, whatever the program */
  eqs_fuser *fuser;   /* NULL below FUSED, but for AUTO where native code runs */
};

#endif
