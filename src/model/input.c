/* SPDX-License-Identifier: BSD-3-Clause */
/* From embedded tokens to the gates of an LSTM: directly, or through a table of products with a row
   for each token of the vocabulary. */
#include "model/pass.h"
#include <string.h>

/* Both directions of the encoder look their tokens up in one masked copy of the vocabulary. */
static const float *rows_of(const eqs_pass *pass, int which)
{
  return pass->input[pass->folded && which == 1 ? 0 : which].x;
}

eqs_gate_input eqs_input_forward(eqs_pass *pass, int which, const uint8_t *token, eqs_lstm weights)
{
  const int E = pass->dims.E, H = pass->dims.H, rows = eqs_pass_rows(pass);
  float *table = pass->folded ? pass->input[which].table : NULL;
  eqs_products_forward(pass->blas, rows, E, H, table ? table : pass->lstm[which].gates,
                       rows_of(pass, which), weights);
  return (eqs_gate_input){.table = table, .token = token};
}

void eqs_input_backward(eqs_pass *pass, int which, const uint8_t *token, eqs_lstm grads,
                        eqs_lstm weights)
{
  const int E = pass->dims.E, H = pass->dims.H, rows = eqs_pass_rows(pass);
  const size_t G = 4 * (size_t)H;
  eqs_input *input = &pass->input[which];
  const float *dgates = pass->lstm[which].gates, *dproducts = dgates;
  if (pass->folded) {
    memset(input->table, 0, (size_t)rows * G * sizeof *input->table);
    for (int i = 0; i < pass->batch.items; i++)
      eqs_add(G, input->table + token[i] * G, dgates + (size_t)i * G);
    dproducts = input->table;
  }
  memset(input->dx, 0, (size_t)rows * E * sizeof *input->dx);
  eqs_products_backward(pass->blas, rows, E, H, input->dx, grads, dproducts, rows_of(pass, which),
                        weights);
}
