/* SPDX-License-Identifier: BSD-3-Clause */
/* Ancestral sampling under a grammar, shard by shard. */
#include "model/sampler.h"
#include "util/fail.h"
#include <math.h>
#include <omp.h>
#include <string.h>

/* What one call asks for. */
typedef struct job {
  const eqs_vae *vae;
  size_t n;
  const float *z; /* or NULL */
  float inverse_temperature;
  uint64_t round;
  const eqs_grammar *grammar; /* or NULL */
  const uint8_t *given;       /* or NULL */
  uint8_t *tokens, *length;
} job;

/* Starts sequences FIRST.. in the slots: latent vectors, their products, empty states. */
static void start_rows(const job *j, eqs_sample_rows *rows, size_t first)
{
  const eqs_vae *vae = j->vae;
  const size_t L = vae->config.latent, H = vae->config.hidden;
  const size_t n = (size_t)rows->active;
  for (size_t k = 0; k < n; k++) {
    eqs_noise *noise = &rows->noise[k];
    *noise = eqs_noise_new(vae->config.seed, eqs_noise_task(EQS_NOISE_SAMPLE, j->round, first + k));
    eqs_noise_normal(noise, rows->z + k * L, L);
    rows->slot[k] = (int)k;
    rows->token[k] = eqs_sos(vae->config.n_tokens);
    j->length[first + k] = 0;
  }
  const float *z = j->z ? j->z + first * L : rows->z;
  eqs_product(vae->blas, rows->active, (int)L, 4 * (int)H, z, vae->sampler->z_to_gates, 0,
              rows->z_gates);
  memset(rows->hidden, 0, n * H * sizeof *rows->hidden);
  memset(rows->cell, 0, n * H * sizeof *rows->cell);
  memset(rows->state, 0, n * rows->state_size);
}

/* Hidden states and logits of the active rows after their latest token. */
static void step_rows(const job *j, eqs_sample_rows *rows)
{
  const eqs_vae *vae = j->vae;
  const eqs_sampler *s = vae->sampler;
  const int H = vae->dims.H, P = s->P, n = rows->active;
  const eqs_gate_input input = {s->token_gates, rows->token, rows->z_gates, rows->slot};
  eqs_product(vae->blas, n, H, 4 * H, rows->hidden, vae->params.decoder.w_hh_transposed, 0,
              rows->gates);
  eqs_cell_forward(n, H, rows->gates, 0, &input, rows->cell, rows->cell, rows->tanh_cell,
                   rows->hidden);
  for (int r = 0; r < n; r++)
    memcpy(rows->logits + (size_t)r * P, s->output + (size_t)H * P, (size_t)P * sizeof(float));
  eqs_product(vae->blas, n, H, P, rows->hidden, s->output, 1, rows->logits);
}

/* The token of row R at STEP by chance; EOS where the grammar allows nothing. */
static uint8_t draw_token(const job *j, eqs_sample_rows *rows, int r, uint32_t step)
{
  const uint32_t n_tokens = j->vae->config.n_tokens;
  const size_t slot = (size_t)rows->slot[r];
  const eqs_grammar *g = j->grammar;
  const int P = j->vae->sampler->P;
  const uint32_t *words = rows->words + slot * EQS_NOISE_GROUP;
  uint8_t allowed[EQS_SAMPLE_TOKENS];
  memset(allowed, 0, sizeof allowed);
  if (!g) memset(allowed, 1, n_tokens + 1);
  if (g && g->allow(g->user, rows->state + slot * rows->state_size, allowed) == 0)
    return eqs_eos(n_tokens);
  float u = (float)(words[step % EQS_NOISE_GROUP] >> 8) * 0x1p-24f;
  return eqs_sample_token(P, rows->logits + (size_t)r * (size_t)P, allowed, j->inverse_temperature,
                          u);
}

/* Writes the token of row R at STEP, given or drawn, and notes whether its sequence ended. */
static void choose(const job *j, eqs_sample_rows *rows, size_t first, int r, uint32_t step)
{
  const size_t slot = (size_t)rows->slot[r], i = first + slot;
  const size_t max_length = j->vae->config.max_length;
  const eqs_grammar *g = j->grammar;
  uint8_t *at = &j->tokens[i * max_length + step];
  if (step % EQS_NOISE_GROUP == 0)
    eqs_noise_words(&rows->noise[slot], rows->words + slot * EQS_NOISE_GROUP);
  const bool is_given = j->given && step < j->given[i];
  const uint8_t token = is_given ? *at : draw_token(j, rows, r, step);
  rows->ended[r] = 1;
  if (token == eqs_eos(j->vae->config.n_tokens)) return;
  *at = token;
  j->length[i] = (uint8_t)(step + 1);
  rows->token[r] = token;
  rows->ended[r] = step + 1 == max_length;
  if (g) g->advance(g->user, rows->state + slot * rows->state_size, token);
}

/* Fills the rows whose sequence ended from the end of the active ones. */
static void compact(eqs_sample_rows *rows, size_t H)
{
  for (int r = 0; r < rows->active;) {
    if (!rows->ended[r]) {
      r++;
      continue;
    }
    const int from = --rows->active;
    if (from == r) break;
    rows->slot[r] = rows->slot[from];
    rows->token[r] = rows->token[from];
    rows->ended[r] = rows->ended[from];
    memcpy(rows->hidden + (size_t)r * H, rows->hidden + (size_t)from * H, H * sizeof(float));
    memcpy(rows->cell + (size_t)r * H, rows->cell + (size_t)from * H, H * sizeof(float));
  }
}

static void sample_shard(const job *j, eqs_sample_rows *rows, size_t first)
{
  const size_t left = j->n - first;
  rows->active = left < EQS_SAMPLE_ROWS ? (int)left : EQS_SAMPLE_ROWS;
  start_rows(j, rows, first);
  for (uint32_t step = 0; rows->active > 0; step++) {
    step_rows(j, rows);
    for (int r = 0; r < rows->active; r++) choose(j, rows, first, r, step);
    compact(rows, j->vae->config.hidden);
  }
}

eqs_status eqs_vae_continue(eqs_ctx *ctx, eqs_vae *vae, size_t n, const float *z, float temperature,
                            uint64_t round, const eqs_grammar *grammar, const uint8_t *given,
                            uint8_t *tokens, uint8_t *length)
{
  const int threads = eqs_ctx_threads(ctx);
  if (!(temperature > 0 && isfinite(1 / temperature)))
    return eqs_fail(ctx, EQS_USAGE, "sample: temperature %g (choose a number above 0)",
                    (double)temperature);
  eqs_status status = eqs_sampler_prepare(ctx, vae, threads, grammar ? grammar->state_size : 0);
  if (status != EQS_OK) return status;
  const job j = {vae, n, z, 1 / temperature, round, grammar, given, tokens, length};
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (size_t first = 0; first < n; first += EQS_SAMPLE_ROWS)
    sample_shard(&j, &vae->sampler->rows[omp_get_thread_num()], first);
  return EQS_OK;
}

eqs_status eqs_vae_sample(eqs_ctx *ctx, eqs_vae *vae, size_t n, const float *z, float temperature,
                          uint64_t round, const eqs_grammar *grammar, uint8_t *tokens,
                          uint8_t *length)
{
  return eqs_vae_continue(ctx, vae, n, z, temperature, round, grammar, NULL, tokens, length);
}
