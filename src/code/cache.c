/* SPDX-License-Identifier: BSD-3-Clause */
/* The cache on disk: one file per key, written aside and renamed, checked when it is read. */
#include "code/cache.h"

#include "code/cpu.h"
#include "code/stamp.h"
#include "util/cache_file.h"
#include "util/hash.h"
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_OBJECT_BYTES ((uint64_t)64 << 20)
#define PREFIX "kernels-"
enum { MOST = 256 };

typedef struct header {
  char magic[8];
  uint64_t key, size; /* of the object that follows */
  char cpu[64], llvm[32];
  eqs_maker maker;
  uint64_t check; /* of all before it, and of the object */
} header;

static const char magic[8] = "EQSOBJ2";

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
uint64_t eqs_cache_costs_key(const eqs_jit_target *target, eqs_dtype dtype, const char *llvm)
{
  uint64_t key = eqs_cache_key(target, dtype);
  return key ? hash_string(hash_string(key, "costs 2"), llvm) : 0;
}

static uint64_t checksum(const header *h, const void *object)
{
  return eqs_hash_bytes(object, h->size, eqs_hash_bytes(h, offsetof(header, check), h->key));
}

static void entry_name(char *name, uint64_t key)
{
  snprintf(name, EQS_CACHE_NAME, PREFIX "%016" PRIx64, key);
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
  if (fstat(fd, &status) != 0 || !read_all(fd, &h, sizeof h)) return false;
  if (memcmp(h.magic, magic, sizeof magic) != 0 || h.key != key || h.size > MAX_OBJECT_BYTES ||
      (uint64_t)status.st_size != sizeof h + h.size || h.cpu[sizeof h.cpu - 1] ||
      h.llvm[sizeof h.llvm - 1] || h.maker.file[sizeof h.maker.file - 1])
    return false;
  unsigned char *bytes = malloc(h.size ? h.size : 1);
  if (!bytes || !read_all(fd, bytes, h.size) || checksum(&h, bytes) != h.check ||
      (*h.maker.file && !eqs_maker_unchanged(&h.maker))) {
    free(bytes);
    return false;
  }
  entry->object = (eqs_jit_object){bytes, h.size};
  memcpy(entry->cpu, h.cpu, sizeof h.cpu);
  memcpy(entry->llvm, h.llvm, sizeof h.llvm);
  entry->maker = h.maker;
  return true;
}

bool eqs_cache_read(uint64_t key, eqs_cached *entry)
{
  char name[EQS_CACHE_NAME];
  entry_name(name, key);
  int fd = key ? eqs_cache_open(name) : -1;
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

void eqs_cache_write(uint64_t key, const eqs_cached *entry)
{
  char name[EQS_CACHE_NAME];
  eqs_cache_draft draft;
  entry_name(name, key);
  if (!key || !eqs_cache_begin(&draft, name)) return;
  header h = {.key = key, .size = entry->object.size, .maker = entry->maker};
  memcpy(h.magic, magic, sizeof magic);
  memcpy(h.cpu, entry->cpu, sizeof h.cpu);
  memcpy(h.llvm, entry->llvm, sizeof h.llvm);
  h.check = checksum(&h, entry->object.bytes);
  bool good = write_all(draft.fd, &h, sizeof h) &&
              write_all(draft.fd, entry->object.bytes, entry->object.size);
  eqs_cache_end(&draft, good, PREFIX, MOST);
}
