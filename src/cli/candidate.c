/* SPDX-License-Identifier: BSD-3-Clause */
/* A candidate: one line of a screen, from its text to its score. */
#include "cli/candidate.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const eqs_outcome_names[EQS_N_OUTCOMES] = {
    "ok", "nonfinite", "parse", "unknown_name", "limit", "fit_failed", "abandoned"};

void eqs_candidate_free(eqs_candidate *candidate)
{
  free(candidate->id);
  free(candidate->text);
  eqs_expr_free(candidate->expr);
  memset(candidate, 0, sizeof *candidate);
}

static void print_constants(eqs_json *json, const eqs_candidate *candidate, bool ok)
{
  size_t n = ok ? eqs_expr_params(candidate->expr) : 0;
  eqs_json_array(json);
  for (size_t k = 0; k < n; k++) eqs_json_number(json, eqs_expr_param(candidate->expr, k));
  eqs_json_end_array(json);
}

static void print_fitted(eqs_json *json, const eqs_candidate *candidate,
                         const eqs_screen_style *style, bool ok)
{
  char *fitted =
      ok && style->fitted ? eqs_expr_print(candidate->expr, style->names, EQS_INFIX, 0) : NULL;
  if (ok && style->fitted && !fitted) json->out->failed = true;
  eqs_json_string(json, fitted);
  free(fitted);
}

void eqs_candidate_print(eqs_text *text, const eqs_candidate *candidate,
                         const eqs_screen_style *style)
{
  bool ok = candidate->outcome == EQS_OUTCOME_OK;
  eqs_json json = eqs_json_new(text);
  eqs_json_object(&json);
  eqs_json_key(&json, "id");
  if (candidate->id)
    eqs_json_raw(&json, candidate->id);
  else
    eqs_json_count(&json, candidate->line);
  eqs_json_key(&json, "expression");
  eqs_json_string(&json, candidate->text);
  eqs_json_key(&json, "fitted");
  print_fitted(&json, candidate, style, ok);
  eqs_json_key(&json, "complexity");
  if (candidate->expr)
    eqs_json_count(&json, eqs_expr_complexity(candidate->expr));
  else
    eqs_json_null(&json);
  eqs_json_key(&json, "mse");
  eqs_json_number(&json, ok ? candidate->metrics.mse : (double)NAN);
  eqs_json_key(&json, "mae");
  eqs_json_number(&json, ok ? candidate->metrics.mae : (double)NAN);
  eqs_json_key(&json, "r2");
  eqs_json_number(&json, ok ? candidate->metrics.r2 : (double)NAN);
  eqs_json_key(&json, "loss");
  eqs_json_number(&json, ok ? candidate->metrics.loss : (double)NAN);
  eqs_json_key(&json, "constants");
  print_constants(&json, candidate, ok);
  eqs_json_key(&json, "dtype");
  eqs_json_string(&json, style->dtype == EQS_F32 ? "f32" : "f64");
  eqs_json_key(&json, "status");
  eqs_json_string(&json, eqs_outcome_names[candidate->outcome]);
  eqs_json_end_object(&json);
}

/* The number that an id is, if it is a whole one. */
static bool id_number(const eqs_candidate *candidate, intmax_t *number)
{
  *number = (intmax_t)candidate->line;
  if (!candidate->id) return true;
  char *end;
  *number = strtoimax(candidate->id, &end, 10);
  return end != candidate->id && *end == '\0';
}

int eqs_candidate_order(const eqs_candidate *a, const eqs_candidate *b)
{
  intmax_t m, n;
  bool a_number = id_number(a, &m), b_number = id_number(b, &n);
  if (a_number != b_number) return a_number ? -1 : 1;
  if (a_number && m != n) return m < n ? -1 : 1;
  int order = a_number ? 0 : strcmp(a->id, b->id);
  return order ? order : (a->line > b->line) - (a->line < b->line);
}
