/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists of words: each once, blanks off, empty ones seen. */
#include "util/list.h"
#include <criterion/criterion.h>
#include <string.h>

static void check(const char *text, size_t n, const char *const *word)
{
  eqs_list list = {text};
  for (size_t i = 0; i < n; i++) {
    cr_assert(eqs_list_next(&list), "'%s': word %zu", text, i);
    cr_expect_eq(list.length, strlen(word[i]), "'%s': word %zu", text, i);
    cr_expect(strncmp(list.word, word[i], list.length) == 0, "'%s': word %zu", text, i);
  }
  cr_expect_not(eqs_list_next(&list), "'%s'", text);
  cr_expect_not(eqs_list_next(&list), "'%s'", text);
}

Test(list, words_stand_between_commas)
{
  check("a", 1, (const char *const[]){"a"});
  check("a,bc,d", 3, (const char *const[]){"a", "bc", "d"});
  check(" a b ,\tc ", 2, (const char *const[]){"a b", "c"});
}

Test(list, nothing_is_a_word_too)
{
  check("", 1, (const char *const[]){""});
  check("a,", 2, (const char *const[]){"a", ""});
  check(",a", 2, (const char *const[]){"", "a"});
  check("a, ,b", 3, (const char *const[]){"a", "", "b"});
}
