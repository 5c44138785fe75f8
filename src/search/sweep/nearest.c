/* SPDX-License-Identifier: BSD-3-Clause */
/* All three errors of a formula come from its mean, and its square and product with the target
   around the means: where values are large beside what they vary by, other products are rounding.
 */
#include "search/sweep/nearest.h"
#include "search/sweep/census.h"
#include "search/sweep/lsq.h"
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
  double y[EQS_SAMPLE_ROWS]; /* the target less its mean */
  size_t rows;
  double mean, squares; /* of the target, and of y */
  board board[FREEDOMS][EQS_CENSUS_COMPLEX + 1];
  uint64_t shown;
  bool (*stop)(void *user);
  void *user;
} ranking;

/* What has the error of another one is taken for the same function. The error of one that is exact
   may come out below nothing. */
static void keep(board *b, double error, const eqs_made *made)
{
  unsigned at = b->n;
  double left = error < 0 ? 0 : error;
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
  double w[EQS_SAMPLE_ROWS], n = (double)r->rows, mean = eqs_centre(v, r->rows, w);
  double spread = eqs_dot(w, w, r->rows), along = eqs_dot(w, r->y, r->rows);
  double squares = spread + n * mean * mean, off = r->mean - mean;
  /* What Cauchy's inequality has left, around the means and of the means. */
  double around = r->squares * spread - along * along;
  double means = r->mean * r->mean * spread - 2 * r->mean * mean * along + mean * mean * r->squares;
  keep(&r->board[PLAIN][complexity], r->squares - 2 * along + spread + n * off * off, made);
  keep(&r->board[SCALED][complexity], (around + n * means) / squares, made);
  keep(&r->board[SHIFTED][complexity],
       spread > SAME * squares ? r->squares - along * along / spread : r->squares, made);
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
  r->rows = catalogue->rows;
  r->mean = eqs_centre(catalogue->target, r->rows, r->y);
  r->stop = stop;
  r->user = user;
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
