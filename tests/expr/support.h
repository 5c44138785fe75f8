/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of expressions share: columns, reading that must succeed, random trees. */
#ifndef TESTS_EXPR_SUPPORT_H
#define TESTS_EXPR_SUPPORT_H

#include "expr/expr.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const support_name[] = {"x",  "y",   "d_MoS1",    "e",
                                           "c3", "sin", "two words", "a`b"};
static const eqs_names support_names = {8, support_name};

static inline eqs_expr *parsed(const char *text, unsigned flags)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_expr *expr = NULL;
  eqs_status status = eqs_expr_parse(ctx, &expr, text, strlen(text), &support_names, flags);
  cr_assert(eq(int, status, EQS_OK), "%s: %s", text, eqs_ctx_message(ctx));
  eqs_ctx_free(ctx);
  return expr;
}

static inline uint64_t hash_of(const char *text)
{
  eqs_expr *expr = parsed(text, 0);
  uint64_t hash = eqs_expr_hash(expr);
  eqs_expr_free(expr);
  return hash;
}

/* TEXT in another notation; valid until the next call. */
static inline const char *printed(const char *text, eqs_notation notation, unsigned flags)
{
  static char *last;
  free(last);
  eqs_expr *expr = parsed(text, 0);
  last = eqs_expr_print(expr, &support_names, notation, flags);
  eqs_expr_free(expr);
  return last;
}

static inline bool same_nodes(const eqs_node *a, const eqs_node *b, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    if (a[i].op != b[i].op || a[i].shared != b[i].shared || a[i].index != b[i].index ||
        memcmp(&a[i].value, &b[i].value, sizeof a[i].value))
      return false;
  return true;
}

static inline bool same_expr(const eqs_expr *a, const eqs_expr *b)
{
  return a->n_nodes == b->n_nodes && a->n_params == b->n_params &&
         same_nodes(a->node, b->node, a->n_nodes);
}

/* Any double that is finite, by its bits, or one that people write. */
static inline double random_number(eqs_rng *rng)
{
  if (eqs_rng_below(rng, 2)) return ((int)eqs_rng_below(rng, 41) - 20) / 4.0;
  for (;;) {
    uint64_t bits = eqs_rng_u64(rng);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (isfinite(value)) return value;
  }
}

static inline eqs_node random_leaf(eqs_rng *rng, bool fixed)
{
  eqs_node node = {.op = (uint8_t)eqs_rng_below(rng, EQS_FIRST_OPERATOR)};
  if (node.op == EQS_OP_VAR) node.index = (uint16_t)eqs_rng_below(rng, 8);
  if (fixed && node.op == EQS_OP_PARAM) node.op = EQS_OP_NUM;
  if (node.op == EQS_OP_NUM)
    node.value = fixed ? random_number(rng) : (int)eqs_rng_below(rng, 21) - 10;
  if (node.op != EQS_OP_PARAM) return node;
  node.value = random_number(rng);
  if (eqs_rng_below(rng, 3)) return node;
  node.shared = (uint8_t)(5 + eqs_rng_below(rng, 5));
  node.value = 1;
  return node;
}

/* Appends a random tree of at most SIZE nodes to NODE and returns the end. Without FIXED there are
   free constants, and fixed numbers are integers; with it every number is fixed. */
static inline uint32_t random_tree(eqs_rng *rng, eqs_node *node, uint32_t at, uint32_t size,
                                   bool fixed)
{
  if (size < 2) {
    node[at] = random_leaf(rng, fixed);
    return at + 1;
  }
  unsigned op = EQS_FIRST_OPERATOR + eqs_rng_below(rng, EQS_FIRST_FUSED - EQS_FIRST_OPERATOR);
  if (eqs_op_arity(op) == 2 && size < 3) op = EQS_OP_NEG;
  node[at++] = (eqs_node){.op = (uint8_t)op};
  if (eqs_op_arity(op) == 1) return random_tree(rng, node, at, size - 1, fixed);
  uint32_t left = 1 + eqs_rng_below(rng, size - 2);
  at = random_tree(rng, node, at, left, fixed);
  return random_tree(rng, node, at, size - 1 - left, fixed);
}

enum { RANDOM_NODES = 40 };

static inline eqs_expr *random_expr(uint64_t number, bool fixed)
{
  eqs_rng rng = eqs_rng_new(1, number);
  eqs_node node[RANDOM_NODES];
  uint32_t n = random_tree(&rng, node, 0, 1 + eqs_rng_below(&rng, RANDOM_NODES), fixed);
  return eqs_expr_from_nodes(node, n);
}

#endif
