/* SPDX-License-Identifier: BSD-3-Clause */
/* The LSTM over the steps of a batch. The products of the inputs are there already, so that a step
   is one product with the hidden state and the cell. */
#include "model/layers.h"
#include <string.h>

static void transpose(int rows, int columns, float *out, const float *in)
{
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++) out[(size_t)j * rows + i] = in[(size_t)i * columns + j];
}

void eqs_lstm_forward(const eqs_blas *blas, const eqs_batch *batch, int H, eqs_lstm_pass *pass,
                      const float *w_hh)
{
  /* OpenBLAS is faster on few rows when no operand is transposed. */
  transpose(4 * H, H, pass->w_hh_transposed, w_hh);
  const float *cell = NULL;
  for (int t = 0; t < batch->steps; t++) {
    size_t at = (size_t)batch->offset[t] * H;
    int n = batch->active[t];
    if (t > 0)
      blas->sgemm(0, 0, n, 4 * H, H, 1, pass->hidden + (size_t)batch->offset[t - 1] * H, H,
                  pass->w_hh_transposed, 4 * H, 1, pass->gates + 4 * at, 4 * H);
    eqs_cell_forward(n, H, pass->gates + 4 * at, cell, pass->cell + at, pass->tanh_cell + at,
                     pass->hidden + at);
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
                       float *dw_hh, const float *w_hh)
{
  memset(pass->dcell, 0, (size_t)batch->rows * H * sizeof *pass->dcell);
  for (int t = batch->steps - 1; t >= 0; t--) {
    size_t at = (size_t)batch->offset[t] * H;
    size_t before = t > 0 ? (size_t)batch->offset[t - 1] * H : 0;
    int n = batch->active[t];
    eqs_cell_backward(n, H, pass->gates + 4 * at, t > 0 ? pass->cell + before : NULL,
                      pass->tanh_cell + at, pass->dhidden + at, pass->dcell);
    if (t > 0)
      blas->sgemm(0, 0, n, H, 4 * H, 1, pass->gates + 4 * at, 4 * H, w_hh, H, 1,
                  pass->dhidden + before, H);
  }
  shift_hidden(batch, H, pass->hidden);
  int first = batch->active[0], rest = batch->items - first;
  if (rest > 0)
    blas->sgemm(1, 0, 4 * H, H, rest, 1, pass->gates + (size_t)first * 4 * H, 4 * H,
                pass->hidden + (size_t)first * H, H, 1, dw_hh, H);
}
