/* SPDX-License-Identifier: BSD-3-Clause */
/* The model against PyTorch: golden.safetensors holds what golden.py made of the same network with
   the same masks and noise. Forward, loss, every gradient and ten steps of Adam agree to 1e-5. */
#include "safetensors.h"
#include "tiny.h"

enum { ROWS = 5, LONGEST = 9, STEPS = LONGEST + 1, UPDATES = 10 };
enum { TOKENS = 9, VOCABULARY = TOKENS + 3, EMBEDDING = 12, HIDDEN = 8, LATENT = 6 };

static const float DROPOUT = 0.1f;
static const double AGREES = 1e-5;

typedef struct fixture {
  safetensors file;
  const char *name; /* of the case */
  bool by_token;
  eqs_ctx *ctx;
  eqs_vae *vae;
  uint32_t start[ROWS + 1];
  uint8_t token[ROWS * LONGEST];
  eqs_corpus corpus;
  const uint8_t *encoder_kept, *decoder_kept, *output_kept;
  float *noise;
} fixture;

static const char *name_of(const fixture *f, const char *what, const char *tensor)
{
  static char name[128];
  snprintf(name, sizeof name, "%s.%s%s", f->name, what, tensor);
  return name;
}

/* Masks of one update: by position they stand as rows and steps of the batch, by token in the order
   of the vocabulary. */
static void place_inputs(const fixture *f, eqs_pass *pass, const uint8_t *kept, float *mask)
{
  const eqs_batch *batch = &pass->batch;
  if (f->by_token) {
    for (int i = 0; i < VOCABULARY * EMBEDDING; i++) mask[i] = kept[i] ? 1 / (1 - DROPOUT) : 0;
    return;
  }
  for (int t = 0; t < batch->steps; t++)
    for (int r = 0; r < batch->active[t]; r++) {
      const uint8_t *from = kept + (batch->sequence[r] * STEPS + (size_t)t) * EMBEDDING;
      float *to = mask + (size_t)(batch->offset[t] + r) * EMBEDDING;
      for (int e = 0; e < EMBEDDING; e++) to[e] = from[e] ? 1 / (1 - DROPOUT) : 0;
    }
}

static void place_outputs(eqs_pass *pass, const uint8_t *kept)
{
  const eqs_batch *batch = &pass->batch;
  for (int t = 0; t < batch->steps; t++)
    for (int r = 0; r < batch->active[t]; r++) {
      const uint8_t *from = kept + (batch->sequence[r] * STEPS + (size_t)t) * HIDDEN;
      float *to = pass->output_mask + (size_t)(batch->offset[t] + r) * HIDDEN;
      for (int h = 0; h < HIDDEN; h++) to[h] = from[h] ? 1 / (1 - DROPOUT) : 0;
    }
}

static void place_noise(void *user, uint64_t update, eqs_pass *pass)
{
  const fixture *f = user;
  const size_t inputs = (f->by_token ? VOCABULARY : ROWS * STEPS) * EMBEDDING;
  place_inputs(f, pass, f->encoder_kept + update * inputs, pass->encoder_mask);
  place_inputs(f, pass, f->decoder_kept + update * inputs, pass->decoder_mask);
  place_outputs(pass, f->output_kept + update * ROWS * STEPS * HIDDEN);
  for (int r = 0; r < pass->batch.rows; r++)
    memcpy(pass->noise + r * LATENT, f->noise + (update * ROWS + pass->batch.sequence[r]) * LATENT,
           LATENT * sizeof *pass->noise);
}

static void read_corpus(fixture *f)
{
  const uint8_t *length = safetensors_bytes(&f->file, "lengths", ROWS);
  const uint8_t *token = safetensors_bytes(&f->file, "tokens", ROWS * LONGEST);
  for (uint32_t i = 0; i < ROWS; i++) {
    memcpy(f->token + f->start[i], token + (size_t)i * LONGEST, length[i]);
    f->start[i + 1] = f->start[i] + length[i];
  }
  f->corpus = (eqs_corpus){ROWS, f->start, f->token, NULL};
}

static void read_start(fixture *f)
{
  for (int i = 0; i < EQS_TENSORS; i++) {
    const eqs_tensor *t = &f->vae->layout.tensor[i];
    char name[128];
    snprintf(name, sizeof name, "start.%s", t->name);
    float *values = safetensors_floats(&f->file, name, t->count);
    memcpy(f->vae->weights + t->offset, values, t->count * sizeof *values);
    free(values);
  }
  eqs_params_transpose(&f->vae->params, f->vae->dims, eqs_vae_by_position(&f->vae->config),
                       f->vae->transposed);
}

static void set_up(fixture *f, bool by_token)
{
  const char *top = getenv("top_srcdir");
  char path[4096];
  snprintf(path, sizeof path, "%s/tests/model/golden.safetensors", top ? top : "..");
  *f = (fixture){.name = by_token ? "token" : "position",
                 .by_token = by_token,
                 .file = safetensors_open(path),
                 .ctx = eqs_ctx_new()};
  const size_t inputs = UPDATES * (size_t)(by_token ? VOCABULARY : ROWS * STEPS) * EMBEDDING;
  f->encoder_kept = safetensors_bytes(&f->file, name_of(f, "encoder_kept", ""), inputs);
  f->decoder_kept = safetensors_bytes(&f->file, name_of(f, "decoder_kept", ""), inputs);
  f->output_kept = safetensors_bytes(&f->file, name_of(f, "output_kept", ""),
                                     (size_t)UPDATES * ROWS * STEPS * HIDDEN);
  f->noise = safetensors_floats(&f->file, name_of(f, "noise", ""), UPDATES * ROWS * LATENT);
  read_corpus(f);

  eqs_vae_config config;
  eqs_vae_config_init(&config);
  config.n_tokens = TOKENS;
  config.max_length = LONGEST;
  config.embedding = EMBEDDING;
  config.hidden = HIDDEN;
  config.latent = LATENT;
  config.dropout = DROPOUT;
  config.shared_dropout = by_token;
  f->vae = tiny_vae(f->ctx, &config);
  f->vae->replace_noise = place_noise;
  f->vae->replace_user = f;
  read_start(f);
}

static void tear_down(fixture *f)
{
  free(f->noise);
  eqs_vae_free(f->vae);
  eqs_ctx_free(f->ctx);
  safetensors_close(&f->file);
}

/* The largest difference over the largest number expected. */
static void expect_tensor(const char *name, size_t n, const float *got, const float *want)
{
  double worst = 0, largest = 0;
  for (size_t i = 0; i < n; i++) {
    double difference = fabs((double)got[i] - (double)want[i]), size = fabs((double)want[i]);
    if (!(difference <= worst)) worst = difference;
    if (size > largest) largest = size;
  }
  cr_expect(largest > 0, "%s is all zero", name);
  cr_expect(worst <= AGREES * largest, "%s: off by %g of %g", name, worst, largest);
}

static void expect_stored(const fixture *f, const char *what, const char *tensor, size_t n,
                          const float *got)
{
  const char *name = name_of(f, what, tensor);
  float *want = safetensors_floats(&f->file, name, n);
  expect_tensor(name, n, got, want);
  free(want);
}

/* BLOCK has the layout of the parameters. */
static void expect_block(const fixture *f, const char *what, const float *block)
{
  for (int i = 0; i < EQS_TENSORS; i++) {
    const eqs_tensor *t = &f->vae->layout.tensor[i];
    expect_stored(f, what, t->name, t->count, block + t->offset);
  }
}

/* ROWS of PASS stand in the order of the file: they are sorted there already. */
static void expect_forward(const fixture *f, const eqs_pass *pass)
{
  float logits[ROWS * STEPS * VOCABULARY];
  float *want = safetensors_floats(&f->file, name_of(f, "logits", ""), ROWS * STEPS * VOCABULARY);
  memcpy(logits, want, sizeof logits);
  for (int t = 0; t < pass->batch.steps; t++)
    for (int r = 0; r < pass->batch.active[t]; r++)
      memcpy(logits + (r * STEPS + t) * VOCABULARY,
             pass->logits + (size_t)(pass->batch.offset[t] + r) * VOCABULARY,
             VOCABULARY * sizeof *logits);
  expect_tensor("logits", ROWS * STEPS * VOCABULARY, logits, want);
  free(want);
  expect_stored(f, "last", "", ROWS * 2 * HIDDEN, pass->last);
  expect_stored(f, "mu", "", ROWS * LATENT, pass->mu);
  expect_stored(f, "log_variance", "", ROWS * LATENT, pass->log_variance);
  expect_stored(f, "z", "", ROWS * LATENT, pass->z);
}

static void check_forward(bool by_token)
{
  fixture f;
  set_up(&f, by_token);
  eqs_pass pass;
  uint32_t order[ROWS];
  cr_assert(eqs_pass_new(&pass, f.vae->blas, f.vae->dims, LONGEST) == 0);
  eqs_corpus_sort(&f.corpus, NULL, order);
  eqs_batch_pack(&pass.batch, &f.corpus, order, ROWS, TOKENS);
  eqs_noise noise = eqs_noise_new(1, 2);
  eqs_pass_draw(&pass, DROPOUT, by_token, &noise);
  place_noise(&f, 0, &pass);
  eqs_encoder_forward(&pass, &f.vae->params);
  eqs_decoder_read(&pass, &f.vae->params);
  eqs_decoder_forward(&pass, &f.vae->params);
  expect_forward(&f, &pass);
  eqs_pass_free(&pass);
  tear_down(&f);
}

static void check_training(bool by_token)
{
  fixture f;
  set_up(&f, by_token);
  float *want = safetensors_floats(&f.file, name_of(&f, "losses", ""), 2 * UPDATES);
  for (uint64_t update = 0; update < UPDATES; update++) {
    eqs_vae_losses losses;
    cr_assert(eqs_vae_train(f.ctx, f.vae, &f.corpus, update, NULL, &losses) == EQS_OK);
    const double entropy = (double)want[2 * update], kl = (double)want[2 * update + 1];
    cr_expect(fabs(losses.reconstruction - entropy) <= AGREES * entropy, "update %d: %g, not %g",
              (int)update, losses.reconstruction, entropy);
    cr_expect(fabs(losses.kl - kl) <= AGREES * kl, "update %d: KL %g, not %g", (int)update,
              losses.kl, kl);
    if (update == 0) expect_block(&f, "gradient.", f.vae->gradient);
  }
  expect_block(&f, "after.", f.vae->weights);
  free(want);
  tear_down(&f);
}

Test(golden, forward_with_masks_by_position)
{
  check_forward(false);
}

Test(golden, forward_with_masks_by_token)
{
  check_forward(true);
}

Test(golden, loss_gradients_and_ten_steps_with_masks_by_position)
{
  check_training(false);
}

Test(golden, loss_gradients_and_ten_steps_with_masks_by_token)
{
  check_training(true);
}
