/* SPDX-License-Identifier: BSD-3-Clause */
/* The hash of the canonical form: what it must not see, and what it must. */
#include "support.h"

static void check_same(const char *a, const char *b)
{
  cr_expect(eq(u64, hash_of(a), hash_of(b)), "%s and %s", a, b);
}

static void check_different(const char *a, const char *b)
{
  cr_expect(ne(u64, hash_of(a), hash_of(b)), "%s and %s", a, b);
}

Test(canonical, order_and_association_do_not_count)
{
  check_same("x + y", "y + x");
  check_same("x*y", "y*x");
  check_same("min(x, y)", "min(y, x)");
  check_same("x + (y + d_MoS1)", "(d_MoS1 + x) + y");
  check_same("x*(y*sin(x))", "sin(x)*y*x");
  check_same("sin(x + y*2) + 1", "1 + sin(2*y + x)");
  check_same("x + y - d_MoS1", "y - (d_MoS1 - x)");
  check_same("x - y", "x + -y");
  check_same("x - y", "x + -1*y");
  check_same("x - (y + 1)", "x - y - 1");
  check_same("-(x - y)", "y - x");
  check_same("x*y/d_MoS1", "x*(y/d_MoS1)");
  check_same("x/y/d_MoS1", "x/(y*d_MoS1)");
  check_same("x*inv(y)", "x/y");
}

Test(canonical, what_differs_in_meaning_differs)
{
  static const char *const text[] = {"x",
                                     "y",
                                     "x + y",
                                     "x - y",
                                     "y - x",
                                     "x*y",
                                     "x/y",
                                     "y/x",
                                     "x^y",
                                     "y^x",
                                     "min(x, y)",
                                     "max(x, y)",
                                     "x + x",
                                     "x*x",
                                     "x^2",
                                     "x^3",
                                     "-x",
                                     "inv(x)",
                                     "sin(x)",
                                     "cos(x)",
                                     "2*x",
                                     "3*x",
                                     "1.5*x",
                                     "x + 1",
                                     "x + 1.5",
                                     "x*(y + 1)",
                                     "x*y + 1",
                                     "x + y + 1",
                                     "x*(y + x)",
                                     "x*y + x",
                                     "sin(x + y)",
                                     "sin(x*y)",
                                     "sin(sin(x))",
                                     "pi",
                                     "e()",
                                     "3",
                                     "x + y + x",
                                     "x*y*x",
                                     "x + 2*y",
                                     "y + 2*x",
                                     "x - y - x",
                                     "(x - y)*2",
                                     "exp(x)*y",
                                     "exp(x*y)",
                                     "x^2.5",
                                     "2.5^x",
                                     "x^2 + y",
                                     "x + y^2",
                                     "-(x^2)",
                                     "(-x)^2",
                                     "1/x",
                                     "x/2",
                                     "x*2.5 + 2.5",
                                     "c7*x + c7",
                                     "(x + 1)*(y + 1)",
                                     "x*y + x + y",
                                     "sqrt(x) - sqrt(y)",
                                     "sqrt(x - y)"};
  size_t n = sizeof text / sizeof *text;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++) check_different(text[i], text[j]);
}

Test(canonical, free_constants_are_holes)
{
  check_same("1.5*x + 2.5", "-0.25*x + c");
  check_same("c5*x", "1.5*x");
  check_same("2.0 + x", "x + 1e-9");
  check_different("2 + x", "2.0 + x");
}

Test(canonical, a_constant_that_comes_back_is_not_two)
{
  check_different("c0*x + c0", "c0*x + c1");
  check_same("c0*x + c1", "2.5*x + 1.5");
  check_same("c0 + c1*y + c0*x", "x*c0 + c0 + y*c1");
  check_different("c0*x + c1*y + c0*c1", "c0*x + c0*y + c1*c1");
}

/* Swaps the operands of each commutative operator at random. */
static void shuffle(eqs_rng *rng, const eqs_node *from, uint32_t i, eqs_node *to, uint32_t *at)
{
  to[(*at)++] = from[i];
  unsigned arity = eqs_op_arity(from[i].op);
  uint32_t x = i + 1, y = arity == 2 ? eqs_nodes_end(from, x) : 0;
  bool swap = eqs_op_table[from[i].op].commutes && eqs_rng_below(rng, 2);
  if (swap) shuffle(rng, from, y, to, at);
  if (arity > 0) shuffle(rng, from, x, to, at);
  if (arity == 2 && !swap) shuffle(rng, from, y, to, at);
}

Test(canonical, shuffled_operands_give_one_hash_and_one_order)
{
  eqs_rng rng = eqs_rng_new(2, 0);
  for (unsigned k = 0; k < 5000; k++) {
    eqs_node node[RANDOM_NODES], other[RANDOM_NODES];
    uint32_t n = random_tree(&rng, node, 0, 1 + eqs_rng_below(&rng, RANDOM_NODES), true), at = 0;
    shuffle(&rng, node, 0, other, &at);
    cr_assert(eq(u32, at, n));
    uint64_t hash = eqs_nodes_hash(node, n);
    cr_assert(eq(u64, eqs_nodes_hash(other, n), hash));
    eqs_nodes_canonical(node, n);
    eqs_nodes_canonical(other, n);
    cr_assert(eqs_nodes_complete(node, n));
    cr_assert(eq(u64, eqs_nodes_hash(node, n), hash));
    cr_assert(same_nodes(node, other, n));
    eqs_nodes_canonical(other, n);
    cr_assert(same_nodes(node, other, n));
  }
}

static int by_value(const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* Every expression of up to six nodes over few symbols: equal hashes only where the sums and
   products agree, told by the values at a few points. */
enum { MOST = 200000 };

typedef struct small {
  uint64_t hash;
  double value[3];
} small;

static small *found;
static size_t n_found;

static double value_at(const eqs_node *node, uint32_t *i, double x)
{
  const eqs_node *root = &node[(*i)++];
  if (root->op == EQS_OP_VAR) return x + root->index * (x + 0.7);
  if (root->op == EQS_OP_NUM) return root->value;
  double a = value_at(node, i, x);
  double b = eqs_op_arity(root->op) == 2 ? value_at(node, i, x) : 0;
  return eqs_op_value(root->op, a, b, 0);
}

static void enumerate(eqs_node *node, uint32_t n, uint32_t open, uint32_t size)
{
  static const eqs_node symbol[] = {
      {.op = EQS_OP_VAR},
      {.op = EQS_OP_VAR, .index = 1},
      {.op = EQS_OP_NUM, .value = 3},
      {.op = EQS_OP_SIN},
      {.op = EQS_OP_NEG},
      {.op = EQS_OP_INV},
      {.op = EQS_OP_ADD},
      {.op = EQS_OP_SUB},
      {.op = EQS_OP_MUL},
      {.op = EQS_OP_DIV},
      {.op = EQS_OP_MAX},
  };
  if (open == 0) {
    small *one = &found[n_found++];
    one->hash = eqs_nodes_hash(node, n);
    for (int k = 0; k < 3; k++) {
      uint32_t i = 0;
      one->value[k] = value_at(node, &i, 0.3 + 0.41 * k);
    }
    return;
  }
  for (size_t s = 0; s < sizeof symbol / sizeof *symbol; s++) {
    uint32_t then = open - 1 + eqs_op_arity(symbol[s].op);
    if (n + 1 + then > size) continue;
    node[n] = symbol[s];
    enumerate(node, n + 1, then, size);
  }
}

/* The sign of a zero may get lost in a sum, and with it the sign of what is divided by it. */
static bool near(double a, double b)
{
  if (isinf(a) && isinf(b)) return true;
  return (isnan(a) && isnan(b)) || fabs(a - b) < 1e-9 * fmax(1, fabs(a));
}

Test(canonical, equal_hashes_mean_equal_functions)
{
  eqs_node node[6];
  found = malloc(MOST * sizeof *found);
  enumerate(node, 0, 1, 6);
  cr_assert(gt(sz, n_found, 10000));
  cr_assert(lt(sz, n_found, MOST));
  qsort(found, n_found, sizeof *found, by_value);
  size_t distinct = 1;
  for (size_t i = 1; i < n_found; i++) {
    if (found[i].hash != found[i - 1].hash) {
      distinct++;
      continue;
    }
    for (int k = 0; k < 3; k++)
      cr_assert(near(found[i].value[k], found[i - 1].value[k]), "%g and %g", found[i].value[k],
                found[i - 1].value[k]);
  }
  cr_assert(gt(sz, distinct, n_found / 8));
  free(found);
}

/* The hash decides what a search keeps, so it may not change from build to build unnoticed. */
Test(canonical, the_hash_is_the_same_everywhere)
{
  cr_expect(eq(u64, hash_of("x"), hash_of("`x`")));
  cr_expect(eq(u64, hash_of("2.5*x + sin(y)^2/pi"), UINT64_C(14004843081445987761)));
}
