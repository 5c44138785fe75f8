/* SPDX-License-Identifier: BSD-3-Clause */
/* Random formulas, written token by token like the model's. */
#include "search/formula/generate.h"
#include <math.h>
#include <string.h>

/* Binary operators join variables, unary ones only bend them: laws have more of the former. */
static double operator_weight(unsigned op)
{
  return eqs_op_arity(op) == 2 ? 1.0 : 0.4;
}

/* Of the leaves, a share goes to the constants together and the rest to the variables, however many
   there are of each. */
static double leaf_weight(const eqs_vocabulary *v, unsigned op)
{
  if (op == EQS_OP_VAR) return 0.7 / v->n_variables;
  return op == EQS_OP_PARAM ? 0.2 : 0.1 / (v->constant - v->first_number);
}

/* The chance of an operator when LEFT nodes are to fill OPEN slots: the share of nodes that are not
   needed to close them. The last open slot must not be closed while nodes are left. */
static double operator_share(uint32_t left, uint32_t open)
{
  if (left <= open) return 0;
  return open == 1 ? 1 : (double)(left - open) / left;
}

static uint32_t draw(const eqs_mask *mask, eqs_rng *rng, const eqs_writing *w, uint32_t nodes,
                     const uint8_t *allowed)
{
  const eqs_vocabulary *v = mask->vocabulary;
  double weight[EQS_VAE_MAX_TOKENS], operators = 0, leaves = 0;
  for (uint32_t t = 0; t < v->n_tokens; t++) {
    bool is_operator = t < v->n_operators;
    weight[t] = !allowed[t]   ? 0
                : is_operator ? operator_weight(v->node[t].op)
                              : leaf_weight(v, v->node[t].op);
    *(is_operator ? &operators : &leaves) += weight[t];
  }
  uint32_t left = nodes > w->length ? nodes - w->length : 0;
  double share = operator_share(left, (uint32_t)w->more + 1);
  bool grow = leaves == 0 || (operators > 0 && eqs_rng_uniform(rng) < share);
  double at = eqs_rng_uniform(rng) * (grow ? operators : leaves);
  uint32_t begin = grow ? 0 : v->n_operators, end = grow ? v->n_operators : v->n_tokens;
  uint32_t last = end;
  for (uint32_t t = begin; t < end; t++) {
    if (weight[t] == 0) continue;
    last = t;
    if ((at -= weight[t]) < 0) break;
  }
  return last;
}

double eqs_random_constant(eqs_rng *rng)
{
  double magnitude = exp((2 * eqs_rng_uniform(rng) - 1) * log(10));
  return eqs_rng_u32(rng) & 1 ? magnitude : -magnitude;
}

bool eqs_generate(const eqs_mask *mask, eqs_rng *rng, uint32_t nodes, eqs_formula *f)
{
  eqs_writing w;
  uint8_t allowed[EQS_VAE_MAX_TOKENS];
  memset(&w, 0, sizeof w);
  f->n = 0;
  while (!eqs_writing_complete(&w)) {
    if (eqs_mask_allowed(mask, &w, allowed) == 0) return false;
    uint32_t t = draw(mask, rng, &w, nodes, allowed);
    eqs_node node = mask->vocabulary->node[t];
    if (node.op == EQS_OP_PARAM) node.value = eqs_random_constant(rng);
    f->node[f->n++] = node;
    eqs_mask_advance(mask, &w, t);
  }
  eqs_nodes_number_params(f->node, f->n);
  return true;
}
