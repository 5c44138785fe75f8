/* SPDX-License-Identifier: BSD-3-Clause */
/* What lowering makes of small expressions: folding, fusing, operand order, slots, adjoints. */
#include "program/program.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const char *const variables[] = {"x", "y", "z"};
static const eqs_names names = {3, variables};

static eqs_program lower(const char *text, bool gradient)
{
  eqs_expr *expr;
  eqs_program program = {0};
  cr_assert_eq(eqs_expr_parse(NULL, &expr, text, strlen(text), &names, 0), EQS_OK, "%s", text);
  cr_assert_eq(gradient ? eqs_lower_gradient(&program, expr) : eqs_lower_value(&program, expr), 0);
  eqs_expr_free(expr);
  return program;
}

/* The kernels of the steps, in order, as "sin mul_vv". */
static void expect(const char *text, bool gradient, const char *kernels, uint32_t slots)
{
  eqs_program program = lower(text, gradient);
  char got[512] = "";
  for (uint32_t s = 0; s < program.n_steps; s++) {
    strcat(got, s ? " " : "");
    strcat(got, eqs_kernel_names[program.step[s].kernel]);
  }
  cr_expect_str_eq(got, kernels, "%s: %s", text, got);
  cr_expect_eq(program.n_slots, slots, "%s: %u slots", text, program.n_slots);
  eqs_program_free(&program);
}

Test(lower, a_variable_alone_needs_no_step)
{
  expect("x", false, "", 0);
}
Test(lower, a_number_alone_fills_a_block)
{
  expect("2", false, "fill", 1);
}

Test(lower, constant_subtrees_are_folded)
{
  expect("x + sin(2) * 3", false, "add_vs", 1);
  eqs_program program = lower("x + sin(2) * 3", false);
  cr_assert_eq(program.pool[program.step[0].arg[1].index], sin(2) * 3);
  eqs_program_free(&program);
}

Test(lower, products_are_fused_into_sums)
{
  expect("x*y + z", false, "fma_vvv", 1);
  expect("z + x*y", false, "fma_vvv", 1);
  expect("x*y - z", false, "fms_vvv", 1);
  expect("z - x*y", false, "fnma_vvv", 1);
  expect("2*x + 3", false, "fma_vss", 1);
  expect("square(x) + y", false, "fma_vvv", 1);
  expect("x*y + z*x", false, "mul_vv fma_vvv", 1);
  expect("sin(x*y)", false, "mul_vv sin", 1);
  expect("square(x)", false, "square", 1);
}

Test(lower, numbers_go_to_the_right_where_operands_commute)
{
  expect("2 + x", false, "add_vs", 1);
  expect("2 * x", false, "mul_vs", 1);
  expect("2 - x", false, "sub_sv", 1);
  expect("2 / x", false, "div_sv", 1);
  expect("max(2, x)", false, "max_sv", 1);
}

/* The kernels of the uniform steps, in order. */
static void expect_uniform(const char *text, bool gradient, const char *kernels)
{
  eqs_program program = lower(text, gradient);
  char got[512] = "";
  for (uint32_t s = 0; s < program.n_uniform; s++) {
    strcat(got, s ? " " : "");
    strcat(got, eqs_kernel_names[program.uniform[s].kernel]);
  }
  cr_expect_str_eq(got, kernels, "%s: %s", text, got);
  eqs_program_free(&program);
}

Test(lower, what_free_constants_make_alone_is_uniform)
{
  expect("exp(c)", false, "fill", 1);
  expect_uniform("exp(c)", false, "exp");
  expect("c0/c1 + x", false, "add_vs", 1);
  expect_uniform("c0/c1 + x", false, "div_vs");
  expect("c0*c1*x", false, "mul_vs", 1);
  expect_uniform("c0*c1*x", false, "mul_vs");
  expect("c0*c1 + x*y", false, "fma_vvs", 1);
  expect_uniform("c*x + y", false, "");
  expect_uniform("2*exp(3)*x", false, "");
}

Test(lower, adjoints_of_what_is_uniform_are_uniform)
{
  expect("exp(c)*x", true, "mul_vs mul_vs", 2);
  expect_uniform("exp(c)*x", true, "exp");
  expect("x/sqrt(c)", true, "div_vs fill dy_div_vs mul_vs", 3);
  expect_uniform("x/sqrt(c)", true, "sqrt d_sqrt");
  expect("exp(sin(c)) + x", true, "add_vs fill", 2);
  expect_uniform("exp(sin(c)) + x", true, "sin exp d_sin mul_vs");
}

Test(lower, slots_are_used_again)
{
  expect("sin(cos(exp(x)))", false, "exp cos sin", 1);
  expect("(sin(x) + cos(y)) / (exp(x) + log(y))", false, "log exp add_vv cos sin add_vv div_vv", 3);
}

Test(lower, adjoints_of_linear_constants_are_read_in_place)
{
  expect("c*x + y", true, "fma_vsv", 1);
  eqs_program program = lower("c*x + y", true);
  cr_assert_eq(program.jacobian[0].place, EQS_IN_COLUMN);
  cr_assert_eq(program.jacobian[0].index, 0);
  eqs_program_free(&program);
  expect("x - c", true, "sub_vs fill neg", 3);
}

Test(lower, adjoints_share_and_reuse)
{
  expect("exp(c*x)", true, "mul_vs exp mul_vv", 3);
  expect("c0*sin(c1*x)", true, "mul_vs sin mul_vs fill d_sin mul_vv", 5);
  expect("x*c0 + y*c0", true, "mul_vs fma_vsv add_vv", 2);
}

Test(lower, the_adjoints_of_a_quotient_divide_once)
{
  expect("c0/(c1 + x)", true, "add_vs div_sv div_sv mul_vv neg", 4);
  expect("(c0 + y)/sin(c1*x)", true, "mul_vs sin add_vs div_vv div_sv mul_vv d_sin mul_vv neg", 6);
}
