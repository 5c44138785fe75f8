/* SPDX-License-Identifier: BSD-3-Clause */
/* Rules: whether anything can obey them. */
#include "expr/rules.h"
#include "util/fail.h"

/* A symmetric sum is also a sum. */
static bool may_occur(const eqs_rules *rules, unsigned op)
{
  return eqs_op_set_has(&rules->allowed, op) ||
         (op == EQS_OP_ADD && eqs_op_set_has(&rules->allowed, EQS_OP_SYM));
}

eqs_status eqs_rules_possible(eqs_ctx *ctx, const eqs_rules *rules)
{
  bool begins = false;
  for (unsigned op = 0; op < EQS_N_OPS; op++) {
    if (eqs_op_set_has(&rules->needed, op) && !may_occur(rules, op))
      return eqs_fail(ctx, EQS_USAGE,
                      "rules: '%s' must occur, but formulas are written without it (add it to the "
                      "operators, or drop the rule)",
                      eqs_op_table[op].token);
    begins |= eqs_op_set_has(&rules->root, op) && may_occur(rules, op);
  }
  if (begins) return EQS_OK;
  return eqs_fail(ctx, EQS_USAGE,
                  "rules: nothing that formulas are written with may stand outermost (name another "
                  "operator with root, or drop that rule)");
}
