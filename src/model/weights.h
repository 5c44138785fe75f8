/* SPDX-License-Identifier: BSD-3-Clause */
/* The file of weights: 8 bytes of header length (little-endian), a JSON header, the bytes of the
   tensors. The parameters stand under their names, Adam's moments under those with a prefix, its
   step number as one I64. A file without Adam's tensors is a model that starts with fresh ones. */
#ifndef EQS_MODEL_WEIGHTS_H
#define EQS_MODEL_WEIGHTS_H

#include "model/model.h"

#define EQS_WEIGHTS_STEP "adam.step"

enum { EQS_WEIGHTS_BLOCKS = 3, EQS_WEIGHTS_NAME = 64 };

/* Block 0: the parameters; 1 and 2: Adam's moments. */
static inline const char *eqs_weights_prefix(int block)
{
  static const char *const prefix[EQS_WEIGHTS_BLOCKS] = {"", "adam.first.", "adam.second."};
  return prefix[block];
}

static inline float *eqs_weights_block(const eqs_vae *vae, int block)
{
  return block == 0 ? vae->weights : block == 1 ? vae->first : vae->second;
}

#endif
