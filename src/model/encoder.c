/* SPDX-License-Identifier: BSD-3-Clause */
/* The encoder: embedded tokens through an LSTM in each direction, their final states to the mean
   and log-variance of the latent. A sequence is read over its own length, never over padding, so
   that its code does not depend on its neighbours. */
#include "model/pass.h"
#include <string.h>

/* The item of the last step of sequence R. */
static int last_item(const eqs_batch *batch, int r)
{
  int t = batch->steps - 1;
  while (batch->active[t] <= r) t--;
  return batch->offset[t] + r;
}

static void gather_last(eqs_pass *pass)
{
  const size_t H = (size_t)pass->dims.H;
  for (int r = 0; r < pass->batch.rows; r++)
    for (int d = 0; d < 2; d++)
      memcpy(pass->last + (2 * (size_t)r + (size_t)d) * H,
             pass->lstm[d].hidden + (size_t)last_item(&pass->batch, r) * H, H * sizeof *pass->last);
}

static void scatter_last(eqs_pass *pass)
{
  const size_t H = (size_t)pass->dims.H;
  for (int d = 0; d < 2; d++)
    memset(pass->lstm[d].dhidden, 0, (size_t)pass->batch.items * H * sizeof(float));
  for (int r = 0; r < pass->batch.rows; r++)
    for (int d = 0; d < 2; d++)
      memcpy(pass->lstm[d].dhidden + (size_t)last_item(&pass->batch, r) * H,
             pass->dlast + (2 * (size_t)r + (size_t)d) * H, H * sizeof *pass->dlast);
}

static void read_direction(eqs_pass *pass, int d, const eqs_params *params)
{
  const eqs_batch *batch = &pass->batch;
  const uint8_t *token = d == 0 ? batch->input : batch->reversed;
  eqs_gate_input input = eqs_input_forward(pass, d, token, params->encoder[d]);
  eqs_lstm_forward(pass->blas, batch, pass->dims.H, &pass->lstm[d], &input, params->encoder[d]);
}

static void unread_direction(eqs_pass *pass, int d, const eqs_params *grads,
                             const eqs_params *params)
{
  const eqs_batch *batch = &pass->batch;
  const uint8_t *token = d == 0 ? batch->input : batch->reversed;
  eqs_lstm_backward(pass->blas, batch, pass->dims.H, &pass->lstm[d], grads->encoder[d],
                    params->encoder[d]);
  eqs_input_backward(pass, d, token, grads->encoder[d], params->encoder[d]);
}

void eqs_encoder_forward(eqs_pass *pass, const eqs_params *params)
{
  const int H = pass->dims.H, L = pass->dims.L, B = pass->batch.rows;
  eqs_tokens_forward(pass, 0, pass->encoder_mask, params);
#pragma omp task
  read_direction(pass, 1, params);
  read_direction(pass, 0, params);
#pragma omp taskwait
  gather_last(pass);
  eqs_linear_forward(pass->blas, B, 2 * H, L, pass->mu, pass->last, params->mu);
  eqs_linear_forward(pass->blas, B, 2 * H, L, pass->log_variance, pass->last, params->log_variance);
  eqs_latent_forward(B * L, pass->z, pass->mu, pass->log_variance,
                     pass->latent_noise ? pass->noise : NULL);
}

/* Enters with the gradients of mu and log_variance. */
void eqs_encoder_backward(eqs_pass *pass, const eqs_params *grads, const eqs_params *params)
{
  const int H = pass->dims.H, L = pass->dims.L, B = pass->batch.rows;
  memset(pass->dlast, 0, (size_t)B * 2 * (size_t)H * sizeof *pass->dlast);
  eqs_linear_backward(pass->blas, B, 2 * H, L, pass->dlast, grads->mu, pass->dmu, pass->last,
                      params->mu);
  eqs_linear_backward(pass->blas, B, 2 * H, L, pass->dlast, grads->log_variance,
                      pass->dlog_variance, pass->last, params->log_variance);
  scatter_last(pass);
#pragma omp task
  unread_direction(pass, 1, grads, params);
  unread_direction(pass, 0, grads, params);
#pragma omp taskwait
  eqs_add((size_t)pass->dims.V * (size_t)pass->dims.E, pass->input[0].dx, pass->input[1].dx);
  eqs_tokens_backward(pass, 0, pass->encoder_mask, grads);
}
