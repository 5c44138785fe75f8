/* SPDX-License-Identifier: BSD-3-Clause */
/* From tokens to the gates of an LSTM, through a table of products with a row for each token of the
   vocabulary. */
#include "model/pass.h"
#include <string.h>

/* What a kept number is multiplied by where the masks are those of items. */
static float kept_scale(const eqs_pass *pass)
{
  return pass->by_position ? 1 / (1 - pass->p) : 1;
}

static const float *mask_of_tokens(const eqs_pass *pass, const float *mask)
{
  return pass->p > 0 && !pass->by_position ? mask : NULL;
}

static void scale(size_t n, float *x, float factor)
{
  for (size_t i = 0; i < n && factor != 1; i++) x[i] *= factor;
}

static eqs_dropped *dropped_of(eqs_pass *pass, int which)
{
  return which == 2 ? &pass->decoder_dropped : &pass->encoder_dropped;
}

void eqs_tokens_forward(eqs_pass *pass, int which, const float *mask, const eqs_params *params)
{
  const int V = pass->dims.V, E = pass->dims.E;
  float *x = pass->input[which].x;
  eqs_embed_forward(V, E, x, NULL, mask_of_tokens(pass, mask), params->embedding);
  scale((size_t)V * (size_t)E, x, kept_scale(pass));
  if (pass->by_position) eqs_dropped_find(dropped_of(pass, which), pass->batch.items, E, mask);
}

void eqs_tokens_backward(eqs_pass *pass, int which, const float *mask, const eqs_params *grads)
{
  const int V = pass->dims.V, E = pass->dims.E;
  float *dx = pass->input[which].dx;
  scale((size_t)V * (size_t)E, dx, kept_scale(pass));
  eqs_embed_backward(V, E, grads->embedding, dx, NULL, mask_of_tokens(pass, mask));
}

/* Both directions of the encoder look their tokens up in one copy of the vocabulary. */
static const float *rows_of(const eqs_pass *pass, int which)
{
  return pass->input[which == 1 ? 0 : which].x;
}

/* The encoder's second direction reads the items backwards: item i there is row mirror[i] of the
   masks, and row i of the masks is item mirror[i]. */
static const int *mirror_of(const eqs_pass *pass, int which)
{
  return which == 1 ? pass->batch.mirror : NULL;
}

eqs_gate_input eqs_input_forward(eqs_pass *pass, int which, const uint8_t *token, eqs_lstm weights)
{
  const int E = pass->dims.E, H = pass->dims.H;
  const size_t G = 4 * (size_t)H;
  const float *x = rows_of(pass, which), *table = pass->input[which].table;
  eqs_products_forward(pass->blas, pass->dims.V, E, H, pass->input[which].table, x, weights);
  if (!pass->by_position) return (eqs_gate_input){.table = table, .token = token};
  const int *mirror = mirror_of(pass, which);
  for (int i = 0; i < pass->batch.items; i++) {
    float *gates = pass->lstm[which].gates + (size_t)i * G;
    memcpy(gates, table + token[i] * G, G * sizeof *gates);
    eqs_dropped_forward(dropped_of(pass, which), mirror ? mirror[i] : i, H, gates,
                        x + (size_t)token[i] * (size_t)E, weights.w_ih_transposed);
  }
  return (eqs_gate_input){.token = token};
}

static void dropped_backward(eqs_pass *pass, int which, const uint8_t *token, eqs_lstm grads,
                             eqs_lstm weights)
{
  const int E = pass->dims.E, H = pass->dims.H;
  const size_t G = 4 * (size_t)H;
  const eqs_input *input = &pass->input[which];
  memset(input->dtransposed, 0, (size_t)E * G * sizeof *input->dtransposed);
  const eqs_dropped_rows rows = {
      mirror_of(pass, which),  token,     pass->lstm[which].gates, rows_of(pass, which),
      weights.w_ih_transposed, input->dx, input->dtransposed};
  eqs_dropped_backward(dropped_of(pass, which), E, H, &rows);
  eqs_add_transposed((int)G, E, grads.w_ih, input->dtransposed);
}

void eqs_input_backward(eqs_pass *pass, int which, const uint8_t *token, eqs_lstm grads,
                        eqs_lstm weights)
{
  const int E = pass->dims.E, H = pass->dims.H, V = pass->dims.V;
  const size_t G = 4 * (size_t)H;
  const eqs_input *input = &pass->input[which];
  const float *dgates = pass->lstm[which].gates;
  memset(input->table, 0, (size_t)V * G * sizeof *input->table);
  for (int i = 0; i < pass->batch.items; i++)
    eqs_add(G, input->table + token[i] * G, dgates + (size_t)i * G);
  memset(input->dx, 0, (size_t)V * E * sizeof *input->dx);
  eqs_products_backward(pass->blas, V, E, H, input->dx, grads, input->table, rows_of(pass, which),
                        weights);
  if (pass->by_position) dropped_backward(pass, which, token, grads, weights);
}
