/* SPDX-License-Identifier: BSD-3-Clause */
/* Weights that outlive a search: kept in the cache under a key of everything that made them, so
   that the next run under the same options has them at once and gives the same bytes; or in a file
   of the user's. */
#ifndef EQS_SEARCH_WEIGHTS_H
#define EQS_SEARCH_WEIGHTS_H

#include "search/formula/vocabulary.h"

/* What the weights of a pretrained model depend on, but for the number of epochs. */
typedef struct eqs_curriculum {
  const eqs_vae_config *config;
  const eqs_vocabulary *vocabulary;
  const eqs_rules *rules;  /* of the corpus */
  uint64_t formulas, seed; /* of the corpus */
  unsigned kind;           /* of its generator and of the order of its pieces */
} eqs_curriculum;

/* Kinds: pretraining of a search, of a preset, and eqs_model_train of either. */
enum { EQS_TAUGHT_BY_SEARCH, EQS_TAUGHT_BY_PRESET, EQS_TAUGHT_ALONE, EQS_TAUGHT_ALONE_BY_PRESET };

uint64_t eqs_curriculum_key(const eqs_curriculum *curriculum);

/* Weights kept by an earlier run: true, and *VAE is replaced. False if there are none. */
bool eqs_weights_recall(const eqs_curriculum *curriculum, uint64_t epochs, eqs_vae **vae);

/* Keeps the weights of VAE. Says nothing where that cannot be. */
void eqs_weights_keep(const eqs_curriculum *curriculum, uint64_t epochs, const eqs_vae *vae);

/* Replaces *VAE by the model of the file PATH, which must have the same vocabulary. */
eqs_status eqs_weights_load(eqs_ctx *ctx, const eqs_curriculum *curriculum, const char *path,
                            eqs_vae **vae);

#endif
