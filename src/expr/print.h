/* SPDX-License-Identifier: BSD-3-Clause */
/* What the printers share: where the text goes, and how leaves are written. */
#ifndef EQS_EXPR_PRINT_H
#define EQS_EXPR_PRINT_H

#include "expr/expr.h"
#include "util/text.h"

typedef struct eqs_printer {
  eqs_text out;
  const eqs_node *node;
  const eqs_names *names; /* NULL: x0, x1, ... */
  eqs_notation notation;
  unsigned flags;
} eqs_printer;

/* Whether the leaf NODE is written as a number. */
bool eqs_prints_number(const eqs_printer *printer, const eqs_node *node);

/* Whether the leaf NODE begins with a minus. */
bool eqs_prints_minus(const eqs_printer *printer, const eqs_node *node);

/* The name of variable J in OUT, which holds EQS_NUMBER_TEXT bytes, or where the names are. */
const char *eqs_printer_name(const eqs_printer *printer, unsigned j, char *out);

/* Each writes the whole expression to printer->out. */
void eqs_print_infix(eqs_printer *printer);
void eqs_print_prefix(eqs_printer *printer);
void eqs_print_template(eqs_printer *printer);

#endif
