/* SPDX-License-Identifier: BSD-3-Clause */
/* Token embedding with dropout. */
#include "model/layers.h"
#include <string.h>

void eqs_embed_forward(int n, int E, float *x, const uint8_t *token, const float *mask,
                       const float *embedding)
{
  for (int i = 0; i < n; i++)
    memcpy(x + (size_t)i * E, embedding + (size_t)(token ? token[i] : i) * E,
           (size_t)E * sizeof *x);
  if (mask) eqs_multiply((size_t)n * E, x, mask);
}

void eqs_embed_backward(int n, int E, float *dembedding, const float *dx, const uint8_t *token,
                        const float *mask)
{
  for (int i = 0; i < n; i++) {
    float *restrict d = dembedding + (size_t)(token ? token[i] : i) * E;
    const float *from = dx + (size_t)i * E, *m = mask ? mask + (size_t)i * E : NULL;
    for (int e = 0; e < E; e++) d[e] += m ? m[e] * from[e] : from[e];
  }
}
