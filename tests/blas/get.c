/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the choice of OpenBLAS's kernels; each runs in its own process. */
#include "blas/blas.h"
#include <criterion/criterion.h>
#include <eqsieve/blas.h>
#include <stdlib.h>
#include <string.h>

static const eqs_blas *blas;

static void load(void)
{
  eqs_ctx *ctx = eqs_ctx_new();
  cr_assert_eq(eqs_blas_get(ctx, &blas), EQS_OK, "%s", eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
}

/* 2 x 3 by 3 x 2. */
static void check_product(void)
{
  const float a[] = {1, 2, 3, 4, 5, 6}, b[] = {1, 0, 2, 1, 0, 3}, c[] = {5, 11, 14, 23};
  float out[4];
  blas->sgemm(0, 0, 2, 2, 3, 1, a, 3, b, 2, 0, out, 2);
  cr_assert(memcmp(out, c, sizeof c) == 0, "%g %g %g %g", (double)out[0], (double)out[1],
            (double)out[2], (double)out[3]);
}

static eqs_blas_facts described(void)
{
  eqs_blas_facts facts;
  cr_assert_eq(eqs_blas_describe(NULL, &facts), EQS_OK);
  cr_expect_str_eq(facts.version, blas->version());
  cr_expect_str_eq(facts.core, blas->core());
  return facts;
}

Test(blas, kernels_suit_the_processor)
{
  unsetenv("OPENBLAS_CORETYPE");
  load();
  cr_expect(eqs_blas_core_suits(blas->core()), "kernels for %s", blas->core());
  cr_expect(getenv("OPENBLAS_CORETYPE") == NULL);
  if (eqs_blas_replaced()) {
    cr_expect(!eqs_blas_core_suits(eqs_blas_replaced()), "%s was good", eqs_blas_replaced());
    cr_expect_str_eq(blas->core(), eqs_blas_core_of_host());
  }
  eqs_blas_facts facts = described();
  cr_expect_null(facts.better, "%s", facts.better);
  cr_expect_eq(facts.replaced, eqs_blas_replaced());
  check_product();
}

Test(blas, the_users_choice_stands)
{
  setenv("OPENBLAS_CORETYPE", "Prescott", 1);
  load();
#ifdef __x86_64__
  cr_expect_str_eq(blas->core(), "Prescott");
  const char *better = described().better, *wanted = eqs_blas_core_of_host();
  cr_expect_eq(better, wanted, "%s", better);
#endif
  cr_expect(eqs_blas_replaced() == NULL);
  cr_expect_str_eq(getenv("OPENBLAS_CORETYPE"), "Prescott");
  check_product();
}

Test(blas, every_load_gives_the_same_table)
{
  unsetenv("OPENBLAS_CORETYPE");
  load();
  const eqs_blas *first = blas;
  load();
  cr_expect(blas == first);
}

Test(blas, the_core_for_this_processor_suits_it)
{
  const char *core = eqs_blas_core_of_host();
  cr_expect(core == NULL || eqs_blas_core_suits(core), "%s", core);
  cr_expect(eqs_blas_core_suits("SkylakeX"), "nothing is wider");
  cr_expect(core == NULL || !eqs_blas_core_suits("Prescott"));
  cr_expect(core == NULL || !eqs_blas_core_suits("Nehalem"));
  cr_expect(eqs_blas_core_suits("DiamondRapids"), "a later release knows better");
}
