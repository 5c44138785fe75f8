/* SPDX-License-Identifier: BSD-3-Clause */
/* The check passes right losses and names the first wrong one. */
#include "bench/check.h"
#include "few.h"
#include <math.h>

typedef struct scored {
  eqs_ctx *ctx;
  eqs_dataset *dataset;
  eqs_expr *expr[FEW];
  eqs_metrics metrics[FEW];
} scored;

static scored score(eqs_dtype dtype)
{
  scored s = {.ctx = eqs_ctx_new()};
  eqs_engine_options options;
  eqs_engine *engine;
  few_make(s.expr);
  eqs_engine_options_init(&options);
  options.tier = EQS_TIER_REFERENCE;
  options.dtype = dtype;
  cr_assert(eqs_bench_dataset(s.ctx, &s.dataset, 50, dtype) == EQS_OK);
  cr_assert(eqs_engine_new(s.ctx, &engine, &options) == EQS_OK);
  cr_assert(eqs_engine_score(s.ctx, engine, s.dataset, (const eqs_expr *const *)s.expr, FEW,
                             s.metrics) == EQS_OK);
  eqs_engine_free(engine);
  return s;
}

static void finish(scored *s)
{
  few_free(s->expr);
  eqs_dataset_free(s->dataset);
  eqs_ctx_free(s->ctx);
}

static eqs_status check(scored *s, size_t *checked)
{
  return eqs_bench_check(s->ctx, s->dataset, (const eqs_expr *const *)s->expr, FEW, s->metrics,
                         checked);
}

Test(check, right_losses_pass)
{
  for (int dtype = 0; dtype < 2; dtype++) {
    scored s = score((eqs_dtype)dtype);
    size_t checked = 0;
    cr_expect(check(&s, &checked) == EQS_OK, "%s", eqs_ctx_message(s.ctx));
    cr_expect(checked == FEW);
    finish(&s);
  }
}

Test(check, a_wrong_loss_is_named)
{
  const double wrong[] = {1.0001, NAN, INFINITY};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    scored s = score(EQS_F64);
    size_t checked;
    s.metrics[2].mse *= wrong[i];
    cr_expect(check(&s, &checked) == EQS_INPUT, "%g", wrong[i]);
    cr_expect(strstr(eqs_ctx_message(s.ctx), "expression 3") != NULL, "%s", eqs_ctx_message(s.ctx));
    finish(&s);
  }
}

/* The cosine of 1e13 changes with the last bit of the constant. */
Test(check, what_rounding_alone_explains_passes)
{
  scored s = score(EQS_F64);
  static const char text[] = "x0*(10000000000000.5)";
  static const char cosine[] = "cos(x0*(10000000000000.5))";
  size_t checked;
  eqs_expr_free(s.expr[1]);
  cr_assert(eqs_expr_parse(s.ctx, &s.expr[1], cosine, strlen(cosine), eqs_bench_names(), 0) ==
            EQS_OK);
  s.metrics[1].mse *= 1.001;
  cr_expect(check(&s, &checked) == EQS_OK, "%s", eqs_ctx_message(s.ctx));
  eqs_expr_free(s.expr[1]);
  cr_assert(eqs_expr_parse(s.ctx, &s.expr[1], text, strlen(text), eqs_bench_names(), 0) == EQS_OK);
  cr_expect(check(&s, &checked) == EQS_INPUT);
  finish(&s);
}
