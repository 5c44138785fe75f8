/* SPDX-License-Identifier: BSD-3-Clause */
/* Drawing formulas from the model, under a grammar. */
#include "bench/bench.h"
#include "bench/formulas.h"
#include "util/fail.h"
#include <stdlib.h>

enum { SAMPLES = 2048 };

typedef struct job {
  eqs_ctx *ctx;
  eqs_vae *vae;
  uint64_t round;
  uint8_t (*token)[EQS_BENCH_MAX_LENGTH];
  uint8_t *length;
  double tokens; /* of all calls, ends included */
  unsigned calls;
} job;

static eqs_status sample(void *user)
{
  job *j = user;
  eqs_status status = eqs_vae_sample(j->ctx, j->vae, SAMPLES, NULL, 1, j->round++,
                                     &eqs_bench_grammar, j->token[0], j->length);
  for (size_t i = 0; i < SAMPLES && !status; i++) j->tokens += j->length[i] + 1;
  j->calls++;
  return status;
}

/* The latest samples are formulas. */
static eqs_status check(job *j)
{
  for (size_t i = 0; i < SAMPLES; i++)
    if (!eqs_bench_is_formula(j->token[i], j->length[i]))
      return eqs_fail(j->ctx, EQS_INPUT, "bench sample: sample %zu is no formula", i);
  return EQS_OK;
}

eqs_status eqs_bench_sample(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx, .token = calloc(SAMPLES, sizeof *j.token), .length = calloc(SAMPLES, 1)};
  eqs_status status = EQS_OK;
  if (!j.token || !j.length) status = eqs_fail_memory(ctx, SAMPLES * sizeof *j.token);
  if (!status) status = eqs_bench_model(ctx, &j.vae);
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
