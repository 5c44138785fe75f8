/* SPDX-License-Identifier: BSD-3-Clause */
/* One function's errors over many arguments, by all threads. */
#ifndef EQS_BENCH_SWEEP_H
#define EQS_BENCH_SWEEP_H

#include "code/native.h"
#include "truth.h"

/* The cheap reference errs by less than this, in units of the last place of the result: what comes
   so near to the worst error is asked of MPFR. For floats it is C's library in double, for doubles
   the same in long double, whose unit is 2^-11 of a double's where it has 64 bits: a margin of 32
   of its units, where the GNU library documents 5 at most. */
#define SWEEP_MARGIN_F32 0x1p-20
#define SWEEP_MARGIN_F64 0x1p-6

typedef struct sweep_result {
  uint64_t n;     /* arguments */
  double worst;   /* error, by MPFR; infinite where a NaN, an infinity or a sign is wrong */
  double x, y;    /* where it is; of several places, that with the least bits */
  double mean;    /* error, by the cheap reference */
  double doubt;   /* the most by which that reference was seen to err: less than the margin */
  uint64_t asked; /* of MPFR */
} sweep_result;

/* Every STRIDE-th of the 2^32 floats. F is no function of two variables. */
sweep_result sweep_floats(const eqs_native *native, const truth_function *f, uint64_t stride);

/* All special arguments, and N random ones, the same for any number of threads. */
sweep_result sweep_random(const eqs_native *native, eqs_dtype dtype, const truth_function *f,
                          uint64_t n);

#endif
