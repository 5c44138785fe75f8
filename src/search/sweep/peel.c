/* SPDX-License-Identifier: BSD-3-Clause */
/* Peels and how each is put back. */
#include "search/sweep/peel.h"
#include <math.h>
#include <string.h>

/* What stands outermost in a formula whose value is peeled so. */
static const uint8_t OUTERMOST[EQS_N_PEELS] = {
    [EQS_PEEL_LOG] = EQS_OP_EXP,     [EQS_PEEL_EXP] = EQS_OP_LOG,
    [EQS_PEEL_SQUARE] = EQS_OP_SQRT, [EQS_PEEL_SQRT] = EQS_OP_SQUARE,
    [EQS_PEEL_INVERSE] = EQS_OP_DIV, [EQS_PEEL_ASIN] = EQS_OP_SIN,
    [EQS_PEEL_ACOS] = EQS_OP_COS,    [EQS_PEEL_OVER] = EQS_OP_MUL,
    [EQS_PEEL_TIMES] = EQS_OP_DIV,   [EQS_PEEL_LESS] = EQS_OP_ADD,
    [EQS_PEEL_MORE] = EQS_OP_SUB,
};

bool eqs_peel_allowed(const eqs_op_set *allowed, eqs_peel peel)
{
  return peel == EQS_PEEL_NONE || eqs_op_set_has(allowed, OUTERMOST[peel]);
}

void eqs_peel_apply(eqs_peel peel, const double *g, const double *v, size_t n, double *to)
{
  switch (peel) {
  case EQS_PEEL_NONE:
    if (to != v) memcpy(to, v, n * sizeof *to);
    break;
  case EQS_PEEL_LOG:
    for (size_t i = 0; i < n; i++) to[i] = log(v[i]);
    break;
  case EQS_PEEL_EXP:
    for (size_t i = 0; i < n; i++) to[i] = exp(v[i]);
    break;
  case EQS_PEEL_SQUARE: /* of positive values alone: a root is */
    for (size_t i = 0; i < n; i++) to[i] = v[i] >= 0 ? v[i] * v[i] : NAN;
    break;
  case EQS_PEEL_SQRT:
    for (size_t i = 0; i < n; i++) to[i] = sqrt(v[i]);
    break;
  case EQS_PEEL_INVERSE:
    for (size_t i = 0; i < n; i++) to[i] = 1 / v[i];
    break;
  case EQS_PEEL_ASIN:
    for (size_t i = 0; i < n; i++) to[i] = asin(v[i]);
    break;
  case EQS_PEEL_ACOS:
    for (size_t i = 0; i < n; i++) to[i] = acos(v[i]);
    break;
  case EQS_PEEL_OVER:
    for (size_t i = 0; i < n; i++) to[i] = v[i] / g[i];
    break;
  case EQS_PEEL_TIMES:
    for (size_t i = 0; i < n; i++) to[i] = v[i] * g[i];
    break;
  case EQS_PEEL_LESS:
    for (size_t i = 0; i < n; i++) to[i] = v[i] - g[i];
    break;
  case EQS_PEEL_MORE:
    for (size_t i = 0; i < n; i++) to[i] = v[i] + g[i];
    break;
  case EQS_N_PEELS:
    break;
  }
}

void eqs_peel_target(const eqs_catalogue *c, const eqs_peeling *peeling, size_t n, double *to)
{
  memcpy(to, c->target, n * sizeof *to);
  for (int k = 0; k < EQS_MAX_PEELS; k++) {
    eqs_peel_step step = peeling->step[k];
    eqs_peel_apply((eqs_peel)step.peel, eqs_catalogue_values(c, step.entry), to, n, to);
  }
}

static bool put_back(const eqs_catalogue *c, eqs_peel_step step, eqs_formula *f)
{
  unsigned op = OUTERMOST[step.peel];
  eqs_formula entry;
  if (step.peel == EQS_PEEL_NONE) return true;
  if (step.peel == EQS_PEEL_INVERSE) return eqs_build_before(f, op, eqs_node_number(1));
  if (step.peel < EQS_N_UNARY_PEELS) return eqs_build_unary(f, op);
  if (!eqs_catalogue_formula(c, step.entry, &entry)) return false;
  return eqs_build_binary(f, op, &entry);
}

bool eqs_peel_back(const eqs_catalogue *c, const eqs_peeling *peeling, eqs_formula *f)
{
  for (int k = EQS_MAX_PEELS; k-- > 0;)
    if (!put_back(c, peeling->step[k], f)) return false;
  return true;
}
