/* SPDX-License-Identifier: BSD-3-Clause */
/* Teaching the model: passes over a corpus of random formulas. */
#include "bench/bench.h"
#include "bench/formulas.h"
#include "util/fail.h"
#include <math.h>

enum { SEQUENCES = 2048 }; /* eight batches */

typedef struct job {
  eqs_ctx *ctx;
  eqs_vae *vae;
  eqs_corpus corpus;
  uint64_t epoch;
  size_t tokens; /* of an epoch, ends included */
} job;

static eqs_status train(void *user)
{
  job *j = user;
  eqs_vae_losses losses;
  eqs_status status = eqs_vae_train(j->ctx, j->vae, &j->corpus, j->epoch++, NULL, &losses);
  j->tokens = losses.tokens;
  return status;
}

static eqs_status loss_of(job *j, double *loss)
{
  eqs_vae_losses losses;
  eqs_status status = eqs_vae_evaluate(j->ctx, j->vae, &j->corpus, &losses);
  *loss = losses.reconstruction;
  return status;
}

eqs_status eqs_bench_train(eqs_ctx *ctx, const eqs_bench_options *o, eqs_bench_result *r)
{
  job j = {.ctx = ctx};
  double before = NAN, after = NAN;
  eqs_status status = eqs_bench_corpus(ctx, &j.corpus, SEQUENCES);
  if (!status) status = eqs_bench_model(ctx, &j.vae, o->published);
  if (!status) status = loss_of(&j, &before);
  if (!status) status = eqs_bench_time(o, train, &j, r);
  if (!status) status = loss_of(&j, &after);
  if (!status && !(after < before))
    status = eqs_fail(ctx, EQS_INPUT,
                      "bench train: the loss went from %g to %g (the times of this run mean "
                      "nothing)",
                      before, after);
  if (!status) {
    r->dtype = EQS_F32;
    r->tokens_per_s = (double)j.tokens / r->median;
    r->samples_per_s = SEQUENCES / r->median;
    r->checked = SEQUENCES;
  }
  eqs_vae_free(j.vae);
  eqs_bench_corpus_free(&j.corpus);
  return status;
}
