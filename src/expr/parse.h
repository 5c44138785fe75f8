/* SPDX-License-Identifier: BSD-3-Clause */
/* What the readers of both notations share: the text, the nodes so far, and how a failure is
   told. */
#ifndef EQS_EXPR_PARSE_H
#define EQS_EXPR_PARSE_H

#include "expr/expr.h"
#include "expr/lex.h"

enum {
  EQS_PARSER_LOCAL = 128
}; /* nodes before the first allocation; most expressions are smaller */

typedef struct eqs_parser {
  eqs_ctx *ctx;
  const eqs_names *names; /* NULL: none */
  unsigned flags;
  eqs_lexer lexer;
  eqs_token token; /* read, not used up yet */
  eqs_node *node;  /* LOCAL, or from malloc */
  uint32_t n_nodes;
  size_t capacity;
  uint32_t n_params;
  uint64_t labels[2]; /* bit K: cK was seen */
  eqs_node local[EQS_PARSER_LOCAL];
} eqs_parser;

static inline void eqs_parser_advance(eqs_parser *p)
{
  eqs_lex(&p->lexer, &p->token);
}

static inline bool eqs_parser_at_sign(const eqs_parser *p, char sign)
{
  return p->token.kind == EQS_TOKEN_SIGN && p->token.sign == sign;
}

/* "expression, column 7: ..." for the byte BEGIN of the text. */
eqs_status eqs_parser_fail(eqs_parser *p, eqs_status status, size_t begin, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* EQS_LIMIT at BEGIN: more than EQS_MAX_NESTING levels. */
eqs_status eqs_parser_too_deep(eqs_parser *p, size_t begin);

/* The current token stands where WHAT is expected. */
eqs_status eqs_parser_unexpected(eqs_parser *p, const char *what);

/* Appends NODE, which came from the byte BEGIN. */
eqs_status eqs_parser_push(eqs_parser *p, eqs_node node, size_t begin);

/* Appends the number (negated if NEGATIVE), column or constant that TOKEN stands for. */
eqs_status eqs_parser_leaf(eqs_parser *p, const eqs_token *token, bool negative);

/* `pi()` and `e()`, which name the constants even where columns are called so: if NAME is one and
   the current token opens its parentheses, appends it and sets *DONE. */
eqs_status eqs_parser_constant_call(eqs_parser *p, const eqs_token *name, bool *done);

/* LENGTH bytes of TEXT as they may stand in a message: short, without control characters. */
enum { EQS_EXCERPT_BYTES = 64 };
const char *eqs_excerpt(char out[EQS_EXCERPT_BYTES], const char *text, size_t length);

/* Each reads the whole text; the nodes come in postfix order and in prefix order. */
eqs_status eqs_parse_infix(eqs_parser *p);
eqs_status eqs_parse_prefix(eqs_parser *p);

#endif
