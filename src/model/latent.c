/* SPDX-License-Identifier: BSD-3-Clause */
/* The Gaussian latent: z = mu + e^(s/2) noise, log-variance s, and its divergence from N(0, I). */
#include "model/layers.h"
#include "model/vector.h"

EQS_CLONES void eqs_latent_forward(int n, float *restrict z, const float *restrict mu,
                                   const float *restrict log_variance, const float *restrict noise)
{
  if (!noise) {
    memcpy(z, mu, (size_t)n * sizeof *z);
    return;
  }
#pragma omp simd
  for (int i = 0; i < n; i++) z[i] = mu[i] + eqs_expf(0.5f * log_variance[i]) * noise[i];
}

EQS_CLONES void eqs_latent_backward(int n, float *restrict dmu, float *restrict dlog_variance,
                                    const float *restrict dz, float weight,
                                    const float *restrict mu, const float *restrict log_variance,
                                    const float *restrict noise)
{
  const float half = 0.5f * weight;
#pragma omp simd
  for (int i = 0; i < n; i++) {
    float deviation = eqs_expf(0.5f * log_variance[i]);
    dmu[i] += dz[i] + weight * mu[i];
    dlog_variance[i] += 0.5f * dz[i] * noise[i] * deviation + half * (deviation * deviation - 1.0f);
  }
}

EQS_CLONES double eqs_kl(int n, const float *mu, const float *log_variance)
{
  /* Sixteen sums, so that their order is the same for every vector width. */
  enum { LANES = 16 };
  float lane[LANES] = {0};
  for (int i = 0; i < n; i += LANES) {
    const int count = n - i < LANES ? n - i : LANES;
#pragma omp simd
    for (int k = 0; k < count; k++) {
      float m = mu[i + k], s = log_variance[i + k];
      lane[k] += m * m + (eqs_expf(s) - 1.0f - s);
    }
  }
  double sum = 0;
  for (int k = 0; k < LANES; k++) sum += (double)lane[k];
  return 0.5 * sum;
}
