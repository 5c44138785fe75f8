/* SPDX-License-Identifier: BSD-3-Clause */
/* The neighbourhood of good formulas in the latent space of the model, which writes a part of each
   anew. */
#include "search/formula/generate.h"
#include "search/formula/symmetry.h"
#include "search/propose/model_source.h"
#include "util/fail.h"
#include <string.h>

/* Codes are drawn about those of the parents, by so many standard deviations of the posterior. */
static const float NEAR = 0.5f, FAR = 1.5f;

/* Encodes up to N members drawn from the bank into source->z and source->deviation; *ENCODED says
   how many. */
static eqs_status encode_parents(eqs_ctx *ctx, eqs_model_source *source, const eqs_bank *bank,
                                 eqs_rng *rng, size_t n, size_t *encoded)
{
  eqs_sequences *parents = &source->parents;
  const uint32_t longest = eqs_vae_settings(source->vae)->max_length;
  eqs_sequences_clear(parents);
  for (size_t i = 0; i < n; i++) {
    const eqs_member *member = eqs_bank_draw(bank, rng);
    if (member == NULL) break;
    eqs_formula *parent = &source->parent[parents->n];
    if (!eqs_formula_write_out(&member->f, longest, parent)) continue;
    if (eqs_sequences_add(parents, source->mask->vocabulary, parent, 1) != 0)
      return eqs_fail_memory(ctx, n);
  }
  *encoded = parents->n;
  if (parents->n == 0) return EQS_OK;
  eqs_corpus corpus = eqs_sequences_slice(parents, 0, parents->n);
  return eqs_vae_encode(ctx, source->vae, &corpus, source->z, source->deviation);
}

static void move_codes(eqs_model_source *source, eqs_rng *rng, size_t n)
{
  const size_t latent = eqs_vae_settings(source->vae)->latent;
  for (size_t i = 0; i < n; i++) {
    float spread = NEAR + (FAR - NEAR) * (float)eqs_rng_uniform(rng);
    for (size_t k = i * latent; k < (i + 1) * latent; k++)
      source->z[k] += spread * source->deviation[k] * (float)eqs_rng_normal(rng);
  }
}

/* A node of F, an operator more often than a leaf. */
static uint32_t some_place(eqs_rng *rng, const eqs_formula *f)
{
  uint32_t at;
  do at = eqs_rng_below(rng, f->n);
  while (eqs_op_arity(f->node[at].op) == 0 && eqs_rng_below(rng, 3) != 0);
  return at;
}

/* Of each parent the tokens before the part that goes. */
static void give_beginnings(eqs_model_source *source, eqs_rng *rng, size_t n)
{
  const size_t stride = eqs_vae_settings(source->vae)->max_length;
  for (size_t i = 0; i < n; i++) {
    source->given[i] = (uint8_t)some_place(rng, &source->parent[i]);
    memcpy(source->token + i * stride, source->parents.token + source->parents.start[i],
           source->given[i]);
  }
}

/* The part that the model wrote, put into PARENT in place of the old one; f->n is 0 if it is none.
   Its constants start at random. */
static void rewrite(const eqs_model_source *source, size_t i, uint64_t task, eqs_formula *f)
{
  const size_t stride = eqs_vae_settings(source->vae)->max_length;
  const uint32_t at = source->given[i];
  eqs_rng rng = eqs_rng_new(source->seed, task);
  eqs_formula written;
  f->n = 0;
  if (!eqs_vocabulary_decode(source->mask->vocabulary, source->token + i * stride,
                             source->length[i], &written))
    return;
  const uint32_t end = eqs_nodes_end(written.node, at);
  for (uint32_t k = at; k < end; k++)
    if (written.node[k].op == EQS_OP_PARAM) written.node[k].value = eqs_random_constant(&rng);
  eqs_formula_copy(f, &source->parent[i]);
  if (!eqs_formula_splice(f, at, eqs_nodes_end(f->node, at), written.node + at, end - at) ||
      !eqs_proposal_finish(source->mask, f))
    f->n = 0;
}

eqs_status eqs_latent_propose(eqs_ctx *ctx, eqs_model_source *source, const eqs_bank *bank,
                              uint64_t round, size_t n, eqs_proposal *proposal)
{
  const int threads = eqs_ctx_threads(ctx);
  const uint64_t stream = 2 * round + 1;
  size_t encoded = 0;
  eqs_rng rng = eqs_rng_new(source->seed, ~round);
  for (size_t i = 0; i < n; i++) {
    proposal[i].source = EQS_FROM_LATENT;
    proposal[i].f.n = 0;
  }
  if (n == 0) return EQS_OK;
  eqs_status status = eqs_model_reserve(ctx, source, n);
  if (status == EQS_OK) status = encode_parents(ctx, source, bank, &rng, n, &encoded);
  if (status != EQS_OK || encoded == 0) return status;
  const eqs_grammar grammar = eqs_mask_grammar(source->mask);
  move_codes(source, &rng, encoded);
  give_beginnings(source, &rng, encoded);
  status = eqs_vae_continue(ctx, source->vae, encoded, source->z, 1, stream, &grammar,
                            source->given, source->token, source->length);
  if (status != EQS_OK) return status;
#pragma omp parallel for num_threads(threads) schedule(static, 16)
  for (size_t i = 0; i < encoded; i++) rewrite(source, i, (stream << 24) + i, &proposal[i].f);
  return EQS_OK;
}
