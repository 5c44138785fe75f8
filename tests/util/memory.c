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
