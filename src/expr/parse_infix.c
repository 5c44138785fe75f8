/* SPDX-License-Identifier: BSD-3-Clause */
/* The infix reader: operator precedence with stacks of its own, so that no text can exhaust the C
   stack. Operators come out after their operands (postfix order). */
#include "expr/parse.h"
#include "expr/symmetric.h"
#include <string.h>

/* An operator that waits for its right operand, or an open parenthesis. */
typedef enum pending_kind { SIGN, BRACKET, CALL } pending_kind;

typedef struct pending {
  uint8_t kind; /* pending_kind */
  uint8_t op;   /* SIGN, CALL */
  uint8_t n;    /* CALL: operands begun */
  size_t begin; /* where it stands in the text */
} pending;

typedef struct operand {
  uint16_t size, depth; /* of the subtree */
} operand;

/* Brackets and operators are limited each by itself, and an operand is held for each of either. */
enum { STACK = 2 * EQS_MAX_NESTING + 2 };

typedef struct reader {
  eqs_parser *p;
  uint32_t n_pending, n_operands;
  uint32_t brackets, operators; /* among the pending; a call is both */
  pending pending[STACK];
  operand operand[STACK];
} reader;

/* ---- The stacks ---------------------------------------------------------------------------- */

static eqs_status open(reader *r, pending_kind kind, eqs_op op, size_t begin)
{
  if (kind != SIGN && r->brackets++ == EQS_MAX_NESTING) return eqs_parser_too_deep(r->p, begin);
  if (kind != BRACKET && r->operators++ == EQS_MAX_NESTING - 1)
    return eqs_parser_too_deep(r->p, begin);
  r->pending[r->n_pending++] = (pending){(uint8_t)kind, (uint8_t)op, kind == CALL, begin};
  return EQS_OK;
}

static pending close(reader *r)
{
  pending top = r->pending[--r->n_pending];
  r->brackets -= top.kind != SIGN;
  r->operators -= top.kind != BRACKET;
  return top;
}

static eqs_status push_leaf(reader *r, const eqs_token *token, bool negative)
{
  r->operand[r->n_operands++] = (operand){1, 1};
  return eqs_parser_leaf(r->p, token, negative);
}

/* `x^2` and `x^3`: drops the exponent and returns the operator that needs none. */
static eqs_op small_power(reader *r)
{
  const eqs_node *exponent = &r->p->node[r->p->n_nodes - 1];
  if (exponent->op != EQS_OP_NUM || (exponent->value != 2 && exponent->value != 3))
    return EQS_OP_POW;
  r->p->n_nodes--;
  r->n_operands--;
  return exponent->value == 2 ? EQS_OP_SQUARE : EQS_OP_CUBE;
}

/* How many operands are written. */
static unsigned operands_of(eqs_op op)
{
  return op == EQS_OP_SYM ? 3 : eqs_op_arity(op);
}

/* The columns of a symmetric sum do not stay before its operand but in its own node. */
static eqs_status take_columns(reader *r, size_t begin, eqs_node *sum)
{
  uint32_t size = r->operand[r->n_operands - 1].size;
  eqs_node *part = r->p->node + r->p->n_nodes - size;
  if (!eqs_sym_of_columns(sum, part - 2, part - 1))
    return eqs_parser_fail(r->p, EQS_INPUT, begin, EQS_SYM_COLUMNS_WANTED);
  memmove(part - 2, part, size * sizeof *part);
  r->p->n_nodes -= 2;
  r->operand[r->n_operands - 3] = r->operand[r->n_operands - 1];
  r->n_operands -= 2;
  return EQS_OK;
}

/* Puts the operator on top of the stack behind its operands. */
static eqs_status reduce(reader *r)
{
  pending top = close(r);
  eqs_op op = top.op;
  eqs_node node = {0};
  eqs_status status = op == EQS_OP_SYM ? take_columns(r, top.begin, &node) : EQS_OK;
  if (status) return status;
  if (op == EQS_OP_POW && top.kind == SIGN) op = small_power(r);
  unsigned size = 1, depth = 0;
  for (unsigned i = eqs_op_arity(op); i > 0; i--) {
    operand last = r->operand[--r->n_operands];
    size += last.size;
    if (last.depth > depth) depth = last.depth;
  }
  if (depth == EQS_MAX_NESTING) return eqs_parser_too_deep(r->p, top.begin);
  r->operand[r->n_operands++] = (operand){(uint16_t)size, (uint16_t)(depth + 1)};
  node.op = (uint8_t)op;
  node.index = (uint16_t)size;
  return eqs_parser_push(r->p, node, top.begin);
}

/* Puts out what binds at least as tightly as LEVEL, back to the innermost parenthesis. */
static eqs_status reduce_to(reader *r, unsigned level)
{
  eqs_status status = EQS_OK;
  while (!status && r->n_pending > 0) {
    const pending *top = &r->pending[r->n_pending - 1];
    if (top->kind != SIGN || eqs_op_table[top->op].level < level) break;
    status = reduce(r);
  }
  return status;
}

/* ---- Where an operand is expected ----------------------------------------------------------- */

/* A minus before a number belongs to it, unless a power follows: -2^2 is -(2^2). */
static eqs_status read_minus(reader *r, bool *done)
{
  eqs_parser *p = r->p;
  size_t begin = p->token.begin;
  eqs_parser_advance(p);
  if (p->token.kind == EQS_TOKEN_NUMBER) {
    eqs_token number = p->token;
    eqs_parser_advance(p);
    *done = true;
    if (!eqs_parser_at_sign(p, '^')) return push_leaf(r, &number, true);
    eqs_status status = open(r, SIGN, EQS_OP_NEG, begin);
    return status ? status : push_leaf(r, &number, false);
  }
  return open(r, SIGN, EQS_OP_NEG, begin);
}

static eqs_status read_name(reader *r, bool *done)
{
  eqs_parser *p = r->p;
  eqs_token name = p->token;
  eqs_parser_advance(p);
  *done = true;
  if (name.kind != EQS_TOKEN_NAME || !eqs_parser_at_sign(p, '(')) return push_leaf(r, &name, false);
  eqs_op op = eqs_op_find(name.text, (unsigned)name.length);
  if (op < EQS_N_OPS) {
    *done = false;
    eqs_parser_advance(p);
    return open(r, CALL, op, name.begin);
  }
  bool constant;
  eqs_status status = eqs_parser_constant_call(p, &name, &constant);
  if (!constant) return push_leaf(r, &name, false);
  r->operand[r->n_operands++] = (operand){1, 1};
  return status;
}

static eqs_status read_number(reader *r, bool *done)
{
  eqs_token number = r->p->token;
  eqs_parser_advance(r->p);
  *done = true;
  return push_leaf(r, &number, false);
}

/* Reads up to and with the next leaf. */
static eqs_status read_operand(reader *r)
{
  eqs_parser *p = r->p;
  eqs_status status = EQS_OK;
  for (bool done = false; !done && !status;) {
    size_t begin = p->token.begin;
    if (p->token.kind == EQS_TOKEN_NAME || p->token.kind == EQS_TOKEN_QUOTED)
      status = read_name(r, &done);
    else if (p->token.kind == EQS_TOKEN_NUMBER)
      status = read_number(r, &done);
    else if (eqs_parser_at_sign(p, '-'))
      status = read_minus(r, &done);
    else if (eqs_parser_at_sign(p, '+'))
      eqs_parser_advance(p);
    else if (eqs_parser_at_sign(p, '(')) {
      eqs_parser_advance(p);
      status = open(r, BRACKET, EQS_N_OPS, begin);
    } else
      status = eqs_parser_unexpected(p, "an operand");
  }
  return status;
}

/* ---- Where an operator is expected ---------------------------------------------------------- */

static eqs_op sign_op(char sign)
{
  switch (sign) {
  case '+':
    return EQS_OP_ADD;
  case '-':
    return EQS_OP_SUB;
  case '*':
    return EQS_OP_MUL;
  case '/':
    return EQS_OP_DIV;
  case '^':
    return EQS_OP_POW;
  default:
    return EQS_N_OPS;
  }
}

static eqs_status wrong_count(reader *r, const pending *call, unsigned given)
{
  unsigned arity = operands_of(call->op);
  return eqs_parser_fail(r->p, EQS_INPUT, call->begin, "%s takes %u operand%s, not %s",
                         eqs_op_table[call->op].token, arity, arity == 1 ? "" : "s",
                         given > arity ? "more"
                         : given > 1   ? "2"
                                       : "1");
}

static eqs_status read_close(reader *r)
{
  eqs_status status = reduce_to(r, 0);
  if (status) return status;
  if (r->n_pending == 0)
    return eqs_parser_fail(r->p, EQS_INPUT, r->p->token.begin,
                           "this ')' closes nothing (leave it out or add a '(')");
  eqs_parser_advance(r->p);
  const pending *top = &r->pending[r->n_pending - 1];
  if (top->kind == BRACKET) {
    close(r);
    return EQS_OK;
  }
  if (top->n != operands_of(top->op)) return wrong_count(r, top, top->n);
  return reduce(r);
}

static eqs_status read_comma(reader *r)
{
  eqs_status status = reduce_to(r, 0);
  if (status) return status;
  pending *top = r->n_pending ? &r->pending[r->n_pending - 1] : NULL;
  if (!top || top->kind != CALL)
    return eqs_parser_fail(r->p, EQS_INPUT, r->p->token.begin,
                           "this ',' is not between the operands of a function (decimals are "
                           "written with a point)");
  if (top->n == operands_of(top->op)) return wrong_count(r, top, top->n + 1);
  top->n++;
  eqs_parser_advance(r->p);
  return EQS_OK;
}

static eqs_status read_end(reader *r)
{
  eqs_status status = reduce_to(r, 0);
  if (status || r->n_pending == 0) return status;
  eqs_parser *p = r->p;
  const pending *top = &r->pending[r->n_pending - 1];
  return eqs_parser_fail(p, EQS_INPUT, p->token.begin,
                         "the '%s(' of column %zu is never closed (add a ')')",
                         top->kind == CALL ? eqs_op_table[top->op].token : "",
                         eqs_text_column(p->lexer.text, top->begin));
}

/* Reads closing parentheses, and then the sign or comma before the next operand, or the end. */
static eqs_status read_operator(reader *r, bool *done)
{
  eqs_parser *p = r->p;
  while (eqs_parser_at_sign(p, ')')) {
    eqs_status status = read_close(r);
    if (status) return status;
  }
  *done = p->token.kind == EQS_TOKEN_END;
  if (*done) return read_end(r);
  if (eqs_parser_at_sign(p, ',')) return read_comma(r);
  eqs_op op = p->token.kind == EQS_TOKEN_SIGN ? sign_op(p->token.sign) : EQS_N_OPS;
  if (op == EQS_N_OPS) return eqs_parser_unexpected(p, "an operator such as + or *");
  size_t begin = p->token.begin;
  unsigned right_associative = op == EQS_OP_POW;
  eqs_status status = reduce_to(r, eqs_op_table[op].level + right_associative);
  if (status) return status;
  eqs_parser_advance(p);
  return open(r, SIGN, op, begin);
}

eqs_status eqs_parse_infix(eqs_parser *p)
{
  reader r;
  r.p = p;
  r.n_pending = r.n_operands = r.brackets = r.operators = 0;
  if (p->token.kind == EQS_TOKEN_END)
    return eqs_parser_fail(p, EQS_INPUT, 0, "there is no expression (write one such as 2.5*x + c)");
  bool done = false;
  eqs_status status = EQS_OK;
  while (!done && !status) {
    status = read_operand(&r);
    if (!status) status = read_operator(&r, &done);
  }
  return status;
}
