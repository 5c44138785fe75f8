/* SPDX-License-Identifier: BSD-3-Clause */
/* Weights that outlive a search. */
#include "search/lessons/weights.h"
#include "blas/blas.h"
#include "search/formula/vocabulary_text.h"
#include "util/cache_file.h"
#include "util/fail.h"
#include "util/hash.h"
#include <eqsieve/version.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PREFIX "weights-"
enum { MOST = 32 }; /* files kept, of 2.4 MB at the usual size */

/* ---- The key --------------------------------------------------------------------------------- */

static uint64_t add_float(uint64_t h, float x)
{
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return eqs_hash_add(h, bits);
}

static uint64_t add_string(uint64_t h, const char *text)
{
  return eqs_hash_bytes(text, strlen(text) + 1, h);
}

static uint64_t add_config(uint64_t h, const eqs_vae_config *c)
{
  const uint32_t counts[] = {c->n_tokens, c->max_length,     c->embedding, c->hidden,
                             c->latent,   c->shared_dropout, c->batch};
  const float numbers[] = {c->dropout, c->kl_weight, c->kl_free, c->learning_rate,
                           c->beta1,   c->beta2,     c->epsilon};
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) h = eqs_hash_add(h, counts[i]);
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) h = add_float(h, numbers[i]);
  return eqs_hash_add(h, c->seed);
}

static uint64_t add_set(uint64_t h, const eqs_op_set *set)
{
  return eqs_hash_bytes(set->word, sizeof set->word, h);
}

static uint64_t add_rules(uint64_t h, const eqs_rules *r)
{
  const uint64_t counts[] = {r->max_nodes, r->max_depth, r->max_complexity, r->max_params,
                             r->n_nests,   r->required,  r->n_unders};
  const eqs_op_set *sets[] = {&r->allowed, &r->needed, &r->root, &r->exponent};
  h = eqs_hash_bytes(counts, sizeof counts, h);
  for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) h = add_set(h, sets[i]);
  for (uint32_t i = 0; i < r->n_nests; i++)
    h = add_set(add_set(h, &r->nest[i].outer), &r->nest[i].inner);
  for (uint32_t i = 0; i < r->n_unders; i++)
    h = eqs_hash_add(add_set(add_set(h, &r->under[i].outer), &r->under[i].needed),
                     r->under[i].required);
  return h;
}

static uint64_t add_vocabulary(uint64_t h, const eqs_vocabulary *v)
{
  for (uint32_t t = 0; t < v->n_tokens; t++) {
    const eqs_node *node = &v->node[t];
    uint64_t value;
    memcpy(&value, &node->value, sizeof value);
    h = eqs_hash_add(eqs_hash_add(eqs_hash_add(h, node->op), node->index), value);
  }
  return h;
}

uint64_t eqs_curriculum_key(const eqs_curriculum *c)
{
  uint64_t h = add_vocabulary(add_rules(add_config(c->kind, c->config), c->rules), c->vocabulary);
  return eqs_hash_add(eqs_hash_add(h, c->formulas), c->seed);
}

/* Another release, or other kernels of OpenBLAS, would come to other bits. */
static bool entry_name(char name[EQS_CACHE_NAME], const eqs_curriculum *c, uint64_t epochs)
{
  const eqs_blas *blas;
  if (eqs_blas_get(NULL, &blas) != EQS_OK) return false;
  uint64_t h = eqs_hash_add(eqs_curriculum_key(c), epochs);
  h = add_string(add_string(add_string(h, blas->version()), blas->core()), eqs_version());
  snprintf(name, EQS_CACHE_NAME, PREFIX "%016" PRIx64, h);
  return true;
}

/* ---- The cache ------------------------------------------------------------------------------- */

bool eqs_weights_recall(const eqs_curriculum *c, uint64_t epochs, eqs_vae **vae)
{
  char name[EQS_CACHE_NAME];
  int fd = entry_name(name, c, epochs) ? eqs_cache_open(name) : -1;
  FILE *file = fd < 0 ? NULL : fdopen(fd, "rb");
  if (!file) {
    if (fd >= 0) close(fd);
    return false;
  }
  eqs_vae *kept = NULL;
  bool good = eqs_vae_read(NULL, &kept, c->config, file, name) == EQS_OK;
  fclose(file);
  if (!good) return false;
  eqs_vae_free(*vae);
  *vae = kept;
  return true;
}

void eqs_weights_keep(const eqs_curriculum *c, uint64_t epochs, const eqs_vae *vae)
{
  char name[EQS_CACHE_NAME];
  eqs_cache_draft draft;
  if (!entry_name(name, c, epochs) || !eqs_cache_begin(&draft, name)) return;
  int copy = dup(draft.fd);
  FILE *file = copy < 0 ? NULL : fdopen(copy, "wb");
  bool good = file && eqs_vae_write(vae, NULL, file);
  if (file)
    good = fclose(file) == 0 && good;
  else if (copy >= 0)
    close(copy);
  eqs_cache_end(&draft, good, PREFIX, MOST);
}

/* ---- A user's file --------------------------------------------------------------------------- */

static eqs_status check_vocabulary(eqs_ctx *ctx, const eqs_vocabulary *v, const eqs_vae_note *note,
                                   uint32_t n_tokens, const char *path)
{
  eqs_text words = {0};
  eqs_vocabulary_spell(&words, v);
  eqs_status status = EQS_OK;
  if (words.failed)
    status = eqs_fail_memory(ctx, words.capacity);
  else if (strcmp(words.data, note->vocabulary) != 0 || n_tokens != v->n_tokens)
    status = eqs_fail(ctx, EQS_INPUT,
                      "%s: its model writes with '%s' and %u tokens in all, this search with '%s' "
                      "and %u (choose the operators, literals and features that it was trained "
                      "with)",
                      path, note->vocabulary, n_tokens, words.data, v->n_tokens);
  eqs_text_free(&words);
  return status;
}

eqs_status eqs_weights_load(eqs_ctx *ctx, const eqs_curriculum *c, const char *path, eqs_vae **vae)
{
  eqs_vae_config sizes;
  eqs_vae_note note;
  eqs_vae *loaded = NULL;
  eqs_status status = eqs_vae_describe(ctx, path, &sizes, &note);
  if (status != EQS_OK) return status;
  status = check_vocabulary(ctx, c->vocabulary, &note, sizes.n_tokens, path);
  eqs_vae_note_free(&note);
  eqs_vae_config config = *c->config;
  config.embedding = sizes.embedding;
  config.hidden = sizes.hidden;
  config.latent = sizes.latent;
  if (status == EQS_OK) status = eqs_vae_load(ctx, &loaded, &config, path);
  if (status != EQS_OK) return status;
  eqs_vae_free(*vae);
  *vae = loaded;
  return EQS_OK;
}
