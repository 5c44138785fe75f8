/* SPDX-License-Identifier: BSD-3-Clause */
/* Files in the cache: whole or not there, never anybody else's, not too many. */
#include "util/cache_file.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

static char root[] = "/tmp/eqsieve-files-XXXXXX", directory[64];

static void make_root(void)
{
  cr_assert_not_null(mkdtemp(root));
  snprintf(directory, sizeof directory, "%s/cache", root);
  setenv("EQSIEVE_CACHE", directory, 1);
}

static void drop_root(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", root);
  cr_assert_eq(system(command), 0);
}

TestSuite(cache_file, .init = make_root, .fini = drop_root);

static void put(const char *name, const char *text, bool good, size_t most)
{
  eqs_cache_draft draft;
  cr_assert(eqs_cache_begin(&draft, name));
  cr_assert(write(draft.fd, text, strlen(text)) == (ssize_t)strlen(text));
  eqs_cache_end(&draft, good, "test-", most);
}

/* What stands in entry NAME; "" if it is not there. */
static const char *get(const char *name)
{
  static char text[64];
  int fd = eqs_cache_open(name);
  ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
  if (fd >= 0) close(fd);
  text[n < 0 ? 0 : n] = 0;
  return text;
}

/* Sets the age of entry NAME in days. */
static void age(const char *name, int days)
{
  char path[160];
  time_t then = time(NULL) - days * 86400;
  snprintf(path, sizeof path, "%s/%s", directory, name);
  cr_assert(utime(path, &(struct utimbuf){then, then}) == 0);
}

Test(cache_file, what_is_put_comes_back)
{
  cr_expect_str_eq(get("test-a"), "");
  put("test-a", "one", true, 9);
  cr_expect_str_eq(get("test-a"), "one");
  put("test-a", "two", true, 9);
  cr_expect_str_eq(get("test-a"), "two");
}

Test(cache_file, what_failed_leaves_nothing)
{
  put("test-a", "one", true, 9);
  put("test-a", "half", false, 9);
  cr_expect_str_eq(get("test-a"), "one");
  put("test-b", "half", false, 9);
  cr_expect_str_eq(get("test-b"), "");
  rmdir(directory);
  cr_expect_eq(access(directory, F_OK), 0, "it still holds an entry");
}

Test(cache_file, old_ones_go)
{
  put("test-a", "a", true, 9);
  put("other", "o", true, 9);
  age("test-a", 91);
  age("other", 91);
  put("test-b", "b", true, 9);
  cr_expect_str_eq(get("test-a"), "");
  cr_expect_str_eq(get("test-b"), "b");
  cr_expect_str_eq(get("other"), "o");
}

Test(cache_file, the_newest_stay)
{
  for (char c = 'a'; c < 'f'; c++) {
    char name[] = "test-?";
    name[5] = c;
    put(name, "x", true, 9);
    age(name, 'f' - c);
  }
  put("test-f", "x", true, 3);
  cr_expect_str_eq(get("test-c"), "");
  cr_expect_str_eq(get("test-d"), "x");
  cr_expect_str_eq(get("test-f"), "x");
}

Test(cache_file, what_others_may_write_is_not_read)
{
  char path[160];
  put("test-a", "a", true, 9);
  snprintf(path, sizeof path, "%s/test-a", directory);
  cr_assert_eq(chmod(path, 0666), 0);
  cr_expect_str_eq(get("test-a"), "");
  cr_assert_eq(chmod(path, 0600), 0);
  cr_expect_str_eq(get("test-a"), "a");
  cr_assert_eq(chmod(directory, 0777), 0);
  cr_expect_str_eq(get("test-a"), "");
}

Test(cache_file, without_a_cache_nothing_is_kept)
{
  eqs_cache_draft draft;
  setenv("EQSIEVE_CACHE", "", 1);
  cr_expect_not(eqs_cache_begin(&draft, "test-a"));
  cr_expect_str_eq(get("test-a"), "");
}
