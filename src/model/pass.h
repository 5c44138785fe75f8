/* SPDX-License-Identifier: BSD-3-Clause */
/* One shard's way through the network: its activations, and the functions that fill them. A pass is
   allocated once per thread and used for every shard that thread meets. */
#ifndef EQS_MODEL_PASS_H
#define EQS_MODEL_PASS_H

#include "model/dropped.h"
#include "model/layers.h"
#include "model/noise.h"

/* How tokens enter an LSTM: X has a row for each token of the vocabulary, TABLE their products, and
   an item looks its own up. With masks by position, what its mask drops is then taken off. */
typedef struct eqs_input {
  float *x, *dx;      /* V x E */
  float *table;       /* V x 4H, then its gradient */
  float *dtransposed; /* E x 4H: what the gradient of w_ih loses by masks by position */
} eqs_input;

typedef struct eqs_pass {
  eqs_dims dims;
  const eqs_blas *blas;
  void *block; /* what everything below points into */

  eqs_batch batch;
  eqs_dropped encoder_dropped, decoder_dropped; /* of masks by position */
  int by_position; /* of this pass: masks on embeddings are those of items, not of tokens */
  float p;         /* dropout of this pass, 0 for none */
  int latent_noise;

  eqs_gate_input decoder_input; /* without z */
  eqs_input input[3];           /* encoder forwards, encoder backwards, decoder */
  eqs_lstm_pass lstm[3];
  float *encoder_mask, *decoder_mask; /* V or N x E */
  float *output_mask;                 /* N x H */

  float *last, *dlast;                  /* B x 2H: final states of the encoder */
  float *mu, *log_variance, *noise, *z; /* B x L */
  float *dmu, *dlog_variance, *dz;      /* B x L */
  float *z_embedding, *dz_embedding;    /* B x E */
  float *z_gates;                       /* B x 4H: its products, then their gradient */
  float *dropped;                       /* N x H: what the output layer sees */
  float *logits;                        /* N x V, then its gradient */
} eqs_pass;

typedef struct eqs_shard_losses {
  double reconstruction, kl, weight; /* weighted sums over the sequences, and their weights */
  size_t tokens;
} eqs_shard_losses;

/* Room for sequences of up to MAX_LENGTH tokens. Returns 0, or -1 when memory is short. */
int eqs_pass_new(eqs_pass *pass, const eqs_blas *blas, eqs_dims dims, int max_length);
void eqs_pass_free(eqs_pass *pass);

/* Sets the kind of pass: training with dropout P from NOISE, or evaluation (NOISE NULL). */
void eqs_pass_draw(eqs_pass *pass, float p, int shared_dropout, eqs_noise *noise);

/* The batch lies in pass->batch and the noise is drawn. Encoder: tokens to mu, log_variance, z.
   Decoder: tokens to what they add to the gates, which takes nothing of the encoder, and back; with
   that, z to logits. In a parallel region the encoder's directions are tasks; it waits for all of
   its caller's. */
void eqs_encoder_forward(eqs_pass *pass, const eqs_params *params);
void eqs_encoder_backward(eqs_pass *pass, const eqs_params *grads, const eqs_params *params);
void eqs_decoder_read(eqs_pass *pass, const eqs_params *params);
void eqs_decoder_unread(eqs_pass *pass, const eqs_params *grads, const eqs_params *params);
void eqs_decoder_forward(eqs_pass *pass, const eqs_params *params);
void eqs_decoder_backward(eqs_pass *pass, const eqs_params *grads, const eqs_params *params);

/* What a nat of KL costs, and how many of each sequence cost nothing. */
typedef struct eqs_kl_price {
  float weight, free;
} eqs_kl_price;

/* Losses of the batch; the logits become SCALE times their gradient. */
eqs_shard_losses eqs_pass_losses(eqs_pass *pass, float scale);

/* Forward, losses, and backward into GRADS; gradients are those of SCALE times the summed loss. */
eqs_shard_losses eqs_pass_train(eqs_pass *pass, const eqs_params *params, const eqs_params *grads,
                                float scale, const eqs_kl_price *kl);

/* Products of the inputs of LSTM number WHICH, in a table or in its gates, and back: x is
   filled before, dx after. The encoder's second direction shares x with the first. */
eqs_gate_input eqs_input_forward(eqs_pass *pass, int which, const uint8_t *token, eqs_lstm weights);
void eqs_input_backward(eqs_pass *pass, int which, const uint8_t *token, eqs_lstm grads,
                        eqs_lstm weights);

/* X of LSTM number WHICH from the embedding, and the gradient of the embedding from dx, under MASK
   if masks are those of tokens. */
void eqs_tokens_forward(eqs_pass *pass, int which, const float *mask, const eqs_params *params);
void eqs_tokens_backward(eqs_pass *pass, int which, const float *mask, const eqs_params *grads);

#endif
