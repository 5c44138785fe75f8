/* SPDX-License-Identifier: BSD-3-Clause */
/* The layers of the network, each a pair of functions. Gradients accumulate (the caller zeroes
   them); an argument dX is the gradient of the loss with respect to X. Matrices are row-major and
   dense. Nothing here allocates. */
#ifndef EQS_MODEL_LAYERS_H
#define EQS_MODEL_LAYERS_H

#include "blas/blas.h"
#include "model/batch.h"
#include "model/params.h"

/* y (n x out) = x (n x in) W^T + b. DX may be NULL. */
void eqs_linear_forward(const eqs_blas *blas, int n, int in, int out, float *y, const float *x,
                        eqs_linear weights);
void eqs_linear_backward(const eqs_blas *blas, int n, int in, int out, float *dx, eqs_linear grads,
                         const float *dy, const float *x, eqs_linear weights);

/* x (n x E) = embedding of token[i] (of token i where TOKEN is NULL), times MASK if not NULL. */
void eqs_embed_forward(int n, int E, float *x, const uint8_t *token, const float *mask,
                       const float *embedding);
void eqs_embed_backward(int n, int E, float *dembedding, const float *dx, const uint8_t *token,
                        const float *mask);

/* The products of inputs that an LSTM adds to its gates: out (n x 4H) = x W_ih^T + b_ih + b_hh. */
void eqs_products_forward(const eqs_blas *blas, int n, int E, int H, float *out, const float *x,
                          eqs_lstm weights);
void eqs_products_backward(const eqs_blas *blas, int n, int E, int H, float *dx, eqs_lstm grads,
                           const float *dout, const float *x, eqs_lstm weights);

/* What an LSTM keeps of a pass: gates holds the products of its inputs (N x 4H) before, and the
   activated gates i, f, g, o after the forward step; backward turns them into their gradients. */
typedef struct eqs_lstm_pass {
  float *gates;                     /* N x 4H */
  float *cell, *tanh_cell, *hidden; /* N x H */
  float *dhidden;                   /* N x H; the gradient from above, overwritten */
  float *dcell;                     /* B x H */
  float *w_hh_transposed;           /* H x 4H */
} eqs_lstm_pass;

/* Runs over BATCH from h = c = 0. Backward expects pass->dhidden and destroys pass->hidden. */
void eqs_lstm_forward(const eqs_blas *blas, const eqs_batch *batch, int H, eqs_lstm_pass *pass,
                      const float *w_hh);
void eqs_lstm_backward(const eqs_blas *blas, const eqs_batch *batch, int H, eqs_lstm_pass *pass,
                       float *dw_hh, const float *w_hh);

/* One step of N cells: activates GATES in place. CELL_PREVIOUS may be NULL for 0. */
void eqs_cell_forward(int n, int H, float *gates, const float *cell_previous, float *cell,
                      float *tanh_cell, float *hidden);
/* GATES becomes its gradient; DCELL enters with the gradient of CELL and leaves with that of
   CELL_PREVIOUS. */
void eqs_cell_backward(int n, int H, float *gates, const float *cell_previous,
                       const float *tanh_cell, const float *dhidden, float *dcell);

/* z = mu + exp(log_variance / 2) noise, for n numbers; noise NULL means z = mu. */
void eqs_latent_forward(int n, float *z, const float *mu, const float *log_variance,
                        const float *noise);
/* Adds the gradients through z and, WEIGHT being that of the row, through weight * KL. */
void eqs_latent_backward(int n, float *dmu, float *dlog_variance, const float *dz, float weight,
                         const float *mu, const float *log_variance, const float *noise);
/* -1/2 sum (1 + s - mu^2 - e^s) */
double eqs_kl(int n, const float *mu, const float *log_variance);

/* Cross entropy of TARGET under softmax(logits), V classes. LOGITS becomes SCALE times its
   gradient. */
double eqs_cross_entropy(int V, float *logits, uint8_t target, float scale);

/* Elementwise helpers: y += x; y *= x; sum of N rows of M numbers added to Y. */
void eqs_add(size_t n, float *y, const float *x);
void eqs_multiply(size_t n, float *y, const float *x);
void eqs_add_rows(int n, int m, float *y, const float *x);

#endif
