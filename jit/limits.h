/* SPDX-License-Identifier: BSD-3-Clause */
/* The two formats: their borders, and a coefficient table chosen by dtype. */
#ifndef EQS_JIT_LIMITS_H
#define EQS_JIT_LIMITS_H

#include "jit/coefficients.h"
#include "jit/emit.h"

#define EQS_COUNT(array) ((unsigned)(sizeof(array) / sizeof *(array)))

/* The table NAME_f64 or NAME_f32. */
#define EQS_TABLE(e, name) ((e)->dtype == EQS_F64 ? name##_f64 : name##_f32)

/* How many coefficients the table NAME has. */
#define EQS_LENGTH(e, name) ((e)->dtype == EQS_F64 ? EQS_COUNT(name##_f64) : EQS_COUNT(name##_f32))

/* The polynomial in X whose coefficients are that table. */
#define EQS_POLY(e, x, name) f_poly(e, x, EQS_TABLE(e, name), EQS_LENGTH(e, name))

/* Part I of the constant NAME. */
#define EQS_PART(e, name, i) f_const(e, EQS_TABLE(e, name)[i])

/* The exponent bias, and the smallest normal number. */
static inline unsigned eqs_bias(const eqs_emit *e)
{
  return e->dtype == EQS_F64 ? 1023 : 127;
}
static inline double eqs_min_normal(const eqs_emit *e)
{
  return eqs_pick(e, 0x1p-1022, 0x1p-126);
}

/* Numbers of this size have no fraction: adding and taking away 1.5 times it rounds to an integer,
   whose low bits then stand at the end of the sum. */
static inline double eqs_integer_border(const eqs_emit *e)
{
  return eqs_pick(e, 0x1p52, 0x1p23);
}

/* x^2 less next to nothing: a square below the smallest normal number would take processors a
   hundred times as long. It is negative for zero. */
static inline LLVMValueRef eqs_emit_square(eqs_emit *e, LLVMValueRef x)
{
  return f_mad(e, x, x, f_const(e, -eqs_pick(e, 0x1p-600, 0x1p-100)));
}

static inline LLVMValueRef eqs_sign_bit(const eqs_emit *e)
{
  return i_const(e, (uint64_t)1 << (e->bits - 1));
}

#endif
