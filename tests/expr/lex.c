/* SPDX-License-Identifier: BSD-3-Clause */
/* Cutting text into tokens. */
#include "expr/lex.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

/* The tokens of TEXT as one string: kind, place and length of each. */
static char *tokens_of(const char *text, size_t length)
{
  static char out[512];
  static const char kind[] = {
      [EQS_TOKEN_END] = '$',    [EQS_TOKEN_NUMBER] = 'n', [EQS_TOKEN_NAME] = 'a',
      [EQS_TOKEN_QUOTED] = 'q', [EQS_TOKEN_SIGN] = 's',   [EQS_TOKEN_STRAY] = '?'};
  eqs_lexer lexer = {text, length, 0};
  eqs_token token;
  size_t used = 0;
  do {
    eqs_lex(&lexer, &token);
    used += (size_t)snprintf(out + used, sizeof out - used, "%s%c%zu:%zu", used ? " " : "",
                             kind[token.kind], token.begin, token.length);
  } while (token.kind != EQS_TOKEN_END && token.kind != EQS_TOKEN_STRAY);
  return out;
}

static void check(const char *text, const char *want)
{
  cr_expect(eq(str, tokens_of(text, strlen(text)), (char *)want), "%s", text);
}

Test(lex, tokens)
{
  check("", "$0:0");
  check(" \t\r\n", "$4:0");
  check("x1.y_2+3", "a0:6 s6:1 n7:1 $8:0");
  check("2.5e-3x", "n0:6 a6:1 $7:0");
  check("2e", "n0:1 a1:1 $2:0");
  check(".5.", "n0:2 ?2:1");
  check("1..2", "n0:2 n2:2 $4:0");
  check("a**b***c", "a0:1 s1:2 a3:1 s4:2 s6:1 a7:1 $8:0");
  check("(,)", "s0:1 s1:1 s2:1 $3:0");
  check("`a b` `x``y` ``", "q0:3 q6:4 q13:0 $15:0");
  check("x `y", "a0:1 ?2:1");
  check("`y``", "?0:1");
  check("x#", "a0:1 ?1:1");
  check("\xc3\xa4", "?0:1");
}

Test(lex, nothing_is_read_past_the_length)
{
  cr_expect(eq(str, tokens_of("12345", 3), "n0:3 $3:0"));
  cr_expect(eq(str, tokens_of("abc", 2), "a0:2 $2:0"));
  cr_expect(eq(str, tokens_of("**", 1), "s0:1 $1:0"));
  cr_expect(eq(str, tokens_of("`a`", 2), "?0:1"));
  cr_expect(eq(str, tokens_of("1e5", 2), "n0:1 a1:1 $2:0"));
  cr_expect(eq(str, tokens_of("a\0b", 3), "a0:1 ?1:1"));
}

static eqs_token first(const char *text)
{
  eqs_lexer lexer = {text, strlen(text), 0};
  eqs_token token;
  eqs_lex(&lexer, &token);
  return token;
}

Test(lex, numbers)
{
  cr_expect(eq(dbl, first("0.1").value, 0.1));
  cr_expect(eq(dbl, first("1e-300").value, 1e-300));
  cr_expect(eq(int, first("17").has_point, 0));
  cr_expect(eq(int, first("17.").has_point, 1));
  cr_expect(eq(int, first("1E3").has_point, 1));
  cr_expect(eq(int, first("inf").kind, EQS_TOKEN_NAME));
  cr_expect(eq(int, first("nan").kind, EQS_TOKEN_NAME));
}

Test(lex, names_against_columns)
{
  static const struct {
    const char *text, *column;
    int same;
  } row[] = {{"x", "x", 1},    {"x", "xy", 0},         {"xy", "x", 0},
             {"`x`", "x", 1},  {"`a``b`", "a`b", 1},   {"`a``b`", "a``b", 0},
             {"````", "`", 1}, {"``", "", 1},          {"`two words`", "two words", 1},
             {"`x `", "x", 0}, {"d_MoS1", "d_MoS2", 0}};
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    eqs_token token = first(row[i].text);
    cr_expect(eq(int, eqs_token_is(&token, row[i].column), row[i].same), "%s and %s", row[i].text,
              row[i].column);
  }
}

Test(lex, identifiers)
{
  cr_expect(eq(int, eqs_is_identifier("d_MoS1.x"), 1));
  cr_expect(eq(int, eqs_is_identifier("_"), 1));
  cr_expect(eq(int, eqs_is_identifier(""), 0));
  cr_expect(eq(int, eqs_is_identifier("1x"), 0));
  cr_expect(eq(int, eqs_is_identifier("a-b"), 0));
  cr_expect(eq(int, eqs_is_identifier("a b"), 0));
}

Test(lex, columns_count_characters)
{
  cr_expect(eq(sz, eqs_text_column("abc", 0), 1));
  cr_expect(eq(sz, eqs_text_column("abc", 2), 3));
  cr_expect(eq(sz, eqs_text_column("\xc3\xa4\xe2\x82\xac!", 5), 3));
}
