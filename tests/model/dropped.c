/* SPDX-License-Identifier: BSD-3-Clause */
/* What masks by position take off the products, against products of masked rows. */
#include "model/dropped.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { ITEMS = 7, E = 11, V = 3, MOST = 4 * 9 };

static const uint8_t token[ITEMS] = {0, 2, 1, 1, 2, 0, 2};
static const int mirror[ITEMS] = {6, 1, 4, 3, 2, 5, 0};

static float mask[ITEMS][E], x[V][E], weight[E][MOST], gates[ITEMS][MOST], dgates[ITEMS][MOST];
static int item_start[ITEMS + 1], column_start[E + 1], item[ITEMS * E];
static uint16_t column[ITEMS * E + 1];
static eqs_dropped dropped = {item_start, column_start, column, item};

static void fill(eqs_rng *rng, float *values, size_t n)
{
  for (size_t i = 0; i < n; i++) values[i] = (float)eqs_rng_normal(rng);
}

/* Item 3 loses nothing and item 4 everything. */
static void set_up(void)
{
  eqs_rng rng = eqs_rng_new(8, 0);
  for (int i = 0; i < ITEMS; i++)
    for (int e = 0; e < E; e++)
      mask[i][e] = i == 3 ? 1 : i == 4 ? 0 : (float)(eqs_rng_below(&rng, 5) > 1);
  fill(&rng, x[0], sizeof x / sizeof(float));
  fill(&rng, weight[0], sizeof weight / sizeof(float));
  fill(&rng, dgates[0], sizeof dgates / sizeof(float));
  eqs_dropped_find(&dropped, ITEMS, E, mask[0]);
}

Test(dropped, lists_say_the_same_by_item_and_by_column)
{
  set_up();
  bool seen[ITEMS][E] = {{false}};
  for (int i = 0; i < ITEMS; i++)
    for (int k = item_start[i]; k < item_start[i + 1]; k++) seen[i][column[k]] = true;
  for (int i = 0; i < ITEMS; i++)
    for (int e = 0; e < E; e++) cr_expect_eq(seen[i][e], mask[i][e] == 0);
  cr_expect_eq(column_start[E], item_start[ITEMS]);
  for (int e = 0; e < E; e++)
    for (int k = column_start[e]; k < column_start[e + 1]; k++) {
      cr_expect(seen[item[k]][e]);
      cr_expect(k == column_start[e] || item[k] > item[k - 1]);
    }
}

/* Rows of weights of G = 4 H: whole vectors, rests, and less than a vector. */
Test(dropped, products_and_gradients)
{
  set_up();
  for (int H = 1; 4 * H <= MOST; H++) {
    const int G = 4 * H;
    float w[E * MOST], g[ITEMS * MOST], dg[ITEMS * MOST], dx[V][E] = {{0}}, dw[E * MOST] = {0};
    double dx_wanted[V][E] = {{0}};
    for (int e = 0; e < E; e++) memcpy(w + e * G, weight[e], (size_t)G * sizeof *w);
    for (int i = 0; i < ITEMS; i++) memcpy(dg + i * G, dgates[i], (size_t)G * sizeof *dg);
    for (int i = 0; i < ITEMS; i++) {
      memcpy(g + i * G, gates[i], (size_t)G * sizeof *g);
      eqs_dropped_forward(&dropped, i, H, g + i * G, x[token[i]], w);
      for (int k = 0; k < G; k++) {
        double wanted = 0;
        for (int e = 0; e < E; e++)
          if (mask[i][e] == 0) wanted -= (double)x[token[i]][e] * (double)w[e * G + k];
        cr_expect(fabs((double)g[i * G + k] - wanted) < 1e-5, "H %d item %d", H, i);
      }
    }
    /* Backwards, the items' rows lie in another order. */
    const eqs_dropped_rows rows = {mirror, token, dg, x[0], w, dx[0], dw};
    eqs_dropped_backward(&dropped, E, H, &rows);
    for (int e = 0; e < E; e++)
      for (int k = 0; k < G; k++) {
        double wanted = 0;
        for (int i = 0; i < ITEMS; i++) {
          const int row = mirror[i];
          if (mask[i][e] != 0) continue;
          wanted -= (double)x[token[row]][e] * (double)dg[row * G + k];
          dx_wanted[token[row]][e] -= (double)w[e * G + k] * (double)dg[row * G + k];
        }
        cr_expect(fabs((double)dw[e * G + k] - wanted) < 1e-5, "H %d", H);
      }
    for (int v = 0; v < V; v++)
      for (int e = 0; e < E; e++)
        cr_expect(fabs((double)dx[v][e] - dx_wanted[v][e]) < 1e-4, "H %d", H);
  }
}
