/* SPDX-License-Identifier: BSD-3-Clause */
/* Finding the largest subtrees without free constants, and running them over all rows. */
#include "fit/hoist.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

enum {
  BUDGET = 512 * 1024, /* bytes of hoisted columns: half a second-level cache */
  MAX_NODES = 512,     /* of an expression that is searched, in time that grows with its square */
};

/* A subtree that may be cut: an operator that does not wait to be fused, of variables but not of
   free constants. */
static bool is_constant_free(const eqs_node *node, uint32_t first, uint32_t end)
{
  bool variable = false;
  if (node[first].op < EQS_FIRST_OPERATOR || eqs_waits(node[first].op)) return false;
  for (uint32_t i = first; i < end; i++) {
    if (node[i].op == EQS_OP_PARAM) return false;
    variable |= node[i].op == EQS_OP_VAR;
  }
  return variable;
}

static void find_cuts(eqs_cuts *cuts, const eqs_expr *expr, size_t most)
{
  cuts->n = 0;
  for (uint32_t i = 0; i < expr->n_nodes && cuts->n < most; i++) {
    uint32_t end = eqs_nodes_end(expr->node, i);
    if (!is_constant_free(expr->node, i, end)) continue;
    cuts->cut[cuts->n++] = (eqs_cut){.first = i, .end = end};
    i = end - 1;
  }
}

static int make_room(eqs_hoist *h, const eqs_dataset *dataset, size_t column_bytes)
{
  size_t columns = dataset->n_features + h->cuts.n, need = h->cuts.n * column_bytes;
  if (eqs_grow(&h->column, &h->column_capacity, columns, sizeof *h->column)) return -1;
  memcpy(h->column, dataset->column, dataset->n_features * sizeof *h->column);
  h->cuts.column = h->column;
  if (need <= h->bytes) return 0;
  char *memory = eqs_alloc(1, need);
  if (!memory) return -1;
  free(h->memory);
  h->memory = memory;
  h->bytes = need;
  return 0;
}

static int compute(eqs_hoist *h, const eqs_engine *engine, const eqs_dataset *dataset,
                   const eqs_expr *expr, const eqs_cut *cut, void *column)
{
  eqs_workspace *w = &h->workspace;
  const eqs_expr subtree = {.node = expr->node + cut->first, .n_nodes = cut->end - cut->first};
  if (eqs_lower_value(&w->program, &subtree) ||
      eqs_workspace_reserve(w, &w->program, engine->dtype))
    return -1;
  for (size_t tile = 0; tile < eqs_tiles(dataset->n_rows); tile++)
    eqs_run_column(w, engine, &w->program, dataset, tile, column);
  return 0;
}

int eqs_hoist_make(eqs_hoist *h, const eqs_engine *engine, const eqs_dataset *dataset,
                   const eqs_expr *expr, const eqs_cuts **cuts)
{
  size_t column_bytes = dataset->n_padded * eqs_dtype_size(dataset->dtype);
  size_t most = BUDGET / column_bytes;
  *cuts = NULL;
  if (most == 0 || expr->n_nodes > MAX_NODES) return 0;
  find_cuts(&h->cuts, expr, most < EQS_MAX_CUTS ? most : EQS_MAX_CUTS);
  if (h->cuts.n == 0) return 0;
  if (make_room(h, dataset, column_bytes)) return -1;
  for (uint32_t i = 0; i < h->cuts.n; i++) {
    eqs_cut *cut = &h->cuts.cut[i];
    void *column = h->memory + i * column_bytes;
    if (compute(h, engine, dataset, expr, cut, column)) return -1;
    cut->column = (uint32_t)dataset->n_features + i;
    h->column[cut->column] = column;
  }
  *cuts = &h->cuts;
  return 0;
}

void eqs_hoist_free(eqs_hoist *h)
{
  eqs_workspace_free(&h->workspace);
  free(h->column);
  free(h->memory);
  *h = (eqs_hoist){0};
}
