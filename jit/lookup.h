/* SPDX-License-Identifier: BSD-3-Clause */
/* Tables: a number for each lane, chosen by an integer. */
#ifndef EQS_JIT_LOOKUP_H
#define EQS_JIT_LOOKUP_H

#include "jit/emit.h"

/* A table of the emitters' small kind has as many entries as a shuffle can choose from: 16 for f64,
   8 for f32. */
static inline unsigned eqs_table_bits(const eqs_emit *e)
{
  return e->dtype == EQS_F64 ? 4 : 3;
}

/* TABLE[INDEX] of such a table; bits of INDEX above those that count are ignored. NAME names it in
   the object. */
LLVMValueRef f_lookup(eqs_emit *e, const char *name, const double *table, LLVMValueRef index);

/* The same of two tables at once. */
typedef struct eqs_entries {
  LLVMValueRef first, second;
} eqs_entries;
eqs_entries f_lookup_both(eqs_emit *e, const char *name, const double *first, const double *second,
                          LLVMValueRef index);

/* TABLE[INDEX] of a table of any LENGTH, from memory. */
LLVMValueRef f_gather(eqs_emit *e, const char *name, const double *table, unsigned length,
                      LLVMValueRef index);

#endif
