/* SPDX-License-Identifier: BSD-3-Clause */
/* SEGVAE: a variational autoencoder over token sequences. A bidirectional LSTM reads a formula, a
   Gaussian latent z is drawn, an LSTM writes the formula with z added to every input (Popov et al.,
   PeerJ Comput. Sci. 9:e1241, 2023). It knows token numbers only, never an expression.

   Tokens 0..n_tokens-1 are the caller's; the model adds SOS, EOS and PAD after them, so that the
   vocabulary is n_tokens + 3. Float32 throughout. The same seed gives the same weights and samples
   for any number of threads. */
#ifndef EQS_MODEL_VAE_H
#define EQS_MODEL_VAE_H

#include <eqsieve/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
  EQS_VAE_MAX_LENGTH = 255,
  EQS_VAE_MAX_TOKENS = 252,
  EQS_VAE_MAX_WIDTH = 4096, /* of embedding, hidden, latent */
};

typedef struct eqs_vae_config {
  uint32_t n_tokens;
  uint32_t max_length; /* tokens of the longest formula, without SOS and EOS */
  uint32_t embedding, hidden, latent;
  float dropout; /* on encoder embeddings, decoder embeddings and decoder outputs */
  /* 1: the masks on embeddings are drawn once per batch part for each token of the vocabulary, so
     that input products become a table look-up; 0: for each position, as published, where what a
     mask drops is taken off the looked-up products (half as fast). */
  uint32_t shared_dropout;
  float kl_weight;
  float kl_free; /* nats of a sequence's KL that cost nothing, so that the latent stays in use */
  float learning_rate, beta1, beta2, epsilon; /* Adam */
  uint32_t batch;
  uint64_t seed;
} eqs_vae_config;

/* The published settings: 128, 64, 128, dropout 0.1, KL weight 0.5, Adam(5e-4, 0.5, 0.999, 1e-8),
   batch 256; but shared_dropout 1. n_tokens and max_length are left 0 for the caller. */
void eqs_vae_config_init(eqs_vae_config *config);

typedef struct eqs_vae eqs_vae;

eqs_status eqs_vae_new(eqs_ctx *ctx, eqs_vae **vae, const eqs_vae_config *config);
void eqs_vae_free(eqs_vae *vae);
const eqs_vae_config *eqs_vae_settings(const eqs_vae *vae);
size_t eqs_vae_parameters(const eqs_vae *vae);

/* Token sequences, one after another. */
typedef struct eqs_corpus {
  size_t n;
  const uint32_t *start; /* n + 1 offsets into TOKEN */
  const uint8_t *token;
  const float *weight; /* of each sequence in the loss, or NULL for 1 */
} eqs_corpus;

typedef struct eqs_vae_losses {
  double reconstruction; /* cross entropy, summed over tokens, averaged over sequences */
  double kl;             /* averaged over sequences */
  size_t tokens, steps;  /* tokens seen (EOS included), Adam steps taken */
} eqs_vae_losses;

/* One pass over CORPUS in batches of about equal length, one Adam step each; the order of batches,
   dropout and latent noise are drawn from (seed, EPOCH). STOP, if not NULL, is looked at between
   batches. */
eqs_status eqs_vae_train(eqs_ctx *ctx, eqs_vae *vae, const eqs_corpus *corpus, uint64_t epoch,
                         const volatile int *stop, eqs_vae_losses *losses);

/* The same losses without dropout and without a step; z is the mean. */
eqs_status eqs_vae_evaluate(eqs_ctx *ctx, eqs_vae *vae, const eqs_corpus *corpus,
                            eqs_vae_losses *losses);

/* Grammar of the samples. The caller keeps a state of STATE_SIZE bytes per sequence, zeroed when it
   starts; ADVANCE takes the token just written; ALLOW sets allowed[t] to 1 for each of the n_tokens
   tokens that may follow and allowed[n_tokens] for EOS, and returns how many it allowed (0 ends the
   sequence). Called from several threads, each on states of its own. */
typedef struct eqs_grammar {
  size_t state_size;
  void (*advance)(void *user, void *state, uint8_t token);
  unsigned (*allow)(void *user, const void *state, uint8_t *allowed);
  void *user;
} eqs_grammar;

/* Draws N sequences with latent z ~ N(0, I) (or from Z, N x latent, when it is not NULL), token by
   token at TEMPERATURE. Sequence i goes to tokens[i * max_length], its length to length[i]. What is
   drawn depends on (seed, ROUND, i), never on the number of threads; where BLAS rounds a row by its
   place in the matrix (OpenBLAS on AVX2 does), the last bits depend on N too. GRAMMAR may be NULL:
   then anything but SOS and PAD may follow. */
eqs_status eqs_vae_sample(eqs_ctx *ctx, eqs_vae *vae, size_t n, const float *z, float temperature,
                          uint64_t round, const eqs_grammar *grammar, uint8_t *tokens,
                          uint8_t *length);

/* The same where the first GIVEN[i] tokens of sequence i, fewer than max_length, stand in TOKENS:
   the model writes what follows. GRAMMAR is told of them as of any others. */
eqs_status eqs_vae_continue(eqs_ctx *ctx, eqs_vae *vae, size_t n, const float *z, float temperature,
                            uint64_t round, const eqs_grammar *grammar, const uint8_t *given,
                            uint8_t *tokens, uint8_t *length);

/* The codes of N sequences: means and, where DEVIATION is not NULL, standard deviations of their
   latent (n x latent each). */
eqs_status eqs_vae_encode(eqs_ctx *ctx, eqs_vae *vae, const eqs_corpus *corpus, float *mu,
                          float *deviation);

/* What a file of weights says of itself besides its tensors. The model does not look at it. */
typedef struct eqs_vae_note {
  const char *vocabulary; /* what the tokens stand for, and the names of variables; or NULL */
  const char *variables;
  uint64_t key;    /* of all settings that made the weights */
  uint64_t epochs; /* trained so far */
} eqs_vae_note;

/* Weights and Adam's moments on disk, safetensors layout: 8 bytes of header length, a JSON header
   with dtype, shape and offsets of each tensor, then the bytes. Written to a temporary file and
   renamed. NOTE may be NULL. Loading checks every shape against CONFIG; EQS_INPUT otherwise. */
eqs_status eqs_vae_save(eqs_ctx *ctx, const eqs_vae *vae, const eqs_vae_note *note,
                        const char *path);
eqs_status eqs_vae_load(eqs_ctx *ctx, eqs_vae **vae, const eqs_vae_config *config,
                        const char *path);

/* The same with an open file; NAME is for messages. Writing returns whether all went well. */
bool eqs_vae_write(const eqs_vae *vae, const eqs_vae_note *note, FILE *file);
eqs_status eqs_vae_read(eqs_ctx *ctx, eqs_vae **vae, const eqs_vae_config *config, FILE *file,
                        const char *name);

/* The header of a file of weights: its sizes as a configuration with other settings as usual, and
   its note, whose texts the caller frees with eqs_vae_note_free. */
eqs_status eqs_vae_describe(eqs_ctx *ctx, const char *path, eqs_vae_config *config,
                            eqs_vae_note *note);
void eqs_vae_note_free(eqs_vae_note *note);

#endif
