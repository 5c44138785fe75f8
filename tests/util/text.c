/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the growing string. */
#include "util/text.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdint.h>
#include <string.h>

Test(text, pieces_are_put_together)
{
  eqs_text text = {0};
  eqs_text_str(&text, "a");
  eqs_text_char(&text, 'b');
  eqs_text_add(&text, "cdX", 2);
  eqs_text_add(&text, NULL, 0);
  eqs_text_format(&text, "%d%s", 17, "!");
  cr_assert(eq(str, text.data, "abcd17!"));
  cr_assert(eq(sz, text.length, 7));
  eqs_text_free(&text);
  cr_assert(text.data == NULL);
}

Test(text, it_grows_to_any_length)
{
  eqs_text text = {0};
  for (int i = 0; i < 100000; i++) eqs_text_format(&text, "%d,", i % 10);
  cr_assert(eq(sz, text.length, 200000));
  cr_assert(eq(sz, strlen(text.data), 200000));
  eqs_text_free(&text);
}

Test(text, clearing_keeps_the_memory)
{
  eqs_text text = {0};
  eqs_text_clear(&text);
  eqs_text_str(&text, "something long enough to be allocated");
  char *data = text.data;
  eqs_text_clear(&text);
  cr_assert(eq(str, text.data, ""));
  eqs_text_str(&text, "again");
  cr_assert(text.data == data);
  eqs_text_free(&text);
}

Test(text, a_failure_lasts_until_it_is_cleared)
{
  eqs_text text = {0};
  eqs_text_str(&text, "before");
  eqs_text_add(&text, "x", SIZE_MAX / 2);
  cr_assert(text.failed);
  eqs_text_str(&text, "after");
  cr_assert(eq(str, text.data, "before"));
  eqs_text_clear(&text);
  eqs_text_str(&text, "after");
  cr_assert(not(text.failed));
  cr_assert(eq(str, text.data, "after"));
  eqs_text_free(&text);
}
