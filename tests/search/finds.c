/* SPDX-License-Identifier: BSD-3-Clause */
/* A full list keeps what is least doubtful. */
#include "search/judge/finds.h"
#include "search/support.h"
#include <criterion/criterion.h>

Test(finds, the_most_doubtful_goes)
{
  eqs_finds finds = {.most = 3};
  static const double doubt[] = {5, 1, 4, 2, 9, 3};
  for (size_t i = 0; i < sizeof doubt / sizeof *doubt; i++) {
    eqs_formula f = {.n = 1, .node = {eqs_node_number(doubt[i])}};
    cr_assert_eq(eqs_finds_add(&finds, &f, doubt[i]), 0);
  }
  double sum = 0;
  cr_assert_eq(finds.n, 3);
  for (size_t i = 0; i < 3; i++) {
    cr_assert_eq(finds.f[i].node[0].value, finds.doubt[i]);
    sum += finds.doubt[i];
  }
  cr_assert_eq(sum, 1 + 2 + 3);
  eqs_finds_free(&finds);
}
