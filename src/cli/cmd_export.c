/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve export: a formula in the notation of something else. */
#include "cli/common.h"
#include "cli/names.h"
#include "cli/result.h"
#include "util/fail.h"
#include "util/json.h"
#include <stdlib.h>

/* In the order of the words of --to. */
enum { TO_INFIX, TO_PREFIX, TO_LATEX, TO_SYMPY, TO_C, TO_JSON };

typedef struct export_options {
  int to;
  uint64_t select;
} export_options;

static const eqs_option export_option[] = {
#define AT(field) offsetof(export_options, field)
    {"to", EQS_OPTION_CHOICE, AT(to), "infix|prefix|latex|sympy|c|json", "the notation", 0, 0},
    {"select", EQS_OPTION_COUNT, AT(select), "I",
     "which formula of the front, from 0 (default: the selected one)", 0, 0},
#undef AT
};

/* NAME within a comment, which it must not end. */
static void add_commented(eqs_text *text, const char *name)
{
  for (const char *c = name; *c; c++) {
    eqs_text_char(text, *c);
    if (*c == '*' && c[1] == '/') eqs_text_char(text, ' ');
  }
}

/* A C99 function of an array of variables, whose order the comment tells. */
static void add_c_function(eqs_text *text, const char *body, const eqs_names *names)
{
  eqs_text_str(text, "#include <math.h>\n\n");
  for (size_t j = 0; j < names->n; j++) {
    eqs_text_format(text, "/* x[%zu] is ", j);
    add_commented(text, names->name[j]);
    eqs_text_str(text, " */\n");
  }
  eqs_text_format(text, "double formula(const double *x)\n{\n%s  return %s;\n}\n",
                  names->n ? "" : "  (void)x;\n", body);
}

static void add_json(eqs_text *text, const eqs_expr *expr, const char *infix, const char *sympy,
                     const eqs_names *names)
{
  eqs_json json = eqs_json_new(text);
  eqs_json_object(&json);
  eqs_json_key(&json, "expression");
  eqs_json_string(&json, infix);
  eqs_json_key(&json, "sympy");
  eqs_json_string(&json, sympy);
  eqs_json_key(&json, "complexity");
  eqs_json_count(&json, eqs_expr_complexity(expr));
  eqs_json_key(&json, "variables");
  eqs_json_array(&json);
  for (size_t j = 0; j < names->n; j++) eqs_json_string(&json, names->name[j]);
  eqs_json_end_array(&json);
  eqs_json_end_object(&json);
  eqs_text_char(text, '\n');
}

static eqs_status write_formula(eqs_ctx *ctx, const eqs_expr *expr, const eqs_names *names, int to)
{
  static const eqs_notation notation[] = {
      [TO_INFIX] = EQS_INFIX, [TO_PREFIX] = EQS_PREFIX, [TO_LATEX] = EQS_LATEX,
      [TO_SYMPY] = EQS_SYMPY, [TO_C] = EQS_C,           [TO_JSON] = EQS_INFIX};
  char *printed = eqs_expr_print(expr, names, notation[to], 0);
  char *sympy = eqs_expr_print(expr, names, EQS_SYMPY, 0);
  if (!printed || !sympy) {
    free(printed);
    free(sympy);
    return eqs_fail_memory(ctx, eqs_expr_nodes(expr));
  }
  eqs_text text = {0};
  if (to == TO_C)
    add_c_function(&text, printed, names);
  else if (to == TO_JSON)
    add_json(&text, expr, printed, sympy, names);
  else
    eqs_text_format(&text, "%s\n", printed);
  eqs_status status = eqs_put(ctx, &text);
  eqs_text_free(&text);
  free(printed);
  free(sympy);
  return status ? status : eqs_put_end(ctx);
}

int eqs_cmd_export(const eqs_command *command, int argc, char **argv)
{
  export_options options = {.to = -1, .select = EQS_SELECTED};
  eqs_run_options run = {0};
  const eqs_option_group group = {"Export", export_option,
                                  sizeof export_option / sizeof export_option[0], &options};
  const char *word;
  int code = eqs_options_read(command, &group, 1, argc, argv, &word, 1);
  if (code != EQS_GO_ON) return code;
  if (options.to < 0)
    return eqs_usage_error(command->name, "export needs --to %s", export_option[0].value);
  eqs_ctx *ctx = eqs_start(&run);
  if (!ctx) return EQS_EXIT_LIMIT;

  eqs_formula_text text = {0};
  eqs_found_names found = {0};
  eqs_expr *expr = NULL;
  eqs_status status = eqs_result_read(ctx, &text, word, options.select);
  if (status == EQS_OK) status = eqs_names_find(ctx, &found, text.expression, text.length);
  if (status == EQS_OK) status = eqs_result_parse(ctx, &text, &found.names, &expr);
  if (status == EQS_OK) status = write_formula(ctx, expr, &found.names, options.to);

  code = eqs_exit_for(ctx, status);
  eqs_expr_free(expr);
  eqs_names_free(&found);
  eqs_result_free(&text);
  eqs_ctx_free(ctx);
  return code;
}
