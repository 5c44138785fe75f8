/* SPDX-License-Identifier: BSD-3-Clause */
/* The reference tier: every kernel in plain scalar C over libm, made from the operator table. It is
   what tests compare with, what reports are computed with, and what runs where no executable memory
   is allowed. */
#ifndef EQS_EVAL_REFERENCE_H
#define EQS_EVAL_REFERENCE_H

#include "program/kernel.h"
#include <eqsieve/table.h>

/* Indexed by eqs_dtype. Elementwise kernels compute in double and round once; reductions add in
   the lanes and the order that kernel.h prescribes. */
extern const eqs_kernels eqs_reference_kernels[2];

#endif
