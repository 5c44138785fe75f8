/* SPDX-License-Identifier: BSD-3-Clause */
/* How a workspace is laid out. Private to src/eval. */
#ifndef EQS_EVAL_LAYOUT_H
#define EQS_EVAL_LAYOUT_H

#include "eval/run.h"

enum {
  EQS_L1_BUDGET = 20 * 1024, /* bytes for slots; columns and code share a 32 KiB cache with them */
  EQS_MIN_BLOCK = 64,        /* divides EQS_TILE and EQS_MAX_BLOCK */
};

/* Slots behind those of the program. */
enum {
  EQS_SLOT_RESIDUAL, /* of panels */
  EQS_SLOT_ZEROS,    /* of panels */
  EQS_SLOT_SLOPE,    /* what a rho kernel writes */
  EQS_SLOT_CURVE,
  EQS_SLOT_ONES, /* weights of rows that have none */
  EQS_SLOT_ROOT, /* of the curve, for panels; then K columns times it */
  EQS_EXTRA_SLOTS
};

size_t eqs_block_rows(uint32_t n_slots, eqs_dtype dtype);

/* Panels of four columns that K derivatives and the residuals make. */
size_t eqs_panels(size_t k);

/* Vectors of sums for K derivatives, without those of a rho kernel, which come next. */
size_t eqs_sum_vectors(size_t k);
enum { EQS_RHO_SUMS = 3 };

#endif
