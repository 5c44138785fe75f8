/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of loading plug-ins; each runs in its own process. Where a shared library finds its own is
   in plugin_place.c. */
#include "util/plugin.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static eqs_ctx *ctx;

static void begin(void)
{
  ctx = eqs_ctx_new();
}
static void end(void)
{
  eqs_ctx_free(ctx);
}

TestSuite(plugin, .init = begin, .fini = end);

/* A folder with FILE in it, holding TEXT. */
static void make_folder(char folder[PATH_MAX], const char *file, const char *text)
{
  char path[PATH_MAX + 32];
  strcpy(folder, "/tmp/eqsieve-plugin-XXXXXX");
  cr_assert(mkdtemp(folder) != NULL);
  snprintf(path, sizeof path, "%s/%s", folder, file);
  FILE *out = fopen(path, "w");
  cr_assert(out && fputs(text, out) >= 0 && fclose(out) == 0);
}

static void remove_folder(const char *folder, const char *file)
{
  char path[PATH_MAX + 32];
  snprintf(path, sizeof path, "%s/%s", folder, file);
  unlink(path);
  rmdir(folder);
}

static bool ends_with(const char *text, const char *end)
{
  size_t length = strlen(text), n = strlen(end);
  return length >= n && strcmp(text + length - n, end) == 0;
}

Test(plugin, the_environment_names_the_folder)
{
  const void *table = NULL, *again = NULL;
  setenv("EQSIEVE_PLUGIN_DIR", SAMPLE_DIR, 1);
  cr_assert(eq(int, eqs_plugin_load(ctx, "sample", &table), EQS_OK), "%s", eqs_ctx_message(ctx));
  cr_assert(eq(int, *(const int *)table, 42));
  setenv("EQSIEVE_PLUGIN_DIR", "/nonexistent", 1);
  cr_assert(eq(int, eqs_plugin_load(ctx, "sample", &again), EQS_OK));
  cr_assert(again == table);
}

Test(plugin, a_missing_one_is_reported_with_what_was_tried)
{
  const void *table = &table;
  setenv("EQSIEVE_PLUGIN_DIR", "/nonexistent", 1);
  cr_assert(eq(int, eqs_plugin_load(ctx, "absent", &table), EQS_NO_ENGINE));
  cr_assert(table == &table);
  const char *message = eqs_ctx_message(ctx);
  cr_assert(strstr(message, "'absent'") != NULL, "%s", message);
  cr_assert(ends_with(message, "tried: /nonexistent/absent.so; " EQS_PLUGIN_DIR "/absent.so"), "%s",
            message);
  cr_assert(strstr(message, "EQSIEVE_PLUGIN_DIR") != NULL, "%s", message);
}

Test(plugin, a_failure_is_remembered)
{
  const void *table;
  char first[4096];
  setenv("EQSIEVE_PLUGIN_DIR", "/nonexistent", 1);
  cr_assert(eq(int, eqs_plugin_load(ctx, "absent", &table), EQS_NO_ENGINE));
  snprintf(first, sizeof first, "%s", eqs_ctx_message(ctx));
  setenv("EQSIEVE_PLUGIN_DIR", "/elsewhere", 1);
  cr_assert(eq(int, eqs_plugin_load(ctx, "absent", &table), EQS_NO_ENGINE));
  cr_assert(eq(str, (char *)eqs_ctx_message(ctx), first));
}

Test(plugin, a_file_that_is_no_library_says_so)
{
  char folder[PATH_MAX];
  const void *table;
  make_folder(folder, "broken.so", "not a library");
  setenv("EQSIEVE_PLUGIN_DIR", folder, 1);
  cr_assert(eq(int, eqs_plugin_load(ctx, "broken", &table), EQS_NO_ENGINE));
  cr_assert(strstr(eqs_ctx_message(ctx), "broken.so: ") != NULL, "%s", eqs_ctx_message(ctx));
  remove_folder(folder, "broken.so");
}

Test(plugin, a_library_without_the_function_is_refused)
{
  char folder[PATH_MAX], from[PATH_MAX], to[PATH_MAX + 32];
  const void *table;
  make_folder(folder, "other.so", "");
  snprintf(from, sizeof from, "%s/sample.so", SAMPLE_DIR);
  snprintf(to, sizeof to, "%s/other.so", folder);
  unlink(to);
  cr_assert(eq(int, symlink(from, to), 0));
  setenv("EQSIEVE_PLUGIN_DIR", folder, 1);
  cr_assert(eq(int, eqs_plugin_load(ctx, "other", &table), EQS_NO_ENGINE));
  cr_assert(strstr(eqs_ctx_message(ctx), "eqs_plugin_other") != NULL, "%s", eqs_ctx_message(ctx));
  remove_folder(folder, "other.so");
}

static eqs_plugin_verdict refuse_all(const void *table)
{
  (void)table;
  return (eqs_plugin_verdict){.refusal = "no good today"};
}

Test(plugin, a_refusal_is_reported)
{
  const void *table = &table;
  setenv("EQSIEVE_PLUGIN_DIR", SAMPLE_DIR, 1);
  cr_assert(eq(int, eqs_plugin_load_vetted(ctx, "sample", refuse_all, &table), EQS_NO_ENGINE));
  cr_assert(table == &table);
  cr_assert(strstr(eqs_ctx_message(ctx), "/sample.so (no good today)") != NULL, "%s",
            eqs_ctx_message(ctx));
}

static eqs_plugin_verdict ask_for_7(const void *table)
{
  static char variable[] = "EQSIEVE_TEST_ANSWER=7";
  return (eqs_plugin_verdict){.variable = *(const int *)table == 42 ? variable : NULL};
}

Test(plugin, it_is_loaded_again_with_a_variable)
{
  const void *table = NULL;
  setenv("EQSIEVE_PLUGIN_DIR", SAMPLE_DIR, 1);
  cr_assert(eq(int, eqs_plugin_load_vetted(ctx, "sample", ask_for_7, &table), EQS_OK));
  cr_assert(eq(int, *(const int *)table, 7));
  cr_assert(getenv("EQSIEVE_TEST_ANSWER") == NULL, "the environment is as before");
}

Test(plugin, a_good_one_is_loaded_once)
{
  const void *table = NULL;
  setenv("EQSIEVE_PLUGIN_DIR", SAMPLE_DIR, 1);
  setenv("EQSIEVE_TEST_ANSWER", "5", 1);
  cr_assert(eq(int, eqs_plugin_load_vetted(ctx, "sample", ask_for_7, &table), EQS_OK));
  cr_assert(eq(int, *(const int *)table, 5));
}

static void *load_sample(void *out)
{
  const void *table = NULL;
  if (eqs_plugin_load(NULL, "sample", &table)) table = NULL;
  *(const void **)out = table;
  return NULL;
}

Test(plugin, threads_get_the_same_table)
{
  enum { N = 8 };
  pthread_t thread[N];
  const void *table[N];
  setenv("EQSIEVE_PLUGIN_DIR", SAMPLE_DIR, 1);
  for (int i = 0; i < N; i++)
    cr_assert(eq(int, pthread_create(&thread[i], NULL, load_sample, &table[i]), 0));
  for (int i = 0; i < N; i++) pthread_join(thread[i], NULL);
  cr_assert(table[0] != NULL);
  for (int i = 1; i < N; i++) cr_assert(table[i] == table[0]);
}
