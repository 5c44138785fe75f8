/* SPDX-License-Identifier: BSD-3-Clause */
/* The LSTM over the steps of a batch. The products of the inputs are there already, so that a step
   is one product with the hidden state and the cell. */
#include "model/layers.h"
#include <string.h>

void eqs_lstm_forward(const eqs_blas *blas, const eqs_batch *batch, int H, eqs_lstm_pass *pass,
                      const eqs_gate_input *input, eqs_lstm weights)
{
  const float *cell = NULL;
  for (int t = 0; t < batch->steps; t++) {
    const size_t at = (size_t)batch->offset[t] * H;
    const int n = batch->active[t];
    eqs_gate_input now = *input;
    if (now.table) now.token += batch->offset[t];
    if (t > 0)
      eqs_product(blas, n, H, 4 * H, pass->hidden + (size_t)batch->offset[t - 1] * H,
                  weights.w_hh_transposed, now.table ? 0 : 1, pass->gates + 4 * at);
    eqs_cell_forward(n, H, pass->gates + 4 * at, t == 0, &now, cell, pass->cell + at,
                     pass->tanh_cell + at, pass->hidden + at);
    cell = pass->cell + at;
  }
}

/* Moves the hidden states one step on, so that item i holds the state that entered step i. */
static void shift_hidden(const eqs_batch *batch, int H, float *hidden)
{
  for (int t = batch->steps - 1; t > 0; t--)
    memcpy(hidden + (size_t)batch->offset[t] * H, hidden + (size_t)batch->offset[t - 1] * H,
           (size_t)batch->active[t] * H * sizeof *hidden);
}

void eqs_lstm_backward(const eqs_blas *blas, const eqs_batch *batch, int H, eqs_lstm_pass *pass,
                       eqs_lstm grads, eqs_lstm weights)
{
  memset(pass->dcell, 0, (size_t)batch->rows * H * sizeof *pass->dcell);
  for (int t = batch->steps - 1; t >= 0; t--) {
    size_t at = (size_t)batch->offset[t] * H;
    size_t before = t > 0 ? (size_t)batch->offset[t - 1] * H : 0;
    int n = batch->active[t];
    eqs_cell_backward(n, H, pass->gates + 4 * at, t > 0 ? pass->cell + before : NULL,
                      pass->tanh_cell + at, pass->dhidden + at, pass->dcell);
    if (t > 0)
      eqs_product(blas, n, 4 * H, H, pass->gates + 4 * at, weights.w_hh, 1, pass->dhidden + before);
  }
  shift_hidden(batch, H, pass->hidden);
  int first = batch->active[0], rest = batch->items - first;
  if (rest > 0)
    eqs_product_outer(blas, rest, 4 * H, H, pass->gates + (size_t)first * 4 * H,
                      pass->hidden + (size_t)first * H, grads.w_hh);
}
