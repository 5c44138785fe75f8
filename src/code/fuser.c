/* SPDX-License-Identifier: BSD-3-Clause */
/* The table, the queue and the threads. One lock guards them all; running code takes none.

   A child of fork() has none of the threads, one of which may have held the lock, or LLVM's, when
   it came into being. So nothing is found and nothing made there. */
#include "code/fuser.h"

#include "code/image.h"
#include "code/native.h"
#include "util/clock.h"
#include "util/fail.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  NAME_BYTES = 32,
  BUCKETS = 4096,
  MOST_ENTRIES = 8192,
  MOST_MAKERS = 64,
  BATCH_FORMS = 64, /* functions of one object, */
  /* and steps in all of them, unless it is a single one: the thread in the background may be waited
     for when the program ends */
  BATCH_STEPS = 1500,
  BEHIND_STEPS = 150,
};
#define MOST_BYTES ((size_t)24 << 20)

/* The code of one batch: loaded, counted and thrown out of the table as a whole, so that one
   function that is used for ever does not keep those that came with it from being replaced. */
typedef struct module {
  eqs_image *image; /* NULL if it could not be made */
  size_t bytes;
  atomic_uint entries; /* that are alive */
  uint64_t used;       /* when an entry was last asked for */
  struct module *next; /* of the table's */
} module;

typedef struct eqs_fusion_inside {
  eqs_fusion face;
  eqs_form form;
  uint64_t hash;
  atomic_uint holders;                     /* the table is one */
  module *module;                          /* NULL: queued or being made */
  struct eqs_fusion_inside *next, *behind; /* in its bucket, in the queue */
} entry;

struct eqs_fuser {
  eqs_dtype dtype;
  pid_t process; /* that it works in */
  pthread_mutex_t lock;
  pthread_cond_t changed;
  pthread_t thread;
  bool has_thread, stop;
  entry *bucket[BUCKETS];
  entry *first, *last; /* of the queue */
  size_t in_work;      /* taken from the queue and not finished */
  module *modules;
  uint64_t now;
  eqs_fuser_stats stats;
  eqs_jit_maker *maker[MOST_MAKERS]; /* that no thread uses */
  size_t n_makers;
  /* What code may call: the kernels and, of no function, the end. */
  char name[EQS_N_KERNELS][NAME_BYTES];
  eqs_external symbol[EQS_N_KERNELS + 1];
};

static bool is_here(const eqs_fuser *f)
{
  return f->process == getpid();
}

/* ---- Lifetimes ------------------------------------------------------------------------------- */

static void module_drop(module *m)
{
  if (!m || atomic_fetch_sub(&m->entries, 1) != 1) return;
  eqs_image_free(m->image);
  free(m);
}

static void drop(entry *e)
{
  if (atomic_fetch_sub(&e->holders, 1) != 1) return;
  module_drop(e->module);
  eqs_form_free(&e->form);
  free(e);
}

void eqs_fusion_drop(eqs_fusion *fusion)
{
  if (fusion) drop(fusion->inside);
}

static entry *entry_new(const eqs_form *form, uint64_t hash)
{
  entry *e = calloc(1, sizeof *e);
  if (!e || eqs_form_copy(&e->form, form)) {
    free(e);
    return NULL;
  }
  e->face.inside = e;
  e->hash = hash;
  atomic_init(&e->holders, 1);
  return e;
}

/* Takes out of the table what belongs to VICTIM; NULL: everything. */
static void clear(eqs_fuser *f, const module *victim)
{
  for (size_t b = 0; b < BUCKETS; b++)
    for (entry **at = &f->bucket[b]; *at;) {
      entry *e = *at;
      if (victim && e->module != victim) {
        at = &e->next;
        continue;
      }
      *at = e->next;
      f->stats.entries--;
      drop(e);
    }
}

static void evict_oldest(eqs_fuser *f)
{
  module **oldest = &f->modules;
  for (module **at = &f->modules; *at; at = &(*at)->next)
    if ((*at)->used < (*oldest)->used) oldest = at;
  module *victim = *oldest;
  *oldest = victim->next;
  f->stats.bytes -= victim->bytes;
  clear(f, victim);
}

/* ---- Making code ----------------------------------------------------------------------------- */

/* The next entries of the queue; the lock is held. */
static size_t take_batch(eqs_fuser *f, entry **batch, size_t most_steps)
{
  size_t n = 0, steps = 0;
  while (f->first && n < BATCH_FORMS) {
    steps += eqs_form_steps(&f->first->form);
    if (n > 0 && steps > most_steps) break;
    batch[n++] = f->first;
    f->first = f->first->behind;
    f->stats.queued--;
  }
  if (!f->first) f->last = NULL;
  f->in_work += n;
  return n;
}

static eqs_jit_maker *take_maker(eqs_fuser *f, eqs_ctx *ctx, const eqs_jit_api *api)
{
  eqs_jit_maker *maker = NULL;
  pthread_mutex_lock(&f->lock);
  if (f->n_makers) maker = f->maker[--f->n_makers];
  pthread_mutex_unlock(&f->lock);
  eqs_jit_target target = eqs_native_target(NULL);
  return maker || api->maker_new(ctx, &target, f->dtype, &maker) == EQS_OK ? maker : NULL;
}

static void give_maker(eqs_fuser *f, const eqs_jit_api *api, eqs_jit_maker *maker)
{
  pthread_mutex_lock(&f->lock);
  bool kept = f->n_makers < MOST_MAKERS;
  if (kept) f->maker[f->n_makers++] = maker;
  pthread_mutex_unlock(&f->lock);
  if (!kept) api->maker_free(maker);
}

/* The image of the batch's forms; NULL if there is none to be had. */
static eqs_image *make_image(eqs_fuser *f, eqs_ctx *ctx, entry *const *batch, size_t n)
{
  const eqs_jit_api *api;
  if (eqs_native_api(ctx, &api)) return NULL;
  eqs_jit_maker *maker = take_maker(f, ctx, api);
  if (!maker) return NULL;
  const eqs_form *form[BATCH_FORMS];
  for (size_t i = 0; i < n; i++) form[i] = &batch[i]->form;
  eqs_jit_object object;
  eqs_image *image = NULL;
  if (api->fuse(ctx, maker, form, n, &object) == EQS_OK)
    eqs_image_load(ctx, &image, object.bytes, object.size, f->symbol);
  free(object.bytes);
  give_maker(f, api, maker);
  return image;
}

static void publish(entry *e, size_t i)
{
  char name[32];
  snprintf(name, sizeof name, "eqs_fused_%zu", i);
  void *address = e->module->image ? eqs_image_symbol(e->module->image, name) : NULL;
  eqs_fused *code;
  memcpy(&code, &address, sizeof code);
  atomic_store_explicit(&e->face.code, code, memory_order_release);
}

/* Compiles a batch; the lock is not held. */
static void make(eqs_fuser *f, eqs_ctx *ctx, entry **batch, size_t n)
{
  double start = eqs_clock();
  module *m = calloc(1, sizeof *m);
  eqs_image *image = m ? make_image(f, ctx, batch, n) : NULL;
  pthread_mutex_lock(&f->lock);
  if (m) {
    m->image = image;
    m->bytes = image ? eqs_image_bytes(image) : 0;
    atomic_init(&m->entries, (unsigned)n);
    m->used = ++f->now;
    m->next = f->modules;
    f->modules = m;
    f->stats.bytes += m->bytes;
  }
  for (size_t i = 0; i < n; i++) {
    batch[i]->module = m;
    if (m) publish(batch[i], i);
  }
  f->in_work -= n;
  f->stats.made += n;
  f->stats.seconds += eqs_clock() - start;
  while ((f->stats.bytes > MOST_BYTES || f->stats.entries > MOST_ENTRIES) && f->modules->next)
    evict_oldest(f);
  pthread_cond_broadcast(&f->changed);
  pthread_mutex_unlock(&f->lock);
}

/* Compiles the next batch of the queue; false: the queue is empty. The lock is held, but not while
   the compiler runs. */
static bool make_next(eqs_fuser *f, eqs_ctx *ctx, size_t most_steps)
{
  entry *batch[BATCH_FORMS];
  size_t n = take_batch(f, batch, most_steps);
  if (n == 0) return false;
  pthread_mutex_unlock(&f->lock);
  make(f, ctx, batch, n);
  pthread_mutex_lock(&f->lock);
  return true;
}

void eqs_fuser_work(eqs_fuser *f, const eqs_fusion *fusion)
{
  const entry *wanted = fusion ? fusion->inside : NULL;
  if (!is_here(f)) return;
  eqs_ctx *ctx = eqs_ctx_new();
  pthread_mutex_lock(&f->lock);
  while (wanted ? !wanted->module : f->first || f->in_work) {
    if (make_next(f, ctx, BATCH_STEPS)) continue;
    if (!f->in_work) break;
    pthread_cond_wait(&f->changed, &f->lock);
  }
  pthread_mutex_unlock(&f->lock);
  eqs_ctx_free(ctx);
}

static void *work_behind(void *user)
{
  eqs_fuser *f = user;
  eqs_ctx *ctx = eqs_ctx_new();
  pthread_mutex_lock(&f->lock);
  while (!f->stop)
    if (!make_next(f, ctx, BEHIND_STEPS)) pthread_cond_wait(&f->changed, &f->lock);
  pthread_mutex_unlock(&f->lock);
  eqs_ctx_free(ctx);
  return NULL;
}

void eqs_fuser_start(eqs_fuser *f)
{
  sigset_t all, before;
  if (!is_here(f)) return;
  pthread_mutex_lock(&f->lock);
  if (!f->has_thread) {
    sigfillset(&all); /* signals are for the caller's threads */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    f->has_thread = pthread_create(&f->thread, NULL, work_behind, f) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
  pthread_mutex_unlock(&f->lock);
}

/* ---- The table ------------------------------------------------------------------------------- */

static entry *find(eqs_fuser *f, const eqs_form *form, uint64_t hash)
{
  entry *e = f->bucket[hash % BUCKETS];
  while (e && (e->hash != hash || !eqs_form_equal(&e->form, form))) e = e->next;
  if (!e) return NULL;
  atomic_fetch_add(&e->holders, 1);
  if (e->module) e->module->used = ++f->now;
  return e;
}

eqs_fusion *eqs_fuser_find(eqs_fuser *f, const eqs_form *form)
{
  if (!is_here(f)) return NULL;
  uint64_t hash = eqs_form_hash(form);
  pthread_mutex_lock(&f->lock);
  entry *e = find(f, form, hash);
  pthread_mutex_unlock(&f->lock);
  return e ? &e->face : NULL;
}

static void enqueue(eqs_fuser *f, entry *e)
{
  entry **bucket = &f->bucket[e->hash % BUCKETS];
  e->next = *bucket;
  *bucket = e;
  f->stats.entries++;
  if (f->last)
    f->last->behind = e;
  else
    f->first = e;
  f->last = e;
  f->stats.queued++;
  pthread_cond_broadcast(&f->changed);
}

eqs_fusion *eqs_fuser_want(eqs_fuser *f, const eqs_form *form)
{
  if (!is_here(f)) return NULL;
  uint64_t hash = eqs_form_hash(form);
  pthread_mutex_lock(&f->lock);
  entry *e = find(f, form, hash);
  if (!e) e = entry_new(form, hash);
  if (e && atomic_load(&e->holders) == 1) {
    enqueue(f, e);
    atomic_fetch_add(&e->holders, 1);
  }
  pthread_mutex_unlock(&f->lock);
  return e ? &e->face : NULL;
}

eqs_fuser_stats eqs_fuser_count(eqs_fuser *f)
{
  if (!is_here(f)) return (eqs_fuser_stats){0};
  pthread_mutex_lock(&f->lock);
  eqs_fuser_stats stats = f->stats;
  pthread_mutex_unlock(&f->lock);
  return stats;
}

/* ---- The whole ------------------------------------------------------------------------------- */

static void name_kernels(eqs_fuser *f, const eqs_kernels *kernels)
{
  for (size_t i = 0; i < EQS_N_KERNELS; i++) {
    snprintf(f->name[i], NAME_BYTES, "eqs_%s_%s", eqs_kernel_names[i],
             f->dtype == EQS_F64 ? "f64" : "f32");
    f->symbol[i] = (eqs_external){f->name[i], (void (*)(void))kernels->elementwise[i]};
  }
}

eqs_status eqs_fuser_new(eqs_ctx *ctx, eqs_fuser **fuser, const eqs_kernels *kernels,
                         eqs_dtype dtype)
{
  eqs_fuser *f = *fuser = calloc(1, sizeof *f);
  if (!f) return eqs_fail_memory(ctx, sizeof *f);
  f->dtype = dtype;
  f->process = getpid();
  name_kernels(f, kernels);
  pthread_mutex_init(&f->lock, NULL);
  pthread_cond_init(&f->changed, NULL);
  return EQS_OK;
}

eqs_status eqs_fuser_check(eqs_ctx *ctx, eqs_fuser *f)
{
  const eqs_jit_api *api;
  eqs_status status = eqs_native_api(ctx, &api);
  if (status) return status;
  eqs_jit_maker *maker = take_maker(f, ctx, api);
  if (!maker) return EQS_NO_ENGINE;
  give_maker(f, api, maker);
  return EQS_OK;
}

void eqs_fuser_free(eqs_fuser *f)
{
  const eqs_jit_api *api;
  if (!f || !is_here(f)) return; /* a child leaves it as it is: others may have been at it */
  if (f->has_thread) {
    pthread_mutex_lock(&f->lock);
    f->stop = true;
    pthread_cond_broadcast(&f->changed);
    pthread_mutex_unlock(&f->lock);
    pthread_join(f->thread, NULL);
  }
  clear(f, NULL);
  if (f->n_makers && eqs_native_api(NULL, &api) == EQS_OK)
    while (f->n_makers) api->maker_free(f->maker[--f->n_makers]);
  pthread_cond_destroy(&f->changed);
  pthread_mutex_destroy(&f->lock);
  free(f);
}
