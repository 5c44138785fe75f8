/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of allocation. */
#include "util/memory.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

Test(memory, blocks_are_aligned)
{
  for (size_t n = 0; n < 300; n += 7) {
    void *data = eqs_alloc(n, 3);
    cr_assert(data != NULL);
    cr_assert(eq(sz, (uintptr_t)data % EQS_ALIGN, 0));
    free(data);
  }
}

Test(memory, products_that_overflow_give_null)
{
  cr_assert(eqs_alloc(SIZE_MAX / 2, 3) == NULL);
  cr_assert(eqs_alloc_zero(SIZE_MAX, 2) == NULL);
}

Test(memory, zeroed_blocks_are_zero)
{
  unsigned char *data = eqs_alloc_zero(100, 10);
  for (int i = 0; i < 1000; i++) cr_assert(eq(int, data[i], 0));
  free(data);
}

Test(memory, growing_keeps_the_contents_and_doubles)
{
  int *data = NULL;
  size_t capacity = 0, moves = 0;
  for (int i = 0; i < 10000; i++) {
    size_t before = capacity;
    cr_assert(eq(int, eqs_grow(&data, &capacity, (size_t)i + 1, sizeof *data), 0));
    moves += capacity != before;
    data[i] = i;
  }
  for (int i = 0; i < 10000; i++) cr_assert(eq(int, data[i], i));
  cr_assert(lt(sz, moves, 20));
  free(data);
}

Test(memory, growing_too_far_changes_nothing)
{
  size_t capacity = 0;
  double *data = NULL;
  cr_assert(eq(int, eqs_grow(&data, &capacity, 4, sizeof *data), 0));
  double *before = data;
  size_t had = capacity;
  cr_assert(eq(int, eqs_grow(&data, &capacity, SIZE_MAX / 4, sizeof *data), -1));
  cr_assert(data == before);
  cr_assert(eq(sz, capacity, had));
  free(data);
}

Test(memory, arena_pieces_are_aligned_and_apart)
{
  eqs_arena arena = {0};
  unsigned char *piece[500];
  for (size_t i = 0; i < 500; i++) {
    size_t align = (size_t)1 << (i % 9);
    piece[i] = eqs_arena_alloc(&arena, i, align);
    cr_assert(piece[i] != NULL);
    cr_assert(eq(sz, (uintptr_t)piece[i] % align, 0));
    memset(piece[i], (int)(i & 0xff), i);
  }
  for (size_t i = 0; i < 500; i++)
    for (size_t k = 0; k < i; k++) cr_assert(eq(int, piece[i][k], (int)(i & 0xff)));
  eqs_arena_free(&arena);
  cr_assert(arena.chunk == NULL);
}

Test(memory, a_loop_that_resets_settles_on_one_chunk)
{
  eqs_arena arena = {0};
  struct eqs_arena_chunk *chunk = NULL;
  for (int turn = 0; turn < 10; turn++) {
    for (int i = 0; i < 100; i++) cr_assert(eqs_arena_alloc(&arena, 1000, 8) != NULL);
    if (turn > 2) cr_assert(arena.chunk == chunk, "turn %d allocated", turn);
    chunk = arena.chunk;
    eqs_arena_reset(&arena);
  }
  eqs_arena_free(&arena);
}

Test(memory, an_arena_refuses_what_cannot_be)
{
  eqs_arena arena = {0};
  cr_assert(eqs_arena_alloc(&arena, SIZE_MAX - 8, 16) == NULL);
  cr_assert(eqs_arena_alloc(&arena, SIZE_MAX / 2, 1) == NULL);
  cr_assert(eqs_arena_alloc(&arena, 1, 1) != NULL);
  eqs_arena_free(&arena);
}

Test(memory, strings_are_copied_with_their_end)
{
  eqs_arena arena = {0};
  cr_assert(eq(str, eqs_arena_strdup(&arena, "abcdef", 3), "abc"));
  cr_assert(eq(str, eqs_arena_strdup(&arena, "", 0), ""));
  eqs_arena_free(&arena);
}
