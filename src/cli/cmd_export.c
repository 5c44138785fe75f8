/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve export: a formula in the notation of something else. */
#include "cli/common.h"
#include "cli/names.h"
#include "cli/report.h"
#include "cli/result.h"
#include "util/fail.h"
#include "util/json.h"
#include <eqsieve/engine.h>
#include <stdlib.h>
#include <unistd.h>

/* In the order of the words of --to. */
enum { TO_INFIX, TO_PREFIX, TO_LATEX, TO_SYMPY, TO_C, TO_HEADER, TO_OBJECT, TO_JSON };

typedef struct export_options {
  int to;
  uint64_t select;
  const char *name, *cpu, *target;
} export_options;

static const eqs_option export_option[] = {
#define AT(field) offsetof(export_options, field)
    {"to", EQS_OPTION_CHOICE, AT(to), "infix|prefix|latex|sympy|c|header|object|json",
     "the notation; object: machine code to be linked, header: its declarations", 0, 0},
    {"select", EQS_OPTION_COUNT, AT(select), "I",
     "which formula of the front, from 0 (default: the selected one)", 0, 0},
    {"name", EQS_OPTION_TEXT, AT(name), "NAME",
     "c, header, object: what the function is called (default: formula)", 0, 0},
    {"cpu", EQS_OPTION_TEXT, AT(cpu), "CPU",
     "object: the processor, as LLVM names it, such as x86-64-v3 (default: this one)", 0, 0},
    {"target", EQS_OPTION_TEXT, AT(target), "TRIPLE",
     "object: another kind of machine, such as aarch64-linux-gnu", 0, 0},
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

/* Which element of an argument is which variable. */
static void add_variables(eqs_text *text, const char *array, const eqs_names *names)
{
  for (size_t j = 0; j < names->n; j++) {
    eqs_text_format(text, "/* %s[%zu] is ", array, j);
    add_commented(text, names->name[j]);
    eqs_text_str(text, " */\n");
  }
}

/* A C99 function of an array of variables, whose order the comment tells. */
static void add_c_function(eqs_text *text, const char *body, const char *name,
                           const eqs_names *names)
{
  eqs_text_str(text, "#include <math.h>\n\n");
  add_variables(text, "x", names);
  eqs_text_format(text, "double %s(const double *x)\n{\n%s  return %s;\n}\n", name,
                  names->n ? "" : "  (void)x;\n", body);
}

/* The comments come last: SymPy reads the whole as one line. */
static void add_sympy(eqs_text *text, const char *body, const eqs_names *names)
{
  char symbol[EQS_SYMBOL_BYTES];
  eqs_text_format(text, "%s\n", body);
  for (size_t j = 0; j < names->n; j++) {
    if (!eqs_sympy_symbol(names, j, symbol)) continue;
    eqs_json quoted = eqs_json_new(text);
    eqs_text_format(text, "# %s is ", symbol);
    eqs_json_string(&quoted, names->name[j]);
    eqs_text_char(text, '\n');
  }
}

/* What an object defines. */
static void add_header(eqs_text *text, const char *name, const eqs_names *names)
{
  eqs_text_str(text,
               "#include <stddef.h>\n\n"
               "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
  add_variables(text, "x", names);
  eqs_text_format(text, "double %s(const double *x);\n\n", name);
  eqs_text_str(text, "/* The same for n rows: columns[j][i] is x[j] of row i. */\n");
  eqs_text_format(text,
                  "void %s_rows(const double *const *columns, double *out, size_t n);\n\n"
                  "#ifdef __cplusplus\n}\n#endif\n",
                  name);
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
  eqs_report_sympy_names(&json, names, expr);
  eqs_json_key(&json, "complexity");
  eqs_json_count(&json, eqs_expr_complexity(expr));
  eqs_json_key(&json, "variables");
  eqs_json_array(&json);
  for (size_t j = 0; j < names->n; j++) eqs_json_string(&json, names->name[j]);
  eqs_json_end_array(&json);
  eqs_json_end_object(&json);
  eqs_text_char(text, '\n');
}

static eqs_status write_object(eqs_ctx *ctx, const eqs_expr *expr, const export_options *options)
{
  const eqs_export_target target = {options->target, options->cpu};
  eqs_text text = {0};
  unsigned char *bytes = NULL;
  size_t size = 0;
  eqs_status status = eqs_export_object(ctx, expr, options->name, &target, &bytes, &size);
  if (status == EQS_OK) {
    eqs_text_add(&text, (const char *)bytes, size);
    status = eqs_put(ctx, &text);
  }
  eqs_text_free(&text);
  free(bytes);
  return status;
}

static eqs_status write_formula(eqs_ctx *ctx, const eqs_expr *expr, const eqs_names *names,
                                const export_options *options)
{
  static const eqs_notation notation[] = {
      [TO_INFIX] = EQS_INFIX, [TO_PREFIX] = EQS_PREFIX, [TO_LATEX] = EQS_LATEX,
      [TO_SYMPY] = EQS_SYMPY, [TO_C] = EQS_C,           [TO_HEADER] = EQS_C,
      [TO_JSON] = EQS_INFIX};
  int to = options->to;
  if (to == TO_OBJECT) return write_object(ctx, expr, options);
  char *printed = eqs_expr_print(expr, names, notation[to], 0);
  char *sympy = eqs_expr_print(expr, names, EQS_SYMPY, 0);
  if (!printed || !sympy) {
    free(printed);
    free(sympy);
    return eqs_fail_memory(ctx, eqs_expr_nodes(expr));
  }
  eqs_text text = {0};
  if (to == TO_C)
    add_c_function(&text, printed, options->name, names);
  else if (to == TO_SYMPY)
    add_sympy(&text, printed, names);
  else if (to == TO_HEADER)
    add_header(&text, options->name, names);
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

static int check_options(const char *command, const export_options *options)
{
  if (options->to < 0)
    return eqs_usage_error(command, "export needs --to %s", export_option[0].value);
  if ((options->cpu || options->target) && options->to != TO_OBJECT)
    return eqs_usage_error(command, "--cpu and --target go with --to object");
  if (options->name && options->to != TO_OBJECT && options->to != TO_HEADER && options->to != TO_C)
    return eqs_usage_error(command, "--name goes with --to c, header and object");
  if (options->to == TO_OBJECT && isatty(STDOUT_FILENO))
    return eqs_usage_error(command, "an object is no text: send it to a file (> formula.o)");
  return EQS_GO_ON;
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
  code = check_options(command->name, &options);
  if (code != EQS_GO_ON) return code;
  if (!options.name) options.name = "formula";
  eqs_ctx *ctx = eqs_start(&run);
  if (!ctx) return EQS_EXIT_LIMIT;

  eqs_formula_text text = {0};
  eqs_found_names found = {0};
  eqs_expr *expr = NULL;
  eqs_status status = eqs_result_read(ctx, &text, word, options.select);
  if (status == EQS_OK) status = eqs_export_check_name(ctx, options.name);
  if (status == EQS_OK) status = eqs_names_find(ctx, &found, text.expression, text.length);
  if (status == EQS_OK) status = eqs_result_parse(ctx, &text, &found.names, &expr);
  if (status == EQS_OK) status = write_formula(ctx, expr, &found.names, &options);

  code = eqs_exit_for(ctx, status);
  eqs_expr_free(expr);
  eqs_names_free(&found);
  eqs_result_free(&text);
  eqs_ctx_free(ctx);
  return code;
}
