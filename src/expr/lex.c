/* SPDX-License-Identifier: BSD-3-Clause */
/* Cuts the text of an expression into tokens. */
#include "expr/lex.h"
#include "util/text.h"
#include <stdint.h>
#include <string.h>

enum { SPACE = 1, DIGIT = 2, LETTER = 4, DOT = 8, SIGN = 16 };

/* A table, because the C library's classes follow the locale. */
static const uint8_t class[256] = {
    [' '] = SPACE,  ['\t'] = SPACE,         ['\r'] = SPACE,         ['\n'] = SPACE,
    ['\v'] = SPACE, ['\f'] = SPACE,         ['0' ... '9'] = DIGIT,  ['.'] = DOT,
    ['_'] = LETTER, ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER, ['+'] = SIGN,
    ['-'] = SIGN,   ['*'] = SIGN,           ['/'] = SIGN,           ['^'] = SIGN,
    ['('] = SIGN,   [')'] = SIGN,           [','] = SIGN,
};

static unsigned class_of(char c)
{
  return class[(unsigned char)c];
}

static size_t skip(const char *text, size_t at, size_t length, unsigned classes)
{
  while (at < length && class_of(text[at]) & classes) at++;
  return at;
}

static void lex_number(eqs_lexer *lexer, eqs_token *token)
{
  const char *text = lexer->text + lexer->at;
  size_t used = eqs_number_read(text, lexer->length - lexer->at, &token->value);
  if (used == 0) return; /* a lone point */
  token->kind = EQS_TOKEN_NUMBER;
  token->has_point = skip(text, 0, used, DIGIT) < used;
  token->length = used;
  lexer->at += used;
}

static void lex_quoted(eqs_lexer *lexer, eqs_token *token)
{
  const char *text = lexer->text;
  size_t at = lexer->at + 1;
  for (;;) {
    const char *quote = at < lexer->length ? memchr(text + at, '`', lexer->length - at) : NULL;
    if (!quote) return;
    at = (size_t)(quote - text);
    if (at + 1 >= lexer->length || text[at + 1] != '`') break;
    at += 2;
  }
  token->kind = EQS_TOKEN_QUOTED;
  token->text++;
  token->length = at - lexer->at - 1;
  lexer->at = at + 1;
}

static void lex_sign(eqs_lexer *lexer, eqs_token *token)
{
  token->kind = EQS_TOKEN_SIGN;
  token->sign = *token->text;
  lexer->at++;
  if (token->sign == '*' && lexer->at < lexer->length && lexer->text[lexer->at] == '*') {
    token->sign = '^';
    token->length = 2;
    lexer->at++;
  }
}

void eqs_lex(eqs_lexer *lexer, eqs_token *token)
{
  lexer->at = skip(lexer->text, lexer->at, lexer->length, SPACE);
  token->begin = lexer->at;
  token->text = lexer->text + lexer->at;
  if (lexer->at == lexer->length) {
    token->kind = EQS_TOKEN_END;
    token->length = 0;
    return;
  }
  token->kind = EQS_TOKEN_STRAY;
  token->length = 1;
  switch (class_of(*token->text)) {
  case LETTER:
    token->kind = EQS_TOKEN_NAME;
    lexer->at = skip(lexer->text, lexer->at, lexer->length, LETTER | DIGIT | DOT);
    token->length = lexer->at - token->begin;
    break;
  case DIGIT:
  case DOT:
    lex_number(lexer, token);
    break;
  case SIGN:
    lex_sign(lexer, token);
    break;
  default:
    if (*token->text == '`') lex_quoted(lexer, token);
  }
}

size_t eqs_text_column(const char *text, size_t at)
{
  size_t column = 1;
  for (size_t i = 0; i < at; i++) column += ((unsigned char)text[i] & 0xc0) != 0x80;
  return column;
}

/* Names are short, so a loop is faster than a call. */
bool eqs_token_is(const eqs_token *token, const char *column)
{
  const char *text = token->text, *end = text + token->length;
  bool quoted = token->kind == EQS_TOKEN_QUOTED;
  for (; text < end; text++, column++) {
    if (*text != *column || !*column) return false;
    if (quoted && *text == '`') text++;
  }
  return !*column;
}

bool eqs_is_identifier(const char *name)
{
  size_t length = strlen(name);
  return class_of(*name) == LETTER && skip(name, 0, length, LETTER | DIGIT | DOT) == length;
}
