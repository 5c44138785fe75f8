/* SPDX-License-Identifier: BSD-3-Clause */
/* The moves. Each picks a place, and cuts, inserts or replaces nodes there; fitted constants that
   are not touched keep their values, so that the next fit starts near the optimum. */
#include "search/propose/mutate.h"
#include "expr/symmetric.h"
#include <math.h>

void eqs_moves_init(eqs_moves *moves, const eqs_bank *bank, const eqs_mask *mask)
{
  eqs_rules rules = mask->rules;
  rules.required = 0;
  rules.root = rules.allowed;
  moves->bank = bank;
  eqs_mask_init(&moves->loose, mask->vocabulary, &rules);
}

/* ---- Places and pieces ----------------------------------------------------------------------- */

static bool allowed(const eqs_moves *m, unsigned op)
{
  return eqs_op_set_has(&m->loose.rules.allowed, op);
}

static uint32_t any_node(eqs_rng *rng, const eqs_formula *f)
{
  return eqs_rng_below(rng, f->n);
}

static bool is_operator(const eqs_node *node)
{
  return eqs_op_arity(node->op) > 0;
}
static bool is_param(const eqs_node *node)
{
  return node->op == EQS_OP_PARAM;
}
static bool is_variable(const eqs_node *node)
{
  return node->op == EQS_OP_VAR;
}

/* A node among BEGIN..END-1 of F that IS so, each with the same chance; f->n if there is none. */
static uint32_t some_node_of(eqs_rng *rng, const eqs_formula *f, uint32_t begin, uint32_t end,
                             bool (*is)(const eqs_node *))
{
  uint32_t count = 0;
  for (uint32_t i = begin; i < end; i++) count += is(&f->node[i]);
  if (count == 0) return f->n;
  uint32_t wanted = eqs_rng_below(rng, count), i = begin;
  while (!is(&f->node[i]) || wanted-- > 0) i++;
  return i;
}

static uint32_t some_node(eqs_rng *rng, const eqs_formula *f, bool (*is)(const eqs_node *))
{
  return some_node_of(rng, f, 0, f->n, is);
}

/* A subtree, more often one with an operator on top than a leaf. */
static uint32_t some_subtree(eqs_rng *rng, const eqs_formula *f)
{
  uint32_t i = eqs_rng_below(rng, 10) < 7 ? some_node(rng, f, is_operator) : f->n;
  return i < f->n ? i : any_node(rng, f);
}

static eqs_node some_leaf(const eqs_moves *m, eqs_rng *rng)
{
  const eqs_vocabulary *v = m->loose.vocabulary;
  uint32_t kind = eqs_rng_below(rng, 10);
  if (kind < 7) return v->node[v->first_variable + eqs_rng_below(rng, v->n_variables)];
  if (kind == 7 && v->constant > v->first_number)
    return v->node[v->first_number + eqs_rng_below(rng, v->constant - v->first_number)];
  return eqs_node_param(eqs_random_constant(rng));
}

/* A new piece: a leaf or a small random formula. */
static bool some_piece(const eqs_moves *m, eqs_rng *rng, eqs_formula *piece)
{
  uint32_t size = eqs_rng_below(rng, 8);
  if (size > 1) return eqs_generate(&m->loose, rng, size, piece);
  piece->node[0] = some_leaf(m, rng);
  piece->n = 1;
  return true;
}

/* A piece of another good formula. */
static bool borrowed_piece(const eqs_moves *m, eqs_rng *rng, eqs_formula *piece)
{
  const eqs_member *other = eqs_bank_draw(m->bank, rng);
  if (other == NULL) return false;
  uint32_t i = some_subtree(rng, &other->f), end = eqs_nodes_end(other->f.node, i);
  piece->n = 0;
  return eqs_formula_splice(piece, 0, 0, other->f.node + i, end - i);
}

static bool some_operator(const eqs_moves *m, eqs_rng *rng, unsigned arity, eqs_node *node)
{
  const eqs_vocabulary *v = m->loose.vocabulary;
  uint32_t count = 0;
  for (uint32_t t = 0; t < v->n_operators; t++) count += eqs_op_arity(v->node[t].op) == arity;
  if (count == 0) return false;
  uint32_t wanted = eqs_rng_below(rng, count), t = 0;
  while (eqs_op_arity(v->node[t].op) != arity || wanted-- > 0) t++;
  *node = v->node[t];
  return true;
}

static bool append(eqs_formula *f, const eqs_node *node, uint32_t n)
{
  return eqs_formula_splice(f, f->n, f->n, node, n);
}

static bool replace(eqs_formula *f, uint32_t i, const eqs_formula *piece)
{
  return eqs_formula_splice(f, i, eqs_nodes_end(f->node, i), piece->node, piece->n);
}

/* The subtree at I becomes OP(PIECE, subtree), or OP(subtree, PIECE). */
static bool join(eqs_formula *f, uint32_t i, eqs_node op, const eqs_formula *piece, bool left)
{
  uint32_t end = eqs_nodes_end(f->node, i);
  eqs_formula joined = {.n = 1, .node = {op}};
  bool fits = left
                  ? append(&joined, piece->node, piece->n) && append(&joined, f->node + i, end - i)
                  : append(&joined, f->node + i, end - i) && append(&joined, piece->node, piece->n);
  return fits && eqs_formula_splice(f, i, end, joined.node, joined.n);
}

/* ---- Moves ----------------------------------------------------------------------------------- */

static bool change_node(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  uint32_t i = any_node(rng, f);
  unsigned arity = eqs_op_arity(f->node[i].op);
  if (arity > 0) return some_operator(m, rng, arity, &f->node[i]);
  f->node[i] = some_leaf(m, rng);
  return true;
}

static bool replace_subtree(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  eqs_formula piece;
  return some_piece(m, rng, &piece) && replace(f, some_subtree(rng, f), &piece);
}

static bool cross_over(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  eqs_formula piece;
  return borrowed_piece(m, rng, &piece) && replace(f, some_subtree(rng, f), &piece);
}

static bool insert_unary(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  eqs_node op;
  if (!some_operator(m, rng, 1, &op)) return false;
  uint32_t i = any_node(rng, f);
  return eqs_formula_splice(f, i, i, &op, 1);
}

static bool insert_binary(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  eqs_node op;
  eqs_formula piece;
  if (!some_operator(m, rng, 2, &op) || !some_piece(m, rng, &piece)) return false;
  return join(f, any_node(rng, f), op, &piece, eqs_rng_below(rng, 2) == 0);
}

/* An operator gives way to one of its operands. */
static bool delete_node(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  (void)m;
  uint32_t i = some_node(rng, f, is_operator);
  if (i == f->n) return false;
  uint32_t end = eqs_nodes_end(f->node, i), keep = i + 1;
  if (eqs_op_arity(f->node[i].op) == 2 && eqs_rng_below(rng, 2) == 0)
    keep = eqs_nodes_end(f->node, i + 1);
  eqs_formula kept = {0};
  append(&kept, f->node + keep, eqs_nodes_end(f->node, keep) - keep);
  return eqs_formula_splice(f, i, end, kept.node, kept.n);
}

/* F + c * piece, F * (c + piece) or F / (c + piece): a new term or factor that a constant can
   switch off, so the child need not be worse than its parent. */
static bool add_term_or_factor(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  eqs_formula piece;
  bool term = eqs_rng_below(rng, 2) == 0;
  bool quotient = !term && eqs_rng_below(rng, 3) == 0;
  unsigned outer = term ? EQS_OP_ADD : quotient ? EQS_OP_DIV : EQS_OP_MUL;
  unsigned inner = term ? EQS_OP_MUL : EQS_OP_ADD;
  if (!allowed(m, outer) || !allowed(m, inner)) return false;
  bool found =
      eqs_rng_below(rng, 2) == 0 ? borrowed_piece(m, rng, &piece) : some_piece(m, rng, &piece);
  if (!found) return false;
  eqs_formula constant = {.n = 1, .node = {eqs_node_param(eqs_random_constant(rng))}};
  if (!join(&piece, 0, eqs_node_operator(inner), &constant, true)) return false;
  uint32_t i = eqs_rng_below(rng, 2) == 0 ? 0 : some_subtree(rng, f);
  return join(f, i, eqs_node_operator(outer), &piece, false);
}

/* A subtree gets a free factor or summand. */
static bool add_constant(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  bool factor = eqs_rng_below(rng, 2) == 0;
  unsigned op = factor ? EQS_OP_MUL : EQS_OP_ADD;
  if (!allowed(m, op)) return false;
  double value = eqs_rng_below(rng, 2) == 0 ? eqs_random_constant(rng) : factor ? 1 : 0;
  eqs_formula constant = {.n = 1, .node = {eqs_node_param(value)}};
  return join(f, any_node(rng, f), eqs_node_operator(op), &constant, true);
}

/* A constant becomes linear in a variable. */
static bool free_constant(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  const eqs_vocabulary *v = m->loose.vocabulary;
  uint32_t i = some_node(rng, f, is_param);
  if (i == f->n || !allowed(m, EQS_OP_MUL)) return false;
  eqs_node variable = v->node[v->first_variable + eqs_rng_below(rng, v->n_variables)];
  eqs_formula linear = {
      .n = 3, .node = {eqs_node_operator(EQS_OP_MUL), eqs_node_param(f->node[i].value), variable}};
  if (eqs_rng_below(rng, 2) == 0 || !allowed(m, EQS_OP_ADD)) return replace(f, i, &linear);
  linear.node[1].value = 0.1 * eqs_random_constant(rng);
  return join(f, i, eqs_node_operator(EQS_OP_ADD), &linear, false);
}

/* A constant becomes the nearest integer, which often makes it vanish. */
static bool round_constant(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  (void)m;
  uint32_t i = some_node(rng, f, is_param);
  if (i == f->n || !(fabs(f->node[i].value) < 20)) return false;
  f->node[i] = eqs_node_number(rint(f->node[i].value));
  return true;
}

/* One variable takes the place of another everywhere in a subtree, but not in a sum over both. */
static bool exchange_variables(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  uint32_t n = m->loose.vocabulary->n_variables;
  uint32_t i = some_subtree(rng, f), end = eqs_nodes_end(f->node, i);
  uint32_t from = eqs_rng_below(rng, n), to = eqs_rng_below(rng, n);
  bool changed = false;
  for (; i < end; i++) {
    eqs_node *node = &f->node[i];
    if (!eqs_node_has_column(node, from) || eqs_node_has_column(node, to)) continue;
    eqs_nodes_exchange(node, 1, from, to);
    changed = true;
  }
  return changed;
}

bool eqs_moves_symmetrise(const eqs_moves *m, eqs_rng *rng, eqs_formula *f, uint32_t i)
{
  uint32_t n = m->loose.vocabulary->n_variables;
  if (n < 2 || n > EQS_SYM_COLUMNS || !allowed(m, EQS_OP_SYM) || !allowed(m, EQS_OP_ADD))
    return false;
  uint32_t at = some_node_of(rng, f, i, eqs_nodes_end(f->node, i), is_variable);
  if (at == f->n) return false;
  uint32_t x = f->node[at].index, y = eqs_rng_below(rng, n - 1);
  eqs_node sum = eqs_node_sym(x, y < x ? y : y + 1);
  return eqs_formula_splice(f, i, i, &sum, 1);
}

static bool symmetrise(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  return eqs_moves_symmetrise(m, rng, f, some_subtree(rng, f));
}

static const struct {
  bool (*move)(const eqs_moves *, eqs_rng *, eqs_formula *);
  uint32_t weight;
} move[] = {
    {change_node, 12},   {replace_subtree, 12}, {cross_over, 16},        {insert_unary, 5},
    {insert_binary, 10}, {delete_node, 10},     {add_constant, 8},       {add_term_or_factor, 14},
    {free_constant, 5},  {round_constant, 4},   {exchange_variables, 4}, {symmetrise, 8},
};

bool eqs_mutate(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  uint32_t total = 0, k = 0;
  for (size_t i = 0; i < sizeof move / sizeof *move; i++) total += move[i].weight;
  uint32_t at = eqs_rng_below(rng, total);
  while (at >= move[k].weight) at -= move[k++].weight;
  return move[k].move(m, rng, f);
}

bool eqs_moves_borrow(const eqs_moves *m, eqs_rng *rng, eqs_formula *piece)
{
  return borrowed_piece(m, rng, piece);
}

bool eqs_moves_operator(const eqs_moves *m, eqs_rng *rng, eqs_node *node)
{
  const eqs_vocabulary *v = m->loose.vocabulary;
  if (v->n_operators == 0) return false;
  *node = v->node[eqs_rng_below(rng, v->n_operators)];
  return true;
}

bool eqs_moves_shorten(const eqs_moves *m, eqs_rng *rng, eqs_formula *f)
{
  return delete_node(m, rng, f);
}
