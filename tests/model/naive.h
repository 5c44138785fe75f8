/* SPDX-License-Identifier: BSD-3-Clause */
/* The whole model once more, written for reading: one sequence at a time, scalar, in double. The
   oracle of the fast one. */
#ifndef EQS_TESTS_MODEL_NAIVE_H
#define EQS_TESTS_MODEL_NAIVE_H

#include "model/pass.h"
#include <math.h>
#include <string.h>

enum { NAIVE_WIDTH = 64, NAIVE_STEPS = 32 }; /* limits of what the tests build */

/* The parameters as doubles, by tensor, in the order of tensors.def. */
enum {
  EMBEDDING,
  FORWARD,
  BACKWARD = 5,
  MU = 9,
  LOG_VARIANCE = 11,
  Z = 13,
  DECODER = 15,
  OUTPUT = 19
};

typedef struct naive {
  const eqs_layout *layout;
  const double *block;
  eqs_dims dims;
} naive;

static inline const double *naive_tensor(const naive *m, int i)
{
  return m->block + m->layout->tensor[i].offset;
}

static inline double naive_logistic(double x)
{
  return 1 / (1 + exp(-x));
}

/* One cell: h and c are updated by input x. */
static inline void naive_cell(const naive *m, int lstm, const double *x, double *h, double *c)
{
  const int E = m->dims.E, H = m->dims.H;
  const double *w_ih = naive_tensor(m, lstm), *w_hh = naive_tensor(m, lstm + 1);
  const double *b_ih = naive_tensor(m, lstm + 2), *b_hh = naive_tensor(m, lstm + 3);
  double a[4 * NAIVE_WIDTH];
  for (int g = 0; g < 4 * H; g++) {
    a[g] = b_ih[g] + b_hh[g];
    for (int e = 0; e < E; e++) a[g] += w_ih[g * E + e] * x[e];
    for (int k = 0; k < H; k++) a[g] += w_hh[g * H + k] * h[k];
  }
  for (int k = 0; k < H; k++) {
    c[k] = naive_logistic(a[H + k]) * c[k] + naive_logistic(a[k]) * tanh(a[2 * H + k]);
    h[k] = naive_logistic(a[3 * H + k]) * tanh(c[k]);
  }
}

static inline void naive_linear(const naive *m, int layer, int in, int out, const double *x,
                                double *y)
{
  const double *w = naive_tensor(m, layer), *b = naive_tensor(m, layer + 1);
  for (int o = 0; o < out; o++) {
    y[o] = b[o];
    for (int i = 0; i < in; i++) y[o] += w[o * in + i] * x[i];
  }
}

/* -ln softmax(logits)[target] */
static inline double naive_cross_entropy(int V, const double *logits, int target)
{
  double sum = 0;
  for (int v = 0; v < V; v++) sum += exp(logits[v] - logits[target]);
  return log(sum);
}

/* Embedding of row R's input at step T, under the masks that PASS drew. */
static inline void naive_embed(const naive *m, const eqs_pass *pass, const float *mask, int r,
                               int t, double *x)
{
  const int E = m->dims.E, item = pass->batch.offset[t] + r, token = pass->batch.input[item];
  for (int e = 0; e < E; e++) {
    x[e] = naive_tensor(m, EMBEDDING)[token * E + e];
    if (pass->p > 0) x[e] *= (double)mask[(pass->by_position ? item : token) * E + e];
  }
}

static inline int naive_last(const eqs_batch *batch, int r)
{
  int t = 0;
  while (t + 1 < batch->steps && batch->active[t + 1] > r) t++;
  return t;
}

static inline void naive_encode(const naive *m, const eqs_pass *pass, int r, double *mu, double *s)
{
  const int H = m->dims.H, last = naive_last(&pass->batch, r);
  double x[NAIVE_WIDTH], h[2 * NAIVE_WIDTH] = {0}, c[2][NAIVE_WIDTH] = {{0}};
  for (int t = 0; t <= last; t++) {
    naive_embed(m, pass, pass->encoder_mask, r, t, x);
    naive_cell(m, FORWARD, x, h, c[0]);
    naive_embed(m, pass, pass->encoder_mask, r, last - t, x);
    naive_cell(m, BACKWARD, x, h + H, c[1]);
  }
  naive_linear(m, MU, 2 * H, m->dims.L, h, mu);
  naive_linear(m, LOG_VARIANCE, 2 * H, m->dims.L, h, s);
}

/* Cross entropy of row R, summed over its tokens, from latent Z. */
static inline double naive_decode(const naive *m, const eqs_pass *pass, int r, const double *z)
{
  const int E = m->dims.E, H = m->dims.H, V = m->dims.V;
  const eqs_batch *batch = &pass->batch;
  double from_z[NAIVE_WIDTH], x[NAIVE_WIDTH], h[NAIVE_WIDTH] = {0}, c[NAIVE_WIDTH] = {0};
  double seen[NAIVE_WIDTH], logits[NAIVE_WIDTH], loss = 0;
  naive_linear(m, Z, m->dims.L, E, z, from_z);
  for (int t = 0; t <= naive_last(batch, r); t++) {
    int item = batch->offset[t] + r;
    naive_embed(m, pass, pass->decoder_mask, r, t, x);
    for (int e = 0; e < E; e++) x[e] += from_z[e];
    naive_cell(m, DECODER, x, h, c);
    for (int k = 0; k < H; k++)
      seen[k] = pass->p > 0 ? h[k] * (double)pass->output_mask[item * H + k] : h[k];
    naive_linear(m, OUTPUT, H, V, seen, logits);
    loss += naive_cross_entropy(V, logits, batch->target[item]);
  }
  return loss;
}

/* Weighted sums of cross entropy and KL over the batch. */
static inline void naive_losses(const naive *m, const eqs_pass *pass, double *reconstruction,
                                double *kl)
{
  const int L = m->dims.L;
  *reconstruction = *kl = 0;
  for (int r = 0; r < pass->batch.rows; r++) {
    double mu[NAIVE_WIDTH], s[NAIVE_WIDTH], z[NAIVE_WIDTH], w = (double)pass->batch.weight[r];
    naive_encode(m, pass, r, mu, s);
    for (int l = 0; l < L; l++) {
      double noise = pass->latent_noise ? (double)pass->noise[r * L + l] : 0;
      z[l] = mu[l] + exp(s[l] / 2) * noise;
      *kl -= w * 0.5 * (1 + s[l] - mu[l] * mu[l] - exp(s[l]));
    }
    *reconstruction += w * naive_decode(m, pass, r, z);
  }
}

#endif
