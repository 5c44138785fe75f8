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

/* What enters the gates of an LSTM beside its hidden state. Each part may be missing (NULL): a row
   of TABLE for the token of each item, a row of BY_ROW for each sequence. Without TABLE the gates
   hold the products of their inputs already. */
typedef struct eqs_gate_input {
  const float *table; /* V x 4H */
  const uint8_t *token;
  const float *by_row; /* B x 4H */
  const int *slot;     /* B: the row of BY_ROW for each sequence; NULL for its own */
} eqs_gate_input;

/* What an LSTM keeps of a pass: the activated gates i, f, g, o, which backward turns into their
   gradients, and its states. */
typedef struct eqs_lstm_pass {
  float *gates;                     /* N x 4H */
  float *cell, *tanh_cell, *hidden; /* N x H */
  float *dhidden;                   /* N x H; the gradient from above, overwritten */
  float *dcell;                     /* B x H */
} eqs_lstm_pass;

/* Runs over BATCH from h = c = 0. Backward expects pass->dhidden and destroys pass->hidden. */
void eqs_lstm_forward(const eqs_blas *blas, const eqs_batch *batch, int H, eqs_lstm_pass *pass,
                      const eqs_gate_input *input, eqs_lstm weights);
void eqs_lstm_backward(const eqs_blas *blas, const eqs_batch *batch, int H, eqs_lstm_pass *pass,
                       eqs_lstm grads, eqs_lstm weights);

/* One step of N cells. GATES enters with the products that are there already (nothing if FIRST and
   INPUT has a table) and leaves activated. CELL_PREVIOUS may be CELL, or NULL for 0. */
void eqs_cell_forward(int n, int H, float *gates, int first, const eqs_gate_input *input,
                      const float *cell_previous, float *cell, float *tanh_cell, float *hidden);
/* GATES becomes its gradient; DCELL enters with the gradient of CELL and leaves with that of
   CELL_PREVIOUS. */
void eqs_cell_backward(int n, int H, float *gates, const float *cell_previous,
                       const float *tanh_cell, const float *dhidden, float *dcell);

/* y (n x out) = x (n x in) w (in x out) + beta y; c (rows x columns) += a^T b, where a and b have N
   rows. */
void eqs_product(const eqs_blas *blas, int n, int in, int out, const float *x, const float *w,
                 float beta, float *y);
void eqs_product_outer(const eqs_blas *blas, int n, int rows, int columns, const float *a,
                       const float *b, float *c);

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
