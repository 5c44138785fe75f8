/* SPDX-License-Identifier: BSD-3-Clause */
/* The token sequences that the model is measured on: random formulas in prefix notation. Private to
   src/bench. */
#ifndef EQS_BENCH_FORMULAS_H
#define EQS_BENCH_FORMULAS_H

#include "model/vae.h"

enum {
  EQS_BENCH_TOKENS = 20, /* with the model's own three: a vocabulary of 23 */
  EQS_BENCH_MAX_LENGTH = 30,
};

/* Tokens 0..5 take two operands, 6..11 one, the others none; at most EQS_BENCH_MAX_LENGTH tokens.
 */
extern const eqs_grammar eqs_bench_grammar;

/* Any token but the end, at every step: sequences of EQS_BENCH_MAX_LENGTH tokens. */
extern const eqs_grammar eqs_bench_no_end;

/* Whether the LENGTH tokens are one whole formula. */
int eqs_bench_is_formula(const uint8_t *token, size_t length);

/* N formulas, each token drawn among those that may follow. The caller frees the arrays with
   eqs_bench_corpus_free. */
eqs_status eqs_bench_corpus(eqs_ctx *ctx, eqs_corpus *corpus, size_t n);
void eqs_bench_corpus_free(eqs_corpus *corpus);

/* A new model of the published size on these tokens: embedding 128, hidden 64, latent 128,
   batch 256; with the published dropout if PUBLISHED. */
eqs_status eqs_bench_model(eqs_ctx *ctx, eqs_vae **vae, int published);

#endif
