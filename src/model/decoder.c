/* SPDX-License-Identifier: BSD-3-Clause */
/* The decoder: embedded tokens, each with z's embedding added, through an LSTM to logits. */
#include "model/pass.h"
#include <string.h>

/* Sums over the items of each sequence; a batch's step is a prefix of the rows. */
static void collect_rows(const eqs_batch *batch, size_t width, float *by_row, const float *items)
{
  memset(by_row, 0, (size_t)batch->rows * width * sizeof *by_row);
  for (int t = 0; t < batch->steps; t++)
    eqs_add((size_t)batch->active[t] * width, by_row, items + (size_t)batch->offset[t] * width);
}

void eqs_decoder_read(eqs_pass *pass, const eqs_params *params)
{
  eqs_tokens_forward(pass, 2, pass->decoder_mask, params);
  pass->decoder_input = eqs_input_forward(pass, 2, pass->batch.input, params->decoder);
}

void eqs_decoder_forward(eqs_pass *pass, const eqs_params *params)
{
  const eqs_batch *batch = &pass->batch;
  const int E = pass->dims.E, H = pass->dims.H, L = pass->dims.L, V = pass->dims.V;
  const int B = batch->rows, N = batch->items, G = 4 * H;
  eqs_linear_forward(pass->blas, B, L, E, pass->z_embedding, pass->z, params->z);
  pass->blas->sgemm(0, 1, B, G, E, 1, pass->z_embedding, E, params->decoder.w_ih, E, 0,
                    pass->z_gates, G);
  eqs_gate_input input = pass->decoder_input;
  input.by_row = pass->z_gates;
  eqs_lstm_forward(pass->blas, batch, H, &pass->lstm[2], &input, params->decoder);
  memcpy(pass->dropped, pass->lstm[2].hidden, (size_t)N * H * sizeof *pass->dropped);
  if (pass->p > 0) eqs_multiply((size_t)N * H, pass->dropped, pass->output_mask);
  eqs_linear_forward(pass->blas, N, H, V, pass->logits, pass->dropped, params->output);
}

/* Enters with the gradient of the logits, leaves with that of z. */
void eqs_decoder_backward(eqs_pass *pass, const eqs_params *grads, const eqs_params *params)
{
  const eqs_batch *batch = &pass->batch;
  const int E = pass->dims.E, H = pass->dims.H, L = pass->dims.L, V = pass->dims.V;
  const int B = batch->rows, N = batch->items, G = 4 * H;
  float *dhidden = pass->lstm[2].dhidden;
  memset(dhidden, 0, (size_t)N * H * sizeof *dhidden);
  eqs_linear_backward(pass->blas, N, H, V, dhidden, grads->output, pass->logits, pass->dropped,
                      params->output);
  if (pass->p > 0) eqs_multiply((size_t)N * H, dhidden, pass->output_mask);
  eqs_lstm_backward(pass->blas, batch, H, &pass->lstm[2], grads->decoder, params->decoder);
  collect_rows(batch, (size_t)G, pass->z_gates, pass->lstm[2].gates);
  eqs_product(pass->blas, B, G, E, pass->z_gates, params->decoder.w_ih, 0, pass->dz_embedding);
  memset(pass->dz, 0, (size_t)B * L * sizeof *pass->dz);
  eqs_linear_backward(pass->blas, B, L, E, pass->dz, grads->z, pass->dz_embedding, pass->z,
                      params->z);
}

void eqs_decoder_unread(eqs_pass *pass, const eqs_params *grads, const eqs_params *params)
{
  const int B = pass->batch.rows, E = pass->dims.E, G = 4 * pass->dims.H;
  eqs_input_backward(pass, 2, pass->batch.input, grads->decoder, params->decoder);
  eqs_product_outer(pass->blas, B, G, E, pass->z_gates, pass->z_embedding, grads->decoder.w_ih);
  eqs_tokens_backward(pass, 2, pass->decoder_mask, grads);
}
