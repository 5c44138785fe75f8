/* SPDX-License-Identifier: BSD-3-Clause */
/* Weighted least squares as plain least squares: columns times the root of the weights. N is a
   multiple of EQS_LANES; nothing overlaps. */
#ifndef EQS_EVAL_ROOT_H
#define EQS_EVAL_ROOT_H

#include <eqsieve/table.h>
#include <stddef.h>

/* TO = ROOT * FROM, zero where ROOT is zero, whatever is in FROM. */
void eqs_root_times(eqs_dtype dtype, void *to, const void *root, const void *from, size_t n);

/* ROOT = sqrt(CURVE) and RESIDUAL = SLOPE / ROOT, so that ROOT J and RESIDUAL have the products
   that the normal equations want. */
void eqs_root_of(eqs_dtype dtype, void *root, void *residual, const void *curve, const void *slope,
                 size_t n);

#endif
