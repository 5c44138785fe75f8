/* SPDX-License-Identifier: BSD-3-Clause */
/* Files in the cache directory. */
#include <config.h>

#include "util/cache_file.h"
#include "util/cache_path.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_AGE_SECONDS (90 * 86400)

/* True if what FD is belongs to this user and can be written by nobody else. */
static bool is_private(int fd, mode_t type)
{
  struct stat status;
  return fstat(fd, &status) == 0 && (status.st_mode & S_IFMT) == type &&
         status.st_uid == geteuid() && !(status.st_mode & (S_IWGRP | S_IWOTH));
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
  eqs_cache_path(&path);
  if (path.failed || !path.length) {
    eqs_text_free(&path);
    return -1;
  }
  if (make) make_directory(path.data);
  int fd = open(path.data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  eqs_text_free(&path);
  if (fd >= 0 && !is_private(fd, S_IFDIR)) {
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

int eqs_cache_open(const char *name)
{
  int directory = open_directory(false);
  if (directory < 0) return -1;
  int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  close(directory);
  if (fd >= 0 && !is_private(fd, S_IFREG)) {
    close(fd);
    fd = -1;
  }
  return fd;
}

bool eqs_cache_begin(eqs_cache_draft *draft, const char *name)
{
  draft->directory = open_directory(true);
  if (draft->directory < 0) return false;
  snprintf(draft->name, sizeof draft->name, "%s", name);
  snprintf(draft->aside, sizeof draft->aside, "%s.%ld", name, (long)getpid());
  draft->fd = openat(draft->directory, draft->aside,
                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (draft->fd < 0) close(draft->directory);
  return draft->fd >= 0;
}

typedef struct entry {
  time_t time;
  char name[EQS_CACHE_NAME];
} entry;

static int newest_first(const void *a, const void *b)
{
  const entry *x = a, *y = b;
  if (x->time != y->time) return x->time > y->time ? -1 : 1;
  return strcmp(x->name, y->name);
}

/* Of entries that cannot be told apart by age, some go. */
static void remove_beyond(int directory, entry *e, size_t n, size_t most)
{
  qsort(e, n, sizeof *e, newest_first);
  for (size_t i = most; i < n; i++) unlinkat(directory, e[i].name, 0);
}

/* Entries of other versions, processors and settings would stay for ever. */
static void remove_old(int directory, const char *prefix, size_t most)
{
  enum { COUNTED = 512 };
  entry *kept = malloc(COUNTED * sizeof *kept);
  int copy = dup(directory);
  DIR *entries = copy >= 0 ? fdopendir(copy) : NULL;
  if (!entries && copy >= 0) close(copy);
  const time_t now = time(NULL);
  size_t n = 0;
  for (struct dirent *e; kept && entries && n < COUNTED && (e = readdir(entries));) {
    struct stat status;
    if (strncmp(e->d_name, prefix, strlen(prefix)) != 0 || strlen(e->d_name) >= EQS_CACHE_NAME ||
        fstatat(directory, e->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
      continue;
    if (now - status.st_mtime > MAX_AGE_SECONDS) {
      unlinkat(directory, e->d_name, 0);
      continue;
    }
    kept[n].time = status.st_mtime;
    memcpy(kept[n++].name, e->d_name, strlen(e->d_name) + 1);
  }
  if (kept) remove_beyond(directory, kept, n, most);
  if (entries) closedir(entries);
  free(kept);
}

void eqs_cache_end(eqs_cache_draft *draft, bool good, const char *prefix, size_t most)
{
  good = close(draft->fd) == 0 && good;
  if (!good || renameat(draft->directory, draft->aside, draft->directory, draft->name) != 0)
    unlinkat(draft->directory, draft->aside, 0);
  remove_old(draft->directory, prefix, most);
  close(draft->directory);
}
