/* SPDX-License-Identifier: BSD-3-Clause */
/* Formulas as JSON. */
#include "cli/report.h"
#include "util/fail.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* For when squares of derivatives overflow, where the formula itself does not, or there is no time:
   it is reported all the same. */
static void forget_errors(eqs_finding *formula)
{
  size_t k = formula->n_params;
  for (size_t i = 0; i < k; i++) formula->stderror[i] = NAN;
  for (size_t i = 0; i < k * k; i++) formula->covariance[i] = NAN;
  formula->rank = 0;
}

eqs_status eqs_finding_describe(eqs_ctx *ctx, eqs_finding *formula, const eqs_input *input,
                                const eqs_expr *expr, const eqs_metrics *train,
                                const eqs_metrics *test, bool errors)
{
  size_t k = eqs_expr_params(expr);
  *formula = (eqs_finding){.expr = expr, .train = *train, .test = *test, .n_params = k};
  if (k == 0) return EQS_OK;
  formula->stderror = calloc(k, sizeof *formula->stderror);
  formula->covariance = calloc(k * k, sizeof *formula->covariance);
  if (!formula->stderror || !formula->covariance)
    return eqs_fail_memory(ctx, k * k * sizeof *formula->covariance);
  eqs_status status = EQS_INPUT;
  if (errors)
    status =
        eqs_fit_covariance(ctx, input->table, &input->roles, &input->train, expr, &input->objective,
                           formula->covariance, formula->stderror, &formula->rank);
  if (status == EQS_INPUT) forget_errors(formula);
  return status == EQS_INPUT ? EQS_OK : status;
}

void eqs_finding_free(eqs_finding *formula)
{
  free(formula->stderror);
  free(formula->covariance);
  memset(formula, 0, sizeof *formula);
}

static void metrics_json(eqs_json *json, const eqs_metrics *metrics)
{
  if (metrics->n == 0) {
    eqs_json_null(json);
    return;
  }
  eqs_json_object(json);
  eqs_json_key(json, "n");
  eqs_json_count(json, metrics->n);
  eqs_json_key(json, "rejected");
  eqs_json_count(json, metrics->rejected);
  eqs_json_key(json, "dropped");
  eqs_json_count(json, metrics->dropped);
  eqs_json_key(json, "mse");
  eqs_json_number(json, metrics->mse);
  eqs_json_key(json, "mae");
  eqs_json_number(json, metrics->mae);
  eqs_json_key(json, "rmse");
  eqs_json_number(json, metrics->rmse);
  eqs_json_key(json, "r2");
  eqs_json_number(json, metrics->r2);
  eqs_json_key(json, "loss");
  eqs_json_number(json, metrics->loss);
  eqs_json_end_object(json);
}

static void constants_json(eqs_json *json, const eqs_finding *formula)
{
  eqs_json_array(json);
  for (size_t k = 0; k < formula->n_params; k++) {
    char name[24];
    snprintf(name, sizeof name, "c%zu", k);
    eqs_json_object(json);
    eqs_json_key(json, "name");
    eqs_json_string(json, name);
    eqs_json_key(json, "value");
    eqs_json_number(json, eqs_expr_param(formula->expr, k));
    eqs_json_key(json, "stderr");
    eqs_json_number(json, formula->stderror[k]);
    eqs_json_end_object(json);
  }
  eqs_json_end_array(json);
}

static void covariance_json(eqs_json *json, const eqs_finding *formula)
{
  eqs_json_array(json);
  for (size_t i = 0; i < formula->n_params; i++) {
    eqs_json_array(json);
    for (size_t j = 0; j < formula->n_params; j++)
      eqs_json_number(json, formula->covariance[i * formula->n_params + j]);
    eqs_json_end_array(json);
  }
  eqs_json_end_array(json);
}

static void between_rows_json(eqs_json *json, const eqs_front_item *item)
{
  eqs_json_key(json, "between_rows");
  eqs_json_object(json);
  eqs_json_key(json, "pairs");
  eqs_json_count(json, item->pairs);
  eqs_json_key(json, "broken");
  eqs_json_count(json, item->broken);
  eqs_json_end_object(json);
}

void eqs_report_sympy_names(eqs_json *json, const eqs_names *names, const eqs_expr *expr)
{
  char symbol[EQS_SYMBOL_BYTES];
  eqs_json_key(json, "sympy_names");
  eqs_json_object(json);
  for (size_t j = 0; j < names->n; j++) {
    if (!eqs_sympy_symbol(names, j, symbol) || !eqs_expr_uses(expr, j)) continue;
    eqs_json_key(json, symbol);
    eqs_json_string(json, names->name[j]);
  }
  eqs_json_end_object(json);
}

eqs_status eqs_report_formula(eqs_ctx *ctx, eqs_json *json, const eqs_names *names,
                              const eqs_finding *formula, bool covariance)
{
  char *infix = eqs_expr_print(formula->expr, names, EQS_INFIX, 0);
  char *sympy = eqs_expr_print(formula->expr, names, EQS_SYMPY, 0);
  eqs_status status = infix && sympy ? EQS_OK : eqs_fail_memory(ctx, eqs_expr_nodes(formula->expr));
  eqs_json_object(json);
  eqs_json_key(json, "expression");
  eqs_json_string(json, infix);
  eqs_json_key(json, "sympy");
  eqs_json_string(json, sympy);
  eqs_report_sympy_names(json, names, formula->expr);
  eqs_json_key(json, "complexity");
  eqs_json_count(json, eqs_expr_complexity(formula->expr));
  eqs_json_key(json, "complexity_written_out");
  eqs_json_count(json, eqs_expr_complexity_written_out(formula->expr));
  eqs_json_key(json, "constants");
  constants_json(json, formula);
  eqs_json_key(json, "train");
  metrics_json(json, &formula->train);
  eqs_json_key(json, "test");
  metrics_json(json, &formula->test);
  if (formula->item) between_rows_json(json, formula->item);
  if (covariance) {
    eqs_json_key(json, "covariance");
    covariance_json(json, formula);
  }
  eqs_json_end_object(json);
  free(infix);
  free(sympy);
  return status;
}
