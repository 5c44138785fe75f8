/* SPDX-License-Identifier: BSD-3-Clause */
#include "util/cache_path.h"
#include <criterion/criterion.h>
#include <stdlib.h>

static void expect(const char *wanted)
{
  eqs_text path = {0};
  eqs_cache_path(&path);
  cr_assert_str_eq(path.length ? path.data : "", wanted);
  eqs_text_free(&path);
}

Test(cache_path, home_is_the_last_choice)
{
  setenv("HOME", "/home/anna", 1);
  unsetenv("EQSIEVE_CACHE");
  unsetenv("XDG_CACHE_HOME");
  expect("/home/anna/.cache/eqsieve");
  setenv("XDG_CACHE_HOME", "/var/cache", 1);
  expect("/var/cache/eqsieve");
  setenv("EQSIEVE_CACHE", "/tmp/mine", 1);
  expect("/tmp/mine");
}

Test(cache_path, a_relative_one_does_not_count)
{
  setenv("HOME", "/home/anna", 1);
  unsetenv("EQSIEVE_CACHE");
  setenv("XDG_CACHE_HOME", "cache", 1);
  expect("/home/anna/.cache/eqsieve");
}

Test(cache_path, an_empty_one_means_none)
{
  setenv("EQSIEVE_CACHE", "", 1);
  expect("");
}
