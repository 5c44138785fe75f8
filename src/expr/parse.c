/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading an expression: leaves and messages of both notations, and the way from postfix to prefix
   order. */
#include "expr/parse.h"
#include "expr/symmetric.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/near.h"
#include "util/text.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Messages ------------------------------------------------------------------------------ */

eqs_status eqs_parser_fail(eqs_parser *p, eqs_status status, size_t begin, const char *format, ...)
{
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  return eqs_fail(p->ctx, status, "expression, column %zu: %s",
                  eqs_text_column(p->lexer.text, begin), text);
}

eqs_status eqs_parser_too_deep(eqs_parser *p, size_t begin)
{
  return eqs_parser_fail(p, EQS_LIMIT, begin, "nested deeper than %d levels", EQS_MAX_NESTING);
}

const char *eqs_excerpt(char out[EQS_EXCERPT_BYTES], const char *text, size_t length)
{
  static const char more[] = "...";
  size_t room = EQS_EXCERPT_BYTES - sizeof more, n = length < room ? length : room;
  while (n > 0 && n < length && ((unsigned char)text[n] & 0xc0) == 0x80) n--;
  for (size_t i = 0; i < n; i++)
    out[i] = (unsigned char)text[i] < 0x20 || text[i] == 0x7f ? '?' : text[i];
  strcpy(out + n, n < length ? more : "");
  return out;
}

eqs_status eqs_parser_unexpected(eqs_parser *p, const char *what)
{
  char excerpt[EQS_EXCERPT_BYTES];
  const eqs_token *token = &p->token;
  eqs_excerpt(excerpt, token->text, token->length);
  if (token->kind == EQS_TOKEN_END)
    return eqs_parser_fail(p, EQS_INPUT, token->begin, "the text ends where %s is expected", what);
  if (token->kind != EQS_TOKEN_STRAY)
    return eqs_parser_fail(p, EQS_INPUT, token->begin, "'%s' where %s is expected", excerpt, what);
  unsigned char byte = (unsigned char)*token->text;
  if (byte == '`')
    return eqs_parser_fail(p, EQS_INPUT, token->begin, "the backquote is never closed (add a `)");
  if (byte <= 0x20 || byte >= 0x7f) snprintf(excerpt, sizeof excerpt, "byte 0x%02x", byte);
  return eqs_parser_fail(p, EQS_INPUT, token->begin,
                         "unexpected %s (put a name that holds it in backquotes)", excerpt);
}

/* What may have been meant by NAME: near columns, or else the first few. */
static void suggest(eqs_text *out, const char *name, const eqs_names *names)
{
  enum { LISTED = 8, COMPARED = 10000 };
  char excerpt[EQS_EXCERPT_BYTES];
  eqs_text near = {0};
  size_t n = names ? names->n : 0;
  if (n > 0) eqs_near_names(&near, name, names->name, n < COMPARED ? n : COMPARED);
  if (near.length)
    eqs_text_format(out, "is it %s?", near.data);
  else {
    eqs_text_str(out, n ? "columns: " : "there are no columns");
    for (size_t i = 0; i < n && i < LISTED; i++)
      eqs_text_format(out, "%s%s", i ? ", " : "",
                      eqs_excerpt(excerpt, names->name[i], strlen(names->name[i])));
    eqs_text_format(out, "%s; quote unusual names with backquotes", n > LISTED ? ", ..." : "");
  }
  eqs_text_free(&near);
}

static eqs_status fail_unknown(eqs_parser *p, const eqs_token *token)
{
  char name[EQS_EXCERPT_BYTES];
  eqs_excerpt(name, token->text, token->length);
  if (token->kind == EQS_TOKEN_NAME &&
      eqs_op_find(token->text, (unsigned)token->length) < EQS_N_OPS)
    return eqs_parser_fail(p, EQS_INPUT, token->begin,
                           "'%s' is a function without its operand (write %s(...))", name, name);
  if (token->kind == EQS_TOKEN_NAME && eqs_parser_at_sign(p, '('))
    return eqs_parser_fail(p, EQS_UNKNOWN, token->begin,
                           "unknown function '%s' (see the table of operators; products are "
                           "written with *)",
                           name);
  eqs_text columns = {0};
  suggest(&columns, name, p->names);
  eqs_status status = columns.failed
                          ? eqs_fail_memory(p->ctx, columns.capacity)
                          : eqs_parser_fail(p, EQS_UNKNOWN, token->begin, "unknown name '%s' (%s)",
                                            name, columns.data);
  eqs_text_free(&columns);
  return status;
}

/* ---- Nodes --------------------------------------------------------------------------------- */

static eqs_status grow(eqs_parser *p)
{
  eqs_node *old = p->node == p->local ? NULL : p->node, *node = old;
  if (eqs_grow(&node, &p->capacity, (size_t)p->n_nodes + 1, sizeof *node))
    return eqs_fail_memory(p->ctx, 2 * p->capacity * sizeof *node);
  if (!old) memcpy(node, p->local, sizeof p->local);
  p->node = node;
  return EQS_OK;
}

eqs_status eqs_parser_push(eqs_parser *p, eqs_node node, size_t begin)
{
  if (p->n_nodes == EQS_MAX_NODES)
    return eqs_parser_fail(p, EQS_LIMIT, begin, "more than %d nodes", EQS_MAX_NODES);
  if (p->n_nodes == p->capacity) {
    eqs_status status = grow(p);
    if (status) return status;
  }
  p->node[p->n_nodes++] = node;
  return EQS_OK;
}

static eqs_status push_param(eqs_parser *p, double start, unsigned shared, size_t begin)
{
  if (shared) {
    uint64_t *word = &p->labels[(shared - 1) / 64], bit = (uint64_t)1 << ((shared - 1) % 64);
    p->n_params += !(*word & bit);
    *word |= bit;
  } else
    p->n_params++;
  if (p->n_params > EQS_MAX_PARAMS)
    return eqs_parser_fail(p, EQS_LIMIT, begin,
                           "more than %d free constants (write fixed numbers without a point)",
                           EQS_MAX_PARAMS);
  eqs_node node = {.op = EQS_OP_PARAM, .shared = (uint8_t)shared, .value = start};
  return eqs_parser_push(p, node, begin);
}

static eqs_status push_number(eqs_parser *p, const eqs_token *token, bool negative)
{
  double value = negative ? -token->value : token->value;
  if (!isfinite(value)) {
    char excerpt[EQS_EXCERPT_BYTES];
    return eqs_parser_fail(p, EQS_INPUT, token->begin, "the number %s is too large",
                           eqs_excerpt(excerpt, token->text, token->length));
  }
  if (token->has_point && !(p->flags & EQS_PARSE_FIXED))
    return push_param(p, value, 0, token->begin);
  return eqs_parser_push(p, (eqs_node){.op = EQS_OP_NUM, .value = value}, token->begin);
}

/* The mark of a constant written c0..c99: its number plus one; 0 for any other name. */
static unsigned shared_mark(const eqs_token *token)
{
  const char *text = token->text;
  unsigned digit = token->length > 1 ? (unsigned)text[1] - '0' : 10;
  if (text[0] != 'c' || token->length > 3 || digit > 9) return 0;
  if (token->length == 2) return digit + 1;
  unsigned last = (unsigned)text[2] - '0';
  return digit == 0 || last > 9 ? 0 : 10 * digit + last + 1;
}

static eqs_op named_constant(const eqs_token *token)
{
  return eqs_token_is(token, "pi") ? EQS_OP_PI : eqs_token_is(token, "e") ? EQS_OP_E : EQS_N_OPS;
}

eqs_status eqs_parser_constant_call(eqs_parser *p, const eqs_token *name, bool *done)
{
  eqs_op op = named_constant(name);
  *done = op < EQS_N_OPS && name->kind == EQS_TOKEN_NAME && eqs_parser_at_sign(p, '(');
  if (!*done) return EQS_OK;
  eqs_parser_advance(p);
  if (!eqs_parser_at_sign(p, ')')) return eqs_parser_unexpected(p, "')'");
  eqs_parser_advance(p);
  return eqs_parser_push(p, (eqs_node){.op = op}, name->begin);
}

static eqs_status push_constant(eqs_parser *p, const eqs_token *token)
{
  unsigned shared = shared_mark(token);
  if (shared) return push_param(p, 1, shared, token->begin);
  bool hole = eqs_token_is(token, "c") || (p->flags & EQS_PARSE_PREFIX &&
                                           eqs_token_is(token, eqs_op_table[EQS_OP_PARAM].token));
  if (hole) return push_param(p, 1, 0, token->begin);
  eqs_op op = named_constant(token);
  if (op < EQS_N_OPS) return eqs_parser_push(p, (eqs_node){.op = op}, token->begin);
  return fail_unknown(p, token);
}

eqs_status eqs_parser_leaf(eqs_parser *p, const eqs_token *token, bool negative)
{
  if (token->kind == EQS_TOKEN_NUMBER) return push_number(p, token, negative);
  size_t n = p->names ? p->names->n : 0;
  for (size_t i = 0; i < n && i <= UINT16_MAX; i++)
    if (eqs_token_is(token, p->names->name[i]))
      return eqs_parser_push(p, (eqs_node){.op = EQS_OP_VAR, .index = (uint16_t)i}, token->begin);
  return token->kind == EQS_TOKEN_NAME ? push_constant(p, token) : fail_unknown(p, token);
}

/* ---- The whole ----------------------------------------------------------------------------- */

/* Operators of the postfix nodes hold the size of their subtree in INDEX. From the last node to the
   first, each one's place in prefix order is known when it is reached. */
static void to_prefix(eqs_node *out, const eqs_node *postfix, uint32_t n)
{
  uint32_t place[EQS_MAX_NESTING + 1], top = 0;
  place[top++] = 0;
  for (uint32_t i = n; i-- > 0;) {
    uint32_t at = place[--top];
    unsigned arity = eqs_op_arity(postfix[i].op);
    out[at] = postfix[i];
    if (arity == 0) continue;
    out[at].index = eqs_sym_columns(&postfix[i]);
    place[top++] = at + 1;
    if (arity == 1) continue;
    const eqs_node *right = &postfix[i - 1];
    uint32_t right_size = eqs_op_arity(right->op) ? right->index : 1;
    place[top++] = at + postfix[i].index - right_size;
  }
}

static void take_prefix(eqs_node *out, const eqs_node *prefix, uint32_t n)
{
  memcpy(out, prefix, n * sizeof *out);
  for (uint32_t i = 0; i < n; i++)
    if (out[i].op == EQS_OP_SYM) out[i].index = eqs_sym_columns(&out[i]);
}

static bool has_column_of(const eqs_node *sum, const eqs_node *end)
{
  unsigned x = eqs_sym_first(sum), y = eqs_sym_second(sum);
  for (const eqs_node *node = sum + 1; node < end; node++)
    if (eqs_node_has_column(node, x) || eqs_node_has_column(node, y)) return true;
  return false;
}

static eqs_status check_sums(eqs_parser *p, const eqs_expr *expr)
{
  for (uint32_t i = 0; i < expr->n_nodes; i++) {
    const eqs_node *sum = &expr->node[i];
    if (sum->op == EQS_OP_SYM && !has_column_of(sum, expr->node + eqs_nodes_end(expr->node, i)))
      return eqs_parser_fail(p, EQS_INPUT, 0, "what sym sums has neither of its two columns");
  }
  return EQS_OK;
}

/* Symmetric sums are written out, in a new expression; on failure there is none. */
static eqs_status write_sums_out(eqs_parser *p, eqs_expr **expr)
{
  eqs_expr *short_one = *expr;
  uint32_t n = eqs_nodes_written_out(short_one->node, short_one->n_nodes);
  if (n == short_one->n_nodes) return EQS_OK;
  eqs_status status = check_sums(p, short_one);
  *expr = NULL;
  if (!status && n > EQS_MAX_NODES)
    status = eqs_parser_fail(p, EQS_LIMIT, 0,
                             "more than %d nodes, or %d constants, when symmetric sums are written "
                             "out",
                             EQS_MAX_NODES, EQS_SYM_CONSTANTS);
  if (!status && !(*expr = eqs_expr_from_nodes(short_one->node, short_one->n_nodes)))
    status = eqs_fail_memory(p->ctx, n * sizeof(eqs_node));
  eqs_expr_free(short_one);
  return status;
}

eqs_status eqs_expr_parse(eqs_ctx *ctx, eqs_expr **expr, const char *text, size_t length,
                          const eqs_names *names, unsigned flags)
{
  eqs_parser p;
  p.ctx = ctx;
  p.names = names;
  p.flags = flags;
  p.lexer = (eqs_lexer){text, length, 0};
  p.node = p.local;
  p.n_nodes = p.n_params = 0;
  p.capacity = EQS_PARSER_LOCAL;
  p.labels[0] = p.labels[1] = 0;
  eqs_parser_advance(&p);

  eqs_status status = flags & EQS_PARSE_PREFIX ? eqs_parse_prefix(&p) : eqs_parse_infix(&p);
  if (status) goto end;
  eqs_expr *made = eqs_expr_new(p.n_nodes);
  if (!made) {
    status = eqs_fail_memory(ctx, p.n_nodes * sizeof *p.node);
    goto end;
  }
  if (flags & EQS_PARSE_PREFIX)
    take_prefix(made->node, p.node, p.n_nodes);
  else
    to_prefix(made->node, p.node, p.n_nodes);
  made->n_params = eqs_nodes_number_params(made->node, p.n_nodes);
  status = write_sums_out(&p, &made);
  if (!status) *expr = made;
end:
  if (p.node != p.local) free(p.node);
  return status;
}
