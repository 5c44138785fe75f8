/* SPDX-License-Identifier: BSD-3-Clause */
/* Blocks of arguments through a kernel, and what came out beside the truth. */
#include "sweep.h"
#include <math.h>
#include <string.h>

enum { ROWS = 512, BLOCKS_A_TASK = 64, SEED = 11 };

typedef union rows {
  double f64[ROWS];
  float f32[ROWS];
  uint32_t bits[ROWS];
} __attribute__((aligned(EQS_VECTOR_BYTES))) rows;

/* What a thread knows so far. */
typedef struct tally {
  const eqs_native *native;
  const truth_function *f;
  eqs_dtype dtype;
  double margin, total;
  sweep_result r;
  mpfr_t x, y, want;
  rows in_x, in_y, out;
} tally;

static void open_tally(tally *t, const eqs_native *native, eqs_dtype dtype, const truth_function *f)
{
  *t = (tally){.native = native,
               .f = f,
               .dtype = dtype,
               .margin = dtype == EQS_F64 ? SWEEP_MARGIN_F64 : SWEEP_MARGIN_F32};
  mpfr_inits2(TRUTH_PRECISION, t->x, t->y, t->want, (mpfr_ptr)0);
}

static double get(eqs_dtype dtype, const rows *block, size_t i)
{
  return dtype == EQS_F64 ? block->f64[i] : (double)block->f32[i];
}

static void put(eqs_dtype dtype, rows *block, size_t i, double value)
{
  if (dtype == EQS_F64)
    block->f64[i] = value;
  else
    block->f32[i] = (float)value;
}

static bool before(double x1, double y1, double x2, double y2)
{
  int order = memcmp(&x1, &x2, sizeof x1);
  return order < 0 || (order == 0 && memcmp(&y1, &y2, sizeof y1) < 0);
}

static void keep_worse(sweep_result *r, double ulp, double x, double y)
{
  if (ulp < r->worst || (ulp == r->worst && !before(x, y, r->x, r->y))) return;
  r->worst = ulp;
  r->x = x;
  r->y = y;
}

/* What row I gives, by MPFR; NEARLY is what the cheap reference says. */
static void ask(tally *t, size_t i, double nearly)
{
  double x = get(t->dtype, &t->in_x, i), y = get(t->dtype, &t->in_y, i);
  mpfr_set_d(t->x, x, MPFR_RNDN);
  mpfr_set_d(t->y, y, MPFR_RNDN);
  t->f->exact(t->want, t->x, t->y);
  double ulp = truth_error(t->dtype, get(t->dtype, &t->out, i), t->want);
  if (isfinite(ulp) || isfinite(nearly)) t->r.doubt = fmax(t->r.doubt, fabs(ulp - nearly));
  t->r.asked++;
  keep_worse(&t->r, ulp, x, y);
}

/* The error of a float in a few instructions; NAN where more thought is due. */
static double quick_error(float got, double want)
{
  if (isnan(got) || isnan(want)) return isnan(got) && isnan(want) ? 0 : INFINITY;
  if (!signbit(got) != !signbit(want)) return INFINITY;
  if (fabs(want) >= 0x1p128) return isinf(got) ? 0 : NAN;
  if (isinf(got)) return NAN;
  uint64_t bits;
  memcpy(&bits, &want, sizeof bits);
  int exponent = (int)(bits >> 52 & 0x7ff) - 1023;
  uint64_t place = (uint64_t)(1023 + 23 - (exponent < -126 ? -126 : exponent)) << 52;
  double unit;
  memcpy(&unit, &place, sizeof unit);
  return fabs(got - want) * unit;
}

static double error_of_row(const tally *t, size_t i)
{
  if (t->dtype == EQS_F64)
    return truth_error_nearly(EQS_F64, t->out.f64[i], t->f->nearer(t->in_x.f64[i], t->in_y.f64[i]));
  double want = t->f->near(t->in_x.f32[i], t->in_y.f32[i]);
  double ulp = quick_error(t->out.f32[i], want);
  return isnan(ulp) ? truth_error_nearly(EQS_F32, t->out.f32[i], want) : ulp;
}

static void judge_block(tally *t)
{
  t->native->kernels.elementwise[t->f->kernel](&t->out, &t->in_x, &t->in_y, &t->in_x, &t->in_x,
                                               ROWS);
  t->r.n += ROWS;
  for (size_t i = 0; i < ROWS; i++) {
    double ulp = error_of_row(t, i);
    t->total += ulp;
    if (ulp > 0 && ulp >= t->r.worst - t->margin) ask(t, i, ulp);
  }
}

/* Adds what a thread found to ALL. */
static void close_tally(tally *t, tally *all)
{
#pragma omp critical(tallies)
  {
    all->r.n += t->r.n;
    all->r.asked += t->r.asked;
    all->r.doubt = fmax(all->r.doubt, t->r.doubt);
    all->total += t->total;
    if (t->r.asked) keep_worse(&all->r, t->r.worst, t->r.x, t->r.y);
  }
  mpfr_clears(t->x, t->y, t->want, (mpfr_ptr)0);
  mpfr_free_cache();
}

static sweep_result result_of(const tally *all)
{
  sweep_result r = all->r;
  r.mean = all->total / (double)r.n;
  return r;
}

/* SEED is what is known before, so that MPFR is not asked of many arguments on the way up. */
static sweep_result every_float(const eqs_native *native, const truth_function *f, uint64_t stride,
                                sweep_result seed)
{
  uint64_t blocks = ((UINT64_C(1) << 32) + stride * ROWS - 1) / (stride * ROWS);
  tally all = {.r = {.worst = seed.worst, .x = seed.x, .y = seed.y}};
#pragma omp parallel
  {
    tally t;
    open_tally(&t, native, EQS_F32, f);
    keep_worse(&t.r, seed.worst, seed.x, seed.y);
#pragma omp for schedule(dynamic, BLOCKS_A_TASK)
    for (uint64_t block = 0; block < blocks; block++) {
      for (uint64_t i = 0; i < ROWS; i++)
        t.in_x.bits[i] = (uint32_t)((block * ROWS + i) * stride); /* the last may start again */
      judge_block(&t);
    }
    close_tally(&t, &all);
  }
  return result_of(&all);
}

sweep_result sweep_floats(const eqs_native *native, const truth_function *f, uint64_t stride)
{
  sweep_result some = every_float(native, f, 65537, (sweep_result){0});
  return every_float(native, f, stride, some);
}

static void judge_specials(tally *t)
{
  uint64_t pairs = TRUTH_SPECIALS * TRUTH_SPECIALS;
  for (uint64_t first = 0; first < pairs; first += ROWS) {
    for (uint64_t i = 0; i < ROWS; i++) {
      unsigned pair = (unsigned)((first + i) % pairs);
      put(t->dtype, &t->in_x, i, truth_special(pair / TRUTH_SPECIALS));
      put(t->dtype, &t->in_y, i, truth_special(pair % TRUTH_SPECIALS));
    }
    judge_block(t);
  }
}

static void judge_random(tally *t, uint64_t task)
{
  truth_source source = {eqs_rng_new(SEED, task << 8 | t->f->kernel), t->dtype};
  for (unsigned block = 0; block < BLOCKS_A_TASK; block++) {
    for (size_t i = 0; i < ROWS; i++) {
      double x = 0, y = 1;
      t->f->draw(&source, &x, &y);
      put(t->dtype, &t->in_x, i, x);
      put(t->dtype, &t->in_y, i, y);
    }
    judge_block(t);
  }
}

sweep_result sweep_random(const eqs_native *native, eqs_dtype dtype, const truth_function *f,
                          uint64_t n)
{
  uint64_t tasks = (n + ROWS * BLOCKS_A_TASK - 1) / (ROWS * BLOCKS_A_TASK);
  tally all = {0};
#pragma omp parallel
  {
    tally t;
    open_tally(&t, native, dtype, f);
#pragma omp single nowait
    judge_specials(&t);
#pragma omp for schedule(dynamic, 1)
    for (uint64_t task = 0; task < tasks; task++) judge_random(&t, task);
    close_tally(&t, &all);
  }
  return result_of(&all);
}
