/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve info: what this installation is, and what it runs on here. */
#include "cli/common.h"
#include "cli/processor.h"
#include "util/cache_path.h"
#include "util/json.h"
#include <eqsieve/blas.h>
#include <eqsieve/version.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Texts of its own are from malloc; NULL where there is nothing to say. */
typedef struct facts {
  eqs_tier tier;
  int chooses; /* the engine has tiers to choose from */
  eqs_choice choice;
  char *reason; /* why not a faster tier */
  char *cpu, *llvm;
  eqs_blas_facts blas;
  char *blas_reason; /* why there is none */
} facts;

static char *copy(const char *text)
{
  return text && *text ? strdup(text) : NULL;
}

static void ask_engine(eqs_ctx *ctx, const eqs_run_options *run, facts *info)
{
  eqs_engine_options wanted = eqs_engine_wanted(run);
  eqs_engine *engine = NULL;
  if (wanted.tier == EQS_TIER_AUTO) {
    /* Asking for the best by name brings the reason why it cannot run. */
    wanted.tier = EQS_TIER_STITCH;
    if (eqs_engine_new(ctx, &engine, &wanted) == EQS_OK)
      info->reason = copy("the fastest that runs here");
    else
      info->reason = copy(eqs_ctx_message(ctx));
    eqs_engine_free(engine);
    engine = NULL;
    wanted.tier = EQS_TIER_AUTO;
  } else {
    info->reason = copy("asked for with --engine");
  }
  if (eqs_engine_new(ctx, &engine, &wanted) != EQS_OK) {
    free(info->reason);
    info->reason = copy(eqs_ctx_message(ctx));
    return;
  }
  info->tier = eqs_engine_tier(engine);
  info->chooses = eqs_engine_choice(engine, &info->choice);
  info->cpu = copy(eqs_engine_cpu(engine));
  info->llvm = copy(eqs_engine_llvm(engine));
  eqs_engine_free(engine);
}

static void ask_blas(eqs_ctx *ctx, facts *info)
{
  if (eqs_blas_describe(ctx, &info->blas) != EQS_OK) info->blas_reason = copy(eqs_ctx_message(ctx));
}

/* Where compiled kernels are kept, written into ROOM; NULL for nowhere. */
static const char *cache(eqs_text *room)
{
  eqs_cache_path(room);
  return room->length && !room->failed ? room->data : NULL;
}

static const char *const sources[] = {
    [EQS_COSTS_DEFAULT] = "default", [EQS_COSTS_MEASURED] = "measured", [EQS_COSTS_KEPT] = "kept"};

static void add_choice(eqs_json *json, const facts *info)
{
  const eqs_choice *c = &info->choice;
  eqs_json_key(json, "costs");
  if (!info->chooses) {
    eqs_json_null(json);
    return;
  }
  const struct {
    const char *key;
    double value;
  } pairs[] = {
      {"call_ns", c->call_ns},
      {"step_ns", c->step_ns},
      {"stitched_ns", c->stitched_ns},
      {"stitch_make_ns", c->stitch_make_ns},
      {"stitch_rows", c->stitch_rows},
      {"fuse_arithmetic_ms", c->fuse_ms[0]},
      {"fuse_arithmetic_rows", c->fuse_rows[0]},
      {"fuse_mixed_ms", c->fuse_ms[1]},
      {"fuse_mixed_rows", c->fuse_rows[1]},
  };
  eqs_json_object(json);
  eqs_json_key(json, "source");
  eqs_json_string(json, sources[c->source]);
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    eqs_json_key(json, pairs[i].key);
    eqs_json_number(json, pairs[i].value);
  }
  eqs_json_end_object(json);
}

static void print_json(eqs_text *text, const facts *info, const char *kept, int threads)
{
  const struct {
    const char *key, *value;
  } pairs[] = {
      {"engine", eqs_tier_name(info->tier)},
      {"reason", info->reason},
      {"cpu", info->cpu},
      {"isa", eqs_processor_isa()},
      {"llvm", info->llvm},
      {"blas", info->blas.version},
      {"blas_core", info->blas.core},
      {"blas_replaced", info->blas.replaced},
      {"cache", kept},
  };
  eqs_json json = eqs_json_new(text);
  eqs_json_object(&json);
  eqs_json_key(&json, "version");
  eqs_json_string(&json, eqs_version());
  eqs_json_key(&json, "threads");
  eqs_json_count(&json, (uint64_t)threads);
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    eqs_json_key(&json, pairs[i].key);
    eqs_json_string(&json, pairs[i].value);
  }
  add_choice(&json, info);
  eqs_json_end_object(&json);
  eqs_text_char(text, '\n');
}

static void line(eqs_text *text, const char *label, const char *value)
{
  if (value) eqs_text_format(text, "%-10s %s\n", label, value);
}

static void print_blas(eqs_text *text, const facts *info)
{
  const eqs_blas_facts *blas = &info->blas;
  if (!blas->version) {
    line(text, "BLAS", info->blas_reason);
    return;
  }
  eqs_text_format(text, "%-10s %s, kernels for %s", "BLAS", blas->version,
                  blas->core ? blas->core : "?");
  if (blas->replaced)
    eqs_text_format(text, " (chosen here; OpenBLAS would run those for %s)", blas->replaced);
  eqs_text_char(text, '\n');
}

/* From how many rows times evaluations a function pays, in words. */
static void add_fuse_rows(eqs_text *text, double rows, const char *of)
{
  if (rows < INFINITY)
    eqs_text_format(text, "%-10s %.2g rows times evaluations of %s\n", "", rows, of);
  else
    eqs_text_format(text, "%-10s never for %s\n", "", of);
}

static void print_choice(eqs_text *text, const eqs_choice *c)
{
  static const char *const words[] = {[EQS_COSTS_DEFAULT] = "those of another machine",
                                      [EQS_COSTS_MEASURED] = "measured just now",
                                      [EQS_COSTS_KEPT] = "measured here and kept"};
  eqs_text_format(text, "%-10s by costs, %s:\n", "choice", words[c->source]);
  eqs_text_format(text, "%-10s block: a kernel takes %.0f ns and, for arithmetic, %.2g ns a row\n",
                  "", c->call_ns, c->step_ns);
  eqs_text_format(text,
                  "%-10s stitch: %.2g ns a row, %.2g us to make ten steps; pays from %.0f rows\n",
                  "", c->stitched_ns, 1e-3 * c->stitch_make_ns, c->stitch_rows);
  eqs_text_format(text, "%-10s fused: %.2g to %.2g ms to make ten steps; pays from\n", "",
                  c->fuse_ms[0], c->fuse_ms[1]);
  add_fuse_rows(text, c->fuse_rows[0], "arithmetic");
  add_fuse_rows(text, c->fuse_rows[1], "exp, sin and their like");
}

static void print_lines(eqs_text *text, const facts *info, const char *kept, int threads)
{
  eqs_text_format(text, "%-10s %s\n", "eqsieve", eqs_version());
  eqs_text_format(text, "%-10s %d\n", "threads", threads);
  eqs_text_format(text, "%-10s %s (%s)\n", "engine", eqs_tier_name(info->tier),
                  info->reason ? info->reason : "");
  if (info->chooses) print_choice(text, &info->choice);
  line(text, "CPU", info->cpu);
  line(text, "vectors", eqs_processor_isa());
  line(text, "LLVM", info->llvm);
  print_blas(text, info);
  line(text, "cache", kept);
}

int eqs_cmd_info(const eqs_command *command, int argc, char **argv)
{
  eqs_run_options run = {0};
  eqs_format_options format = {0};
  const eqs_option_group group[] = {eqs_run_group(&run), eqs_format_group(&format)};
  int code = eqs_options_read(command, group, 2, argc, argv, NULL, 0);
  if (code == EQS_GO_ON) code = eqs_check_format_options(command->name, &format);
  if (code != EQS_GO_ON) return code;
  eqs_ctx *ctx = eqs_start(&run);
  if (!ctx) return EQS_EXIT_LIMIT;

  facts info = {.tier = EQS_TIER_REFERENCE};
  ask_engine(ctx, &run, &info);
  ask_blas(ctx, &info);
  if (!run.quiet) eqs_processor_check_blas(&info.blas);
  eqs_text text = {0}, room = {0};
  const char *kept = cache(&room);
  if (format.json || format.jsonl)
    print_json(&text, &info, kept, eqs_ctx_threads(ctx));
  else
    print_lines(&text, &info, kept, eqs_ctx_threads(ctx));
  eqs_status status = eqs_put(ctx, &text);
  if (status == EQS_OK) status = eqs_put_end(ctx);

  code = eqs_exit_for(ctx, status);
  eqs_text_free(&text);
  eqs_text_free(&room);
  free(info.reason);
  free(info.cpu);
  free(info.llvm);
  free(info.blas_reason);
  eqs_ctx_free(ctx);
  return code;
}
