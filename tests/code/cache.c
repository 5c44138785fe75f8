/* SPDX-License-Identifier: BSD-3-Clause */
/* The cache on disk: what was written comes back; what is damaged, or could have been written by
   somebody else, does not. */
#include "code/cache.h"
#include "code/native.h"
#include "support/engine.h"
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char root[] = "/tmp/eqsieve-cache-XXXXXX", directory[64], file[384];
static const eqs_jit_target host = {NULL, NULL, NULL};

static void make_root(void)
{
  cr_assert_not_null(mkdtemp(root));
  snprintf(directory, sizeof directory, "%s/eqsieve", root);
  unsetenv("EQSIEVE_CACHE");
  setenv("XDG_CACHE_HOME", root, 1);
}

static void drop_root(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", root);
  cr_assert_eq(system(command), 0);
}

TestSuite(code_cache, .init = make_root, .fini = drop_root);

/* How many entries there are; FILE is the path of the last. */
static unsigned entries(void)
{
  unsigned n = 0;
  DIR *d = opendir(directory);
  for (struct dirent *e; d && (e = readdir(d));) {
    if (e->d_name[0] == '.') continue;
    snprintf(file, sizeof file, "%s/%s", directory, e->d_name);
    n++;
  }
  if (d) closedir(d);
  return n;
}

static const eqs_cached sample = {{(unsigned char *)"an object", 9}, "a cpu", "19.1"};

static bool found(uint64_t key)
{
  eqs_cached entry = {0};
  bool good = eqs_cache_read(key, &entry);
  if (good) {
    cr_expect_eq(entry.object.size, sample.object.size);
    cr_expect_eq(memcmp(entry.object.bytes, sample.object.bytes, sample.object.size), 0);
    cr_expect_str_eq(entry.cpu, sample.cpu);
    cr_expect_str_eq(entry.llvm, sample.llvm);
  }
  free(entry.object.bytes);
  return good;
}

Test(code_cache, returns_what_was_written)
{
  cr_expect_not(found(5));
  eqs_cache_write(5, &sample);
  cr_expect(found(5));
  cr_expect_not(found(6));
  eqs_cache_write(5, &sample);
  cr_expect_eq(entries(), 1, "nothing is left beside the entry");
  struct stat status;
  cr_assert_eq(stat(file, &status), 0);
  cr_expect_eq(status.st_mode & 0777, 0600);
}

Test(code_cache, key)
{
  if (!engine_can_run(EQS_TIER_BLOCK)) cr_skip_test("nothing is kept where nothing is made");
  uint64_t key = eqs_cache_key(&host, EQS_F64);
  cr_expect_neq(key, 0);
  cr_expect_eq(key, eqs_cache_key(&host, EQS_F64));
  cr_expect_neq(key, eqs_cache_key(&host, EQS_F32));
  cr_expect_neq(key, eqs_cache_key(&(eqs_jit_target){NULL, "znver4", NULL}, EQS_F64));
  cr_expect_neq(key, eqs_cache_key(&(eqs_jit_target){NULL, NULL, "znver4"}, EQS_F64));
  cr_expect_neq(key, eqs_cache_key(&(eqs_jit_target){NULL, NULL, ""}, EQS_F64));
  uint64_t costs = eqs_cache_costs_key(&host, EQS_F64, "19.1.4");
  cr_expect_neq(costs, key);
  cr_expect_eq(costs, eqs_cache_costs_key(&host, EQS_F64, "19.1.4"));
  cr_expect_neq(costs, eqs_cache_costs_key(&host, EQS_F64, "19.1.7"));
}

/* A library at FILE of SIZE bytes, made at TIME. */
static void make_library(const char *name, off_t size, time_t time)
{
  const struct timespec times[2] = {{.tv_sec = time}, {.tv_sec = time}};
  int fd = open(name, O_WRONLY | O_CREAT, 0600);
  cr_assert_geq(fd, 0);
  cr_assert_eq(ftruncate(fd, size), 0);
  cr_assert_eq(futimens(fd, times), 0);
  close(fd);
}

/* Under one name, as distributions do it. */
Test(code_cache, a_library_that_was_replaced)
{
  char library[64];
  snprintf(library, sizeof library, "%s/libLLVM.so", root);
  make_library(library, 100, 1000);
  eqs_cached entry = sample;
  entry.maker = eqs_maker_of(library);
  cr_assert(eqs_maker_known(&entry.maker));
  eqs_cache_write(5, &entry);
  cr_expect(found(5));
  make_library(library, 100, 2000);
  cr_expect_not(found(5), "of another date");
  make_library(library, 101, 1000);
  cr_expect_not(found(5), "of another size");
  make_library(library, 100, 1000);
  cr_expect(found(5));
  cr_assert_eq(unlink(library), 0);
  cr_expect_not(found(5), "gone");
}

Test(code_cache, a_library_that_cannot_be_known_again)
{
  char path[600];
  memset(path, 'a', sizeof path - 1);
  path[0] = '/';
  path[sizeof path - 1] = '\0';
  const char *const paths[] = {NULL, "", "/nonexistent", path};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    eqs_maker maker = eqs_maker_of(paths[i]);
    cr_expect_not(eqs_maker_known(&maker), "%zu", i);
    cr_expect_not(eqs_maker_unchanged(&maker), "%zu", i);
  }
}

Test(code_cache, every_damaged_byte_is_noticed)
{
  eqs_cache_write(5, &sample);
  cr_assert_eq(entries(), 1);
  int fd = open(file, O_RDWR);
  cr_assert_geq(fd, 0);
  unsigned char byte, other;
  off_t size = 0;
  for (; pread(fd, &byte, 1, size) == 1; size++) {
    other = byte ^ 0x10;
    cr_assert_eq(pwrite(fd, &other, 1, size), 1);
    cr_expect_not(found(5), "byte %ld", (long)size);
    cr_assert_eq(pwrite(fd, &byte, 1, size), 1);
  }
  cr_expect(found(5));
  while (size > 0) {
    cr_assert_eq(ftruncate(fd, --size), 0);
    cr_expect_not(found(5), "%ld bytes", (long)size);
  }
  close(fd);
}

Test(code_cache, files_that_others_can_write)
{
  eqs_cache_write(5, &sample);
  cr_assert_eq(entries(), 1);
  cr_assert_eq(chmod(file, 0620), 0);
  cr_expect_not(found(5));
  cr_assert_eq(chmod(file, 0602), 0);
  cr_expect_not(found(5));
  cr_assert_eq(chmod(file, 0644), 0);
  cr_expect(found(5));
}

Test(code_cache, directories_that_others_can_write)
{
  eqs_cache_write(5, &sample);
  cr_assert_eq(chmod(directory, 0770), 0);
  cr_expect_not(found(5));
  eqs_cache_write(6, &sample);
  cr_assert_eq(chmod(directory, 0700), 0);
  cr_expect(found(5));
  cr_expect_not(found(6));
}

Test(code_cache, links)
{
  eqs_cache_write(5, &sample);
  cr_assert_eq(entries(), 1);
  char elsewhere[64];
  snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", root);
  cr_assert_eq(rename(file, elsewhere), 0);
  cr_assert_eq(symlink(elsewhere, file), 0);
  cr_expect_not(found(5));
}

Test(code_cache, switched_off_and_moved)
{
  setenv("EQSIEVE_CACHE", "", 1);
  eqs_cache_write(5, &sample);
  cr_expect_not(found(5));
  cr_expect_eq(entries(), 0);
  snprintf(directory, sizeof directory, "%s/moved", root);
  setenv("EQSIEVE_CACHE", directory, 1);
  eqs_cache_write(5, &sample);
  cr_expect(found(5));
  cr_expect_eq(entries(), 1);
}

static eqs_native *make(void)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  engine_judge(ctx, eqs_native_new(ctx, &native, NULL, EQS_F32), EQS_TIER_BLOCK);
  eqs_ctx_free(ctx);
  return native;
}

/* The second time no plug-in is needed. */
Test(code_cache, warm_start)
{
  eqs_native *cold = make();
  cr_expect_not(cold->from_cache);
  eqs_native *warm = make();
  cr_expect(warm->from_cache);
  cr_expect_str_eq(cold->cpu, warm->cpu);
  cr_expect_str_eq(cold->llvm, warm->llvm);
  _Alignas(64) float x[16], a[16], b[16];
  for (int i = 0; i < 16; i++) x[i] = (float)(i * 1e5);
  cold->kernels.elementwise[EQS_K_sin](a, x, x, x, x, 16);
  warm->kernels.elementwise[EQS_K_sin](b, x, x, x, x, 16);
  cr_expect_eq(memcmp(a, b, sizeof a), 0);
  eqs_native_free(cold);
  eqs_native_free(warm);
}

/* What another LLVM made is made anew. */
Test(code_cache, kernels_of_another_llvm)
{
  eqs_native_free(make());
  uint64_t key = eqs_cache_key(&host, EQS_F32);
  eqs_cached entry;
  cr_assert(eqs_cache_read(key, &entry));
  cr_expect_not_null(strstr(entry.maker.file, "LLVM"), "%s", entry.maker.file);
  entry.maker.identity ^= 1;
  eqs_cache_write(key, &entry);
  free(entry.object.bytes);
  eqs_native *native = make();
  cr_expect_not(native->from_cache);
  eqs_native_free(native);
  native = make();
  cr_expect(native->from_cache, "and kept again");
  eqs_native_free(native);
}

/* To compile is to compile, and leaves nothing behind. */
Test(code_cache, compiled_on_purpose)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  engine_judge(ctx, eqs_native_compile(ctx, &native, NULL, EQS_F32), EQS_TIER_BLOCK);
  cr_expect_not(native->from_cache);
  cr_expect_eq(entries(), 0);
  eqs_native_free(native);
  eqs_ctx_free(ctx);
}

/* An entry that is whole and yet no object is compiled anew. */
Test(code_cache, useless_entry)
{
  eqs_cache_write(eqs_cache_key(&host, EQS_F32), &sample);
  eqs_native *native = make();
  cr_expect_not(native->from_cache);
  cr_expect_not_null(native->kernels.loss);
  eqs_native_free(native);
  native = make();
  cr_expect(native->from_cache);
  eqs_native_free(native);
}
