/* SPDX-License-Identifier: BSD-3-Clause */
/* The cache on disk: one file per key, written aside and renamed, checked when it is read. */
#define _GNU_SOURCE 1 /* secure_getenv */

#include "code/cache.h"

#include "code/cpu.h"
#include "code/stamp.h"
#include "util/cache_path.h"
#include "util/hash.h"
#include "util/text.h"
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_OBJECT_BYTES ((uint64_t)64 << 20)
#define MAX_AGE_SECONDS (90 * 86400) /* older ones are removed when a new one is written */
enum { NAME_BYTES = 32 };

typedef struct header {
  char magic[8];
  uint64_t key, size; /* of the object that follows */
  char cpu[64], llvm[32];
  uint64_t check; /* of all before it, and of the object */
} header;

static const char magic[8] = "EQSOBJ1";

static uint64_t hash_string(uint64_t hash, const char *text)
{
  return text ? eqs_hash_bytes(text, strlen(text) + 1, hash) : eqs_hash_add(hash, 0);
}

uint64_t eqs_cache_key(const eqs_jit_target *target, eqs_dtype dtype)
{
  uint64_t hash = eqs_cpu_identity();
  if (!hash) return 0;
  hash = hash_string(eqs_hash_add(hash, dtype), EQS_JIT_STAMP);
  hash = hash_string(hash, target->triple);
  hash = hash_string(hash, target->cpu);
  return hash_string(hash, target->features);
}

/* Another number with every change of what they mean or how they are measured. */
uint64_t eqs_cache_costs_key(const eqs_jit_target *target, eqs_dtype dtype)
{
  uint64_t key = eqs_cache_key(target, dtype);
  return key ? hash_string(key, "costs 1") : 0;
}

static uint64_t checksum(const header *h, const void *object)
{
  return eqs_hash_bytes(object, h->size, eqs_hash_bytes(h, offsetof(header, check), h->key));
}

static void entry_name(char *name, uint64_t key)
{
  snprintf(name, NAME_BYTES, "kernels-%016" PRIx64, key);
}

/* ---- The directory --------------------------------------------------------------------------- */

/* True if what FD is belongs to this user and can be written by nobody else. */
static bool is_private(int fd, mode_t type, struct stat *status)
{
  return fstat(fd, status) == 0 && (status->st_mode & S_IFMT) == type &&
         status->st_uid == geteuid() && !(status->st_mode & (S_IWGRP | S_IWOTH));
}

/* Makes PATH and the directory it is in. */
static void make_directory(char *path)
{
  char *slash = strrchr(path, '/');
  if (mkdir(path, 0700) == 0 || !slash || slash == path) return;
  *slash = 0;
  mkdir(path, 0700);
  *slash = '/';
  mkdir(path, 0700);
}

/* The cache's directory as a descriptor, or -1. */
static int open_directory(bool make)
{
  eqs_text path = {0};
  struct stat status;
  eqs_cache_path(&path);
  if (path.failed || !path.length) {
    eqs_text_free(&path);
    return -1;
  }
  if (make) make_directory(path.data);
  int fd = open(path.data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  eqs_text_free(&path);
  if (fd >= 0 && !is_private(fd, S_IFDIR, &status)) {
    close(fd);
    fd = -1;
  }
  return fd;
}

bool eqs_cache_writable(void)
{
  int directory = open_directory(true);
  if (directory < 0) return false;
  bool writable = faccessat(directory, ".", W_OK, 0) == 0;
  close(directory);
  return writable;
}

/* ---- Reading --------------------------------------------------------------------------------- */

static bool read_all(int fd, void *data, size_t size)
{
  for (size_t done = 0; done < size;) {
    ssize_t n = read(fd, (char *)data + done, size - done);
    if (n <= 0) return false;
    done += (size_t)n;
  }
  return true;
}

static bool read_entry(int fd, uint64_t key, eqs_cached *entry)
{
  struct stat status;
  header h;
  if (!is_private(fd, S_IFREG, &status) || !read_all(fd, &h, sizeof h)) return false;
  if (memcmp(h.magic, magic, sizeof magic) != 0 || h.key != key || h.size > MAX_OBJECT_BYTES ||
      (uint64_t)status.st_size != sizeof h + h.size || h.cpu[sizeof h.cpu - 1] ||
      h.llvm[sizeof h.llvm - 1])
    return false;
  unsigned char *bytes = malloc(h.size ? h.size : 1);
  if (!bytes || !read_all(fd, bytes, h.size) || checksum(&h, bytes) != h.check) {
    free(bytes);
    return false;
  }
  entry->object = (eqs_jit_object){bytes, h.size};
  memcpy(entry->cpu, h.cpu, sizeof h.cpu);
  memcpy(entry->llvm, h.llvm, sizeof h.llvm);
  return true;
}

bool eqs_cache_read(uint64_t key, eqs_cached *entry)
{
  int directory = key ? open_directory(false) : -1;
  if (directory < 0) return false;
  char name[NAME_BYTES];
  entry_name(name, key);
  int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  close(directory);
  if (fd < 0) return false;
  bool good = read_entry(fd, key, entry);
  close(fd);
  return good;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static bool write_all(int fd, const void *data, size_t size)
{
  for (size_t done = 0; done < size;) {
    ssize_t n = write(fd, (const char *)data + done, size - done);
    if (n <= 0) return false;
    done += (size_t)n;
  }
  return true;
}

/* Entries of other versions and processors would stay for ever. */
static void remove_old(int directory)
{
  int copy = dup(directory);
  DIR *entries = copy >= 0 ? fdopendir(copy) : NULL;
  if (!entries) {
    if (copy >= 0) close(copy);
    return;
  }
  time_t now = time(NULL);
  for (struct dirent *e; (e = readdir(entries));) {
    struct stat status;
    if (strncmp(e->d_name, "kernels-", 8) == 0 &&
        fstatat(directory, e->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        now - status.st_mtime > MAX_AGE_SECONDS)
      unlinkat(directory, e->d_name, 0);
  }
  closedir(entries);
}

void eqs_cache_write(uint64_t key, const eqs_cached *entry)
{
  int directory = key ? open_directory(true) : -1;
  if (directory < 0) return;
  header h = {.key = key, .size = entry->object.size};
  memcpy(h.magic, magic, sizeof magic);
  memcpy(h.cpu, entry->cpu, sizeof h.cpu);
  memcpy(h.llvm, entry->llvm, sizeof h.llvm);
  h.check = checksum(&h, entry->object.bytes);
  /* Written aside, because a reader may come at any time; two writers write the same. */
  char name[NAME_BYTES], aside[2 * NAME_BYTES];
  entry_name(name, key);
  snprintf(aside, sizeof aside, "%s.%ld", name, (long)getpid());
  int fd = openat(directory, aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd >= 0) {
    bool good =
        write_all(fd, &h, sizeof h) && write_all(fd, entry->object.bytes, entry->object.size);
    good = close(fd) == 0 && good;
    if (!good || renameat(directory, aside, directory, name) != 0) unlinkat(directory, aside, 0);
    remove_old(directory);
  }
  close(directory);
}
