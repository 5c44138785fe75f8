/* SPDX-License-Identifier: BSD-3-Clause */
/* Softmax and cross entropy of one token. */
#include "model/layers.h"
#include "model/vector.h"
#include <math.h>

/* e^(x - max) in place; returns their sum. */
EQS_CLONES static float exponentials(int V, float *x)
{
  float max = x[0], sum = 0;
  for (int v = 1; v < V; v++) max = x[v] > max ? x[v] : max;
#pragma omp simd
  for (int v = 0; v < V; v++) x[v] = eqs_expf(x[v] - max);
  for (int v = 0; v < V; v++) sum += x[v];
  return sum;
}

EQS_CLONES static void scale_all(int V, float *x, float factor)
{
#pragma omp simd
  for (int v = 0; v < V; v++) x[v] *= factor;
}

double eqs_cross_entropy(int V, float *logits, uint8_t target, float scale)
{
  float sum = exponentials(V, logits);
  double loss = log((double)sum / (double)logits[target]);
  scale_all(V, logits, scale / sum);
  logits[target] -= scale;
  return loss;
}
