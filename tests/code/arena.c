/* SPDX-License-Identifier: BSD-3-Clause */
/* Pieces of executable memory: distinct, given back, written in one place and run in another. */
#include "code/arena.h"
#include <criterion/criterion.h>
#include <string.h>

static eqs_arena *arena_new(void)
{
  eqs_arena *arena = NULL;
  cr_assert_eq(eqs_arena_new(NULL, &arena), EQS_OK);
  return arena;
}

#if defined(__x86_64__)
/* mov eax, NUMBER; ret */
static int run(const eqs_piece *piece, int number)
{
  unsigned char code[6] = {0xB8, 0, 0, 0, 0, 0xC3};
  int (*function)(void);
  memcpy(code + 1, &number, sizeof number);
  eqs_piece_renew(piece);
  memcpy(piece->write, code, sizeof code);
  memcpy(&function, &piece->run, sizeof function);
  return function();
}

Test(arena, code_written_again_is_the_code_that_runs)
{
  eqs_arena *arena = arena_new();
  eqs_piece piece;
  cr_assert(eqs_piece_take(&piece, arena));
  for (int i = 0; i < 1000; i++) cr_assert_eq(run(&piece, i), i);
  eqs_piece_give(&piece);
  eqs_arena_drop(arena);
}
#endif

Test(arena, pieces_are_distinct_and_come_back)
{
  enum { MANY = 1 << 12 };
  static eqs_piece piece[MANY];
  eqs_arena *arena = arena_new();
  size_t n = 0;
  while (n < MANY && eqs_piece_take(&piece[n], arena)) n++;
  cr_assert(n > 64 && n < MANY, "%zu", n);
  for (size_t i = 1; i < n; i++)
    cr_assert_geq(piece[i].write - piece[i - 1].write, EQS_PIECE_BYTES);
  unsigned char *third = piece[3].write;
  eqs_piece_give(&piece[3]);
  cr_assert_null(piece[3].arena);
  cr_assert(eqs_piece_take(&piece[3], arena));
  cr_assert_eq(piece[3].write, third);
  /* The memory outlives its maker while pieces are out. */
  eqs_arena_drop(arena);
  memset(piece[0].write, 0x90, EQS_PIECE_BYTES);
  cr_assert_eq(piece[0].run[EQS_PIECE_BYTES - 1], 0x90);
  for (size_t i = 0; i < n; i++) eqs_piece_give(&piece[i]);
  eqs_piece_give(&piece[0]);
}
