/* SPDX-License-Identifier: BSD-3-Clause */
/* Writing an expression as infix text and as prefix tokens, so that it reads back to the same
   nodes and the same bits. */
#include "expr/print.h"
#include "expr/lex.h"
#include "expr/symmetric.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Leaves -------------------------------------------------------------------------------- */

static bool is_column(const eqs_printer *printer, const char *name)
{
  size_t n = printer->names ? printer->names->n : 0;
  for (size_t i = 0; i < n; i++)
    if (!strcmp(printer->names->name[i], name)) return true;
  return false;
}

/* A shared constant keeps its name, if it has one, where that says all: it reads back as 1. */
static bool keeps_name(const eqs_printer *printer, const eqs_node *node)
{
  if (node->op != EQS_OP_PARAM || !eqs_mark_has_name(node->shared) || node->value != 1)
    return false;
  char name[EQS_NUMBER_TEXT];
  snprintf(name, sizeof name, "c%u", node->shared - 1u);
  return !is_column(printer, name);
}

bool eqs_prints_number(const eqs_printer *printer, const eqs_node *node)
{
  if (node->op == EQS_OP_NUM) return true;
  if (node->op != EQS_OP_PARAM || printer->flags & EQS_PRINT_HOLES) return false;
  return printer->notation > EQS_PREFIX || !keeps_name(printer, node);
}

bool eqs_prints_minus(const eqs_printer *printer, const eqs_node *node)
{
  return eqs_prints_number(printer, node) && signbit(node->value) && !isnan(node->value);
}

const char *eqs_printer_name(const eqs_printer *printer, unsigned j, char *out)
{
  if (printer->names && j < printer->names->n) return printer->names->name[j];
  snprintf(out, EQS_NUMBER_TEXT, "x%u", j);
  return out;
}

/* Names that mean something else at some place are quoted everywhere. */
static bool needs_quotes(const char *name)
{
  static const char *const reserved[] = {"pi", "e", "c", "const"};
  for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
    if (!strcmp(name, reserved[i])) return true;
  return !eqs_is_identifier(name) || eqs_op_find(name, (unsigned)strlen(name)) < EQS_N_OPS;
}

static void print_name(eqs_printer *printer, unsigned j)
{
  char plain[EQS_NUMBER_TEXT];
  const char *name = eqs_printer_name(printer, j, plain);
  if (!needs_quotes(name)) {
    eqs_text_str(&printer->out, name);
    return;
  }
  eqs_text_char(&printer->out, '`');
  for (; *name; name++) {
    if (*name == '`') eqs_text_char(&printer->out, '`');
    eqs_text_char(&printer->out, *name);
  }
  eqs_text_char(&printer->out, '`');
}

/* Fixed numbers that are integers get digits alone, free constants always a point or exponent: that
   is how the reader tells them apart. */
static void print_number(eqs_printer *printer, const eqs_node *node)
{
  char text[EQS_NUMBER_TEXT];
  double value = node->value;
  if (node->op == EQS_OP_NUM && value == trunc(value) && isfinite(value)) {
    eqs_text_format(&printer->out, "%.0f", value);
    return;
  }
  eqs_number_text(text, value);
  eqs_text_str(&printer->out, text);
  if (isfinite(value) && !strpbrk(text, ".e")) eqs_text_str(&printer->out, ".0");
}

static void print_leaf(eqs_printer *printer, const eqs_node *node)
{
  if (node->op == EQS_OP_VAR)
    print_name(printer, node->index);
  else if (eqs_prints_number(printer, node))
    print_number(printer, node);
  else if (node->op == EQS_OP_PARAM) {
    unsigned k = printer->flags & EQS_PRINT_HOLES ? node->index : node->shared - 1u;
    eqs_text_format(&printer->out, "c%u", k);
  } else {
    const char *token = eqs_op_table[node->op].token;
    eqs_text_str(&printer->out, token);
    if (is_column(printer, token)) eqs_text_str(&printer->out, "()");
  }
}

/* ---- Infix --------------------------------------------------------------------------------- */

static bool is_symmetric(const eqs_printer *printer, uint32_t i)
{
  eqs_node sum;
  return eqs_nodes_sym_at(printer->node, i, &sum);
}

/* How tightly the text of the subtree at NODE holds together. */
static unsigned level_of(const eqs_printer *printer, const eqs_node *node)
{
  if (is_symmetric(printer, (uint32_t)(node - printer->node))) return EQS_LEVEL_CALL;
  switch (node->op) {
  case EQS_OP_SQUARE:
  case EQS_OP_CUBE:
    return EQS_LEVEL_POWER;
  case EQS_OP_NUM:
  case EQS_OP_PARAM:
    return eqs_prints_minus(printer, node) ? EQS_LEVEL_MINUS : EQS_LEVEL_CALL;
  default:
    return eqs_op_table[node->op].level;
  }
}

static uint32_t print_node(eqs_printer *printer, uint32_t i);

static uint32_t print_in(eqs_printer *printer, uint32_t i, bool parentheses)
{
  if (parentheses) eqs_text_char(&printer->out, '(');
  i = print_node(printer, i);
  if (parentheses) eqs_text_char(&printer->out, ')');
  return i;
}

/* The operand at I, in parentheses unless it holds together at least as tightly as LOWEST. */
static uint32_t print_operand(eqs_printer *printer, uint32_t i, unsigned lowest)
{
  return print_in(printer, i, level_of(printer, &printer->node[i]) < lowest);
}

static uint32_t print_call(eqs_printer *printer, uint32_t i)
{
  const eqs_op_info *op = &eqs_op_table[printer->node[i].op];
  eqs_text_str(&printer->out, op->token);
  eqs_text_char(&printer->out, '(');
  i = print_node(printer, i + 1);
  if (op->arity == 2) {
    eqs_text_str(&printer->out, ", ");
    i = print_node(printer, i);
  }
  eqs_text_char(&printer->out, ')');
  return i;
}

/* A sum that is symmetric in two columns, by its first operand alone. */
static uint32_t print_symmetric(eqs_printer *printer, uint32_t i, const eqs_node *sum)
{
  eqs_text_format(&printer->out, "%s(", eqs_op_table[EQS_OP_SYM].token);
  print_name(printer, eqs_sym_first(sum));
  eqs_text_str(&printer->out, ", ");
  print_name(printer, eqs_sym_second(sum));
  eqs_text_str(&printer->out, ", ");
  uint32_t second = print_node(printer, i + 1);
  eqs_text_char(&printer->out, ')');
  return second + (second - i - 1);
}

/* A power may have a sign on its right without parentheses. As `x^2` reads as a square, a power
   with this exponent is written as a call. */
static uint32_t print_power(eqs_printer *printer, uint32_t i)
{
  const eqs_node *exponent = &printer->node[eqs_nodes_end(printer->node, i + 1)];
  if (exponent->op == EQS_OP_NUM && (exponent->value == 2 || exponent->value == 3))
    return print_call(printer, i);
  i = print_operand(printer, i + 1, EQS_LEVEL_CALL);
  eqs_text_char(&printer->out, '^');
  return print_operand(printer, i, EQS_LEVEL_MINUS);
}

/* A number after the sign needs parentheses, as the sign would become part of it. */
static uint32_t print_negation(eqs_printer *printer, uint32_t i)
{
  const eqs_node *x = &printer->node[i + 1];
  eqs_text_char(&printer->out, '-');
  return print_in(printer, i + 1,
                  level_of(printer, x) < EQS_LEVEL_POWER || eqs_prints_number(printer, x));
}

static uint32_t print_node(eqs_printer *printer, uint32_t i)
{
  const eqs_node *node = &printer->node[i];
  const eqs_op_info *op = &eqs_op_table[node->op];
  eqs_node sum;
  if (eqs_nodes_sym_at(printer->node, i, &sum)) return print_symmetric(printer, i, &sum);
  switch (node->op) {
  case EQS_OP_ADD:
  case EQS_OP_SUB:
  case EQS_OP_MUL:
  case EQS_OP_DIV:
    i = print_operand(printer, i + 1, op->level);
    eqs_text_format(&printer->out, op->level == EQS_LEVEL_SUM ? " %s " : "%s", op->spelling);
    return print_operand(printer, i, op->level + 1u);
  case EQS_OP_NEG:
    return print_negation(printer, i);
  case EQS_OP_POW:
    return print_power(printer, i);
  case EQS_OP_SQUARE:
  case EQS_OP_CUBE:
    i = print_operand(printer, i + 1, EQS_LEVEL_CALL);
    eqs_text_str(&printer->out, node->op == EQS_OP_SQUARE ? "^2" : "^3");
    return i;
  default:
    if (op->arity > 0) return print_call(printer, i);
    print_leaf(printer, node);
    return i + 1;
  }
}

void eqs_print_infix(eqs_printer *printer)
{
  print_node(printer, 0);
}

/* ---- Prefix -------------------------------------------------------------------------------- */

/* The subtree at I; returns where it ends. */
static uint32_t print_tokens(eqs_printer *printer, uint32_t i)
{
  const eqs_node *node = &printer->node[i];
  unsigned arity = eqs_op_arity(node->op);
  eqs_node sum;
  if (i > 0) eqs_text_char(&printer->out, ' ');
  if (eqs_nodes_sym_at(printer->node, i, &sum)) {
    eqs_text_format(&printer->out, "%s ", eqs_op_table[EQS_OP_SYM].token);
    print_name(printer, eqs_sym_first(&sum));
    eqs_text_char(&printer->out, ' ');
    print_name(printer, eqs_sym_second(&sum));
    uint32_t second = print_tokens(printer, i + 1);
    return second + (second - i - 1);
  }
  if (arity > 0)
    eqs_text_str(&printer->out, eqs_op_table[node->op].token);
  else
    print_leaf(printer, node);
  i++;
  for (unsigned k = 0; k < arity; k++) i = print_tokens(printer, i);
  return i;
}

void eqs_print_prefix(eqs_printer *printer)
{
  print_tokens(printer, 0);
}

/* ---- The whole ----------------------------------------------------------------------------- */

char *eqs_expr_print(const eqs_expr *expr, const eqs_names *names, eqs_notation notation,
                     unsigned flags)
{
  eqs_printer printer = {.node = expr->node, .names = names, .notation = notation, .flags = flags};
  if (notation == EQS_INFIX)
    eqs_print_infix(&printer);
  else if (notation == EQS_PREFIX)
    eqs_print_prefix(&printer);
  else
    eqs_print_template(&printer);
  if (!printer.out.failed) return printer.out.data;
  eqs_text_free(&printer.out);
  return NULL;
}
