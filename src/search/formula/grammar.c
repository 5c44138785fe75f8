/* SPDX-License-Identifier: BSD-3-Clause */
/* The mask over tokens, kept as a stack of the operands that are still to be written. */
#include "search/formula/grammar.h"
#include "search/formula/redundant.h"
#include <stddef.h>
#include <string.h>

static void set_add(eqs_token_set *s, uint32_t t)
{
  s->word[t / 64] |= (uint64_t)1 << (t % 64);
}
static bool set_has(const eqs_token_set *s, uint32_t t)
{
  return s->word[t / 64] >> (t % 64) & 1;
}
static void set_join(eqs_token_set *s, const eqs_token_set *other)
{
  for (int k = 0; k < EQS_TOKEN_SET_WORDS; k++) s->word[k] |= other->word[k];
}
static void set_keep(eqs_token_set *s, const eqs_token_set *other)
{
  for (int k = 0; k < EQS_TOKEN_SET_WORDS; k++) s->word[k] &= other->word[k];
}
static void set_drop(eqs_token_set *s, const eqs_token_set *other)
{
  for (int k = 0; k < EQS_TOKEN_SET_WORDS; k++) s->word[k] &= ~other->word[k];
}
static unsigned set_count(const eqs_token_set *s)
{
  unsigned n = 0;
  for (int k = 0; k < EQS_TOKEN_SET_WORDS; k++) n += (unsigned)__builtin_popcountll(s->word[k]);
  return n;
}

static void compile_redundancy(eqs_mask *mask)
{
  const eqs_vocabulary *v = mask->vocabulary;
  const eqs_op_set *allowed = &mask->rules.allowed;
  for (uint32_t t = 0; t < v->n_tokens; t++) {
    unsigned child = v->node[t].op;
    if (eqs_op_is_constant(child)) set_add(&mask->avoid[0][0], t);
    for (unsigned op = EQS_FIRST_OPERATOR; op < EQS_FIRST_FUSED; op++)
      for (unsigned position = 0; position < eqs_op_arity(op); position++)
        if (eqs_redundant(allowed, op, position, child)) set_add(&mask->avoid[op][position], t);
  }
}

static void compile_nesting(eqs_mask *mask)
{
  for (uint32_t k = 0; k < mask->rules.n_nests; k++)
    for (uint32_t t = 0; t < mask->vocabulary->n_tokens; t++)
      if (eqs_op_set_has(&mask->rules.nest[k].inner, mask->vocabulary->node[t].op))
        set_add(&mask->nested[k], t);
}

/* What a token is, whatever was written before it. */
static void compile_kinds(eqs_mask *mask)
{
  for (uint32_t t = 0; t < mask->vocabulary->n_tokens; t++) {
    unsigned op = mask->vocabulary->node[t].op, arity = eqs_op_arity(op);
    unsigned weight = eqs_op_weight(op) + arity;
    set_add(&mask->of_arity[arity], t);
    if (eqs_op_is_constant(op)) set_add(&mask->constants, t);
    if (op == EQS_OP_PARAM) set_add(&mask->params, t);
    if (eqs_op_set_has(&mask->rules.root, op)) set_add(&mask->root, t);
    if (eqs_op_set_has(&mask->rules.exponent, op)) set_add(&mask->exponent, t);
    if (weight > mask->dearest) mask->dearest = weight;
  }
}

void eqs_mask_init(eqs_mask *mask, const eqs_vocabulary *vocabulary, const eqs_rules *rules)
{
  *mask = (eqs_mask){.vocabulary = vocabulary, .rules = *rules};
  if (rules->max_nodes == 0 || rules->max_nodes > EQS_FORMULA_NODES)
    mask->rules.max_nodes = EQS_FORMULA_NODES;
  if (vocabulary->n_variables < 64)
    mask->rules.required &= ((uint64_t)1 << vocabulary->n_variables) - 1;
  compile_redundancy(mask);
  compile_nesting(mask);
  compile_kinds(mask);
  for (uint32_t t = 0; t < vocabulary->n_operators; t++) {
    unsigned op = vocabulary->node[t].op;
    if (eqs_op_arity(op) != 2) continue;
    if (mask->cheapest_binary == 0 || eqs_op_weight(op) < mask->cheapest_binary)
      mask->cheapest_binary = eqs_op_weight(op);
  }
}

/* ---- Writing a token ------------------------------------------------------------------------- */

static uint16_t nests_below(const eqs_mask *mask, unsigned op, uint16_t outer)
{
  for (uint32_t k = 0; k < mask->rules.n_nests; k++)
    if (eqs_op_set_has(&mask->rules.nest[k].outer, op)) outer |= (uint16_t)(1u << k);
  return outer;
}

static void open_operands(const eqs_mask *mask, eqs_writing *w, unsigned op, eqs_open_slot above)
{
  eqs_open_slot below = {
      .parent = (uint8_t)op,
      .chains = (uint8_t)eqs_chains_below(op, above.chains),
      .depth = (uint16_t)(above.depth + 1),
      .nests = nests_below(mask, op, above.nests),
  };
  for (unsigned position = eqs_op_arity(op); position-- > 0;) {
    below.position = (uint8_t)position;
    w->slot[++w->more] = below;
  }
}

/* The right operand learns which leaf stands on its left. */
static void close_leaf(eqs_writing *w, uint32_t token, unsigned op, eqs_open_slot filled)
{
  if (filled.position != 0 || eqs_op_arity(filled.parent) != 2) return;
  eqs_open_slot *right = &w->slot[w->more];
  right->left = (uint8_t)(token + 1);
  if (eqs_op_is_constant(op)) right->chains |= (uint8_t)eqs_chain_of(filled.parent);
}

void eqs_mask_advance(const eqs_mask *mask, eqs_writing *w, uint32_t token)
{
  const eqs_node *node = &mask->vocabulary->node[token];
  eqs_open_slot filled = w->slot[w->more--];
  w->length++;
  w->complexity += eqs_op_weight(node->op);
  w->n_params += node->op == EQS_OP_PARAM;
  if (node->op == EQS_OP_VAR && node->index < 64) w->seen |= (uint64_t)1 << node->index;
  if (eqs_op_arity(node->op) > 0)
    open_operands(mask, w, node->op, filled);
  else
    close_leaf(w, token, node->op, filled);
}

/* ---- What may follow ------------------------------------------------------------------------- */

static bool within(uint32_t value, uint32_t limit)
{
  return limit == 0 || value <= limit;
}

/* How many leaves fit below an operand at DEPTH, as far as the limit of depth goes. */
static uint32_t leaves_below(const eqs_mask *mask, uint32_t depth)
{
  uint32_t levels = mask->rules.max_depth - depth;
  return mask->rules.max_depth == 0 || levels > 8 ? EQS_FORMULA_NODES : (uint32_t)1 << levels;
}

/* The largest number of leaves that can still be written after NODE, to see whether the required
   variables have room. */
static uint32_t leaves_left(const eqs_mask *mask, const eqs_writing *w, const eqs_node *node)
{
  uint32_t arity = eqs_op_arity(node->op), open = (uint32_t)w->more + arity;
  uint32_t nodes = mask->rules.max_nodes - w->length - 1, extra = 0;
  if (mask->cheapest_binary > 0) extra = (nodes - open) / 2;
  if (mask->rules.max_complexity > 0) {
    uint32_t left = mask->rules.max_complexity - w->complexity - eqs_op_weight(node->op) - open;
    uint32_t affordable = left / (1 + mask->cheapest_binary);
    if (affordable < extra) extra = affordable;
  }
  uint32_t by_size = open + extra, by_depth = 0;
  for (int k = 0; k < w->more; k++) by_depth += leaves_below(mask, w->slot[k].depth + 1u);
  by_depth += arity * leaves_below(mask, w->slot[w->more].depth + 2u);
  return by_size < by_depth ? by_size : by_depth;
}

static bool required_in_reach(const eqs_mask *mask, const eqs_writing *w, uint32_t token)
{
  const eqs_node *node = &mask->vocabulary->node[token];
  uint64_t missing = mask->rules.required & ~w->seen;
  if (node->op == EQS_OP_VAR && node->index < 64) missing &= ~((uint64_t)1 << node->index);
  return (uint32_t)__builtin_popcountll(missing) <= leaves_left(mask, w, node);
}

/* With a leaf for every open operand. */
static bool affordable(const eqs_mask *mask, const eqs_writing *w, uint32_t token)
{
  unsigned op = mask->vocabulary->node[token].op;
  uint32_t open = (uint32_t)w->more + eqs_op_arity(op);
  return within(w->complexity + eqs_op_weight(op) + open, mask->rules.max_complexity);
}

/* Leaves the tokens of S that pass the test. */
static void keep_if(const eqs_mask *mask, const eqs_writing *w, eqs_token_set *s,
                    bool (*test)(const eqs_mask *, const eqs_writing *, uint32_t token))
{
  for (uint32_t k = 0; k < EQS_TOKEN_SET_WORDS; k++)
    for (uint64_t left = s->word[k]; left != 0; left &= left - 1)
      if (!test(mask, w, 64 * k + (uint32_t)__builtin_ctzll(left))) s->word[k] ^= left & -left;
}

/* What the limits of nodes and of depth leave room for. */
static void find_fitting(const eqs_mask *mask, const eqs_writing *w, eqs_token_set *s)
{
  const uint32_t closed = w->length + 1u + (uint32_t)w->more, depth = w->slot[w->more].depth + 1u;
  memset(s, 0, sizeof *s);
  for (uint32_t arity = 0; arity <= EQS_MOST_OPERANDS; arity++)
    if (closed + arity <= mask->rules.max_nodes &&
        within(depth + (arity > 0), mask->rules.max_depth))
      set_join(s, &mask->of_arity[arity]);
}

/* The tokens after which the formula can still be finished within the limits. */
static void find_possible(const eqs_mask *mask, const eqs_writing *w, eqs_token_set *s)
{
  const eqs_rules *rules = &mask->rules;
  const eqs_open_slot *slot = &w->slot[w->more];
  find_fitting(mask, w, s);
  for (unsigned nests = slot->nests; nests != 0; nests &= nests - 1)
    set_drop(s, &mask->nested[__builtin_ctz(nests)]);
  if (!within(w->n_params + 1u, rules->max_params)) set_drop(s, &mask->params);
  if (slot->parent == 0) set_keep(s, &mask->root);
  if (slot->parent == EQS_OP_POW && slot->position == 1) set_keep(s, &mask->exponent);
  if (!within(w->complexity + mask->dearest + (uint32_t)w->more, rules->max_complexity))
    keep_if(mask, w, s, affordable);
  if ((rules->required & ~w->seen) != 0) keep_if(mask, w, s, required_in_reach);
}

/* Two leaves below one operator: x - x says nothing, x + x is 2 * x, and of x + y and y + x one is
   enough. */
static bool repeats_left(const eqs_mask *mask, const eqs_open_slot *slot, uint32_t token)
{
  uint32_t left = slot->left - 1u;
  const eqs_node *l = &mask->vocabulary->node[left], *r = &mask->vocabulary->node[token];
  if (eqs_op_is_constant(l->op)) return eqs_op_is_constant(r->op);
  if (r->op != EQS_OP_VAR) return false;
  if (slot->parent == EQS_OP_MUL && left == token)
    return eqs_op_set_has(&mask->rules.allowed, EQS_OP_SQUARE);
  if (slot->parent == EQS_OP_POW) return false;
  return left == token || (eqs_op_table[slot->parent].commutes && token < left);
}

static bool differs_from_left(const eqs_mask *mask, const eqs_writing *w, uint32_t token)
{
  return !repeats_left(mask, &w->slot[w->more], token);
}

/* Leaves those of S that make no redundant formula. */
static void avoid_redundant(const eqs_mask *mask, const eqs_writing *w, eqs_token_set *s)
{
  const eqs_open_slot *slot = &w->slot[w->more];
  set_drop(s, &mask->avoid[slot->parent][slot->position]);
  if ((slot->chains & eqs_chain_of(slot->parent)) != 0) set_drop(s, &mask->constants);
  if (slot->left != 0) keep_if(mask, w, s, differs_from_left);
}

unsigned eqs_mask_allowed(const eqs_mask *mask, const eqs_writing *w, uint8_t *allowed)
{
  const uint32_t n = mask->vocabulary->n_tokens;
  eqs_token_set possible = {0}, wanted;
  if (!eqs_writing_complete(w)) find_possible(mask, w, &possible);
  wanted = possible;
  if (!mask->plain && !eqs_writing_complete(w)) avoid_redundant(mask, w, &wanted);
  const eqs_token_set *s = set_count(&wanted) > 0 ? &wanted : &possible;
  for (uint32_t t = 0; t < n; t++) allowed[t] = set_has(s, t);
  return set_count(s);
}

/* ---- Callbacks of the model ------------------------------------------------------------------ */

static void grammar_advance(void *user, void *state, uint8_t token)
{
  const eqs_mask *mask = user;
  if (token < mask->vocabulary->n_tokens) eqs_mask_advance(mask, state, token);
}

static unsigned grammar_allow(void *user, const void *state, uint8_t *allowed)
{
  const eqs_mask *mask = user;
  unsigned count = eqs_mask_allowed(mask, state, allowed);
  bool complete = eqs_writing_complete(state);
  allowed[mask->vocabulary->n_tokens] = complete;
  return count + complete;
}

eqs_grammar eqs_mask_grammar(const eqs_mask *mask)
{
  size_t slots = mask->rules.max_nodes / 2 + 2;
  size_t size = offsetof(eqs_writing, slot) + slots * sizeof(eqs_open_slot);
  return (eqs_grammar){
      .state_size = (size + 7) & ~(size_t)7,
      .advance = grammar_advance,
      .allow = grammar_allow,
      .user = (void *)mask,
  };
}
