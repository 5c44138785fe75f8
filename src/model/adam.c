/* SPDX-License-Identifier: BSD-3-Clause */
/* One Adam step. */
#include "model/adam.h"
#include "model/vector.h"
#include <math.h>

eqs_adam eqs_adam_at(const eqs_vae_config *config, uint64_t step)
{
  double b1 = config->beta1, b2 = config->beta2;
  return (eqs_adam){.beta1 = config->beta1,
                    .beta2 = config->beta2,
                    .epsilon = config->epsilon,
                    .rate = (float)(config->learning_rate / (1 - pow(b1, (double)step))),
                    .inverse_root = (float)(1 / sqrt(1 - pow(b2, (double)step)))};
}

EQS_CLONES void eqs_adam_update(const eqs_adam *adam, size_t n, float *restrict weight,
                                float *restrict first, float *restrict second,
                                const float *restrict gradient)
{
  const eqs_adam a = *adam;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    float g = gradient[i];
    first[i] = a.beta1 * first[i] + (1.0f - a.beta1) * g;
    second[i] = a.beta2 * second[i] + (1.0f - a.beta2) * g * g;
    weight[i] -= a.rate * first[i] / (sqrtf(second[i]) * a.inverse_root + a.epsilon);
  }
}
