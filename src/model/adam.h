/* SPDX-License-Identifier: BSD-3-Clause */
/* Adam (Kingma and Ba, ICLR 2015) with bias correction, as PyTorch computes it. */
#ifndef EQS_MODEL_ADAM_H
#define EQS_MODEL_ADAM_H

#include "model/vae.h"

/* What one step needs besides the arrays. */
typedef struct eqs_adam {
  float beta1, beta2, epsilon;
  float rate;         /* learning rate / (1 - beta1^step) */
  float inverse_root; /* 1 / sqrt(1 - beta2^step) */
} eqs_adam;

/* For step number STEP, counted from 1. */
eqs_adam eqs_adam_at(const eqs_vae_config *config, uint64_t step);

void eqs_adam_update(const eqs_adam *adam, size_t n, float *weight, float *first, float *second,
                     const float *gradient);

#endif
