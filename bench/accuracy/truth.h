/* SPDX-License-Identifier: BSD-3-Clause */
/* The functions whose errors are measured: the engine's kernel of each, arguments that are hard for
   it, and its value in three ways, of which the exact one is slow and the others say where it is
   worth asking. */
#ifndef EQS_BENCH_TRUTH_H
#define EQS_BENCH_TRUTH_H

#include "program/kernel.h"
#include "util/random.h"
#include <eqsieve/table.h>
#include <mpfr.h>
#include <stdbool.h>

enum { TRUTH_PRECISION = 160 };

/* Where random arguments come from. */
typedef struct truth_source {
  eqs_rng rng;
  eqs_dtype dtype;
} truth_source;

/* Y is left alone by functions of one variable. */
typedef void truth_draw(truth_source *source, double *x, double *y);
truth_draw truth_draw_any, truth_draw_exp, truth_draw_log, truth_draw_trig, truth_draw_arc;
truth_draw truth_draw_tanh, truth_draw_pow, truth_draw_div;

/* Argument I of the special ones, which are taken in pairs: zeros, infinities, NaN, ends of ranges,
   integers and halves. NAN past the end. */
enum { TRUTH_SPECIALS = 48 };
double truth_special(unsigned i);

typedef struct truth_function {
  const char *name;
  eqs_kernel kernel;
  bool binary;
  truth_draw *draw;
  double (*near)(double x, double y);                       /* for floats */
  long double (*nearer)(long double x, long double y);      /* for doubles */
  int (*exact)(mpfr_t out, const mpfr_t x, const mpfr_t y); /* to TRUTH_PRECISION bits */
} truth_function;

extern const truth_function truth_functions[];
extern const unsigned n_truth_functions;

/* |GOT - WANT| in units of the last place of WANT, in the format of DTYPE; infinite where one is
   NaN and the other not, or where a zero or an infinity has the wrong sign. Infinity stands for the
   power of two that follows the largest number. */
double truth_error(eqs_dtype dtype, double got, const mpfr_t want);
double truth_error_nearly(eqs_dtype dtype, double got, long double want);

#endif
