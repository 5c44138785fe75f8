/* SPDX-License-Identifier: BSD-3-Clause */
/* Where a shared library finds its plug-ins: tests with one that is put into places of all kinds.
   Each runs in its own process. */
#include "carrier.h"
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/eqsieve-place-XXXXXX", message[CARRIER_MESSAGE];
static const void *table;

static void run(const char *format, const char *a, const char *b)
{
  char command[2 * PATH_MAX];
  snprintf(command, sizeof command, format, root, a, b);
  cr_assert_eq(system(command), 0, "%s", command);
}

static void begin(void)
{
  cr_assert_not_null(mkdtemp(root));
  unsetenv("EQSIEVE_PLUGIN_DIR");
  unsetenv("EQSIEVE_TEST_ANSWER");
}
static void end(void)
{
  run("rm -r %s", "", "");
}

TestSuite(plugin_place, .init = begin, .fini = end);

/* Puts NAME.so, made here, into FOLDER of the root. */
static void put(const char *name, const char *folder)
{
  run("mkdir -p %s/%s", folder, "");
  char command[2 * PATH_MAX];
  snprintf(command, sizeof command, "cp %s/%s.so %s/%s", SAMPLE_DIR, name, root, folder);
  cr_assert_eq(system(command), 0, "%s", command);
}

/* What the library in FOLDER of the root answers. */
static eqs_status load_from(const char *folder, eqs_plugin_vet *vet)
{
  char path[PATH_MAX];
  eqs_status (*load)(const char *, eqs_plugin_vet *, const void **, char *);
  snprintf(path, sizeof path, "%s/%s/carrier.so", root, folder);
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  cr_assert_not_null(library, "%s", dlerror());
  void *address = dlsym(library, "carrier_load");
  cr_assert_not_null(address);
  memcpy(&load, &address, sizeof load);
  return load("sample", vet, &table, message);
}

static void tried(const char *folder)
{
  char end[PATH_MAX];
  snprintf(end, sizeof end, "; tried: %s/%s/sample.so; %s/sample.so", root, folder, EQS_PLUGIN_DIR);
  const char *list = strstr(message, "; tried: ");
  cr_assert_not_null(list, "%s", message);
  cr_expect_str_eq(list, end);
}

/* As installed, wherever the whole was moved to. */
Test(plugin_place, the_folder_beside_the_library)
{
  put("carrier", "lib");
  put("sample", "lib/eqsieve");
  cr_assert_eq(load_from("lib", NULL), EQS_OK, "%s", message);
  cr_expect_eq(*(const int *)table, 42);
}

Test(plugin_place, nowhere_else)
{
  put("carrier", "lib");
  put("sample", "lib");
  put("sample", "lib/.libs");
  put("sample", ".libs");
  put("sample", "lib/lib/eqsieve");
  put("sample", ".");
  cr_assert_eq(load_from("lib", NULL), EQS_NO_ENGINE);
  tried("lib/eqsieve");
}

Test(plugin_place, what_is_not_installed_has_them_with_it)
{
  put("carrier", "build/.libs");
  put("sample", "build/.libs");
  cr_assert_eq(load_from("build/.libs", NULL), EQS_OK, "%s", message);
}

Test(plugin_place, and_not_in_a_folder)
{
  put("carrier", "build/.libs");
  put("sample", "build/.libs/eqsieve");
  cr_assert_eq(load_from("build/.libs", NULL), EQS_NO_ENGINE);
  tried("build/.libs");
}

/* The name has to be the whole name. */
Test(plugin_place, a_folder_that_ends_alike)
{
  put("carrier", "my.libs");
  put("sample", "my.libs/eqsieve");
  cr_assert_eq(load_from("my.libs", NULL), EQS_OK, "%s", message);
}

static int looks;

static eqs_plugin_verdict refuse_the_first(const void *found)
{
  cr_assert_eq(*(const int *)found, 42);
  return (eqs_plugin_verdict){.refusal = looks++ ? NULL : "not this one"};
}

/* That of the environment first, then the library's own. */
Test(plugin_place, another_is_looked_for_when_one_is_refused)
{
  put("carrier", "lib");
  put("sample", "lib/eqsieve");
  setenv("EQSIEVE_PLUGIN_DIR", SAMPLE_DIR, 1);
  cr_assert_eq(load_from("lib", refuse_the_first), EQS_OK, "%s", message);
  cr_expect_eq(looks, 2);
  cr_expect_eq(*(const int *)table, 42);
}
