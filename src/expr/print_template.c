/* SPDX-License-Identifier: BSD-3-Clause */
/* Writing an expression in the notations that ops.def gives templates for: LaTeX, SymPy and C. */
#include "expr/print.h"
#include <math.h>
#include <string.h>

/* ---- Leaves -------------------------------------------------------------------------------- */

static void print_escaped(eqs_text *out, const char *text, size_t length)
{
  for (; length > 0; text++, length--) {
    if (*text == '\\' || *text == '^' || *text == '~')
      eqs_text_format(out, "\\text{\\%s{}}",
                      *text == '\\'  ? "textbackslash"
                      : *text == '^' ? "^"
                                     : "~");
    else {
      if (strchr("_%#&${} ", *text)) eqs_text_char(out, '\\');
      eqs_text_char(out, *text);
    }
  }
}

/* `d_MoS1` as d_{MoS1}, `x12` as x_{12}; a head of several letters stands upright. */
static void print_latex_name(eqs_text *out, const char *name)
{
  size_t head = strcspn(name, "_");
  bool split = name[head] == '_' && head > 0 && name[head + 1];
  if (!split) {
    size_t letters = strcspn(name, "0123456789");
    split = letters == 1 && name[1] && !name[letters + strspn(name + letters, "0123456789")];
    head = split ? 1 : strlen(name);
  }
  eqs_text_str(out, head > 1 ? "\\mathrm{" : "");
  print_escaped(out, name, head);
  eqs_text_str(out, head > 1 ? "}" : "");
  if (!split) return;
  const char *below = name + head + (name[head] == '_');
  eqs_text_str(out, "_{");
  print_escaped(out, below, strlen(below));
  eqs_text_char(out, '}');
}

static void print_not_finite(eqs_text *out, eqs_notation notation, double value)
{
  static const char *const word[][2] = {
      [EQS_LATEX] = {"\\mathrm{NaN}", "\\infty"},
      [EQS_SYMPY] = {"nan", "oo"},
      [EQS_C] = {"NAN", "INFINITY"},
  };
  if (value < 0) eqs_text_char(out, '-');
  eqs_text_str(out, word[notation][isinf(value) != 0]);
}

/* In C every number has a point, as integers would divide as integers there. */
static void print_number(eqs_text *out, eqs_notation notation, const eqs_node *node)
{
  char text[EQS_NUMBER_TEXT];
  if (!isfinite(node->value)) {
    print_not_finite(out, notation, node->value);
    return;
  }
  eqs_number_text(text, node->value);
  char *exponent = strchr(text, 'e');
  if (exponent && notation == EQS_LATEX) {
    eqs_text_add(out, text, (size_t)(exponent - text));
    eqs_text_format(out, " \\cdot 10^{%s}", exponent + 1);
    return;
  }
  eqs_text_str(out, text);
  bool point = notation == EQS_C || (notation == EQS_SYMPY && node->op == EQS_OP_PARAM);
  if (point && !strpbrk(text, ".e")) eqs_text_str(out, ".0");
}

static void print_variable(eqs_printer *printer, unsigned j)
{
  char plain[EQS_NUMBER_TEXT], symbol[EQS_SYMBOL_BYTES];
  if (printer->notation == EQS_C) {
    eqs_text_format(&printer->out, "x[%u]", j);
    return;
  }
  const char *name = eqs_printer_name(printer, j, plain);
  if (printer->notation == EQS_LATEX)
    print_latex_name(&printer->out, name);
  else
    eqs_text_str(&printer->out, eqs_sympy_symbol(printer->names, j, symbol) ? symbol : name);
}

static void print_leaf(eqs_printer *printer, const eqs_node *node)
{
  static const char *const pi[] = {
      [EQS_LATEX] = "\\pi", [EQS_SYMPY] = "pi", [EQS_C] = "3.141592653589793"};
  static const char *const e[] = {
      [EQS_LATEX] = "e", [EQS_SYMPY] = "E", [EQS_C] = "2.718281828459045"};
  if (node->op == EQS_OP_VAR)
    print_variable(printer, node->index);
  else if (eqs_prints_number(printer, node))
    print_number(&printer->out, printer->notation, node);
  else if (node->op == EQS_OP_PARAM)
    eqs_text_format(&printer->out, printer->notation == EQS_LATEX ? "c_{%u}" : "c%u", node->index);
  else
    eqs_text_str(&printer->out, (node->op == EQS_OP_PI ? pi : e)[printer->notation]);
}

/* A number in LaTeX that has an exponent is a product. */
static unsigned leaf_level(const eqs_printer *printer, const eqs_node *node)
{
  char text[EQS_NUMBER_TEXT];
  if (!eqs_prints_number(printer, node)) return EQS_LEVEL_CALL;
  if (printer->notation == EQS_LATEX && isfinite(node->value)) {
    eqs_number_text(text, node->value);
    if (strchr(text, 'e')) return EQS_LEVEL_PRODUCT;
  }
  return eqs_prints_minus(printer, node) ? EQS_LEVEL_MINUS : EQS_LEVEL_CALL;
}

/* ---- Templates ----------------------------------------------------------------------------- */

/* A template, or the part of it that is used. */
typedef struct form {
  const char *begin, *end;
} form;

/* One step through a form. */
typedef struct piece {
  size_t length;
  char operand;   /* 'x' or 'y' where the piece is one, else 0 */
  unsigned level; /* of the sign that the piece is, 0 for none */
  int nesting;    /* brackets it opens less those it closes */
} piece;

static const char *template_of(const eqs_printer *printer, unsigned op)
{
  const eqs_op_info *info = &eqs_op_table[op];
  return printer->notation == EQS_LATEX   ? info->latex
         : printer->notation == EQS_SYMPY ? info->sympy
                                          : info->c;
}

static bool repeats_operands(const eqs_printer *printer, unsigned op)
{
  return eqs_op_arity(op) > 0 && strchr(template_of(printer, op), '@');
}

/* Forms that name an operand twice are for operands without such a form inside: else the text would
   grow exponentially. */
static form form_of(const eqs_printer *printer, uint32_t i)
{
  const char *template = template_of(printer, printer->node[i].op);
  const char *at = strchr(template, '@'), *end = template + strlen(template);
  if (!at) return (form){template, end};
  uint32_t after = eqs_nodes_end(printer->node, i);
  for (uint32_t k = i + 1; k < after; k++)
    if (repeats_operands(printer, printer->node[k].op)) return (form){at + 1, end};
  return (form){template, at};
}

static bool starts(const char *text, const char *with)
{
  return !strncmp(text, with, strlen(with));
}

/* The braces of `{$x}^` group without being seen, so they count for no brackets. */
static piece piece_at(const char *t, bool first)
{
  if (*t == '$') return (piece){2, t[1], 0, 0};
  if (starts(t, "{$x}^")) return (piece){1, 0, EQS_LEVEL_POWER, 0};
  if (starts(t, "}^")) return (piece){2, 0, EQS_LEVEL_POWER, 0};
  if (starts(t, "**")) return (piece){2, 0, EQS_LEVEL_POWER, 0};
  if (starts(t, "\\frac")) return (piece){5, 0, EQS_LEVEL_POWER, 0};
  if (starts(t, "\\cdot")) return (piece){5, 0, EQS_LEVEL_PRODUCT, 0};
  if (starts(t, "\\left")) return (piece){5, 0, 0, 1};
  if (starts(t, "\\right")) return (piece){6, 0, 0, -1};
  switch (*t) {
  case '+':
    return (piece){1, 0, EQS_LEVEL_SUM, 0};
  case '-':
    return (piece){1, 0, first ? EQS_LEVEL_MINUS : EQS_LEVEL_SUM, 0};
  case '*':
  case '/':
    return (piece){1, 0, EQS_LEVEL_PRODUCT, 0};
  case '(':
  case '{':
    return (piece){1, 0, 0, 1};
  case ')':
  case '}':
    return (piece){1, 0, 0, -1};
  default:
    return (piece){1, 0, 0, 0};
  }
}

/* The level of the loosest sign outside of brackets. */
static unsigned form_level(form f)
{
  unsigned level = EQS_LEVEL_CALL;
  int nesting = 0;
  for (const char *t = f.begin; t < f.end;) {
    piece p = piece_at(t, t == f.begin);
    nesting += p.nesting;
    if (nesting == 0 && p.level && p.level < level) level = p.level;
    t += p.length;
  }
  return level;
}

static unsigned level_of(const eqs_printer *printer, uint32_t i)
{
  const eqs_node *node = &printer->node[i];
  return eqs_op_arity(node->op) ? form_level(form_of(printer, i)) : leaf_level(printer, node);
}

/* Whether the operand at I needs parentheses in a form of LEVEL where no brackets enclose it. A
   minus inside a form always does: `x - -2` is right, but hard to read. */
static bool needs_parentheses(const eqs_printer *printer, uint32_t i, unsigned level, bool first)
{
  unsigned own = level_of(printer, i);
  if (level >= EQS_LEVEL_POWER) return own <= level && level == EQS_LEVEL_POWER;
  return first ? own < level : own <= level || own == EQS_LEVEL_MINUS;
}

static void print_node(eqs_printer *printer, uint32_t i);

static void print_operand(eqs_printer *printer, uint32_t i, bool parentheses)
{
  bool latex = printer->notation == EQS_LATEX;
  if (parentheses) eqs_text_str(&printer->out, latex ? "\\left(" : "(");
  print_node(printer, i);
  if (parentheses) eqs_text_str(&printer->out, latex ? "\\right)" : ")");
}

static void print_node(eqs_printer *printer, uint32_t i)
{
  if (eqs_op_arity(printer->node[i].op) == 0) {
    print_leaf(printer, &printer->node[i]);
    return;
  }
  form f = form_of(printer, i);
  unsigned level = form_level(f);
  int nesting = 0;
  for (const char *t = f.begin; t < f.end;) {
    bool first = t == f.begin;
    piece p = piece_at(t, first);
    nesting += p.nesting;
    if (p.operand) {
      uint32_t operand = p.operand == 'x' ? i + 1 : eqs_nodes_end(printer->node, i + 1);
      print_operand(printer, operand,
                    nesting == 0 && needs_parentheses(printer, operand, level, first));
    } else
      eqs_text_add(&printer->out, t, p.length);
    t += p.length;
  }
}

void eqs_print_template(eqs_printer *printer)
{
  print_node(printer, 0);
}
