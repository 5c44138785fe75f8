/* SPDX-License-Identifier: BSD-3-Clause */
/* Kernels of losses and weighted normal equations: the tiers give the same bits from the same
   inputs, for every tail, and the numbers are those of the formulas. */
#include "eval/aim.h"
#include "eval/engine.h"
#include "support/engine.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 96, K = EQS_MAX_FUSED_K, SUMS = 1 + K + K * (K + 1) / 2, BYTES = EQS_VECTOR_BYTES };

/* One block of everything, in either dtype. */
typedef struct rows {
  _Alignas(64) char value[ROWS * 8], target[ROWS * 8], weight[ROWS * 8], column[K][ROWS * 8];
  _Alignas(64) char param[64];
  const void *jacobian[K];
} rows;

typedef struct output {
  _Alignas(64) char acc[SUMS * BYTES], slope[ROWS * 8], curve[ROWS * 8];
} output;

static void put(void *column, eqs_dtype dtype, size_t i, double x)
{
  if (dtype == EQS_F32)
    ((float *)column)[i] = (float)x;
  else
    ((double *)column)[i] = x;
}

static double get(const void *column, eqs_dtype dtype, size_t i)
{
  return dtype == EQS_F32 ? (double)((const float *)column)[i] : ((const double *)column)[i];
}

/* Residuals small and large, zero, and values that are not finite; weights that are zero. */
static void rows_fill(rows *r, eqs_dtype dtype)
{
  eqs_rng rng = eqs_rng_new(11, dtype);
  static const double odd[] = {0, INFINITY, -INFINITY, (double)NAN};
  for (size_t i = 0; i < ROWS; i++) {
    double target = eqs_rng_normal(&rng), scale = exp(8 * eqs_rng_normal(&rng) - 8);
    put(r->target, dtype, i, target);
    put(r->value, dtype, i, i % 13 == 5 ? odd[i / 13 % 4] : target + scale * eqs_rng_normal(&rng));
    if (i % 17 == 3) put(r->value, dtype, i, get(r->target, dtype, i));
    put(r->weight, dtype, i, i % 11 == 7 ? 0 : eqs_rng_uniform(&rng));
    for (size_t k = 0; k < K; k++)
      put(r->column[k], dtype, i, i % 11 == 7 ? (double)NAN : eqs_rng_normal(&rng));
  }
  static const double param[] = {0.25, 0.125, 0.3, 0.7};
  for (size_t i = 0; i < 4; i++) put(r->param, dtype, i, param[i]);
  for (size_t k = 0; k < K; k++) r->jacobian[k] = r->column[k];
}

static void run_rho(const eqs_engine *engine, eqs_rho loss, const rows *r, size_t n, output *out)
{
  memset(out, 0, sizeof *out);
  engine->kernels->rho[loss](out->acc, out->slope, out->curve, r->value, r->target, r->weight,
                             r->param, n);
}

Test(robust, tiers_give_the_same_bits_for_every_tail)
{
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    eqs_engine *block = engine_new(EQS_TIER_BLOCK, dtype);
    eqs_engine *reference = engine_new(EQS_TIER_REFERENCE, dtype);
    size_t used = ROWS * (dtype == EQS_F32 ? 4 : 8) / ROWS;
    rows r;
    rows_fill(&r, dtype);
    for (size_t n = 1; n <= ROWS; n++) {
      output a, b;
      for (eqs_rho loss = 0; loss < EQS_RHO_LOGCOSH; loss++) {
        run_rho(block, loss, &r, n, &a);
        run_rho(reference, loss, &r, n, &b);
        cr_assert_eq(memcmp(a.acc, b.acc, sizeof a.acc), 0, "loss %d, %zu rows", (int)loss, n);
        cr_assert_eq(memcmp(a.slope, b.slope, n * used), 0);
        cr_assert_eq(memcmp(a.curve, b.curve, n * used), 0);
      }
      output sums_a, sums_b;
      for (size_t k = 1; k <= K; k++) {
        memset(&sums_a, 0, sizeof sums_a);
        memset(&sums_b, 0, sizeof sums_b);
        block->kernels->weighted_gram[k](sums_a.acc, r.jacobian, a.slope, a.curve, n);
        reference->kernels->weighted_gram[k](sums_b.acc, r.jacobian, a.slope, a.curve, n);
        cr_assert_eq(memcmp(sums_a.acc, sums_b.acc, sizeof sums_a.acc), 0, "k %zu, %zu rows", k, n);
      }
    }
    eqs_engine_free(block);
    eqs_engine_free(reference);
  }
}

static double lane_sum(const char *acc, eqs_dtype dtype, size_t vector)
{
  double sum = 0;
  size_t lanes = dtype == EQS_F32 ? 16 : 8;
  for (size_t l = 0; l < lanes; l++) sum += get(acc + vector * BYTES, dtype, l);
  return sum;
}

static double rho_of(eqs_rho loss, double r)
{
  double size = fabs(r);
  switch (loss) {
  case EQS_RHO_SQUARE:
    return r * r;
  case EQS_RHO_CORNER:
    return (r < 0 ? 0.6 : 1.4) * (size < 0.25 ? r * r / 0.5 : size - 0.125);
  default:
    return size < 10 ? 0.5 * log1p(sinh(r) * sinh(r)) : size - M_LN2 + log1p(exp(-2 * size));
  }
}

Test(robust, losses_slopes_and_counts_are_those_of_the_formulas)
{
  for (int dtype = EQS_F64; dtype <= EQS_F32; dtype++) {
    double unit = dtype == EQS_F32 ? 0x1p-20 : 0x1p-48;
    for (int tier = EQS_TIER_REFERENCE; tier <= EQS_TIER_BLOCK; tier++) {
      if (!engine_can_run(tier)) continue;
      eqs_engine *engine = engine_new(tier, dtype);
      rows r;
      rows_fill(&r, dtype);
      for (eqs_rho loss = 0; loss < EQS_N_RHO; loss++) {
        double sum = 0, weight = 0, bad = 0;
        for (size_t i = 0; i < ROWS; i++) {
          output one;
          double value = get(r.value, dtype, i), v = get(r.weight, dtype, i);
          double residual = dtype == EQS_F32
                                ? (double)((float)value - (float)get(r.target, dtype, i))
                                : value - get(r.target, dtype, i);
          rows at = r;
          memcpy(at.value, (char *)r.value + i * (dtype == EQS_F32 ? 4 : 8), 8);
          memcpy(at.target, (char *)r.target + i * (dtype == EQS_F32 ? 4 : 8), 8);
          memcpy(at.weight, (char *)r.weight + i * (dtype == EQS_F32 ? 4 : 8), 8);
          run_rho(engine, loss, &at, 1, &one);
          double rho = rho_of(loss, residual), slope = get(one.slope, dtype, 0);
          if (!isfinite(value)) {
            bad++;
            cr_assert_eq(lane_sum(one.acc, dtype, 2), 1);
            cr_assert(slope == 0 && get(one.curve, dtype, 0) == 0);
            continue;
          }
          cr_assert_float_eq(lane_sum(one.acc, dtype, 0), v * rho, 8 * unit * v * rho + 1e-300,
                             "loss %d at %g", (int)loss, residual);
          double h = 1e-5 * fmax(fabs(residual), 1e-3);
          double slope_wanted =
              v * (rho_of(loss, residual + h) - rho_of(loss, residual - h)) / (4 * h);
          cr_assert_float_eq(slope, slope_wanted, 1e-4 * fabs(slope_wanted) + 1e-4 * v * h / 1e-5,
                             "loss %d: %g for %g at %g", (int)loss, slope, slope_wanted, residual);
          cr_assert_float_eq(get(one.curve, dtype, 0) * residual, slope, 4 * unit * fabs(slope));
          sum += v * rho;
          weight += v;
        }
        output all;
        run_rho(engine, loss, &r, ROWS, &all);
        cr_assert_float_eq(lane_sum(all.acc, dtype, 0), sum, 8 * unit * sum);
        cr_assert_float_eq(lane_sum(all.acc, dtype, 1), weight, 8 * unit * weight);
        cr_assert_eq(lane_sum(all.acc, dtype, 2), bad);
      }
      eqs_engine_free(engine);
    }
  }
}

/* 0.29 of 100 rows are 29, though 0.29 * 100 is a little less. */
Test(robust, a_share_of_rows_is_the_number_that_people_mean)
{
  for (unsigned total = 100; total <= 100000; total *= 10)
    for (unsigned n = 0; n < total; n += total / 100) {
      const eqs_dataset dataset = {.n_rows = total, .weight_sum = total};
      eqs_score_options options;
      char text[32];
      eqs_score_options_init(&options);
      snprintf(text, sizeof text, "drop:0.%02u", n / (total / 100));
      cr_assert_eq(eqs_objective_nonfinite(NULL, &options.objective, text), EQS_OK);
      cr_expect_eq(eqs_aim_new(&dataset, &options).most_bad, n, "%s of %u", text, total);
      if (n == 0) continue;
      options.objective.drop -= 1e-9;
      cr_expect_eq(eqs_aim_new(&dataset, &options).most_bad, n - 1, "less than %s of %u", text,
                   total);
    }
}
