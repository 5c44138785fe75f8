/* SPDX-License-Identifier: BSD-3-Clause */
/* Counting functions of one variable in a batch, and making columns of those that occur often. A
   third of the transcendental work in random expressions is of this kind. */
#include "eval/derived.h"
#include "program/lowering.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

enum {
  MIN_ROWS = 192, /* below, looking for them costs more than they save */
  MIN_USES = 3,
  BUDGET = 512 * 1024, /* bytes of derived columns: half a second-level cache */
  MAX_FEATURES = 4096,
};

/* Operators on a column that are dearer than reading another one. */
static const uint8_t is_dear[EQS_N_OPS] = {
    [EQS_OP_INV] = 1, [EQS_OP_SQRT] = 1, [EQS_OP_EXP] = 1,  [EQS_OP_LOG] = 1,  [EQS_OP_SIN] = 1,
    [EQS_OP_COS] = 1, [EQS_OP_TAN] = 1,  [EQS_OP_ASIN] = 1, [EQS_OP_ACOS] = 1, [EQS_OP_TANH] = 1,
};

enum { SPAN = 64 }; /* nodes that are looked at together */

/* Lists the functions of one variable among the SPAN nodes from FIRST. Without a branch, since all
   nodes of every expression come past here; returns how many there are. */
static inline uint32_t list_functions(const eqs_expr *expr, uint32_t first, uint32_t *at)
{
  uint32_t end = expr->n_nodes - first > SPAN ? first + SPAN : expr->n_nodes - 1, n = 0;
  const eqs_node *node = expr->node;
  for (uint32_t i = first; i < end; i++) {
    at[n] = i;
    n += is_dear[node[i].op] & (node[i + 1].op == EQS_OP_VAR);
  }
  return n;
}

/* Where the function that NODE and its operand are is found in INDEX; never 0. */
static inline size_t place_of(const eqs_derived *d, const eqs_node *node)
{
  return node[0].op * d->n_features + node[1].index;
}

static void count(const eqs_derived *d, const eqs_expr *const *expr, size_t m)
{
  uint32_t at[SPAN];
  for (size_t k = 0; k < m; k++)
    for (uint32_t first = 0; first < expr[k]->n_nodes; first += SPAN) {
      uint32_t n = list_functions(expr[k], first, at);
      for (uint32_t i = 0; i < n; i++) d->index[place_of(d, &expr[k]->node[at[i]])]++;
    }
}

/* Turns counts into numbers of columns, the most frequent ones if not all have room. */
static uint32_t select_columns(eqs_derived *d, size_t most)
{
  size_t places = EQS_N_OPS * d->n_features, wanted;
  uint32_t least = MIN_USES;
  do {
    wanted = 0;
    for (size_t p = 0; p < places; p++) wanted += d->index[p] >= least;
  } while (wanted > most && (least *= 2));
  uint32_t n = 0;
  for (size_t p = 0; p < places; p++)
    d->index[p] = d->index[p] >= least ? (uint32_t)d->n_features + n++ : 0;
  return n;
}

static int make_columns(eqs_derived *d, const eqs_dataset *dataset, size_t row_bytes)
{
  size_t all = d->n_features + d->n;
  d->column = malloc(all * sizeof *d->column);
  d->op = malloc(d->n * sizeof *d->op);
  d->variable = malloc(d->n * sizeof *d->variable);
  d->memory = eqs_alloc(d->n, row_bytes);
  if (!d->column || !d->op || !d->variable || !d->memory) return -1;
  memcpy(d->column, dataset->column, d->n_features * sizeof *d->column);
  for (size_t p = 0; p < EQS_N_OPS * d->n_features; p++) {
    if (d->index[p] == 0) continue;
    d->op[d->index[p] - d->n_features] = (eqs_op)(p / d->n_features);
    d->variable[d->index[p] - d->n_features] = (uint32_t)(p % d->n_features);
  }
  return 0;
}

int eqs_derived_choose(eqs_derived *d, const eqs_dataset *dataset, const eqs_expr *const *expr,
                       size_t m, size_t rows)
{
  *d = (eqs_derived){.n_features = dataset->n_features};
  if (rows < MIN_ROWS || m < MIN_USES || d->n_features == 0 || d->n_features > MAX_FEATURES)
    return 0;
  d->rows = (rows + EQS_ROW_GRAIN - 1) / EQS_ROW_GRAIN * EQS_ROW_GRAIN;
  size_t row_bytes = d->rows * eqs_dtype_size(dataset->dtype);
  d->index = calloc(EQS_N_OPS * d->n_features, sizeof *d->index);
  if (!d->index) return -1;
  count(d, expr, m);
  d->n = select_columns(d, BUDGET / row_bytes);
  return d->n > 0 ? make_columns(d, dataset, row_bytes) : 0;
}

void eqs_derived_free(eqs_derived *d)
{
  free(d->index);
  free(d->column);
  free(d->op);
  free(d->variable);
  free(d->memory);
  *d = (eqs_derived){0};
}

/* Programs add the offset of their tile to a column's address, so the rows at hand pretend to be
   part of a whole column. */
void eqs_derived_fill(eqs_derived *d, const eqs_engine *engine, const eqs_dataset *dataset,
                      size_t first, size_t end, int threads)
{
  size_t size = eqs_dtype_size(dataset->dtype);
  size_t padded = (end - first + EQS_LANES - 1) / EQS_LANES * EQS_LANES;
#pragma omp parallel for num_threads(threads) schedule(static) if (d->n > 1)
  for (uint32_t i = 0; i < d->n; i++) {
    char *dst = d->memory + i * d->rows * size;
    const char *src = (const char *)dataset->column[d->variable[i]] + first * size;
    eqs_elementwise *kernel = engine->kernels->elementwise[eqs_value_kernel[d->op[i]][0]];
    kernel(dst, src, src, src, src, padded);
    d->column[d->n_features + i] = (const void *)((uintptr_t)dst - first * size);
  }
}

const eqs_cuts *eqs_derived_cut(const eqs_derived *d, const eqs_expr *expr, eqs_cuts *cuts)
{
  uint32_t at[SPAN];
  cuts->n = 0;
  if (d->n == 0) return NULL;
  for (uint32_t first = 0; first < expr->n_nodes; first += SPAN) {
    uint32_t n = list_functions(expr, first, at);
    for (uint32_t i = 0; i < n && cuts->n < EQS_MAX_CUTS; i++) {
      uint32_t column = d->index[place_of(d, &expr->node[at[i]])];
      cuts->cut[cuts->n] = (eqs_cut){at[i], at[i] + 2, column};
      cuts->n += column != 0;
    }
  }
  cuts->column = d->column;
  return cuts->n > 0 ? cuts : NULL;
}
