/* SPDX-License-Identifier: BSD-3-Clause */
/* The reader of prefix tokens: each operator before its operands, spaces between, no
   parentheses. */
#include "expr/parse.h"
#include "expr/symmetric.h"

/* An operator whose operands are still to come. */
typedef struct pending {
  uint8_t op, missing;
  size_t begin;
} pending;

typedef struct reader {
  eqs_parser *p;
  uint32_t n_pending;
  pending pending[EQS_MAX_NESTING];
} reader;

/* A minus is part of the number that follows without a space. */
static bool minus_of_number(const eqs_parser *p)
{
  size_t next = p->lexer.at;
  if (!eqs_parser_at_sign(p, '-') || next == p->lexer.length) return false;
  char c = p->lexer.text[next];
  return c == '.' || (c >= '0' && c <= '9');
}

static eqs_op operator_of(const eqs_token *token)
{
  if (token->kind == EQS_TOKEN_SIGN && token->sign == '^') return EQS_OP_POW;
  if (token->kind != EQS_TOKEN_SIGN && token->kind != EQS_TOKEN_NAME) return EQS_N_OPS;
  return eqs_op_find(token->text, (unsigned)token->length);
}

/* The two columns of a symmetric sum, which stand before its operand. */
static eqs_status read_columns(eqs_parser *p, size_t begin, eqs_node *sum)
{
  for (int k = 0; k < 2; k++) {
    if (p->token.kind != EQS_TOKEN_NAME && p->token.kind != EQS_TOKEN_QUOTED)
      return eqs_parser_unexpected(p, "a column");
    eqs_token name = p->token;
    eqs_parser_advance(p);
    eqs_status status = eqs_parser_leaf(p, &name, false);
    if (status) return status;
  }
  p->n_nodes -= 2;
  const eqs_node *column = p->node + p->n_nodes;
  return eqs_sym_of_columns(sum, column, column + 1)
             ? EQS_OK
             : eqs_parser_fail(p, EQS_INPUT, begin, EQS_SYM_COLUMNS_WANTED);
}

static eqs_status read_operator(reader *r, eqs_op op)
{
  eqs_parser *p = r->p;
  eqs_node node = {.op = (uint8_t)op};
  size_t begin = p->token.begin;
  if (r->n_pending == EQS_MAX_NESTING - 1) return eqs_parser_too_deep(p, begin);
  r->pending[r->n_pending++] = (pending){(uint8_t)op, (uint8_t)eqs_op_arity(op), begin};
  eqs_parser_advance(p);
  eqs_status status = op == EQS_OP_SYM ? read_columns(p, begin, &node) : EQS_OK;
  return status ? status : eqs_parser_push(p, node, begin);
}

static eqs_status read_leaf(reader *r)
{
  eqs_parser *p = r->p;
  bool negative = minus_of_number(p), constant;
  if (negative) eqs_parser_advance(p);
  if (p->token.kind == EQS_TOKEN_SIGN || p->token.kind == EQS_TOKEN_STRAY)
    return eqs_parser_unexpected(p, "an operator or operand");
  eqs_token leaf = p->token;
  size_t end = p->lexer.at;
  eqs_parser_advance(p);
  eqs_status status = eqs_parser_constant_call(p, &leaf, &constant);
  if (!constant && p->token.begin == end && p->token.kind != EQS_TOKEN_END)
    return eqs_parser_unexpected(p, "a space");
  if (!constant) status = eqs_parser_leaf(p, &leaf, negative);
  while (r->n_pending > 0 && --r->pending[r->n_pending - 1].missing == 0) r->n_pending--;
  return status;
}

static eqs_status fail_short(reader *r)
{
  eqs_parser *p = r->p;
  if (r->n_pending == 0)
    return eqs_parser_fail(p, EQS_INPUT, p->token.begin,
                           "there is no expression (write one such as add x 2)");
  const pending *last = &r->pending[r->n_pending - 1];
  return eqs_parser_fail(p, EQS_INPUT, p->token.begin,
                         "the text ends, but '%s' of column %zu needs %u operand%s more",
                         eqs_op_table[last->op].token, eqs_text_column(p->lexer.text, last->begin),
                         last->missing, last->missing == 1 ? "" : "s");
}

eqs_status eqs_parse_prefix(eqs_parser *p)
{
  reader r;
  r.p = p;
  r.n_pending = 0;
  do {
    if (p->token.kind == EQS_TOKEN_END) return fail_short(&r);
    eqs_op op = minus_of_number(p) ? EQS_N_OPS : operator_of(&p->token);
    eqs_status status = op < EQS_N_OPS ? read_operator(&r, op) : read_leaf(&r);
    if (status) return status;
  } while (r.n_pending > 0);
  return p->token.kind == EQS_TOKEN_END
             ? EQS_OK
             : eqs_parser_unexpected(p, "the end of a complete expression");
}
