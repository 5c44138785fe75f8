/* SPDX-License-Identifier: BSD-3-Clause */
/* The words of an expression: numbers, names, signs. Both notations are made of the same ones. */
#ifndef EQS_EXPR_LEX_H
#define EQS_EXPR_LEX_H

#include <stdbool.h>
#include <stddef.h>

typedef enum eqs_token_kind {
  EQS_TOKEN_END,
  EQS_TOKEN_NUMBER, /* without a sign */
  EQS_TOKEN_NAME,   /* [A-Za-z_][A-Za-z0-9_.]* */
  EQS_TOKEN_QUOTED, /* a name in backquotes; the token is what stands between them */
  EQS_TOKEN_SIGN,   /* one of + - * / ^ ( ) , where ** reads as ^ */
  EQS_TOKEN_STRAY,  /* a byte that begins no token, or a backquote that is never closed */
} eqs_token_kind;

typedef struct eqs_token {
  eqs_token_kind kind;
  char sign;        /* EQS_TOKEN_SIGN: which */
  bool has_point;   /* EQS_TOKEN_NUMBER: written with a point or an exponent */
  size_t begin;     /* where it stands in the text, quotes included */
  const char *text; /* its bytes, without the quotes */
  size_t length;    /* of TEXT */
  double value;     /* EQS_TOKEN_NUMBER */
} eqs_token;

typedef struct eqs_lexer {
  const char *text;
  size_t length, at;
} eqs_lexer;

void eqs_lex(eqs_lexer *lexer, eqs_token *token);

/* The column of byte AT, from 1, where a UTF-8 character counts once. */
size_t eqs_text_column(const char *text, size_t at);

/* Whether the name TOKEN is COLUMN; a quoted one has its backquotes doubled. */
bool eqs_token_is(const eqs_token *token, const char *column);

/* Whether NAME has the form of EQS_TOKEN_NAME. */
bool eqs_is_identifier(const char *name);

#endif
