/* SPDX-License-Identifier: BSD-3-Clause */
/* Each layer alone: forward against sums written out, backward against finite differences of the
   forward function in double. */
#include "model/layers.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static eqs_rng rng;
static const eqs_blas *blas;

static void set_up(void)
{
  rng = eqs_rng_new(1, 1);
  cr_assert(eqs_blas_get(NULL, &blas) == EQS_OK);
}

TestSuite(layers, .init = set_up);

static void fill(float *x, int n)
{
  for (int i = 0; i < n; i++) x[i] = (float)eqs_rng_normal(&rng);
}

static bool near(float value, double expected)
{
  return fabs((double)value - expected) < 2e-5 * (1 + fabs(expected));
}

/* Parts of a product add up to the whole; 200 x 128 x 96 is large enough to be cut. */
Test(layers, products_in_parts)
{
  const int shapes[][3] = {{1, 1, 1}, {5, 3, 7}, {64, 64, 256}, {200, 128, 96}, {3, 900, 400}};
  for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
    const int n = shapes[s][0], in = shapes[s][1], out = shapes[s][2];
    float *x = malloc((size_t)(n * in) * sizeof *x), *w = malloc((size_t)(in * out) * sizeof *w);
    float *y = malloc((size_t)(n * out) * sizeof *y), *c = malloc((size_t)(in * out) * sizeof *c);
    fill(x, n * in);
    fill(w, in * out);
    for (int i = 0; i < n * out; i++) y[i] = 1;
    eqs_product(blas, n, in, out, x, w, 0.5f, y);
    for (int i = 0; i < n; i++)
      for (int o = 0; o < out; o++) {
        double sum = 0.5;
        for (int k = 0; k < in; k++) sum += (double)x[i * in + k] * (double)w[k * out + o];
        cr_assert(fabs((double)y[i * out + o] - sum) < 1e-4);
      }
    for (int i = 0; i < in * out; i++) c[i] = 1;
    eqs_product_outer(blas, n, in, out, x, y, c);
    for (int k = 0; k < in; k++)
      for (int o = 0; o < out; o += 13) {
        double sum = 1, size = 1;
        for (int i = 0; i < n; i++) {
          double term = (double)x[i * in + k] * (double)y[i * out + o];
          sum += term;
          size += fabs(term);
        }
        cr_assert(fabs((double)c[k * out + o] - sum) < 1e-5 * size);
      }
    free(x);
    free(w);
    free(y);
    free(c);
  }
}

Test(layers, linear)
{
  enum { N = 3, IN = 4, OUT = 5 };
  float x[N * IN], w[OUT * IN], b[OUT], y[N * OUT], dy[N * OUT];
  float dx[N * IN] = {0}, dw[OUT * IN] = {0}, db[OUT] = {0};
  fill(x, N * IN), fill(w, OUT * IN), fill(b, OUT), fill(dy, N * OUT);
  eqs_linear_forward(blas, N, IN, OUT, y, x, (eqs_linear){w, b});
  eqs_linear_backward(blas, N, IN, OUT, dx, (eqs_linear){dw, db}, dy, x, (eqs_linear){w, b});
  for (int n = 0; n < N; n++)
    for (int o = 0; o < OUT; o++) {
      double sum = (double)b[o];
      for (int i = 0; i < IN; i++) sum += (double)x[n * IN + i] * (double)w[o * IN + i];
      cr_expect(near(y[n * OUT + o], sum));
    }
  for (int o = 0; o < OUT; o++) {
    double bias = 0;
    for (int n = 0; n < N; n++) bias += (double)dy[n * OUT + o];
    cr_expect(near(db[o], bias));
    for (int i = 0; i < IN; i++) {
      double sum = 0;
      for (int n = 0; n < N; n++) sum += (double)dy[n * OUT + o] * (double)x[n * IN + i];
      cr_expect(near(dw[o * IN + i], sum));
    }
  }
  for (int n = 0; n < N; n++)
    for (int i = 0; i < IN; i++) {
      double sum = 0;
      for (int o = 0; o < OUT; o++) sum += (double)dy[n * OUT + o] * (double)w[o * IN + i];
      cr_expect(near(dx[n * IN + i], sum));
    }
}

Test(layers, embedding)
{
  enum { N = 4, E = 3, V = 3 };
  const uint8_t token[N] = {2, 0, 2, 1};
  float table[V * E], mask[N * E], x[N * E], dx[N * E], d[V * E] = {0};
  fill(table, V * E), fill(mask, N * E), fill(dx, N * E);
  eqs_embed_forward(N, E, x, token, mask, table);
  eqs_embed_backward(N, E, d, dx, token, mask);
  for (int i = 0; i < N * E; i++) cr_expect(x[i] == table[token[i / E] * E + i % E] * mask[i]);
  for (int e = 0; e < E; e++) {
    cr_expect(near(d[2 * E + e], (double)dx[e] * (double)mask[e] +
                                     (double)dx[2 * E + e] * (double)mask[2 * E + e]));
    cr_expect(near(d[e], (double)dx[E + e] * (double)mask[E + e]));
  }
  eqs_embed_forward(V, E, x, NULL, NULL, table);
  cr_expect(memcmp(x, table, sizeof table) == 0);
}

/* Hidden state and cell of one unit from its four sums and the cell before. */
static void cell(const double a[4], double previous, double *c, double *h)
{
  double i = 1 / (1 + exp(-a[0])), f = 1 / (1 + exp(-a[1])), o = 1 / (1 + exp(-a[3]));
  *c = f * previous + i * tanh(a[2]);
  *h = o * tanh(*c);
}

/* H = 21 has whole vectors and a rest. */
Test(layers, cell)
{
  enum { N = 3, H = 21, V = 2 };
  const uint8_t token[N] = {1, 0, 1};
  float sums[N * 4 * H], gates[N * 4 * H], table[V * 4 * H], by_row[N * 4 * H], previous[N * H];
  float c[N * H], t[N * H], h[N * H], dh[N * H], dc[N * H], dc_in[N * H];
  fill(sums, N * 4 * H), fill(table, V * 4 * H), fill(by_row, N * 4 * H), fill(previous, N * H);
  fill(dh, N * H), fill(dc_in, N * H);
  for (int first = 0; first < 2; first++) {
    const eqs_gate_input input = {.table = table, .token = token, .by_row = by_row};
    memcpy(gates, sums, sizeof sums);
    memcpy(dc, dc_in, sizeof dc);
    eqs_cell_forward(N, H, gates, first, &input, first ? NULL : previous, c, t, h);
    eqs_cell_backward(N, H, gates, first ? NULL : previous, t, dh, dc);
    for (int r = 0; r < N; r++)
      for (int k = 0; k < H; k++) {
        double a[4], before = first ? 0 : (double)previous[r * H + k], c0, h0;
        for (int g = 0; g < 4; g++)
          a[g] = (first ? 0 : (double)sums[r * 4 * H + g * H + k]) +
                 (double)table[token[r] * 4 * H + g * H + k] +
                 (double)by_row[r * 4 * H + g * H + k];
        cell(a, before, &c0, &h0);
        cr_expect(near(c[r * H + k], c0) && near(h[r * H + k], h0));
        /* The loss is dh . h + dc . c; variable 4 is the cell before. */
        for (int v = 0; v < 5; v++) {
          double loss[2];
          for (int side = 0; side < 2; side++) {
            double b[4] = {a[0], a[1], a[2], a[3]}, p = before, c1, h1;
            *(v < 4 ? &b[v] : &p) += side ? 1e-5 : -1e-5;
            cell(b, p, &c1, &h1);
            loss[side] = (double)dh[r * H + k] * h1 + (double)dc_in[r * H + k] * c1;
          }
          float got = v < 4 ? gates[r * 4 * H + v * H + k] : dc[r * H + k];
          cr_expect(near(got, (loss[1] - loss[0]) / 2e-5), "gate %d", v);
        }
      }
  }
}

static double latent_loss(const float *dz, double weight, const float *noise, const double *mu,
                          const double *s, int n)
{
  double loss = 0;
  for (int i = 0; i < n; i++) {
    loss += (double)dz[i] * (mu[i] + exp(s[i] / 2) * (double)noise[i]);
    loss -= weight * 0.5 * (1 + s[i] - mu[i] * mu[i] - exp(s[i]));
  }
  return loss;
}

Test(layers, latent)
{
  enum { N = 19 };
  const float weight = 0.7f;
  float mu[N], s[N], noise[N], z[N], dz[N], dmu[N] = {0}, ds[N] = {0};
  double v[2][N], kl = 0;
  fill(mu, N), fill(s, N), fill(noise, N), fill(dz, N);
  eqs_latent_forward(N, z, mu, s, noise);
  eqs_latent_backward(N, dmu, ds, dz, weight, mu, s, noise);
  for (int i = 0; i < N; i++) {
    v[0][i] = (double)mu[i];
    v[1][i] = (double)s[i];
    kl -= 0.5 * (1 + v[1][i] - v[0][i] * v[0][i] - exp(v[1][i]));
    cr_expect(near(z[i], v[0][i] + exp(v[1][i] / 2) * (double)noise[i]));
  }
  cr_expect(fabs(eqs_kl(N, mu, s) - kl) < 1e-5);
  for (int i = 0; i < N; i++)
    for (int which = 0; which < 2; which++) {
      const double at = v[which][i];
      v[which][i] = at + 1e-5;
      double up = latent_loss(dz, (double)weight, noise, v[0], v[1], N);
      v[which][i] = at - 1e-5;
      double down = latent_loss(dz, (double)weight, noise, v[0], v[1], N);
      v[which][i] = at;
      cr_expect(near(which ? ds[i] : dmu[i], (up - down) / 2e-5));
    }
}

Test(layers, divergence_is_zero_for_the_prior_and_positive_elsewhere)
{
  const float zero[3] = {0}, one[3] = {1, 0, 0};
  cr_expect(eqs_kl(3, zero, zero) == 0);
  cr_expect(fabs(eqs_kl(3, one, zero) - 0.5) < 1e-6);
  cr_expect(fabs(eqs_kl(3, zero, one) - (exp(1) - 2) / 2) < 1e-6);
}

Test(layers, cross_entropy)
{
  enum { V = 21 };
  float x[V], logits[V];
  fill(x, V);
  double sum = 0;
  for (int v = 0; v < V; v++) sum += exp((double)x[v]);
  memcpy(logits, x, sizeof x);
  double loss = eqs_cross_entropy(V, logits, 5, 2);
  cr_expect(fabs(loss - (log(sum) - (double)x[5])) < 1e-6);
  for (int v = 0; v < V; v++) cr_expect(near(logits[v], 2 * (exp((double)x[v]) / sum - (v == 5))));
}

Test(layers, cross_entropy_of_far_apart_logits_is_finite)
{
  float logits[3] = {1e4f, -1e4f, 0};
  double loss = eqs_cross_entropy(3, logits, 1, 1);
  cr_expect(isfinite(loss) && loss > 80);
  cr_expect(near(logits[0], 1) && near(logits[1], -1) && near(logits[2], 0));
}
