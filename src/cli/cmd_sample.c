/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve sample: formulas drawn from a file of weights. */
#include "cli/common.h"
#include "util/fail.h"
#include "util/json.h"
#include <eqsieve/model.h>
#include <stdlib.h>

typedef struct sample_options {
  uint64_t count, max_nodes;
  double temperature;
  int mask;
  eqs_option_list forbid, require;
} sample_options;

enum { MASK_VALID, MASK_NONE };

static const eqs_option sample_option[] = {
#define AT(field) offsetof(sample_options, field)
    {"count", EQS_OPTION_COUNT, AT(count), "N", "formulas to draw (default: 10)", 1, 1e9},
    {"mask", EQS_OPTION_CHOICE, AT(mask), "valid|none",
     "only complete formulas (default), or any tokens", 0, 0},
    {"forbid", EQS_OPTION_LIST, AT(forbid), "RULE", "a rule that formulas obey; may be repeated", 0,
     0},
    {"require", EQS_OPTION_LIST, AT(require), "RULE", "likewise", 0, 0},
    {"max-nodes", EQS_OPTION_COUNT, AT(max_nodes), "N",
     "limit of a formula's length (default: that of the training)", 1, 250},
    {"temperature", EQS_OPTION_NUMBER, AT(temperature), "T",
     "above 1: more varied, below: nearer to the likeliest", 0, 1e6},
#undef AT
};

typedef struct output {
  eqs_ctx *ctx;
  bool jsonl;
  eqs_text text;
  uint64_t drawn, malformed;
} output;

static void add_json(output *out, const eqs_drawn *drawn, const char *infix)
{
  eqs_json json = eqs_json_new(&out->text);
  eqs_json_object(&json);
  eqs_json_key(&json, "expression");
  eqs_json_string(&json, infix);
  eqs_json_key(&json, "tokens");
  eqs_json_string(&json, drawn->tokens);
  eqs_json_key(&json, "complexity");
  if (drawn->expr)
    eqs_json_count(&json, eqs_expr_complexity(drawn->expr));
  else
    eqs_json_null(&json);
  eqs_json_end_object(&json);
}

static eqs_status take(void *user, const eqs_drawn *drawn)
{
  output *out = user;
  char *infix = NULL;
  if (drawn->expr) {
    infix = eqs_expr_print(drawn->expr, drawn->names, EQS_INFIX, 0);
    if (!infix) return eqs_fail_memory(out->ctx, eqs_expr_nodes(drawn->expr));
  }
  out->drawn++;
  out->malformed += !drawn->expr;
  eqs_text_clear(&out->text);
  if (out->jsonl)
    add_json(out, drawn, infix);
  else if (infix)
    eqs_text_str(&out->text, infix);
  free(infix);
  if (out->text.length == 0) return EQS_OK;
  eqs_text_char(&out->text, '\n');
  return eqs_put(out->ctx, &out->text);
}

static eqs_status draw(eqs_ctx *ctx, const sample_options *o, const eqs_run_options *run,
                       const char *path, output *out)
{
  eqs_draw_options wanted;
  eqs_draw_options_init(&wanted);
  wanted.count = (size_t)o->count;
  wanted.seed = run->seed;
  if (o->temperature > 0) wanted.temperature = o->temperature;
  wanted.max_nodes = (unsigned)o->max_nodes;
  wanted.unmasked = o->mask == MASK_NONE;
  wanted.forbid = o->forbid.word;
  wanted.n_forbid = o->forbid.n;
  wanted.require = o->require.word;
  wanted.n_require = o->require.n;
  wanted.stop = &eqs_stop_flag;
  eqs_catch_signals();
  eqs_status status = eqs_model_draw(ctx, path, &wanted, take, out);
  return status ? status : eqs_put_end(ctx);
}

static void note_what_lacks(const output *out, uint64_t count)
{
  if (out->malformed > 0)
    eqs_note("%llu of %llu samples are no formulas%s", (unsigned long long)out->malformed,
             (unsigned long long)count, out->jsonl ? "" : " and were left out");
  if (out->drawn < count && !eqs_stop_flag)
    eqs_note(
        "%llu of %llu formulas: of those that the model writes hardly any obeys the rules "
        "(loosen them, or train a model under them)",
        (unsigned long long)out->drawn, (unsigned long long)count);
}

int eqs_cmd_sample(const eqs_command *command, int argc, char **argv)
{
  sample_options options = {.count = 10};
  eqs_run_options run = {.seed = 1};
  bool jsonl = false;
  static const eqs_option format_option[] = {
      {"jsonl", EQS_OPTION_FLAG, 0, NULL, "a line of JSON for each", 0, 0}};
  const eqs_option_group group[] = {
      {"Sampling", sample_option, sizeof sample_option / sizeof sample_option[0], &options},
      eqs_run_group(&run),
      {"Output", format_option, 1, &jsonl},
  };
  const char *path;
  int code = eqs_options_read(command, group, 3, argc, argv, &path, 1);
  if (code != EQS_GO_ON) return code;
  if (options.mask == MASK_NONE && (options.forbid.n > 0 || options.require.n > 0))
    return eqs_usage_error(command->name, "--forbid and --require need a mask (--mask valid)");
  eqs_ctx *ctx = eqs_start(&run);
  if (!ctx) return EQS_EXIT_LIMIT;
  output out = {.ctx = ctx, .jsonl = jsonl};
  eqs_status status = draw(ctx, &options, &run, path, &out);
  code = eqs_exit_for(ctx, status);
  if (code == EQS_EXIT_DONE && !run.quiet) note_what_lacks(&out, options.count);
  eqs_text_free(&out.text);
  eqs_ctx_free(ctx);
  return code ? code : eqs_exit_after_signal(EQS_EXIT_DONE);
}
