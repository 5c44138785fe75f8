/* SPDX-License-Identifier: BSD-3-Clause */
/* Formulas for people: an aligned table of a front, and the lines about one formula. */
#include "cli/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_WIDTH = 11, FORMULA_DIGITS = 5 };

char *eqs_formula_rounded(const eqs_expr *expr, const eqs_names *names)
{
  char *exact = eqs_expr_print(expr, names, EQS_INFIX, 0);
  eqs_expr *copy = NULL;
  if (!exact || eqs_expr_parse(NULL, &copy, exact, strlen(exact), names, 0) != EQS_OK) return exact;
  size_t n = eqs_expr_params(copy);
  for (size_t k = 0; k < n; k++) {
    char digits[EQS_NUMBER_TEXT];
    snprintf(digits, sizeof digits, "%.*g", FORMULA_DIGITS, eqs_expr_param(copy, k));
    eqs_expr_set_param(copy, k, strtod(digits, NULL));
  }
  char *rounded = eqs_expr_print(copy, names, EQS_INFIX, 0);
  eqs_expr_free(copy);
  free(exact);
  return rounded;
}

static void number(eqs_text *text, double value)
{
  if (isfinite(value))
    eqs_text_format(text, " %*.4g", NUMBER_WIDTH - 1, value);
  else
    eqs_text_format(text, " %*s", NUMBER_WIDTH - 1, "-");
}

static void metrics_columns(eqs_text *text, const eqs_metrics *metrics)
{
  number(text, metrics->mae);
  number(text, metrics->rmse);
  if (isfinite(metrics->r2))
    eqs_text_format(text, " %*.5f", NUMBER_WIDTH - 1, metrics->r2);
  else
    number(text, metrics->r2);
}

static void heading(eqs_text *text, const eqs_finding *first, bool test)
{
  char label[48];
  int width = 3 * NUMBER_WIDTH;
  snprintf(label, sizeof label, "train (%zu rows)", first->train.n);
  eqs_text_format(text, "%12s%*s", "", width, label);
  if (test) {
    snprintf(label, sizeof label, "held out (%zu rows)", first->test.n);
    eqs_text_format(text, "%*s", width, label);
  }
  eqs_text_str(text, "\n  complexity");
  for (int i = 0; i < 1 + test; i++)
    eqs_text_format(text, "%*s%*s%*s", NUMBER_WIDTH, "MAE", NUMBER_WIDTH, "RMSE", NUMBER_WIDTH,
                    "R2");
  eqs_text_str(text, "   formula\n");
}

void eqs_report_table(eqs_text *text, const eqs_names *names, const eqs_finding *formula, size_t n,
                      size_t selected)
{
  if (n == 0) {
    eqs_text_str(text, "The front is empty.\n");
    return;
  }
  bool test = formula[0].test.n > 0;
  heading(text, &formula[0], test);
  for (size_t i = 0; i < n; i++) {
    eqs_text_format(text, "%s %10u", i == selected ? "*" : " ",
                    eqs_expr_complexity(formula[i].expr));
    metrics_columns(text, &formula[i].train);
    if (test) metrics_columns(text, &formula[i].test);
    char *rounded = eqs_formula_rounded(formula[i].expr, names);
    eqs_text_format(text, "   %s\n", rounded ? rounded : "?");
    free(rounded);
  }
  if (selected < n) {
    eqs_text_str(text, "\n* selected:\n");
    eqs_report_lines(text, names, &formula[selected]);
  }
}

static void metrics_line(eqs_text *text, const char *label, const eqs_metrics *metrics)
{
  if (metrics->n == 0) return;
  eqs_text_format(text, "  %-12s MAE %.6g, RMSE %.6g, R2 %.6g on %zu rows", label, metrics->mae,
                  metrics->rmse, metrics->r2, metrics->n);
  if (metrics->rejected) eqs_text_format(text, " (not finite on %zu)", metrics->rejected);
  eqs_text_char(text, '\n');
}

static const char *why_no_error(const eqs_finding *formula, size_t k)
{
  if (!isnan(formula->stderror[k])) return "not determined by the data";
  return formula->rank > 0 ? "without an error: no more rows than constants"
                           : "without an error: derivatives are too large";
}

void eqs_report_lines(eqs_text *text, const eqs_names *names, const eqs_finding *formula)
{
  char *exact = eqs_expr_print(formula->expr, names, EQS_INFIX, 0);
  char *holes = eqs_expr_print(formula->expr, names, EQS_INFIX, EQS_PRINT_HOLES);
  eqs_text_format(text, "  %s\n", exact ? exact : "?");
  eqs_text_format(text, "  %-12s %u\n", "complexity", eqs_expr_complexity(formula->expr));
  metrics_line(text, "train", &formula->train);
  metrics_line(text, "held out", &formula->test);
  if (formula->item && formula->item->broken > 0)
    eqs_text_format(text, "  %-12s divides by zero or has no value, in %zu of %zu places\n",
                    "between rows", formula->item->broken, formula->item->pairs);
  if (formula->n_params) eqs_text_format(text, "  %-12s %s\n", "constants of", holes ? holes : "?");
  for (size_t k = 0; k < formula->n_params; k++) {
    eqs_text_format(text, "    c%-3zu %- 14.8g", k, eqs_expr_param(formula->expr, k));
    if (isfinite(formula->stderror[k]))
      eqs_text_format(text, " +- %.2g\n", formula->stderror[k]);
    else
      eqs_text_format(text, " %s\n", why_no_error(formula, k));
  }
  free(exact);
  free(holes);
}
