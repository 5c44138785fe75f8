/* SPDX-License-Identifier: BSD-3-Clause */
/* What may be scored and what may not. */
#include "search/formula/proposal.h"
#include "search/support.h"
#include <criterion/criterion.h>

static bool finishes(const char *text)
{
  eqs_rules rules = rules_of("+,-,*,sin", 7);
  rules.max_params = 1;
  eqs_vocabulary v = vocabulary_of(&rules);
  eqs_mask mask;
  eqs_mask_init(&mask, &v, &rules);
  eqs_formula f = formula_of(text);
  return eqs_proposal_finish(&mask, &f);
}

Test(proposal, needs_a_variable_and_obeys_the_rules_once_simplified)
{
  cr_assert(finishes("1.5*x"));
  cr_assert_not(finishes("1.5"));
  cr_assert_not(finishes("x - x"));
  cr_assert_not(finishes("exp(x)"));
  cr_assert(finishes("1.5*(2.5*x)"), "one constant is left");
  cr_assert_not(finishes("1.5*sin(2.5*x)"), "two are");
  cr_assert(finishes("x + 0 + 0 + y"), "shorter than the limit once simplified");
}
