/* SPDX-License-Identifier: BSD-3-Clause */
/* Drawing formulas from the model, under a grammar. */
#include "bench/bench.h"
#include "bench/formulas.h"
#include "util/fail.h"
#include <stdbool.h>
#include <stdlib.h>

enum { SAMPLES = 2048 };

typedef struct job {
  eqs_ctx *ctx;
  eqs_vae *vae;
  const eqs_grammar *grammar;
  uint64_t round;
  uint8_t (*token)[EQS_BENCH_MAX_LENGTH];
  uint8_t *length;
  double tokens; /* of all calls, ends included */
  unsigned calls;
} job;

static eqs_status sample(void *user)
{
  job *j = user;
  eqs_status status = eqs_vae_sample(j->ctx, j->vae, SAMPLES, NULL, 1, j->round++, j->grammar,
                                     j->token[0], j->length);
  for (size_t i = 0; i < SAMPLES && !status; i++)
    j->tokens += j->length[i] + (j->grammar == &eqs_bench_grammar);
  j->calls++;
  return status;
}

static bool is_long(const uint8_t *token, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (token[i] >= EQS_BENCH_TOKENS) return false;
  return length == EQS_BENCH_MAX_LENGTH;
}

/* The latest samples are what was asked for. */
static eqs_status check(job *j)
{
  bool formulas = j->grammar == &eqs_bench_grammar;
  for (size_t i = 0; i < SAMPLES; i++) {
    bool good = formulas ? eqs_bench_is_formula(j->token[i], j->length[i])
                         : is_long(j->token[i], j->length[i]);
    if (!good) return eqs_fail(j->ctx, EQS_INPUT, "bench sample: sample %zu is no formula", i);
  }
  return EQS_OK;
}

eqs_status eqs_bench_sample(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx,
           .grammar = o->published ? &eqs_bench_no_end : &eqs_bench_grammar,
           .token = calloc(SAMPLES, sizeof *j.token),
           .length = calloc(SAMPLES, 1)};
  eqs_status status = EQS_OK;
  if (!j.token || !j.length) status = eqs_fail_memory(ctx, SAMPLES * sizeof *j.token);
  if (!status) status = eqs_bench_model(ctx, &j.vae, 0);
  if (!status) status = eqs_bench_time(o, sample, &j, r);
  if (!status) status = check(&j);
  if (!status) {
    r->dtype = EQS_F32;
    r->samples_per_s = SAMPLES / r->median;
    r->tokens_per_s = j.tokens / j.calls / r->median;
    r->checked = SAMPLES;
  }
  eqs_vae_free(j.vae);
  free(j.token);
  free(j.length);
  return status;
}
