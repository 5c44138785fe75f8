/* SPDX-License-Identifier: BSD-3-Clause */
/* Finding the largest subtrees without free constants, and running them over all rows. */
#include "fit/hoist.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

enum {
  IN_CACHE = 512 * 1024,        /* bytes of hoisted columns: half a second-level cache */
  IN_MEMORY = 64 * 1024 * 1024, /* the same where no cache holds them */
  MAX_NODES = 512, /* of an expression that is searched, in time that grows with its square */
};

/* Operators that take longer than reading a number from memory. */
static bool is_dear(eqs_op op)
{
  switch (op) {
  case EQS_OP_DIV:
  case EQS_OP_INV:
  case EQS_OP_SQRT:
  case EQS_OP_POW:
  case EQS_OP_EXP:
  case EQS_OP_LOG:
  case EQS_OP_SIN:
  case EQS_OP_COS:
  case EQS_OP_TAN:
  case EQS_OP_ASIN:
  case EQS_OP_ACOS:
  case EQS_OP_TANH:
    return true;
  default:
    return false;
  }
}

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

static void find_cuts(eqs_cuts *cuts, const eqs_expr *expr)
{
  cuts->n = 0;
  for (uint32_t i = 0; i < expr->n_nodes && cuts->n < EQS_MAX_CUTS; i++) {
    uint32_t end = eqs_nodes_end(expr->node, i);
    if (!is_constant_free(expr->node, i, end)) continue;
    cuts->cut[cuts->n++] = (eqs_cut){.first = i, .end = end};
    i = end - 1;
  }
}

static uint32_t dear_nodes(const eqs_expr *expr, const eqs_cut *cut)
{
  uint32_t n = 0;
  for (uint32_t i = cut->first; i < cut->end; i++) n += is_dear(expr->node[i].op);
  return n;
}

/* Leaves at most MOST cuts, those with the most dear operators, and none with fewer than LEAST. */
static void keep_dear(eqs_cuts *cuts, const eqs_expr *expr, uint32_t least, size_t most)
{
  for (;; least++) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < cuts->n; i++) n += dear_nodes(expr, &cuts->cut[i]) >= least;
    if (n <= most) break;
  }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < cuts->n; i++)
    if (dear_nodes(expr, &cuts->cut[i]) >= least) cuts->cut[kept++] = cuts->cut[i];
  cuts->n = kept;
}

const eqs_cuts *eqs_hoist_find(eqs_hoist *h, const eqs_dataset *dataset, const eqs_expr *expr)
{
  size_t column_bytes = dataset->n_padded * eqs_dtype_size(dataset->dtype);
  h->cuts.n = 0;
  if (expr->n_nodes > MAX_NODES) return NULL;
  find_cuts(&h->cuts, expr);
  if (h->cuts.n * column_bytes > IN_CACHE) keep_dear(&h->cuts, expr, 1, IN_MEMORY / column_bytes);
  for (uint32_t i = 0; i < h->cuts.n; i++)
    h->cuts.cut[i].column = (uint32_t)dataset->n_features + i;
  return h->cuts.n > 0 ? &h->cuts : NULL;
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

static int compute(eqs_crew *crew, const eqs_engine *engine, const eqs_dataset *dataset,
                   const eqs_expr *expr, const eqs_cut *cut, void *column)
{
  eqs_program *program = &crew->workspace[0].program;
  const eqs_expr subtree = {.node = expr->node + cut->first, .n_nodes = cut->end - cut->first};
  if (eqs_lower_value(program, &subtree) || eqs_crew_reserve(crew, program, dataset)) return -1;
  eqs_crew_column(crew, engine, program, dataset, column);
  return 0;
}

int eqs_hoist_make(eqs_hoist *h, eqs_crew *crew, const eqs_engine *engine,
                   const eqs_dataset *dataset, const eqs_expr *expr, const eqs_cuts **cuts)
{
  size_t column_bytes = dataset->n_padded * eqs_dtype_size(dataset->dtype);
  *cuts = eqs_hoist_find(h, dataset, expr);
  if (!*cuts) return 0;
  if (make_room(h, dataset, column_bytes)) return -1;
  for (uint32_t i = 0; i < h->cuts.n; i++) {
    const eqs_cut *cut = &h->cuts.cut[i];
    void *column = h->memory + i * column_bytes;
    if (compute(crew, engine, dataset, expr, cut, column)) return -1;
    h->column[cut->column] = column;
  }
  return 0;
}

void eqs_hoist_free(eqs_hoist *h)
{
  free(h->column);
  free(h->memory);
  *h = (eqs_hoist){0};
}
