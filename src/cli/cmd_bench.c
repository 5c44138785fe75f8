/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve bench: how fast this installation is on this machine. */
#include "cli/common.h"
#include "cli/workset.h"
#include "util/fail.h"
#include "util/json.h"
#include <eqsieve/bench.h>
#include <math.h>
#include <string.h>

typedef struct bench_options {
  uint64_t rows, repeats;
  bool cached, cpu_time, published, constants, wide;
  const char *expressions, *kernel;
} bench_options;

static const eqs_option bench_option[] = {
#define AT(field) offsetof(bench_options, field)
    {"rows", EQS_OPTION_COUNT, AT(rows), "N", "rows of data (default: 1000)", 1, 1e9},
    {"cached", EQS_OPTION_FLAG, AT(cached), NULL,
     "score: programs are ready before the clock starts; compile: from disk", 0, 0},
    {"expressions", EQS_OPTION_TEXT, AT(expressions), "FILE",
     "expressions in x0 to x9, one a line (default: the shipped work set)", 0, 0},
    {"repeats", EQS_OPTION_COUNT, AT(repeats), "N", "after a warm-up (default: 11)", 1, 1000},
    {"cpu-time", EQS_OPTION_FLAG, AT(cpu_time), NULL,
     "clock processor time: for one thread on a busy machine", 0, 0},
    {"published", EQS_OPTION_FLAG, AT(published), NULL,
     "train: dropout for each position; sample: formulas to their last step", 0, 0},
    {"constants", EQS_OPTION_FLAG, AT(constants), NULL,
     "iterate: 1000 formulas with constants to be fitted, not 5000 without", 0, 0},
    {"kernel", EQS_OPTION_TEXT, AT(kernel), "NAME", "kernel: this one (default: all of them)", 0,
     0},
    {"wide", EQS_OPTION_FLAG, AT(wide), NULL, "kernel: numbers of any size and sign", 0, 0},
#undef AT
};

/* A result and the words that go with it. */
typedef struct measured {
  eqs_bench_kind kind;
  const eqs_bench_result *result;
  bool first, last; /* of a list */
} measured;

static const char *tier_of(const eqs_bench_result *result)
{
  return result->tier == EQS_TIER_AUTO ? NULL : eqs_tier_name(result->tier);
}

static void json_text(eqs_json *json, const char *key, const char *value)
{
  eqs_json_key(json, key);
  eqs_json_string(json, value && *value ? value : NULL);
}

static void json_count(eqs_json *json, const char *key, size_t value)
{
  eqs_json_key(json, key);
  if (value)
    eqs_json_count(json, value);
  else
    eqs_json_null(json);
}

static void print_json(eqs_text *text, const measured *m)
{
  const eqs_bench_result *r = m->result;
  const struct {
    const char *key;
    double value;
  } numbers[] = {
      {"gnode_per_s", r->gnode_per_s},
      {"us_per_expr", r->us_per_expr},
      {"ns_per_element", r->ns_per_element},
      {"fits_per_s", r->fits_per_s},
      {"evals_per_fit", r->evals_per_fit},
      {"improved", r->improved},
      {"tokens_per_s", r->tokens_per_s},
      {"samples_per_s", r->samples_per_s},
      {"peak_gflops", r->peak_gflops},
      {"bytes_per_s", r->bytes_per_s},
      {"median", r->median},
      {"mad", r->mad},
  };
  eqs_json json = eqs_json_new(text);
  eqs_json_object(&json);
  json_text(&json, "bench", eqs_bench_name(m->kind));
  json_text(&json, "dtype", eqs_dtype_name(r->dtype));
  json_text(&json, "engine", tier_of(r));
  json_text(&json, "kernel", r->kernel);
  json_count(&json, "rows", r->rows);
  json_count(&json, "threads", (size_t)r->threads);
  eqs_json_key(&json, "cached");
  eqs_json_bool(&json, r->cached);
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    eqs_json_key(&json, numbers[i].key);
    eqs_json_number(&json, numbers[i].value);
  }
  json_text(&json, "unit", r->unit);
  json_count(&json, "repeats", r->repeats);
  json_count(&json, "checked", r->checked);
  json_text(&json, "cpu", r->cpu);
  json_text(&json, "isa", r->isa);
  json_text(&json, "llvm", r->llvm);
  json_text(&json, "blas_core", r->blas_core);
  eqs_json_end_object(&json);
}

static void line(eqs_text *text, const char *label, double value, double scale, const char *unit)
{
  if (isfinite(value)) eqs_text_format(text, "  %-12s %10.4g %s\n", label, value * scale, unit);
}

static void print_heading(eqs_text *text, const measured *m)
{
  const eqs_bench_result *r = m->result;
  const char *tier = tier_of(r);
  eqs_text_format(text, "%s, %s", eqs_bench_name(m->kind), eqs_dtype_name(r->dtype));
  if (tier) eqs_text_format(text, ", engine %s", tier);
  if (r->rows) eqs_text_format(text, ", %zu rows", r->rows);
  eqs_text_format(text, ", %d thread%s%s\n", r->threads, r->threads == 1 ? "" : "s",
                  r->cached ? ", cached" : "");
}

static void print_end(eqs_text *text, const measured *m)
{
  const eqs_bench_result *r = m->result;
  line(text, "FMA peak", r->peak_gflops, 1, "GFLOP/s");
  line(text, "memory", r->bytes_per_s, 1e-9, "GB/s");
  if (m->first)
    eqs_text_format(text, "  %-12s %10.4g %s, +- %.1f %%, over %u repeats\n", "median", r->median,
                    r->unit, r->mad / r->median * 100, r->repeats);
  eqs_text_format(text, "  %-12s %10zu answers%s\n", "checked", r->checked,
                  m->first ? "" : " of each");
  eqs_text_format(text, "  %-12s %s, %s, LLVM %s, BLAS for %s\n", "on", *r->cpu ? r->cpu : "?",
                  r->isa, *r->llvm ? r->llvm : "none", *r->blas_core ? r->blas_core : "none");
}

static void print_lines(eqs_text *text, const measured *m)
{
  const eqs_bench_result *r = m->result;
  if (m->first) print_heading(text, m);
  line(text, "speed", r->gnode_per_s, 1, "Gnode/s");
  line(text, "expression", r->us_per_expr, 1, "us");
  line(text, r->kernel ? r->kernel : "kernel", r->ns_per_element, 1, "ns an element");
  line(text, "fits", r->fits_per_s, 1, "a second");
  line(text, "evaluations", r->evals_per_fit, 1, "a fit, of the loss or its gradient");
  line(text, "improved", r->improved, 100, "% of the fits");
  line(text, "tokens", r->tokens_per_s, 1, "a second");
  line(text, "samples", r->samples_per_s, 1, "a second");
  if (m->last) print_end(text, m);
}

static eqs_status put(eqs_ctx *ctx, const eqs_format_options *format, const measured *m)
{
  eqs_text text = {0};
  if (format->json) eqs_text_char(&text, m->first ? '[' : ',');
  if (format->json || format->jsonl)
    print_json(&text, m);
  else
    print_lines(&text, m);
  if (format->json && m->last) eqs_text_char(&text, ']');
  if (format->jsonl || (format->json && m->last)) eqs_text_char(&text, '\n');
  eqs_status status = eqs_put(ctx, &text);
  eqs_text_free(&text);
  return status ? status : eqs_put_end(ctx);
}

static eqs_status run(eqs_ctx *ctx, const bench_options *bench, const eqs_run_options *run,
                      const char *name, measured *m, eqs_bench_result *result)
{
  eqs_bench_options options;
  eqs_workset workset = {0};
  eqs_bench_options_init(&options);
  eqs_status status = eqs_bench_find(ctx, name, &options.kind);
  options.engine = eqs_engine_wanted(run);
  options.rows = (size_t)bench->rows;
  options.cached = bench->cached;
  options.repeats = (unsigned)bench->repeats;
  options.cpu_time = bench->cpu_time;
  options.published = bench->published;
  options.constants = bench->constants;
  options.kernel = bench->kernel;
  options.wide = bench->wide;
  bool expressions = options.kind == EQS_BENCH_SCORE || options.kind == EQS_BENCH_FIT ||
                     options.kind == EQS_BENCH_PREPARE;
  if (!status && expressions)
    status = eqs_workset_read(ctx, &workset, bench->expressions, eqs_bench_names());
  options.expr = (const eqs_expr *const *)workset.expr;
  options.n_expr = workset.n;
  if (!status) status = eqs_bench_run(ctx, &options, result);
  m->kind = options.kind;
  m->result = result;
  eqs_workset_free(&workset);
  return status;
}

/* All kernels, one after the other. */
static eqs_status run_kernels(eqs_ctx *ctx, bench_options *bench, const eqs_run_options *common,
                              const eqs_format_options *format)
{
  eqs_status status = EQS_OK;
  for (size_t i = 0; !status && (bench->kernel = eqs_bench_kernel_name(i)); i++) {
    measured m;
    eqs_bench_result result;
    status = run(ctx, bench, common, eqs_bench_name(EQS_BENCH_KERNEL), &m, &result);
    m.first = i == 0;
    m.last = !eqs_bench_kernel_name(i + 1);
    if (!status) status = put(ctx, format, &m);
  }
  return status;
}

static eqs_status run_one(eqs_ctx *ctx, const bench_options *bench, const eqs_run_options *common,
                          const eqs_format_options *format, const char *name)
{
  measured m;
  eqs_bench_result result;
  eqs_status status = run(ctx, bench, common, name, &m, &result);
  m.first = m.last = true;
  return status ? status : put(ctx, format, &m);
}

int eqs_cmd_bench(const eqs_command *command, int argc, char **argv)
{
  bench_options bench = {.rows = 1000, .repeats = 11};
  eqs_run_options common = {.seed = 1};
  eqs_format_options format = {0};
  const eqs_option_group group[] = {
      {"Benchmark", bench_option, sizeof bench_option / sizeof bench_option[0], &bench},
      eqs_run_group(&common),
      eqs_format_group(&format),
  };
  const char *word[1];
  int code = eqs_options_read(command, group, sizeof group / sizeof group[0], argc, argv, word, 1);
  if (code == EQS_GO_ON) code = eqs_check_format_options(command->name, &format);
  if (code != EQS_GO_ON) return code;
  eqs_ctx *ctx = eqs_start(&common);
  if (!ctx) return EQS_EXIT_LIMIT;
  bool all = strcmp(word[0], eqs_bench_name(EQS_BENCH_KERNEL)) == 0 && !bench.kernel;
  eqs_status status = all ? run_kernels(ctx, &bench, &common, &format)
                          : run_one(ctx, &bench, &common, &format, word[0]);
  code = eqs_exit_for(ctx, status);
  eqs_ctx_free(ctx);
  return code;
}
