/* SPDX-License-Identifier: BSD-3-Clause */
/* Where each tensor lies in the flat block of parameters. Gradients and Adam's moments have the
   same layout, so one description serves all four blocks. */
#ifndef EQS_MODEL_PARAMS_H
#define EQS_MODEL_PARAMS_H

#include "model/vae.h"

/* Dimensions, named once: vocabulary V (SOS, EOS and PAD included), embedding E, hidden H, latent
   L. B stands for the sequences of a pass and N for their tokens. */
typedef struct eqs_dims {
  int V, E, H, L;
} eqs_dims;

typedef struct eqs_lstm {
  float *w_ih, *w_hh, *b_ih, *b_hh; /* 4H x E, 4H x H, 4H, 4H */
  const float *w_hh_transposed;     /* H x 4H, kept beside the weights; unused in gradients */
  const float *w_ih_transposed;     /* E x 4H, likewise; only for masks by position */
} eqs_lstm;

typedef struct eqs_linear {
  float *w, *b;
} eqs_linear;

typedef struct eqs_params {
  float *embedding;    /* V x E */
  eqs_lstm encoder[2]; /* reading forwards, reading backwards */
  eqs_linear mu, log_variance, z;
  eqs_lstm decoder;
  eqs_linear output;
} eqs_params;

typedef struct eqs_tensor {
  const char *name;
  size_t rows, columns; /* COLUMNS 0: a vector */
  size_t offset, count; /* in floats, from the start of the block */
  float bound;          /* of its initial values, 0 for N(0, 1) */
} eqs_tensor;

enum {
#define TENSOR(field, name, rows, columns, bound) +1
  EQS_TENSORS = 0
#include "model/tensors.def"
#undef TENSOR
};

typedef struct eqs_layout {
  eqs_tensor tensor[EQS_TENSORS];
  size_t count; /* parameters */
  size_t size;  /* floats of a block: every tensor starts on a cache line */
} eqs_layout;

eqs_dims eqs_dims_of(const eqs_vae_config *config);
void eqs_layout_make(eqs_layout *layout, eqs_dims dims);
eqs_params eqs_params_view(const eqs_layout *layout, float *block);

/* Transposes what the LSTMs of PARAMS multiply by into BLOCK, of eqs_transposed_size floats, and
   points to it: the w_hh, since OpenBLAS multiplies few rows faster when no operand is transposed,
   and with INPUTS the w_ih. */
void eqs_params_transpose(eqs_params *params, eqs_dims dims, int inputs, float *block);

/* The part that belongs to LSTM number I, of 3. */
void eqs_params_transpose_one(eqs_params *params, eqs_dims dims, int inputs, float *block, int i);
size_t eqs_transposed_size(eqs_dims dims, int inputs);

/* OUT (columns x STRIDE) = the transpose of IN (rows x columns). */
void eqs_transpose(int rows, int columns, float *out, int stride, const float *in);

/* Y (rows x columns) += the transpose of X. */
void eqs_add_transposed(int rows, int columns, float *y, const float *x);

/* Draws initial values as PyTorch does by default, from SEED. */
void eqs_params_init(const eqs_layout *layout, float *block, uint64_t seed);

#endif
