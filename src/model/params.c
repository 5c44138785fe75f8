/* SPDX-License-Identifier: BSD-3-Clause */
/* Layout and initial values of the parameters. */
#include "model/params.h"
#include "util/hash.h"
#include "util/memory.h"
#include "util/random.h"
#include <math.h>
#include <string.h>

eqs_dims eqs_dims_of(const eqs_vae_config *config)
{
  return (eqs_dims){.V = (int)config->n_tokens + 3,
                    .E = (int)config->embedding,
                    .H = (int)config->hidden,
                    .L = (int)config->latent};
}

void eqs_layout_make(eqs_layout *layout, eqs_dims dims)
{
  const size_t V = (size_t)dims.V, E = (size_t)dims.E, H = (size_t)dims.H, L = (size_t)dims.L;
  const eqs_tensor tensors[EQS_TENSORS] = {
#define TENSOR(field, name, rows, columns, bound) {name, rows, columns, 0, 0, bound},
#include "model/tensors.def"
#undef TENSOR
  };
  const size_t line = EQS_ALIGN / sizeof(float);
  layout->count = layout->size = 0;
  for (int i = 0; i < EQS_TENSORS; i++) {
    eqs_tensor *t = &layout->tensor[i];
    *t = tensors[i];
    t->count = t->rows * (t->columns ? t->columns : 1);
    t->offset = layout->size;
    layout->count += t->count;
    layout->size += (t->count + line - 1) / line * line;
  }
}

eqs_params eqs_params_view(const eqs_layout *layout, float *block)
{
  eqs_params params = {0};
  const eqs_tensor *t = layout->tensor;
#define TENSOR(field, name, rows, columns, bound) params.field = block + (t++)->offset;
#include "model/tensors.def"
#undef TENSOR
  return params;
}

void eqs_params_init(const eqs_layout *layout, float *block, uint64_t seed)
{
  memset(block, 0, layout->size * sizeof *block);
  for (uint64_t i = 0; i < EQS_TENSORS; i++) {
    const eqs_tensor *t = &layout->tensor[i];
    eqs_rng rng = eqs_rng_new(seed, eqs_hash_bytes(t->name, strlen(t->name), 0));
    float *values = block + t->offset;
    for (size_t k = 0; k < t->count; k++)
      values[k] = t->bound > 0 ? t->bound * (float)(2 * eqs_rng_uniform(&rng) - 1)
                               : (float)eqs_rng_normal(&rng);
  }
}

void eqs_transpose(int rows, int columns, float *out, int stride, const float *in)
{
  enum { TILE = 16 }; /* one cache line of OUT at a time */
  for (int i0 = 0; i0 < rows; i0 += TILE)
    for (int j = 0; j < columns; j++)
      for (int i = i0; i < rows && i < i0 + TILE; i++)
        out[(size_t)j * stride + i] = in[(size_t)i * columns + j];
}

void eqs_add_transposed(int rows, int columns, float *y, const float *x)
{
  enum { TILE = 16 }; /* one cache line of X at a time */
  for (int i0 = 0; i0 < rows; i0 += TILE)
    for (int j = 0; j < columns; j++)
      for (int i = i0; i < rows && i < i0 + TILE; i++)
        y[(size_t)i * columns + j] += x[(size_t)j * rows + i];
}

size_t eqs_transposed_size(eqs_dims dims, int inputs)
{
  return 3 * 4 * (size_t)dims.H * (size_t)(dims.H + (inputs ? dims.E : 0));
}

void eqs_params_transpose_one(eqs_params *params, eqs_dims dims, int inputs, float *block, int i)
{
  eqs_lstm *lstm = i < 2 ? &params->encoder[i] : &params->decoder;
  const int H = dims.H, G = 4 * H;
  block += (size_t)i * (eqs_transposed_size(dims, inputs) / 3);
  eqs_transpose(G, H, block, G, lstm->w_hh);
  lstm->w_hh_transposed = block;
  block += (size_t)H * (size_t)G;
  if (inputs) eqs_transpose(G, dims.E, block, G, lstm->w_ih);
  lstm->w_ih_transposed = inputs ? block : NULL;
}

void eqs_params_transpose(eqs_params *params, eqs_dims dims, int inputs, float *block)
{
  for (int i = 0; i < 3; i++) eqs_params_transpose_one(params, dims, inputs, block, i);
}
