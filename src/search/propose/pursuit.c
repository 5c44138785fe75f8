/* SPDX-License-Identifier: BSD-3-Clause */
/* With the residual r, the columns J of derivatives by the formula's constants and the derivative g
   by what stands at the place, a block b enters as the column g b. What it can explain is
   (r'c)^2 / c'c, where r and c are what J leaves of the residual and of that column (orthogonal
   least squares: Chen, Billings, Luo, International Journal of Control 50, 1989). A loss with a
   corner weighs rows as its own normal equations do, by 1 / |r|. */
#include "search/propose/pursuit.h"
#include "model/vector.h"
#include "search/formula/symmetry.h"
#include "util/hash.h"
#include <math.h>
#include <string.h>

enum { BLOCKS = 2048, RENEWED = 128, CLASSES = EQS_PURSUED_AT_ONCE, MOST_COLUMNS = 31 };
static const double STEP = 1e-6;       /* of a difference quotient */
static const double NEAR = 0.3;        /* residuals count as at least so much of their mean */
static const float DEPENDENT = 3e-4f;  /* what is left of a column that the others explain */
static const float LEAST_LEFT = 1e-4f; /* and, squared, of a block that is no use */

/* A look at blocks of any size ends at the longest: the best of up to so much complexity are
   proposed, too. */
static const unsigned CLASS[CLASSES] = {4, 7, 11, 255};

/* A place in a formula, and what is left to explain there. */
typedef struct tangent {
  eqs_formula f;
  uint32_t place;
  bool factor; /* the block multiplies what is there, instead of being added */
  float slope[EQS_BLOCK_ROWS];
  float residual[EQS_BLOCK_ROWS];
  size_t n_columns;
  float column[MOST_COLUMNS][EQS_BLOCK_ROWS]; /* orthonormal */

  /* The residual, then the columns, each times the slope; filled up with zeros. */
  size_t n_views;
  float view[MOST_COLUMNS + 1][EQS_BLOCK_ROWS];
} tangent;

int eqs_pursuit_init(eqs_pursuit *p, const eqs_problem *problem, const eqs_moves *moves,
                     const eqs_mask *mask, uint64_t seed)
{
  *p = (eqs_pursuit){.mask = mask, .loss = problem->objective.loss, .seed = seed};
  return eqs_blocks_init(&p->blocks, problem, moves, BLOCKS);
}

void eqs_pursuit_free(eqs_pursuit *p)
{
  eqs_blocks_free(&p->blocks);
}

void eqs_pursuit_prepare(eqs_pursuit *p, uint64_t number)
{
  eqs_rng rng = eqs_rng_new(eqs_hash_add(p->seed, 1), number);
  eqs_blocks_renew(&p->blocks, &rng, p->ready ? RENEWED : BLOCKS);
  p->ready = true;
}

/* ---- The tangent space ----------------------------------------------------------------------- */

/* N is a multiple of the lanes, here and below. */
static float dot(const float *x, const float *y, size_t n)
{
  float lane[EQS_LANES] = {0};
  for (size_t i = 0; i < n; i += EQS_LANES)
    for (size_t k = 0; k < EQS_LANES; k++) lane[k] += x[i + k] * y[i + k];
  return eqs_fold_lanes(lane);
}

static void take_off(float *y, const float *q, size_t n)
{
  float share = dot(y, q, n);
  for (size_t i = 0; i < n; i++) y[i] -= share * q[i];
}

static bool normalise(float *v, float length, size_t n)
{
  if (!(length > 0) || !isfinite(length)) return false;
  for (size_t i = 0; i < n; i++) v[i] /= length;
  return true;
}

/* How F's values differ from VALUE, weighted and up to scale. */
static bool difference(const eqs_blocks *b, const eqs_formula *f, const double *value,
                       const double *weight, float *to)
{
  double moved[EQS_BLOCK_ROWS], most = 0;
  eqs_blocks_evaluate(b, f->node, f->n, moved);
  for (size_t i = 0; i < b->rows; i++) {
    moved[i] = (moved[i] - value[i]) * weight[i];
    if (!isfinite(moved[i])) return false;
    most = fmax(most, fabs(moved[i]));
  }
  for (size_t i = 0; i < b->rows; i++) to[i] = (float)(moved[i] / most);
  return most > 0;
}

/* The derivative by constant number I of the nodes joins the columns, if it is not among them. */
static void add_column(const eqs_blocks *b, tangent *t, uint32_t i, const double *value,
                       const double *weight)
{
  float *column = t->column[t->n_columns];
  eqs_node *node = &t->f.node[i];
  double kept = node->value;
  node->value += STEP * (fabs(kept) + 1e-3);
  bool found = difference(b, &t->f, value, weight, column);
  node->value = kept;
  if (!found || !normalise(column, sqrtf(dot(column, column, b->stride)), b->rows)) return;
  for (int pass = 0; pass < 2; pass++)
    for (size_t k = 0; k < t->n_columns; k++) take_off(column, t->column[k], b->stride);
  float left = sqrtf(dot(column, column, b->stride));
  if (left > DEPENDENT && normalise(column, left, b->rows)) t->n_columns++;
}

/* The derivative by what stands at the place, or by a factor of it. */
static bool set_slope(const eqs_blocks *b, tangent *t, const double *value, const double *weight)
{
  double here[EQS_BLOCK_ROWS], size = 0;
  uint32_t end = eqs_nodes_end(t->f.node, t->place);
  eqs_blocks_evaluate(b, t->f.node + t->place, end - t->place, here);
  for (size_t i = 0; i < b->rows; i++) size += fabs(here[i]) / (double)b->rows;
  const eqs_node head[] = {eqs_node_operator(EQS_OP_ADD), eqs_node_param(STEP * (size + 1e-6))};
  eqs_formula moved;
  eqs_formula_copy(&moved, &t->f);
  if (!isfinite(size) || !eqs_formula_splice(&moved, t->place, t->place, head, 2)) return false;
  if (!difference(b, &moved, value, weight, t->slope)) return false;
  for (size_t i = 0; i < b->rows && t->factor; i++) t->slope[i] *= (float)(here[i] / size);
  return true;
}

static void set_weights(const eqs_pursuit *p, const double *residual, double *weight)
{
  size_t n = p->blocks.rows;
  double mean = 0;
  bool sharp = p->loss == EQS_LOSS_ABSOLUTE || p->loss == EQS_LOSS_QUANTILE;
  for (size_t i = 0; i < n; i++) mean += fabs(residual[i]) / (double)n;
  for (size_t i = 0; i < n; i++)
    weight[i] = sharp ? sqrt(mean / fmax(fabs(residual[i]), NEAR * mean)) : 1;
}

static void set_views(tangent *t, size_t stride)
{
  t->n_views = (t->n_columns + 1 + 3) / 4 * 4;
  for (size_t i = 0; i < stride; i++) t->view[0][i] = t->slope[i] * t->residual[i];
  for (size_t k = 0; k < t->n_columns; k++)
    for (size_t i = 0; i < stride; i++) t->view[k + 1][i] = t->slope[i] * t->column[k][i];
  for (size_t k = t->n_columns + 1; k < t->n_views; k++) memset(t->view[k], 0, sizeof t->view[k]);
}

/* Fills T, all zero but for its formula and place. */
static bool look_around(const eqs_pursuit *p, tangent *t)
{
  const eqs_blocks *b = &p->blocks;
  double value[EQS_BLOCK_ROWS], residual[EQS_BLOCK_ROWS], weight[EQS_BLOCK_ROWS], most = 0;
  eqs_blocks_evaluate(b, t->f.node, t->f.n, value);
  for (size_t i = 0; i < b->rows; i++) {
    residual[i] = b->target[i] - value[i];
    if (!isfinite(residual[i])) return false;
    most = fmax(most, fabs(residual[i]));
  }
  if (!(most > 0)) return false;
  set_weights(p, residual, weight);
  for (size_t i = 0; i < b->rows; i++) t->residual[i] = (float)(residual[i] / most * weight[i]);
  if (!set_slope(b, t, value, weight)) return false;
  for (uint32_t i = 0; i < t->f.n && t->n_columns < MOST_COLUMNS; i++)
    if (t->f.node[i].op == EQS_OP_PARAM) add_column(b, t, i, value, weight);
  for (size_t k = 0; k < t->n_columns; k++) take_off(t->residual, t->column[k], b->stride);
  set_views(t, b->stride);
  return true;
}

/* ---- The choice ------------------------------------------------------------------------------ */

/* The products of block V with the views, four at a time, and of g V with itself. */
EQS_CLONES static float look(const float *v, const tangent *t, size_t stride, float *product)
{
  float squares[EQS_LANES] = {0};
  for (size_t j = 0; j < t->n_views; j += 4) {
    float lane[4][EQS_LANES] = {{0}};
    for (size_t i = 0; i < stride; i += EQS_LANES)
      for (size_t l = 0; l < 4; l++)
        for (size_t k = 0; k < EQS_LANES; k++) lane[l][k] += v[i + k] * t->view[j + l][i + k];
    for (size_t l = 0; l < 4; l++) product[j + l] = eqs_fold_lanes(lane[l]);
  }
  for (size_t i = 0; i < stride; i += EQS_LANES)
    for (size_t k = 0; k < EQS_LANES; k++) {
      float c = v[i + k] * t->slope[i + k];
      squares[k] += c * c;
    }
  return eqs_fold_lanes(squares);
}

/* What block I explains at the place, up to a scale. */
static float gain_of(const eqs_blocks *b, const tangent *t, uint32_t i)
{
  float product[MOST_COLUMNS + 1];
  float squares = look(eqs_block_values(b, i), t, b->stride, product), left = squares;
  for (size_t k = 1; k <= t->n_columns; k++) left -= product[k] * product[k];
  return left > LEAST_LEFT * squares ? product[0] * product[0] / left : 0;
}

/* The best block of each class that is better than those of the classes before; else BLOCKS. */
static void choose(const eqs_blocks *b, const tangent *t, unsigned room, uint32_t *best)
{
  float gain[CLASSES] = {0}, most = 0;
  for (int c = 0; c < CLASSES; c++) best[c] = BLOCKS;
  for (uint32_t i = 0; i < b->n; i++) {
    if (b->block[i].n == 0 || b->block[i].complexity > room) continue;
    float g = gain_of(b, t, i);
    int c = 0;
    while (b->block[i].complexity > CLASS[c]) c++;
    if (!(g > gain[c])) continue;
    gain[c] = g;
    best[c] = i;
  }
  for (int c = 0; c < CLASSES; c++) {
    if (!(gain[c] > most)) best[c] = BLOCKS;
    most = fmaxf(gain[c], most);
  }
}

/* The place becomes place + c * block, or place * (1 + c * block), with a small c to begin with. */
static bool insert(const eqs_block *block, const tangent *t, eqs_formula *f)
{
  const eqs_node sum[] = {eqs_node_operator(EQS_OP_ADD), eqs_node_operator(EQS_OP_MUL),
                          eqs_node_param(1e-3)};
  const eqs_node product[] = {eqs_node_operator(EQS_OP_MUL), eqs_node_operator(EQS_OP_ADD),
                              eqs_node_number(1), sum[1], sum[2]};
  const eqs_node *head = t->factor ? product : sum;
  uint32_t n = t->factor ? 5 : 3, at = t->place;
  eqs_formula_copy(f, &t->f);
  return eqs_formula_splice(f, at, at, head, n) &&
         eqs_formula_splice(f, at + n, at + n, block->node, block->n);
}

/* A formula of the bank, every other time with something taken out, and a place in it. */
static bool begin(const eqs_pursuit *p, eqs_rng *rng, tangent *t)
{
  const eqs_member *parent = eqs_bank_draw(p->blocks.moves->bank, rng);
  if (parent == NULL) return false;
  memset(t, 0, sizeof *t);
  eqs_formula_copy(&t->f, &parent->f);
  if (eqs_rng_below(rng, 2) == 0 && !eqs_moves_shorten(p->blocks.moves, rng, &t->f)) return false;
  t->place = eqs_rng_below(rng, 2) == 0 ? 0 : eqs_rng_below(rng, t->f.n);
  t->place = eqs_symmetry_around(&t->f, t->place); /* within, a block would enter twice */
  t->factor = eqs_rng_below(rng, 4) == 0;
  return look_around(p, t);
}

void eqs_pursuit_propose(const eqs_pursuit *p, uint64_t number, eqs_proposal *proposal)
{
  eqs_rng rng = eqs_rng_new(p->seed, number);
  const eqs_rules *rules = &p->mask->rules;
  uint32_t best[CLASSES];
  tangent t;
  for (int c = 0; c < CLASSES; c++) proposal[c].f.n = 0;
  if (!eqs_pursuit_is_possible(p) || !begin(p, &rng, &t)) return;
  unsigned used = eqs_nodes_complexity(t.f.node, t.f.n) + (t.factor ? 5 : 3);
  if (used >= rules->max_complexity) return;
  choose(&p->blocks, &t, rules->max_complexity - used, best);
  for (int c = 0; c < CLASSES; c++) {
    eqs_formula *f = &proposal[c].f;
    if (best[c] == BLOCKS) continue;
    if (!insert(&p->blocks.block[best[c]], &t, f) || !eqs_proposal_finish(p->mask, f)) f->n = 0;
  }
}
