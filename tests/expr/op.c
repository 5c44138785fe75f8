/* SPDX-License-Identifier: BSD-3-Clause */
/* The operator table: derivatives against differences, values at the edges, names. */
#include "expr/op.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

static bool close_to(double a, double b)
{
  return fabs(a - b) <= 2e-6 * fmax(1, fabs(b));
}

/* Central differences of the reference value around ordinary points of every domain. */
Test(op, derivatives_agree_with_central_differences)
{
  static const double unit[] = {-0.9, -0.3, 0.2, 0.75}, all[] = {-2.3, -0.4, 0.6, 1.7, 3.1};
  const double h = 1e-5;
  for (unsigned op = EQS_FIRST_OPERATOR; op < EQS_FIRST_FUSED; op++) {
    unsigned domain = eqs_op_table[op].domain, checked = 0;
    const double *x = domain == EQS_DOMAIN_UNIT ? unit : all;
    unsigned n = domain == EQS_DOMAIN_UNIT ? 4 : 5;
    bool positive = domain == EQS_DOMAIN_POSITIVE || domain == EQS_DOMAIN_NONNEGATIVE ||
                    domain == EQS_DOMAIN_RAISE;
    for (unsigned i = 0; i < n; i++)
      for (unsigned j = 0; j < 5; j++) {
        double a = x[i], b = all[j] + 0.05;
        if (positive && a <= 0) continue;
        double v = eqs_op_value(op, a, b, 0);
        double dx = (eqs_op_value(op, a + h, b, 0) - eqs_op_value(op, a - h, b, 0)) / (2 * h);
        double dy = (eqs_op_value(op, a, b + h, 0) - eqs_op_value(op, a, b - h, 0)) / (2 * h);
        cr_expect(close_to(eqs_op_dx(op, a, b, v), dx), "d %s / dx at %g, %g",
                  eqs_op_table[op].token, a, b);
        cr_expect(close_to(eqs_op_dy(op, a, b, v), dy), "d %s / dy at %g, %g",
                  eqs_op_table[op].token, a, b);
        checked++;
      }
    cr_expect(checked >= 10, "%s: %u points", eqs_op_table[op].token, checked);
  }
}

static bool same_bits(double a, double b)
{
  return (isnan(a) && isnan(b)) || !memcmp(&a, &b, sizeof a);
}

Test(op, no_operator_is_protected)
{
  const struct {
    eqs_op op;
    double x, y, value;
  } edge[] = {
      {EQS_OP_DIV, 1, 0, INFINITY},
      {EQS_OP_DIV, 1, -0.0, -INFINITY},
      {EQS_OP_DIV, 0, 0, NAN},
      {EQS_OP_INV, 0, 0, INFINITY},
      {EQS_OP_SQRT, -1, 0, NAN},
      {EQS_OP_SQRT, -0.0, 0, -0.0},
      {EQS_OP_LOG, 0, 0, -INFINITY},
      {EQS_OP_LOG, -1, 0, NAN},
      {EQS_OP_EXP, 1000, 0, INFINITY},
      {EQS_OP_EXP, -INFINITY, 0, 0},
      {EQS_OP_POW, 0, 2, 0},
      {EQS_OP_POW, 0, 0, 1},
      {EQS_OP_POW, NAN, 0, 1},
      {EQS_OP_POW, -8, 1.0 / 3, NAN},
      {EQS_OP_POW, -2, 3, -8},
      {EQS_OP_POW, 0, -1, INFINITY},
      {EQS_OP_ASIN, 1.5, 0, NAN},
      {EQS_OP_ACOS, -1.5, 0, NAN},
      {EQS_OP_TANH, INFINITY, 0, 1},
      {EQS_OP_SIN, INFINITY, 0, NAN},
      {EQS_OP_SQUARE, 1e200, 0, INFINITY},
      {EQS_OP_CUBE, -INFINITY, 0, -INFINITY},
      {EQS_OP_ABS, -0.0, 0, 0},
      {EQS_OP_NEG, 0, 0, -0.0},
      {EQS_OP_MIN, NAN, 1, NAN},
      {EQS_OP_MIN, 1, NAN, NAN},
      {EQS_OP_MAX, NAN, 1, NAN},
      {EQS_OP_MAX, 1, NAN, NAN},
      {EQS_OP_MIN, -INFINITY, 1, -INFINITY},
      {EQS_OP_MAX, 2, 1, 2},
  };
  for (size_t i = 0; i < sizeof edge / sizeof *edge; i++) {
    double value = eqs_op_value(edge[i].op, edge[i].x, edge[i].y, 0);
    cr_expect(same_bits(value, edge[i].value), "%s(%g, %g) is %g", eqs_op_table[edge[i].op].token,
              edge[i].x, edge[i].y, value);
  }
}

Test(op, fused_operators_round_once)
{
  double x = 1 + 0x1p-30, y = 1 - 0x1p-30;
  cr_expect(eq(dbl, eqs_op_value(EQS_OP_FMA, x, y, -1), -0x1p-60));
  cr_expect(eq(dbl, eqs_op_value(EQS_OP_FMS, x, y, 1), -0x1p-60));
  cr_expect(eq(dbl, eqs_op_value(EQS_OP_FNMA, x, y, 1), 0x1p-60));
}

Test(op, a_tie_sends_its_derivative_to_one_operand_only)
{
  for (unsigned op = EQS_OP_MIN; op <= EQS_OP_MAX; op++)
    cr_expect(eq(dbl, eqs_op_dx(op, 2, 2, 2) + eqs_op_dy(op, 2, 2, 2), 1));
}

static eqs_op find(const char *name)
{
  return eqs_op_find(name, (unsigned)strlen(name));
}

Test(op, every_token_and_spelling_finds_its_operator)
{
  for (unsigned op = EQS_FIRST_OPERATOR; op < EQS_FIRST_FUSED; op++) {
    cr_expect(eq(int, find(eqs_op_table[op].token), op));
    if (op != EQS_OP_NEG) cr_expect(eq(int, find(eqs_op_table[op].spelling), op));
  }
  cr_expect(eq(int, find("-"), EQS_OP_SUB));
  cr_expect(eq(int, find("ln"), EQS_OP_LOG));
  cr_expect(eq(int, find("sqr"), EQS_OP_SQUARE));
  cr_expect(eq(int, find("arcsin"), EQS_OP_ASIN));
  cr_expect(eq(int, find("arccos"), EQS_OP_ACOS));
  cr_expect(eq(int, find("**"), EQS_OP_POW));
}

Test(op, other_names_find_nothing)
{
  static const char *const name[] = {"",  "si", "sinh", "SIN", "foo",   "fma", "pi",
                                     "e", "x",  "num",  "var", "const", "(",   "arctan"};
  for (size_t i = 0; i < sizeof name / sizeof *name; i++)
    cr_expect(eq(int, find(name[i]), EQS_N_OPS), "%s", name[i]);
}

Test(op, the_length_counts_not_a_final_zero)
{
  cr_expect(eq(int, eqs_op_find("sinus", 3), EQS_OP_SIN));
  cr_expect(eq(int, eqs_op_find("tanh", 3), EQS_OP_TAN));
}

Test(op, weights_are_those_of_the_manual)
{
  static const struct {
    const char *names;
    unsigned complexity;
  } row[] = {{"add sub mul neg abs min max", 1},
             {"div inv sqrt square", 2},
             {"cube sin cos tan", 3},
             {"exp log tanh pow asin acos", 4}};
  unsigned seen = 0;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++)
    for (const char *name = row[i].names; *name; seen++) {
      unsigned length = (unsigned)strcspn(name, " ");
      cr_expect(eq(uint, eqs_op_table[eqs_op_find(name, length)].complexity, row[i].complexity));
      name += length + (name[length] == ' ');
    }
  cr_expect(eq(uint, seen, EQS_FIRST_FUSED - EQS_FIRST_OPERATOR));
  for (unsigned op = 0; op < EQS_FIRST_OPERATOR; op++)
    cr_expect(eq(uint, eqs_op_table[op].complexity, 1));
}
