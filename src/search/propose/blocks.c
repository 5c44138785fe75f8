/* SPDX-License-Identifier: BSD-3-Clause */
/* A ring of blocks: the oldest give way to new ones. */
#include "search/propose/blocks.h"
#include "expr/symmetric.h"
#include "search/formula/evaluate.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ATTEMPTS = 4 };

int eqs_blocks_init(eqs_blocks *b, const eqs_problem *problem, const eqs_moves *moves, uint32_t n)
{
  const eqs_roles *roles = problem->roles;
  size_t all = problem->train->n;
  *b = (eqs_blocks){.moves = moves, .n = n, .n_features = roles->n_features};
  b->rows = all < EQS_BLOCK_ROWS ? all : EQS_BLOCK_ROWS;
  b->feature = eqs_alloc(b->n_features * b->rows, sizeof *b->feature);
  b->target = eqs_alloc(b->rows, sizeof *b->target);
  b->block = eqs_alloc_zero(n, sizeof *b->block);
  b->stride = (b->rows + 15) / 16 * 16;
  b->value = eqs_alloc_zero(n * b->stride, sizeof *b->value);
  if (b->feature == NULL || b->target == NULL || b->block == NULL || b->value == NULL) {
    eqs_blocks_free(b);
    return -1;
  }
  for (size_t i = 0; i < b->rows; i++) {
    size_t row = problem->train->row[i * all / b->rows];
    for (size_t k = 0; k < b->n_features; k++)
      b->feature[k * b->rows + i] = eqs_table_numbers(problem->table, roles->feature[k])[row];
    b->target[i] = eqs_table_numbers(problem->table, roles->target)[row];
  }
  return 0;
}

void eqs_blocks_free(eqs_blocks *b)
{
  free(b->feature);
  free(b->target);
  free(b->block);
  free(b->value);
  *b = (eqs_blocks){0};
}

/* ---- Values ---------------------------------------------------------------------------------- */

void eqs_blocks_evaluate(const eqs_blocks *b, const eqs_node *node, uint32_t n, double *to)
{
  eqs_node plain[EQS_FORMULA_NODES];
  uint32_t size = eqs_nodes_written_out(node, n);
  if (size > EQS_FORMULA_NODES) {
    for (size_t i = 0; i < b->rows; i++) to[i] = NAN;
    return;
  }
  if (size != n) {
    eqs_nodes_write_out(node, plain);
    node = plain;
    n = size;
  }
  for (size_t i = 0; i < b->rows; i += EQS_EVALUATED_AT_ONCE) {
    size_t left = b->rows - i;
    eqs_nodes_evaluate(node, n, b->feature + i, b->rows,
                       left < EQS_EVALUATED_AT_ONCE ? left : EQS_EVALUATED_AT_ONCE, to + i);
  }
}

typedef struct range {
  double low, high;
} range;

static range range_of(const double *v, size_t n)
{
  range r = {INFINITY, -INFINITY};
  for (size_t k = 0; k < n; k++) {
    r.low = fmin(r.low, v[k]);
    r.high = fmax(r.high, v[k]);
  }
  return r;
}

/* Takes F in as block I if it is small enough and tells rows apart. */
static bool take(eqs_blocks *b, uint32_t i, eqs_formula *f)
{
  eqs_nodes_number_params(f->node, f->n);
  unsigned complexity = eqs_nodes_complexity(f->node, f->n);
  if (f->n == 0 || f->n > EQS_BLOCK_NODES || complexity > 255 || !eqs_formula_varies(f))
    return false;
  double v[EQS_BLOCK_ROWS], squares = 0;
  eqs_blocks_evaluate(b, f->node, f->n, v);
  for (size_t k = 0; k < b->rows; k++) squares += v[k] * v[k];
  if (!isfinite(squares) || !(squares > 1e-60)) return false;
  range r = range_of(v, b->rows);
  if (!(r.high - r.low > 1e-6 * fabs(r.high))) return false;
  b->block[i].n = (uint8_t)f->n;
  b->block[i].complexity = (uint8_t)complexity;
  memcpy(b->block[i].node, f->node, f->n * sizeof *f->node);
  for (size_t k = 0; k < b->rows; k++) b->value[i * b->stride + k] = (float)(v[k] / sqrt(squares));
  return true;
}

/* ---- New blocks ------------------------------------------------------------------------------ */

static void move_constants(eqs_rng *rng, eqs_formula *f)
{
  for (uint32_t i = 0; i < f->n; i++)
    if (f->node[i].op == EQS_OP_PARAM) f->node[i].value *= 1 + 0.2 * eqs_rng_normal(rng);
}

/* Two variables change places, also where sums are over them. */
static void exchange(const eqs_blocks *b, eqs_rng *rng, eqs_formula *f)
{
  uint32_t x = eqs_rng_below(rng, (uint32_t)b->n_features);
  uint32_t y = eqs_rng_below(rng, (uint32_t)b->n_features);
  eqs_nodes_exchange(f->node, f->n, x, y);
}

static bool piece_of_bank(const eqs_blocks *b, eqs_rng *rng, eqs_formula *f)
{
  if (!eqs_moves_borrow(b->moves, rng, f)) return false;
  if (eqs_rng_below(rng, 2) == 0) exchange(b, rng, f);
  if (eqs_rng_below(rng, 3) == 0) move_constants(rng, f);
  return true;
}

/* op(scale * (u - place)), where place is a value that u has, more or less, and scale as its spread
   asks for; or 1 / (u - place). */
static bool bend(const eqs_blocks *b, eqs_rng *rng, eqs_formula *f)
{
  double v[EQS_BLOCK_ROWS];
  eqs_blocks_evaluate(b, f->node, f->n, v);
  range r = range_of(v, b->rows);
  double spread = (r.high - r.low) * exp(-3 * eqs_rng_uniform(rng));
  double place = v[eqs_rng_below(rng, (uint32_t)b->rows)] + 0.3 * spread * eqs_rng_normal(rng);
  if (!isfinite(spread) || !(spread > 0)) return false;
  const eqs_node shift[] = {eqs_node_operator(EQS_OP_ADD), eqs_node_param(-place)};
  eqs_node op;
  if (!eqs_moves_operator(b->moves, rng, &op) || !eqs_formula_splice(f, 0, 0, shift, 2))
    return false;
  if (eqs_op_arity(op.op) == 2) { /* any stands for the quotient */
    const eqs_node over[] = {eqs_node_operator(EQS_OP_DIV), eqs_node_number(1)};
    return eqs_op_set_has(&b->moves->loose.rules.allowed, EQS_OP_DIV) &&
           eqs_formula_splice(f, 0, 0, over, 2);
  }
  double sign = eqs_rng_below(rng, 2) == 0 ? 1 : -1;
  const eqs_node scale[] = {op, eqs_node_operator(EQS_OP_MUL), eqs_node_param(sign / spread)};
  bool free = op.op == EQS_OP_SQUARE || op.op == EQS_OP_SQRT;
  return eqs_formula_splice(f, 0, 0, scale, free ? 1 : 3);
}

static bool bent(const eqs_blocks *b, eqs_rng *rng, eqs_formula *f)
{
  f->n = 1;
  f->node[0] = eqs_node_variable(eqs_rng_below(rng, (uint32_t)b->n_features));
  if (eqs_rng_below(rng, 3) == 0 && !eqs_generate(&b->moves->loose, rng, 3, f)) return false;
  if (!eqs_formula_varies(f) || !bend(b, rng, f)) return false;
  return eqs_rng_below(rng, 4) != 0 || bend(b, rng, f);
}

/* A product or quotient of the block with another. */
static bool joined(const eqs_blocks *b, eqs_rng *rng, eqs_formula *f)
{
  const eqs_block *other = &b->block[eqs_rng_below(rng, b->n)];
  unsigned op = eqs_rng_below(rng, 2) == 0 ? EQS_OP_MUL : EQS_OP_DIV;
  if (other->n == 0 || !eqs_op_set_has(&b->moves->loose.rules.allowed, op)) return false;
  eqs_node node = eqs_node_operator(op);
  return eqs_formula_splice(f, 0, 0, &node, 1) &&
         eqs_formula_splice(f, f->n, f->n, other->node, other->n);
}

static bool compose(const eqs_blocks *b, eqs_rng *rng, eqs_formula *f)
{
  uint32_t kind = eqs_rng_below(rng, 8);
  bool made = kind < 4   ? piece_of_bank(b, rng, f)
              : kind < 6 ? bent(b, rng, f)
                         : eqs_generate(&b->moves->loose, rng, 1 + eqs_rng_below(rng, 9), f);
  if (!made || (eqs_rng_below(rng, 4) == 0 && !joined(b, rng, f))) return false;
  return eqs_rng_below(rng, 4) != 0 || eqs_moves_symmetrise(b->moves, rng, f, 0);
}

void eqs_blocks_renew(eqs_blocks *b, eqs_rng *rng, uint32_t n)
{
  eqs_formula f;
  for (uint32_t i = 0; i < n; i++) {
    for (unsigned k = 0; k < ATTEMPTS; k++)
      if (compose(b, rng, &f) && take(b, b->next, &f)) break;
    b->next = (b->next + 1) % b->n;
  }
}
