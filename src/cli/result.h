/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading a RESULT: the JSON of a search, of a fit or of one formula, or a bare expression. */
#ifndef EQS_CLI_RESULT_H
#define EQS_CLI_RESULT_H

#include <eqsieve/expr.h>
#include <stddef.h>
#include <stdint.h>

/* Which formula of a front is meant when none was asked for: the selected one. */
#define EQS_SELECTED UINT64_MAX

typedef struct eqs_formula_text {
  char *expression; /* from malloc, NUL-terminated */
  size_t length;
  const char *place; /* the file it came from, for messages; borrowed */
} eqs_formula_text;

/* RESULT is a file, "-", or, when there is no file of that name, the expression itself. */
eqs_status eqs_result_read(eqs_ctx *ctx, eqs_formula_text *formula, const char *result,
                           uint64_t select);

/* Reads the expression with NAMES for its variables. Where RESULT was no file and is no expression
   either, the file is what is missed (EQS_IO). */
eqs_status eqs_result_parse(eqs_ctx *ctx, const eqs_formula_text *formula, const eqs_names *names,
                            eqs_expr **expr);
void eqs_result_free(eqs_formula_text *formula);

/* The expression in a line of JSON: its "expression" is at *EXPRESSION, from malloc, and its "id"
   at *ID as JSON text, from malloc, or NULL without one. EQS_INPUT when the line holds none. */
eqs_status eqs_result_line(eqs_ctx *ctx, const char *line, size_t length, char **expression,
                           size_t *expression_length, char **id);

#endif
