/* SPDX-License-Identifier: BSD-3-Clause */
/* Tables and memory of the sampler. The products of every token and of z are folded once per call,
   so that a step costs the recurrent product and the output layer. */
#include "model/sampler.h"
#include "util/fail.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

static int padded(int V)
{
  return (V + 15) / 16 * 16;
}

static eqs_status new_sampler(eqs_ctx *ctx, eqs_vae *vae)
{
  const size_t V = (size_t)vae->dims.V, E = (size_t)vae->dims.E, G = 4 * (size_t)vae->dims.H,
               L = (size_t)vae->dims.L, H = (size_t)vae->dims.H, P = (size_t)padded(vae->dims.V);
  eqs_sampler *s = vae->sampler = calloc(1, sizeof *s);
  if (!s) return eqs_fail_memory(ctx, sizeof *s);
  size_t floats = V * G + L * G + (H + 1) * P + V * E;
  float *at = s->block = eqs_alloc(floats, sizeof(float));
  if (!at) return eqs_fail_memory(ctx, floats * sizeof(float));
  s->P = (int)P;
  s->token_gates = at;
  s->z_to_gates = s->token_gates + V * G;
  s->output = s->z_to_gates + L * G;
  s->embedding = s->output + (H + 1) * P;
  return EQS_OK;
}

static eqs_status new_rows(eqs_ctx *ctx, const eqs_vae *vae, eqs_sample_rows *rows,
                           size_t state_size)
{
  const size_t H = (size_t)vae->dims.H, L = (size_t)vae->dims.L, P = (size_t)padded(vae->dims.V);
  const size_t width = 3 * H + 4 * H + P + L + 4 * H + EQS_NOISE_GROUP;
  const size_t aligned = (state_size + 15) / 16 * 16;
  free(rows->block);
  float *at = rows->block = eqs_alloc(EQS_SAMPLE_ROWS, width * sizeof(float) + aligned);
  if (!at) return eqs_fail_memory(ctx, EQS_SAMPLE_ROWS * (width * sizeof(float) + aligned));
  rows->gates = at;
  rows->z_gates = rows->gates + 4 * H * EQS_SAMPLE_ROWS;
  rows->hidden = rows->z_gates + 4 * H * EQS_SAMPLE_ROWS;
  rows->cell = rows->hidden + H * EQS_SAMPLE_ROWS;
  rows->tanh_cell = rows->cell + H * EQS_SAMPLE_ROWS;
  rows->logits = rows->tanh_cell + H * EQS_SAMPLE_ROWS;
  rows->z = rows->logits + P * EQS_SAMPLE_ROWS;
  rows->words = (uint32_t *)(rows->z + L * EQS_SAMPLE_ROWS);
  rows->state = (unsigned char *)(rows->words + EQS_NOISE_GROUP * EQS_SAMPLE_ROWS);
  rows->state_size = aligned;
  return EQS_OK;
}

static void make_tables(const eqs_vae *vae, eqs_sampler *s)
{
  const int V = vae->dims.V, E = vae->dims.E, H = vae->dims.H, L = vae->dims.L, G = 4 * H;
  const eqs_params *p = &vae->params;
  for (int v = 0; v < V; v++) {
    memcpy(s->embedding + (size_t)v * E, p->embedding + (size_t)v * E, (size_t)E * sizeof(float));
    eqs_add((size_t)E, s->embedding + (size_t)v * E, p->z.b);
  }
  eqs_products_forward(vae->blas, V, E, H, s->token_gates, s->embedding, p->decoder);
  vae->blas->sgemm(1, 1, L, G, E, 1, p->z.w, L, p->decoder.w_ih, E, 0, s->z_to_gates, G);
  memset(s->output, 0, (size_t)(H + 1) * (size_t)s->P * sizeof *s->output);
  eqs_transpose(V, H, s->output, s->P, p->output.w);
  memcpy(s->output + (size_t)H * s->P, p->output.b, (size_t)V * sizeof *s->output);
}

eqs_status eqs_sampler_prepare(eqs_ctx *ctx, eqs_vae *vae, int threads, size_t state_size)
{
  if (!vae->sampler || !vae->sampler->block) {
    eqs_sampler_free(vae->sampler);
    eqs_status status = new_sampler(ctx, vae);
    if (status != EQS_OK) return status;
  }
  eqs_sampler *s = vae->sampler;
  if (threads > s->threads) {
    eqs_sample_rows *grown = realloc(s->rows, (size_t)threads * sizeof *grown);
    if (!grown) return eqs_fail_memory(ctx, (size_t)threads * sizeof *grown);
    s->rows = grown;
    memset(grown + s->threads, 0, (size_t)(threads - s->threads) * sizeof *grown);
    s->threads = threads;
  }
  for (int i = 0; i < threads; i++) {
    if (s->rows[i].block && s->rows[i].state_size >= state_size) continue;
    eqs_status status = new_rows(ctx, vae, &s->rows[i], state_size);
    if (status != EQS_OK) return status;
  }
  make_tables(vae, s);
  return EQS_OK;
}

void eqs_sampler_free(eqs_sampler *s)
{
  if (!s) return;
  for (int i = 0; i < s->threads; i++) free(s->rows[i].block);
  free(s->rows);
  free(s->block);
  free(s);
}
