/* SPDX-License-Identifier: BSD-3-Clause */
/* One memory file mapped twice, and a bitmap of its pieces.

   Pages of a file are shared with a child of fork(), which would write its code over its parent's.
   So a child does not have them: it gets no piece, and where they were is no place of ours. */
#define _GNU_SOURCE /* memfd_create */
#include "code/arena.h"

#include "util/fail.h"
#include <linux/membarrier.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Address space alone: a page costs memory only once it is written. */
enum { WORDS = 4, PIECES = WORDS * 64 };
#define ARENA_BYTES ((size_t)PIECES * EQS_PIECE_BYTES)

struct eqs_arena {
  unsigned char *write, *run;
  pid_t process;       /* that has them */
  atomic_uint holders; /* the maker and the pieces */
  _Atomic uint64_t taken[WORDS];
};

static bool is_here(const eqs_arena *arena)
{
  return arena->process == getpid();
}

static void unmap(eqs_arena *arena)
{
  if (!is_here(arena)) arena->write = arena->run = MAP_FAILED;
  if (arena->write != MAP_FAILED) munmap(arena->write, ARENA_BYTES);
  if (arena->run != MAP_FAILED) munmap(arena->run, ARENA_BYTES);
  free(arena);
}

static int membarrier(int command)
{
  return (int)syscall(SYS_membarrier, command, 0, 0);
}

eqs_status eqs_arena_new(eqs_ctx *ctx, eqs_arena **result)
{
  eqs_arena *arena = calloc(1, sizeof *arena);
  if (!arena) return eqs_fail_memory(ctx, sizeof *arena);
  arena->write = arena->run = MAP_FAILED;
  arena->process = getpid();
  atomic_init(&arena->holders, 1);
  int file = memfd_create("eqsieve", MFD_CLOEXEC);
  if (file >= 0 && ftruncate(file, (off_t)ARENA_BYTES) == 0) {
    arena->write = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    arena->run = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0);
  }
  if (file >= 0) close(file);
  if (arena->write == MAP_FAILED || arena->run == MAP_FAILED ||
      madvise(arena->write, ARENA_BYTES, MADV_DONTFORK) != 0 ||
      madvise(arena->run, ARENA_BYTES, MADV_DONTFORK) != 0 ||
      membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE) != 0) {
    unmap(arena);
    return eqs_fail(ctx, EQS_NO_ENGINE,
                    "this system allows no code to be made while the program runs (try --engine "
                    "block)");
  }
  *result = arena;
  return EQS_OK;
}

void eqs_arena_drop(eqs_arena *arena)
{
  if (arena && atomic_fetch_sub(&arena->holders, 1) == 1) unmap(arena);
}

int eqs_piece_take(eqs_piece *piece, eqs_arena *arena)
{
  if (!is_here(arena)) return 0;
  for (unsigned word = 0; word < WORDS; word++) {
    uint64_t taken = atomic_load(&arena->taken[word]);
    while (~taken) {
      uint64_t lowest = ~taken & (taken + 1);
      if (!atomic_compare_exchange_weak(&arena->taken[word], &taken, taken | lowest)) continue;
      size_t offset = (word * 64 + (size_t)__builtin_ctzll(lowest)) * EQS_PIECE_BYTES;
      atomic_fetch_add(&arena->holders, 1);
      *piece = (eqs_piece){arena, arena->write + offset, arena->run + offset};
      eqs_piece_renew(piece); /* another thread may have had it */
      return 1;
    }
  }
  return 0;
}

void eqs_piece_give(eqs_piece *piece)
{
  eqs_arena *arena = piece->arena;
  if (!arena) return;
  size_t index = (size_t)(piece->write - arena->write) / EQS_PIECE_BYTES;
  *piece = (eqs_piece){0};
  atomic_fetch_and(&arena->taken[index / 64], ~((uint64_t)1 << index % 64));
  eqs_arena_drop(arena);
}

/* Caches are coherent here, but a processor may have fetched ahead, and it watches for stores only
   through the address that it executes. */
void eqs_piece_renew(const eqs_piece *piece)
{
  (void)piece;
  membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE);
}
