/* SPDX-License-Identifier: BSD-3-Clause */
/* How many formulas lie as near to noisy points as the law behind them: the counting for
   bench/recovery/identifiability, which says what the figures mean and makes the input.

     rivals FORMULAS DRAWS SIGMA COMPLEXITY <points

   The law has COMPLEXITY; FORMULAS are kept while they are enumerated; noise with standard
   deviation SIGMA is drawn DRAWS times. Points: how many features, tangents and given noises there
   are; then for each of 20 rows the features, the law, the tangents (what a constant put into the
   law changes it by), and the noises. */
#include "search/sweep/census.h"
#include "util/hash.h"
#include "util/memory.h"
#include "util/random.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 20, MOST_FEATURES = 4, MOST_TANGENTS = 12, MOST_NOISES = 8, REACH = 8 };
enum { LEVELS = EQS_CENSUS_COMPLEX + MOST_TANGENTS + 1, SLOTS = 1 << 22 };

/* A formula near the law, with as many constants as it has directions: they are fitted. Of the
   noise it leaves GAP + noise, less what lies along the directions, which are orthonormal. */
typedef struct rival {
  unsigned complexity, constants;
  float gap[ROWS], direction[2][ROWS];
} rival;

typedef struct survey {
  unsigned features, tangents, noises, complexity;
  double sigma, reach; /* squares beyond which a formula is no rival */
  double feature[MOST_FEATURES][ROWS], law[ROWS], tangent[MOST_TANGENTS][ROWS];
  float noise[MOST_NOISES][ROWS];
  double mean, spread; /* of the law */
  rival *rival;
  size_t n, capacity;
  uint64_t *seen; /* hashes of values, 0: free */
  size_t n_seen;
  unsigned met; /* the complexity at which the law itself turned up; 0: it did not */
} survey;

static double dot(const double *x, const double *y)
{
  double sum = 0;
  for (int i = 0; i < ROWS; i++) sum += x[i] * y[i];
  return sum;
}

static double mean_of(const double *x)
{
  double sum = 0;
  for (int i = 0; i < ROWS; i++) sum += x[i];
  return sum / ROWS;
}

static void take_off(double *x, const double *q)
{
  double share = dot(x, q);
  for (int i = 0; i < ROWS; i++) x[i] -= share * q[i];
}

static bool normalise(double *x, double least)
{
  double length = sqrt(dot(x, x));
  if (!(length > least)) return false;
  for (int i = 0; i < ROWS; i++) x[i] /= length;
  return true;
}

/* ---- Rivals ---------------------------------------------------------------------------------- */

static bool is_new(survey *s, const double *v)
{
  uint64_t hash = 1;
  for (int i = 0; i < ROWS; i++) {
    float x = (float)(v[i] / (fabs(v[0]) + 1));
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    hash = eqs_hash_add(hash, (bits + 8) >> 4);
  }
  for (uint64_t i = hash;; i++) {
    uint64_t *slot = &s->seen[i % SLOTS];
    if (*slot == (hash | 1)) return false;
    if (*slot != 0) continue;
    s->n_seen++;
    *slot = hash | 1;
    return true;
  }
}

static void add(survey *s, unsigned complexity, unsigned constants, const double *gap,
                double (*q)[ROWS])
{
  if (eqs_grow(&s->rival, &s->capacity, s->n + 1, sizeof *s->rival) != 0) exit(5);
  rival *r = &s->rival[s->n++];
  *r = (rival){.complexity = complexity, .constants = constants};
  for (int i = 0; i < ROWS; i++) {
    r->gap[i] = (float)gap[i];
    for (unsigned k = 0; k < constants; k++) r->direction[k][i] = (float)q[k][i];
  }
}

/* f, a f, f + b and a f + b, each where it is near enough. */
static void compare(survey *s, const double *v, unsigned complexity)
{
  for (unsigned form = 0; form < 4; form++) {
    double q[2][ROWS], gap[ROWS];
    unsigned n = 0;
    for (int i = 0; i < ROWS; i++) gap[i] = s->law[i] - (form & 1 ? 0 : v[i]);
    if (form & 2) {
      for (int i = 0; i < ROWS; i++) q[n][i] = sqrt(1.0 / ROWS);
      n++;
    }
    if (form & 1) {
      memcpy(q[n], v, sizeof q[n]);
      if (n == 1) take_off(q[1], q[0]);
      if (!normalise(q[n++], 1e-9 * sqrt(dot(v, v)))) continue;
    }
    for (unsigned k = 0; k < n; k++) take_off(gap, q[k]);
    double apart = dot(gap, gap);
    if (apart <= s->reach && apart > 1e-16 * dot(s->law, s->law))
      add(s, complexity + 2 * n, n, gap, q);
  }
}

/* A factor and an offset bring it as near as anything here can. */
static bool look(void *user, unsigned complexity, const eqs_made *made, const double *v)
{
  survey *s = user;
  (void)made;
  double mean = mean_of(v), along = dot(v, s->law) - ROWS * mean * s->mean;
  double spread = dot(v, v) - ROWS * mean * mean, apart = 0;
  if (spread > 0 && s->spread - along * along / spread > s->reach) return false;
  if (!is_new(s, v)) return false;
  for (int i = 0; i < ROWS; i++) apart = fmax(apart, fabs(v[i] - s->law[i]));
  if (s->met == 0 && apart < 1e-9) s->met = complexity;
  compare(s, v, complexity);
  return s->n_seen == SLOTS / 2; /* fewer rivals than there are */
}

/* ---- Draws of the noise ---------------------------------------------------------------------- */

/* The squares that R leaves of the noise, whose own are SQUARES. */
static double left_by(const rival *r, const float *noise, double squares)
{
  float mixed = 0, gap = 0, along[2] = {0};
  for (int i = 0; i < ROWS; i++) {
    mixed += r->gap[i] * noise[i];
    gap += r->gap[i] * r->gap[i];
    along[0] += r->direction[0][i] * noise[i];
    along[1] += r->direction[1][i] * noise[i];
  }
  return squares + gap + 2 * mixed - along[0] * along[0] - along[1] * along[1];
}

/* LEFT[k]: what k constants in the law leave of the noise, one after the other where it helps most.
 */
static void fit_law(const survey *s, const float *noise, double *left)
{
  double y[ROWS], q[MOST_TANGENTS][ROWS];
  bool used[MOST_TANGENTS] = {false};
  for (int i = 0; i < ROWS; i++) y[i] = noise[i];
  memcpy(q, s->tangent, sizeof q);
  left[0] = dot(y, y);
  for (unsigned k = 1; k <= s->tangents; k++) {
    unsigned best = s->tangents;
    double most = 0;
    for (unsigned j = 0; j < s->tangents; j++) {
      if (used[j] || !normalise(q[j], 1e-9)) continue;
      double share = dot(q[j], y) * dot(q[j], y);
      if (share > most) best = j;
      most = fmax(most, share);
    }
    left[k] = left[k - 1] - most;
    if (best == s->tangents) continue;
    used[best] = true;
    take_off(y, q[best]);
    for (unsigned j = 0; j < s->tangents; j++)
      if (!used[j]) take_off(q[j], q[best]);
  }
}

typedef struct tally {
  double first, priced, structure; /* draws in which the law is on such a front */
  double nearer, among_5, among_24;
} tally;

/* The factor on the squares that CONSTANTS cost on the front of a search. */
static double price(unsigned constants)
{
  return pow(ROWS, 2.0 * constants / ROWS);
}

static void judge(const survey *s, const float *noise, tally *t)
{
  double left[MOST_TANGENTS + 1], least[LEVELS], priced[LEVELS], squares = 0;
  unsigned nearer = 0, as_complex = 0, most = s->complexity + s->tangents;
  for (unsigned c = 0; c < LEVELS; c++) least[c] = priced[c] = INFINITY;
  for (int i = 0; i < ROWS; i++) squares += (double)noise[i] * noise[i];
  for (size_t i = 0; i < s->n; i++) {
    const rival *r = &s->rival[i];
    if (r->complexity > most) continue;
    double rest = left_by(r, noise, squares), with = rest * price(r->constants);
    least[r->complexity] = fmin(least[r->complexity], rest);
    priced[r->complexity] = fmin(priced[r->complexity], with);
    if (r->constants > 0 || r->complexity > s->complexity || rest >= squares) continue;
    nearer++;
    as_complex += r->complexity == s->complexity;
  }
  for (unsigned c = 1; c <= most; c++) {
    least[c] = fmin(least[c], least[c - 1]);
    priced[c] = fmin(priced[c], priced[c - 1]);
  }
  fit_law(s, noise, left);
  bool structure = false, with_price = false;
  for (unsigned k = 0; k <= s->tangents && k <= s->complexity; k++) {
    structure |= left[k] < least[s->complexity + k];
    with_price |= left[k] * price(k) < priced[s->complexity + k];
  }
  t->first += nearer == 0;
  t->structure += structure;
  t->priced += with_price;
  t->nearer += nearer;
  t->among_5 += as_complex < 5;
  t->among_24 += as_complex < 24;
}

static void print(const char *label, const tally *t, double n)
{
  printf(
      ", \"%s\": {\"first\": %.3f, \"priced\": %.3f, \"structure\": %.3f, \"nearer\": %.1f, "
      "\"among_5\": %.3f, \"among_24\": %.3f}",
      label, t->first / n, t->priced / n, t->structure / n, t->nearer / n, t->among_5 / n,
      t->among_24 / n);
}

static void judge_draws(const survey *s, unsigned draws)
{
  tally all = {0};
  for (unsigned d = 0; d < draws; d++) {
    eqs_rng rng = eqs_rng_new(1, d);
    float noise[ROWS];
    for (int i = 0; i < ROWS; i++) noise[i] = (float)(s->sigma * eqs_rng_normal(&rng));
    judge(s, noise, &all);
  }
  print("draws", &all, fmax(draws, 1));
  for (unsigned k = 0; k < s->noises; k++) {
    tally one = {0};
    char label[16];
    snprintf(label, sizeof label, "seed %u", k + 1);
    judge(s, s->noise[k], &one);
    print(label, &one, 1);
  }
}

/* ---- The program ----------------------------------------------------------------------------- */

static bool read_points(survey *s)
{
  if (scanf("%u %u %u", &s->features, &s->tangents, &s->noises) != 3 ||
      s->features > MOST_FEATURES || s->tangents > MOST_TANGENTS || s->noises > MOST_NOISES)
    return false;
  bool whole = true;
  for (int i = 0; i < ROWS; i++) {
    for (unsigned j = 0; j < s->features; j++) whole &= scanf("%lf", &s->feature[j][i]) == 1;
    whole &= scanf("%lf", &s->law[i]) == 1;
    for (unsigned j = 0; j < s->tangents; j++) whole &= scanf("%lf", &s->tangent[j][i]) == 1;
    for (unsigned j = 0; j < s->noises; j++) whole &= scanf("%f", &s->noise[j][i]) == 1;
  }
  return whole;
}

/* The operators that a search has by default. */
static eqs_op_set operators(void)
{
  static const uint8_t op[] = {EQS_OP_ADD,    EQS_OP_SUB, EQS_OP_MUL, EQS_OP_DIV, EQS_OP_SQRT,
                               EQS_OP_SQUARE, EQS_OP_EXP, EQS_OP_LOG, EQS_OP_SIN, EQS_OP_COS};
  eqs_op_set set = {{0}};
  for (size_t i = 0; i < sizeof op; i++) eqs_op_set_add(&set, op[i]);
  return set;
}

int main(int argc, char **argv)
{
  static survey s;
  static const uint16_t number[MOST_FEATURES] = {0, 1, 2, 3};
  if (argc != 5 || !read_points(&s)) {
    fprintf(stderr, "usage: rivals FORMULAS DRAWS SIGMA COMPLEXITY <points\n");
    return 2;
  }
  s.sigma = strtod(argv[3], NULL);
  s.complexity = (unsigned)strtoul(argv[4], NULL, 10);
  if (s.complexity > EQS_CENSUS_COMPLEX) return 2;
  s.reach = REACH * REACH * s.sigma * s.sigma;
  s.mean = mean_of(s.law);
  s.spread = dot(s.law, s.law) - ROWS * s.mean * s.mean;
  s.seen = eqs_alloc_zero(SLOTS, sizeof *s.seen);
  const double *column[MOST_FEATURES];
  for (unsigned j = 0; j < s.features; j++) column[j] = s.feature[j];
  eqs_census c = {.rows = ROWS,
                  .column = column,
                  .variable = number,
                  .n_variables = s.features,
                  .allowed = operators(),
                  .capacity = (uint32_t)strtoul(argv[1], NULL, 10),
                  .most = UINT64_MAX,
                  .complexity = s.complexity};
  if (s.seen == NULL || eqs_census_take(&c, look, &s) != 0) return 5;
  printf(
      "{\"complexity\": %u, \"met\": %u, \"kept\": %u, \"complete_to\": %u, \"looked\": %llu, "
      "\"rivals\": %zu",
      s.complexity, s.met, c.n, c.complete_to, (unsigned long long)c.looked, s.n);
  judge_draws(&s, (unsigned)strtoul(argv[2], NULL, 10));
  printf("}\n");
  eqs_census_free(&c);
  free(s.rival);
  free(s.seen);
  return 0;
}
