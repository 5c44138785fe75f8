/* SPDX-License-Identifier: BSD-3-Clause */
/* Files of libraries, told apart by size and date. Not by inode: machines that share a home, and
   with it the cache, have the same packages and not the same inodes. */
#include "code/maker.h"

#include "util/hash.h"
#include <string.h>
#include <sys/stat.h>

/* 0 if there is no such file. */
static uint64_t identity(const char *file)
{
  struct stat status;
  if (stat(file, &status) != 0) return 0;
  uint64_t hash = eqs_hash_add(1, (uint64_t)status.st_size);
  hash = eqs_hash_add(hash, (uint64_t)status.st_mtim.tv_sec);
  hash = eqs_hash_add(hash, (uint64_t)status.st_mtim.tv_nsec);
  return hash ? hash : 1;
}

eqs_maker eqs_maker_of(const char *file)
{
  eqs_maker maker = {0};
  size_t length = file ? strlen(file) : 0;
  if (length == 0 || length >= sizeof maker.file) return maker;
  memcpy(maker.file, file, length + 1);
  maker.identity = identity(file);
  return maker;
}

bool eqs_maker_known(const eqs_maker *maker)
{
  return maker->identity != 0;
}

bool eqs_maker_unchanged(const eqs_maker *maker)
{
  return eqs_maker_known(maker) && identity(maker->file) == maker->identity;
}
