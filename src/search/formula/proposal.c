/* SPDX-License-Identifier: BSD-3-Clause */
/* What every proposal goes through before it is scored. */
#include "search/formula/proposal.h"
#include "search/formula/simplify.h"
#include "search/formula/symmetry.h"

bool eqs_proposal_finish(const eqs_mask *mask, eqs_formula *f)
{
  if (!eqs_symmetry_normalise(f)) return false;
  bool changed = eqs_simplify(f, &mask->rules.allowed);
  if (changed && !eqs_symmetry_normalise(f)) return false;
  eqs_nodes_number_params(f->node, f->n);
  return eqs_formula_varies(f) && eqs_rules_check(&mask->rules, f->node, f->n, NULL);
}

void eqs_proposal_scale(const eqs_mask *mask, eqs_formula *f)
{
  const eqs_op_set *allowed = &mask->rules.allowed;
  if (!eqs_op_set_has(allowed, EQS_OP_ADD) || !eqs_op_set_has(allowed, EQS_OP_MUL)) return;
  const eqs_node head[] = {eqs_node_operator(EQS_OP_ADD), eqs_node_param(0),
                           eqs_node_operator(EQS_OP_MUL), eqs_node_param(1)};
  eqs_formula scaled;
  eqs_formula_copy(&scaled, f);
  if (!eqs_formula_splice(&scaled, 0, 0, head, 4)) return;
  if (eqs_proposal_finish(mask, &scaled)) eqs_formula_copy(f, &scaled);
}
