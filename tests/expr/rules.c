/* SPDX-License-Identifier: BSD-3-Clause */
/* Rules: reading them and testing expressions against them. */
#include "expr/rules.h"
#include "expr/symmetric.h"
#include "support.h"

static const char *broken_by(const eqs_rules *rules, const char *text)
{
  eqs_expr *expr = parsed(text, 0);
  const char *broken = "none";
  bool good = eqs_rules_check(rules, expr->node, expr->n_nodes, &broken);
  cr_expect(eq(int, good, !strcmp(broken, "none")));
  cr_expect(eq(int, good, eqs_rules_check(rules, expr->node, expr->n_nodes, NULL)));
  eqs_expr_free(expr);
  return broken;
}

static void check(const eqs_rules *rules, const char *text, const char *want)
{
  cr_expect(eq(str, (char *)broken_by(rules, text), (char *)want), "%s", text);
}

Test(rules, at_first_everything_is_allowed)
{
  eqs_rules rules;
  eqs_rules_init(&rules);
  for (unsigned op = 0; op < EQS_N_OPS; op++)
    cr_expect(
        eq(int, eqs_op_set_has(&rules.allowed, op), op < EQS_FIRST_FUSED || op == EQS_OP_SYM));
  check(&rules, "pow(x, 2)*asin(sin(sin(x)))/min(1.5, c0)", "none");
}

Test(rules, sizes_are_limited)
{
  eqs_rules rules;
  eqs_rules_init(&rules);
  rules.max_nodes = 5;
  check(&rules, "x + y*2", "none");
  check(&rules, "x + y*2 + 1", "too many nodes");
  eqs_rules_init(&rules);
  rules.max_depth = 3;
  check(&rules, "x*y + x*y", "none");
  check(&rules, "-(x*y)", "none");
  check(&rules, "-(-(x*y))", "too deep");
  eqs_rules_init(&rules);
  rules.max_complexity = 7;
  check(&rules, "exp(x) + y", "none");
  check(&rules, "exp(x)/y", "too complex");
}

Test(rules, free_constants_are_counted_once_each)
{
  eqs_rules rules;
  eqs_rules_init(&rules);
  rules.max_params = 2;
  check(&rules, "c0*x + c0*y + c1", "none");
  check(&rules, "1.5*x + 2.5*y", "none");
  check(&rules, "c0*x + c1*y + 2.5", "too many free constants");
}

Test(rules, variables_can_be_required)
{
  eqs_rules rules;
  eqs_rules_init(&rules);
  rules.required = 1 << 0 | 1 << 2;
  check(&rules, "x*d_MoS1", "none");
  check(&rules, "x*y", "a required variable is missing");
}

Test(rules, operators_are_restricted_by_a_list)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_rules rules;
  eqs_rules_init(&rules);
  cr_assert(eq(int, eqs_rules_operators(ctx, &rules, " +,-, *, div ,exp,**,const,pi"), EQS_OK));
  check(&rules, "exp(x/2.5)^y - pi*3 + e()", "none");
  check(&rules, "sin(x)", "an operator that is not allowed");
  check(&rules, "-x", "an operator that is not allowed");
  check(&rules, "x^2", "an operator that is not allowed");
  eqs_ctx_free(ctx);
}

Test(rules, nesting_is_forbidden_at_any_distance)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_rules rules;
  eqs_rules_init(&rules);
  cr_assert(eq(int, eqs_rules_forbid(ctx, &rules, "nest(sin,cos; sin,cos)"), EQS_OK));
  cr_assert(eq(int, eqs_rules_forbid(ctx, &rules, " nest ( exp ; log, ^ ) "), EQS_OK));
  const char *broken = "a function inside another that may not hold it";
  check(&rules, "sin(x)*cos(y)", "none");
  check(&rules, "sin(x + exp(y))", "none");
  check(&rules, "log(exp(x))", "none");
  check(&rules, "sin(cos(x))", (char *)broken);
  check(&rules, "sin(x)*cos(x*(y + sqrt(sin(y))))", broken);
  check(&rules, "exp(x + y^2.5)", broken);
  check(&rules, "exp(x) + log(y) + exp(log(y))", broken);
  eqs_ctx_free(ctx);
}

typedef eqs_status (*reader)(eqs_ctx *, eqs_rules *, const char *);

static void fails(reader read, const char *text, eqs_status want, const char *message)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_rules rules, before;
  eqs_rules_init(&rules);
  before = rules;
  cr_expect(eq(int, read(ctx, &rules, text), want));
  cr_expect(eq(str, (char *)eqs_ctx_message(ctx), (char *)message));
  cr_expect(eq(int, memcmp(&rules, &before, sizeof rules), 0));
  eqs_ctx_free(ctx);
}

Test(rules, a_symmetric_sum_is_an_operator_and_a_sum)
{
  eqs_ctx *ctx = eqs_ctx_new();
  const eqs_node sum[] = {eqs_node_sym(0, 1),
                          {.op = EQS_OP_MUL},
                          {.op = EQS_OP_PARAM, .value = 1.5},
                          {.op = EQS_OP_VAR, .index = 1}};
  eqs_rules rules;
  eqs_rules_init(&rules);
  cr_expect(eqs_rules_check(&rules, sum, 4, NULL));
  cr_assert(eq(int, eqs_rules_operators(ctx, &rules, "+,*"), EQS_OK));
  cr_expect(not(eqs_rules_check(&rules, sum, 4, NULL)));
  cr_assert(eq(int, eqs_rules_operators(ctx, &rules, "+,*,sym"), EQS_OK));
  rules.required = 3; /* x, which y brings with it */
  cr_expect(eqs_rules_check(&rules, sum, 4, NULL));
  rules.required = 4;
  cr_expect(not(eqs_rules_check(&rules, sum, 4, NULL)));
  rules.required = 0;
  cr_assert(eq(int, eqs_rules_forbid(ctx, &rules, "root(add)"), EQS_OK));
  cr_expect(eqs_rules_check(&rules, sum, 4, NULL)); /* sym itself may still be outermost */
  cr_assert(eq(int, eqs_rules_forbid(ctx, &rules, "root(sym)"), EQS_OK));
  cr_expect(not(eqs_rules_check(&rules, sum, 4, NULL)));
  eqs_rules_init(&rules);
  cr_assert(eq(int, eqs_rules_forbid(ctx, &rules, "nest(add; mul)"), EQS_OK));
  cr_expect(not(eqs_rules_check(&rules, sum, 4, NULL)));
  eqs_ctx_free(ctx);
}

Test(rules, a_wrong_list_of_operators_changes_nothing)
{
  fails(eqs_rules_operators, "+,foo,*", EQS_USAGE,
        "operators, column 3: unknown operator 'foo' (there are: add sub mul div neg pow inv sqrt "
        "square cube abs exp log sin cos tan asin acos tanh min max sym)");
  fails(eqs_rules_operators, "", EQS_USAGE,
        "operators, column 1: an operator is missing (separate them with single commas)");
  fails(eqs_rules_operators, "+,,*", EQS_USAGE,
        "operators, column 3: an operator is missing (separate them with single commas)");
  fails(eqs_rules_operators, "+,", EQS_USAGE,
        "operators, column 3: an operator is missing (separate them with single commas)");
  fails(eqs_rules_operators, "+ *", EQS_USAGE, "operators, column 3: a comma is missing");
  fails(eqs_rules_operators, "fma", EQS_USAGE,
        "operators, column 1: unknown operator 'fma' (there are: add sub mul div neg pow inv sqrt "
        "square cube abs exp log sin cos tan asin acos tanh min max sym)");
}

Test(rules, a_wrong_rule_changes_nothing)
{
  static const char form[] = "the form is nest(OUTER,...; INNER,...)";
  static const struct {
    const char *text;
    unsigned column;
  } row[] = {{"", 1},
             {"sin", 1},
             {"nest", 5},
             {"nest sin", 6},
             {"nest(sin)", 9},
             {"nest(sin; cos", 14},
             {"nest(sin;cos) x", 15},
             {"nest(sin;cos;tan)", 13}};
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    char message[128];
    snprintf(message, sizeof message, "rule, column %u: %s", row[i].column, form);
    fails(eqs_rules_forbid, row[i].text, EQS_USAGE, message);
  }
  fails(eqs_rules_forbid, "nest(sin;)", EQS_USAGE,
        "rule, column 10: an operator is missing (separate them with single commas)");
  fails(eqs_rules_forbid, "nest(;sin)", EQS_USAGE,
        "rule, column 6: an operator is missing (separate them with single commas)");
}

static const eqs_names COLUMNS = {3, (const char *const[]){"x", "y", "d_MoS1"}};

static void require(eqs_rules *rules, const char *text)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_rules_init(rules);
  cr_assert(eq(int, eqs_rules_require(ctx, rules, &COLUMNS, text), EQS_OK), "%s",
            eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
}

Test(rules, operators_and_columns_can_be_required)
{
  eqs_rules rules;
  require(&rules, " occurs( exp, x ,cos)");
  check(&rules, "exp(cos(x))", "none");
  check(&rules, "exp(x) + sin(x)", "a required operator is missing");
  check(&rules, "exp(y) + cos(y)", "a required variable is missing");
  require(&rules, "d_MoS1, x");
  check(&rules, "x*d_MoS1", "none");
  check(&rules, "x*y", "a required variable is missing");
}

Test(rules, something_can_be_required_below_operators)
{
  const char *broken = "a function without what must be below it";
  eqs_rules rules;
  require(&rules, "under(exp,cos; x)");
  check(&rules, "y + 2", "none");
  check(&rules, "exp(2*cos(x + y))", "none");
  check(&rules, "exp(2*cos(y)) + x", (char *)broken);
  check(&rules, "exp(x*cos(y))", broken);
  check(&rules, "exp(x) + cos(2)", broken);
  require(&rules, "under(log; sqrt,y)");
  check(&rules, "log(x*sqrt(y))", "none");
  check(&rules, "log(y) + sqrt(y)", broken);
}

Test(rules, the_root_and_exponents_can_be_chosen)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_rules rules;
  require(&rules, "root(div,inv)");
  check(&rules, "x/(y + 1)", "none");
  check(&rules, "x*y", "an outermost operator that is not allowed");
  require(&rules, "exponent(num)");
  check(&rules, "(x + y)^4*x^0.5", "an exponent that is not allowed");
  check(&rules, "(x + y)^4*pow(x, 5)", "none");
  check(&rules, "2^x", "an exponent that is not allowed");
  eqs_rules_init(&rules);
  cr_assert(eq(int, eqs_rules_forbid(ctx, &rules, "exponent(var, add)"), EQS_OK));
  cr_assert(eq(int, eqs_rules_forbid(ctx, &rules, "root(exp)"), EQS_OK));
  check(&rules, "2^(x*y)", "none");
  check(&rules, "2^(x + y)", "an exponent that is not allowed");
  check(&rules, "exp(x)", "an outermost operator that is not allowed");
  check(&rules, "exp(x) + 1", "none");
  eqs_ctx_free(ctx);
}

static eqs_status require_here(eqs_ctx *ctx, eqs_rules *rules, const char *text)
{
  return eqs_rules_require(ctx, rules, &COLUMNS, text);
}

static eqs_status read_here(eqs_ctx *ctx, eqs_rules *rules, const char *text)
{
  return eqs_rules_read(ctx, rules, &COLUMNS, text);
}

Test(rules, a_wrong_requirement_changes_nothing)
{
  fails(require_here, "x, q", EQS_INPUT,
        "require: 'q' is no column that formulas may use (there are: x, y, d_MoS1)");
  fails(require_here, "exp", EQS_INPUT,
        "require: 'exp' is no column that formulas may use (the operator is required by "
        "occurs(exp))");
  fails(require_here, "under(exp; q)", EQS_USAGE,
        "rule, column 12: 'q' is neither a column (there are: x, y, d_MoS1) nor an operator (there "
        "are: add sub mul div neg pow inv sqrt square cube abs exp log sin cos tan asin acos tanh "
        "min max sym)");
  fails(require_here, "under(exp)", EQS_USAGE,
        "rule, column 10: the form is under(OUTER,...; NAME,...)");
  fails(require_here, "under(exp; x", EQS_USAGE,
        "rule, column 13: the form is under(OUTER,...; NAME,...)");
  fails(require_here, "under(exp; )", EQS_USAGE,
        "rule, column 12: a name is missing (separate them with single commas)");
  fails(require_here, "root(exp) x", EQS_USAGE, "rule, column 11: the form is root(OPERATOR,...)");
  fails(
      require_here, "occurs(foo)", EQS_USAGE,
      "rule, column 8: 'foo' is neither a column (there are: x, y, d_MoS1) nor an operator (there "
      "are: add sub mul div neg pow inv sqrt square cube abs exp log sin cos tan asin acos tanh "
      "min max sym)");
}

Test(rules, what_nothing_can_obey_is_refused)
{
  static const char *const text[] = {"forbid root(add)\nrequire root(add,sin)",
                                     "require root(tanh)", "require occurs(exp)",
                                     "require occurs(add)"};
  static const char *const says[] = {NULL, "may stand outermost", "'exp' must occur", NULL};
  eqs_ctx *ctx = eqs_ctx_new();
  for (size_t i = 0; i < 4; i++) {
    eqs_rules rules;
    eqs_rules_init(&rules);
    cr_assert(eq(int, eqs_rules_operators(ctx, &rules, i < 3 ? "+,*,sin" : "*,sym"), EQS_OK));
    cr_assert(eq(int, eqs_rules_read(ctx, &rules, &COLUMNS, text[i]), EQS_OK));
    eqs_status status = eqs_rules_possible(ctx, &rules);
    cr_expect(eq(int, status, says[i] ? EQS_USAGE : EQS_OK), "%s", text[i]);
    cr_expect(says[i] == NULL || strstr(eqs_ctx_message(ctx), says[i]) != NULL, "%s", text[i]);
  }
  eqs_ctx_free(ctx);
}

Test(rules, a_text_holds_one_rule_a_line)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_rules rules;
  eqs_rules_init(&rules);
  cr_assert(eq(int,
               eqs_rules_read(ctx, &rules, &COLUMNS,
                              "# of the paper\n\n  forbid nest(exp; exp)\r\n"
                              "require x\nrequire under(exp; x)"),
               EQS_OK));
  check(&rules, "exp(x)", "none");
  check(&rules, "x*exp(y)", "a function without what must be below it");
  check(&rules, "exp(x*exp(x))", "a function inside another that may not hold it");
  check(&rules, "y", "a required variable is missing");
  eqs_ctx_free(ctx);
  fails(read_here, "\n# ok\nallow x", EQS_USAGE,
        "rules, line 3: 'allow x' begins with neither 'forbid' nor 'require'");
  fails(read_here, "forbid", EQS_USAGE, "rules, line 1: 'forbid' is not followed by a rule");
  fails(read_here, "forbid root(", EQS_USAGE,
        "rules, line 1: rule, column 6: an operator is missing (separate them with single "
        "commas)");
}

Test(rules, their_number_is_limited)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_rules rules;
  eqs_rules_init(&rules);
  for (int i = 0; i < EQS_MAX_NESTS; i++)
    cr_assert(eq(int, eqs_rules_forbid(ctx, &rules, "nest(sin;cos)"), EQS_OK));
  cr_assert(eq(int, eqs_rules_forbid(ctx, &rules, "nest(sin;cos)"), EQS_LIMIT));
  cr_expect(
      eq(str, (char *)eqs_ctx_message(ctx), "rule 'nest(sin;cos)': more than 16 rules on nesting"));
  eqs_ctx_free(ctx);
}
