/* SPDX-License-Identifier: BSD-3-Clause */
/* The generative model by itself: a variational autoencoder over formulas (SEGVAE), whose weights
   live in a file. The file is in the layout of safetensors: 8 bytes of header length
   (little-endian), a JSON header with dtype, shape and offsets of each tensor, then the bytes.
   Tensors have PyTorch's names and gate order; "vocabulary" and "variables" under "__metadata__"
   name the tokens in their order, to which the model adds EOS, SOS and PAD. */
#ifndef EQSIEVE_MODEL_H
#define EQSIEVE_MODEL_H

#include <eqsieve/search.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eqs_model_report {
  size_t parameters;
  size_t formulas;      /* of the corpus */
  uint64_t epochs;      /* in all, those of earlier calls included */
  double validation;    /* reconstruction of a tenth as many other formulas, no dropout */
  double validation_kl; /* what their codes cost */
  double restored;      /* share of their tokens, up to the first that differs, which the likeliest
                           tokens give back from the mean of a formula's code */
  double reconstruction, kl; /* losses in the last epoch; NaN if there was none */
  size_t tokens;             /* seen by this call */
  double seconds;            /* of this call, the corpus included */
  eqs_stop_reason stop;      /* EVALS: all epochs asked for */
} eqs_model_report;

/* Teaches random formulas over VARIABLES to the model that a search under OPTIONS would use, for
   OPTIONS->pretrain_epochs epochs, and writes PATH. If PATH is there already, made with the same
   settings and names, training goes on from it: n epochs and then m give the bytes of n + m.
   EQS_INPUT if it was made with others. OPTIONS->seconds, stop and progress are heeded: what was learnt in whole
   epochs is written. */
EQS_API eqs_status eqs_model_train(eqs_ctx *ctx, const eqs_names *variables,
                                   const eqs_search_options *options, const char *path,
                                   eqs_model_report *report);

typedef struct eqs_draw_options {
  size_t size; /* sizeof(eqs_draw_options) */
  size_t count;
  uint64_t seed;
  double temperature;        /* default 1 */
  unsigned max_nodes;        /* 0: as long as those it was trained on */
  int unmasked;              /* 1: any token may follow any other */
  const char *const *forbid; /* rules as in eqs_search_options */
  size_t n_forbid;
  const char *const *require;
  size_t n_require;
  const volatile int *stop;
} eqs_draw_options;

EQS_API void eqs_draw_options_init(eqs_draw_options *options);

/* One formula: its tokens in words, and the expression, NULL if the tokens are none. */
typedef struct eqs_drawn {
  const char *tokens;
  const eqs_expr *expr;
  const eqs_names *names;
} eqs_drawn;

typedef eqs_status eqs_take_drawn(void *user, const eqs_drawn *drawn);

/* Draws formulas from the weights in PATH and hands them to TAKE one by one, in order; another
   status than EQS_OK from it ends the drawing. One that breaks a rule is left out and another drawn
   in its place; after some ten thousand in a row that break one, the drawing ends with fewer than
   COUNT. The same seed gives the same formulas for any number of threads, and a larger COUNT only
   adds some. */
EQS_API eqs_status eqs_model_draw(eqs_ctx *ctx, const char *path, const eqs_draw_options *options,
                                  eqs_take_drawn *take, void *user);

#ifdef __cplusplus
}
#endif
#endif
