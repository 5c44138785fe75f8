/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of functions: one for each form, made in the background or in the foreground, bounded,
   and gone only when nobody holds it. */
#include "code/fuser.h"
#include "code/native.h"
#include "support/engine.h"
#include "util/memory.h"
#include <criterion/criterion.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 64, LENGTH = 9 };

static eqs_ctx *ctx;
static eqs_native *native;
static eqs_fuser *fuser;

static void start(void)
{
  ctx = eqs_ctx_new();
  engine_judge(ctx, eqs_native_new(ctx, &native, NULL, EQS_F64), EQS_TIER_BLOCK);
  cr_assert_eq(eqs_fuser_new(ctx, &fuser, &native->kernels, EQS_F64), EQS_OK);
}

static void stop(void)
{
  eqs_fuser_free(fuser);
  eqs_native_free(native);
  eqs_ctx_free(ctx);
}

TestSuite(fuser, .init = start, .fini = stop);

static eqs_arg at(eqs_place place, uint32_t index)
{
  return (eqs_arg){.place = place, .index = index};
}

/* A chain of sums and products with one of two columns and the number 0 of the pool, a different
   one for each NUMBER below 3^9: its digits are the links. */
static void chain(eqs_form *form, unsigned number)
{
  static const eqs_kernel kernel[] = {EQS_K_add_vv, EQS_K_mul_vv, EQS_K_mul_vs};
  eqs_step step[LENGTH];
  for (unsigned i = 0; i < LENGTH; i++, number /= 3) {
    unsigned digit = number % 3;
    eqs_arg left = i ? at(EQS_IN_SLOT, 0) : at(EQS_IN_COLUMN, 0);
    eqs_arg right = digit < 2 ? at(EQS_IN_COLUMN, digit) : at(EQS_IN_POOL, 0);
    step[i] = (eqs_step){kernel[digit], 0, {left, right, right, right}};
  }
  const eqs_program program = {.n_steps = LENGTH,
                               .n_values = LENGTH,
                               .n_slots = 1,
                               .step = step,
                               .result = at(EQS_IN_SLOT, 0)};
  cr_assert_eq(eqs_form_make(form, &program, EQS_FORM_LOSS), 0);
}

static double chain_value(unsigned number, const double *x, double c)
{
  double v = x[0];
  for (unsigned i = 0; i < LENGTH; i++, number /= 3)
    v = number % 3 == 0 ? v + x[0] : number % 3 == 1 ? v * x[1] : v * c;
  return v;
}

/* Runs CODE on rows of small integers, for which all is exact. */
static void check(eqs_fused *code, unsigned number, double c)
{
  double *x = eqs_alloc_zero(3 * ROWS, sizeof *x), *sums = eqs_alloc_zero(24, sizeof *sums);
  double sse = 0, got = 0;
  for (int i = 0; i < ROWS; i++) {
    x[i] = i % 3;
    x[ROWS + i] = 1 - i % 2;
    double v = chain_value(number, (double[]){x[i], x[ROWS + i]}, c);
    sse += v * v;
  }
  const void *column[] = {x, x + ROWS};
  code(sums, column, &c, x + 2 * ROWS, 0, ROWS);
  for (int i = 0; i < 8; i++) got += sums[i];
  cr_expect_eq(got, sse, "chain %u: %g, not %g", number, got, sse);
  free(x);
  free(sums);
}

static void check_made(const eqs_fusion *fusion, unsigned number)
{
  eqs_fused *code = atomic_load(&fusion->code);
  cr_assert_not_null(code);
  check(code, number, 1);
  check(code, number, 2);
}

Test(fuser, makes_one_function_for_a_form)
{
  eqs_form form = {0};
  chain(&form, 5);
  cr_expect_null(eqs_fuser_find(fuser, &form));
  eqs_fusion *a = eqs_fuser_want(fuser, &form), *b = eqs_fuser_want(fuser, &form);
  cr_expect_eq(a, b);
  cr_expect_null(atomic_load(&a->code));
  eqs_fuser_work(fuser, a);
  check_made(a, 5);
  eqs_fusion *c = eqs_fuser_find(fuser, &form);
  cr_expect_eq(a, c);
  cr_expect_eq(eqs_fuser_count(fuser).made, 1);
  eqs_fusion_drop(a);
  eqs_fusion_drop(b);
  eqs_fusion_drop(c);
  eqs_form_free(&form);
}

Test(fuser, tells_forms_apart)
{
  eqs_form form = {0};
  eqs_fusion *fusion[200];
  for (unsigned i = 0; i < 200; i++) {
    chain(&form, 7 * i);
    fusion[i] = eqs_fuser_want(fuser, &form);
  }
  eqs_fuser_work(fuser, NULL);
  cr_expect_eq(eqs_fuser_count(fuser).made, 200);
  cr_expect_eq(eqs_fuser_count(fuser).queued, 0);
  for (unsigned i = 0; i < 200; i++) {
    check_made(fusion[i], 7 * i);
    eqs_fusion_drop(fusion[i]);
  }
  eqs_form_free(&form);
}

Test(fuser, works_in_the_background)
{
  eqs_form form = {0};
  eqs_fuser_start(fuser);
  for (unsigned i = 0; i < 20; i++) {
    chain(&form, i);
    eqs_fusion *fusion = eqs_fuser_want(fuser, &form);
    while (!atomic_load(&fusion->code)) sched_yield();
    check_made(fusion, i);
    eqs_fusion_drop(fusion);
  }
  /* What is still being made when the fuser goes is no trouble. */
  for (unsigned i = 20; i < 60; i++) {
    chain(&form, i);
    eqs_fusion_drop(eqs_fuser_want(fuser, &form));
  }
  eqs_form_free(&form);
}

static void *make_some(void *user)
{
  eqs_form form = {0};
  for (unsigned i = 0; i < 40; i++) {
    chain(&form, 1000 + i % 20);
    eqs_fusion *fusion = eqs_fuser_want(fuser, &form);
    eqs_fuser_work(fuser, fusion);
    if (!atomic_load(&fusion->code)) *(int *)user += 1;
    eqs_fusion_drop(fusion);
  }
  eqs_form_free(&form);
  return NULL;
}

Test(fuser, serves_several_threads)
{
  pthread_t thread[3];
  int missing[3] = {0};
  for (int i = 0; i < 3; i++) pthread_create(&thread[i], NULL, make_some, &missing[i]);
  for (int i = 0; i < 3; i++) pthread_join(thread[i], NULL);
  for (int i = 0; i < 3; i++) cr_expect_eq(missing[i], 0);
  cr_expect_eq(eqs_fuser_count(fuser).made, 20);
}

/* The thread is at work when the child comes into being, which has no such thread to wait for. */
Test(fuser, a_child_waits_for_nobody)
{
  eqs_form form = {0};
  eqs_fuser_start(fuser);
  for (unsigned i = 0; i < 200; i++) {
    chain(&form, i);
    eqs_fusion_drop(eqs_fuser_want(fuser, &form));
  }
  while (eqs_fuser_count(fuser).made == 0) sched_yield();
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    alarm(20);
    eqs_fuser_work(fuser, NULL);
    eqs_fusion *fusion = eqs_fuser_want(fuser, &form);
    eqs_fuser_free(fuser);
    _exit(fusion ? 1 : 0);
  }
  int status;
  cr_assert_eq(waitpid(child, &status, 0), child);
  cr_expect_eq(status, 0, "the child ends with %d", status);
  eqs_form_free(&form);
}

static double resident_bytes(void)
{
  long pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (!f || fscanf(f, "%*d %ld", &pages) != 1) pages = 0;
  if (f) fclose(f);
  return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

/* EQSIEVE_TEST_COMPILATIONS=100000 runs it in full, some minutes. The oldest code is replaced, but
   not what is held. */
Test(fuser, memory_does_not_grow_with_compilations)
{
  const char *asked = getenv("EQSIEVE_TEST_COMPILATIONS");
  unsigned n = asked ? (unsigned)atoi(asked) : 1500;
  eqs_form form = {0};
  chain(&form, 1);
  eqs_fusion *held = eqs_fuser_want(fuser, &form);
  double before = 0;
  for (unsigned i = 0; i < n; i++) {
    chain(&form, i % 19683);
    eqs_fusion_drop(eqs_fuser_want(fuser, &form));
    if (i % 64 == 63) eqs_fuser_work(fuser, NULL);
    if (i == 511) before = resident_bytes();
  }
  eqs_fuser_work(fuser, NULL);
  double growth = resident_bytes() - before;
  eqs_fuser_stats stats = eqs_fuser_count(fuser);
  if (asked)
    fprintf(stderr, "# %zu compilations, %.1f s, %.1f MB more, %zu functions of %zu bytes kept\n",
            stats.made, stats.seconds, growth * 1e-6, stats.entries, stats.bytes);
  check_made(held, 1);
  cr_expect_leq(stats.entries, 8192 + 64);
  cr_expect_leq(stats.bytes, (size_t)25 << 20);
#ifndef __SANITIZE_ADDRESS__
  cr_expect_lt(growth, asked ? 50e6 : 10e6, "%g MB", growth * 1e-6);
#endif
  eqs_fusion_drop(held);
  eqs_form_free(&form);
}
