/* SPDX-License-Identifier: BSD-3-Clause */
/* The decoder as a generator: tables made of the weights, and the working memory of threads. */
#ifndef EQS_MODEL_SAMPLER_H
#define EQS_MODEL_SAMPLER_H

#include "model/model.h"

/* Sequences that a thread writes together. Their number is fixed whatever the threads. */
enum { EQS_SAMPLE_ROWS = 128 };

/* Rows 0..active-1 are the sequences still being written. When one ends, the last row takes its
   place; what is indexed by slot stays where it was. */
typedef struct eqs_sample_rows {
  void *block;
  int active;
  int slot[EQS_SAMPLE_ROWS];
  uint8_t token[EQS_SAMPLE_ROWS], ended[EQS_SAMPLE_ROWS]; /* by row */
  float *hidden, *cell, *tanh_cell;                       /* by row, H */
  float *gates, *logits;                                  /* by row, 4H and P */
  float *z, *z_gates;                                     /* by slot, L and 4H */
  eqs_noise noise[EQS_SAMPLE_ROWS];                       /* by slot */
  uint32_t *words;                                        /* by slot, EQS_NOISE_GROUP */
  unsigned char *state;                                   /* by slot, the grammar's */
  size_t state_size;
} eqs_sample_rows;

struct eqs_sampler {
  int P;                 /* V rounded up to whole vectors */
  void *block;           /* of the tables */
  float *token_gates;    /* V x 4H: products of a token's embedding, and all biases */
  float *z_to_gates;     /* L x 4H */
  float *output;         /* H x P: output weights transposed, then P biases */
  float *embedding;      /* V x E: with the bias of z's embedding */
  eqs_sample_rows *rows; /* one per thread */
  int threads;
};

/* Makes the tables from VAE's weights, and rows for THREADS with grammar states of STATE_SIZE. */
eqs_status eqs_sampler_prepare(eqs_ctx *ctx, eqs_vae *vae, int threads, size_t state_size);

enum { EQS_SAMPLE_TOKENS = 256 }; /* the most that N can be */

/* Draws one of the tokens v < N with allowed[v], with probability proportional to
   exp(inverse_temperature * logits[v]); U is uniform in [0, 1). At least one is allowed. LOGITS is
   overwritten. */
uint8_t eqs_sample_token(int n, float *logits, const uint8_t *allowed, float inverse_temperature,
                         float u);

#endif
