/* SPDX-License-Identifier: BSD-3-Clause */
/* All three errors of a formula come from its mean, its square and its product with the target. */
#include "search/nearest.h"
#include "search/census.h"
#include "search/lsq.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>

enum { BEST = 24, MOST_VARIABLES = 256, ASK_EVERY = 1 << 12 };
static const double SAME = 1e-9;

typedef enum freedom { PLAIN, SCALED, SHIFTED, FREEDOMS } freedom;

typedef struct candidate {
  double left; /* of the squares */
  eqs_made made;
} candidate;

typedef struct board {
  unsigned n;
  candidate best[BEST];
} board;

typedef struct ranking {
  const double *y;
  size_t rows;
  double sum, squares; /* of the target */
  board board[FREEDOMS][EQS_CENSUS_COMPLEX + 1];
  uint64_t shown;
  bool (*stop)(void *user);
  void *user;
} ranking;

/* What has the error of another one is taken for the same function. */
static void keep(board *b, double left, const eqs_made *made)
{
  unsigned at = b->n;
  if (!(left >= 0) || (at == BEST && !(left < b->best[at - 1].left))) return;
  while (at > 0 && left < b->best[at - 1].left) at--;
  if (at > 0 && left - b->best[at - 1].left <= SAME * left) return;
  if (at < b->n && b->best[at].left - left <= SAME * left) return;
  if (b->n < BEST) b->n++;
  for (unsigned i = b->n - 1; i > at; i--) b->best[i] = b->best[i - 1];
  b->best[at] = (candidate){left, *made};
}

static bool rate(void *user, unsigned complexity, const eqs_made *made, const double *v)
{
  ranking *r = user;
  double n = (double)r->rows, sum = 0, squares = eqs_dot(v, v, r->rows),
         mixed = eqs_dot(v, r->y, r->rows);
  for (size_t i = 0; i < r->rows; i++) sum += v[i];
  double spread = squares - sum * sum / n, along = mixed - sum * r->sum / n;
  keep(&r->board[PLAIN][complexity], r->squares - 2 * mixed + squares, made);
  keep(&r->board[SCALED][complexity], r->squares - mixed * mixed / squares, made);
  keep(&r->board[SHIFTED][complexity],
       r->squares - r->sum * r->sum / n - (spread > SAME * squares ? along * along / spread : 0),
       made);
  return ++r->shown % ASK_EVERY == 0 && r->stop(r->user);
}

static bool with_constants(eqs_formula *f, freedom k)
{
  if (k >= SCALED && !eqs_build_before(f, EQS_OP_MUL, eqs_node_param(1))) return false;
  return k < SHIFTED || eqs_build_before(f, EQS_OP_ADD, eqs_node_param(0));
}

static int add_best(const ranking *r, const eqs_census *c, eqs_finds *finds)
{
  bool scales = eqs_op_set_has(&c->allowed, EQS_OP_MUL);
  bool shifts = scales && eqs_op_set_has(&c->allowed, EQS_OP_ADD);
  const freedom last = shifts ? SHIFTED : scales ? SCALED : PLAIN;
  for (freedom k = PLAIN; k <= last; k++)
    for (unsigned level = 1; level <= c->complexity; level++)
      for (unsigned i = 0; i < r->board[k][level].n; i++) {
        const candidate *best = &r->board[k][level].best[i];
        eqs_formula f;
        if (!eqs_census_formula(c, &best->made, &f) || !with_constants(&f, k)) continue;
        if (eqs_finds_add(finds, &f, best->left) != 0) return -1;
      }
  return 0;
}

/* The variables of the catalogue; returns how many. */
static uint32_t variables(const eqs_catalogue *c, const double **column, uint16_t *variable)
{
  uint32_t n = 0;
  for (; 1 + n < c->n && n < MOST_VARIABLES && c->entry[1 + n].op == EQS_OP_VAR; n++) {
    column[n] = eqs_catalogue_values(c, 1 + n);
    variable[n] = c->entry[1 + n].variable;
  }
  return n;
}

int eqs_nearest(const eqs_catalogue *catalogue, const eqs_nearest_size *size, bool (*stop)(void *),
                void *user, eqs_finds *finds)
{
  const double *column[MOST_VARIABLES];
  uint16_t variable[MOST_VARIABLES];
  ranking *r = eqs_alloc_zero(1, sizeof *r);
  if (r == NULL) return -1;
  r->y = catalogue->target;
  r->rows = catalogue->rows;
  r->stop = stop;
  r->user = user;
  for (size_t i = 0; i < r->rows; i++) r->sum += r->y[i];
  r->squares = eqs_dot(r->y, r->y, r->rows);
  eqs_census c = {.rows = r->rows,
                  .column = column,
                  .variable = variable,
                  .n_variables = variables(catalogue, column, variable),
                  .allowed = catalogue->allowed,
                  .capacity = (uint32_t)(size->bytes / (catalogue->stride * sizeof(double))),
                  .most = size->most,
                  .complexity = EQS_CENSUS_COMPLEX};
  int status = eqs_census_take(&c, rate, r);
  finds->tried += c.looked;
  if (status == 0) status = add_best(r, &c, finds);
  eqs_census_free(&c);
  free(r);
  return status;
}
