/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory for code that is made while the program runs: the same pages mapped twice, once to write
   and once to execute, so that no page is ever both and none changes its protection. It is cut into
   pieces; whoever takes one writes and runs code in it alone, on one thread at a time. */
#ifndef EQS_CODE_ARENA_H
#define EQS_CODE_ARENA_H

#include <eqsieve/error.h>
#include <stddef.h>

typedef struct eqs_arena eqs_arena;

enum { EQS_PIECE_BYTES = 128 * 1024 };

/* EQS_NO_ENGINE where the system allows no executable memory. The caller holds the arena. */
eqs_status eqs_arena_new(eqs_ctx *ctx, eqs_arena **arena);

/* Lets go; the memory lives until all pieces are given back too. NULL is nothing. */
void eqs_arena_drop(eqs_arena *arena);

typedef struct eqs_piece {
  eqs_arena *arena;         /* NULL: no piece */
  unsigned char *write;     /* EQS_PIECE_BYTES */
  const unsigned char *run; /* the same bytes, executable */
} eqs_piece;

/* A piece that nobody has; false if all are taken, or in a child of the process that made the
   arena. Takes no lock. */
int eqs_piece_take(eqs_piece *piece, eqs_arena *arena);
void eqs_piece_give(eqs_piece *piece);

/* To be called before code is written over code that has run: no instruction of the old code may
   still be on its way through this processor. */
void eqs_piece_renew(const eqs_piece *piece);

#endif
