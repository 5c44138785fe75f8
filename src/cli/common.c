/* SPDX-License-Identifier: BSD-3-Clause */
/* The groups of options that several commands take. */
#include "cli/common.h"

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

eqs_option_group eqs_data_group(eqs_data_options *into)
{
#define AT(field) offsetof(eqs_data_options, field)
  static const eqs_option option[] = {
      {"target", EQS_OPTION_TEXT, AT(target), "COL", "the column to be explained", 0, 0},
      {"features", EQS_OPTION_TEXT, AT(features), "A,B,...",
       "the columns that may explain it (default: every other number column)", 0, 0},
      {"exclude", EQS_OPTION_TEXT, AT(exclude), "A,B,...", "columns left out of the default", 0, 0},
      {"weights", EQS_OPTION_TEXT, AT(weights), "COL",
       "a column that says how much each row counts in the loss", 0, 0},
      {"missing", EQS_OPTION_TEXT, AT(missing), "MARK",
       "one more way to write a missing value, such as -1", 0, 0},
      {"refuse-missing", EQS_OPTION_FLAG, AT(refuse_missing), NULL,
       "stop at a missing value (default: leave its row out)", 0, 0},
  };
#undef AT
  return (eqs_option_group){"Data", option, LENGTH(option), into};
}

eqs_option_group eqs_loss_group(eqs_loss_options *into)
{
#define AT(field) offsetof(eqs_loss_options, field)
  static const eqs_option option[] = {
      {"loss", EQS_OPTION_TEXT, AT(loss), "LOSS",
       "what is minimised: mse, mae, huber:D, logcosh or quantile:Q (default: mse)", 0, 0},
      {"nonfinite", EQS_OPTION_TEXT, AT(nonfinite), "POLICY",
       "formulas with rows that are not finite: reject (default), or drop:SHARE to leave up to "
       "this share of the rows out",
       0, 0},
  };
#undef AT
  return (eqs_option_group){"Loss", option, LENGTH(option), into};
}

eqs_option_group eqs_split_group(eqs_split_options *into)
{
#define AT(field) offsetof(eqs_split_options, field)
  static const eqs_option option[] = {
      {"test", EQS_OPTION_TEXT, AT(test), "DATA2", "held-out rows are those of this file", 0, 0},
      {"holdout", EQS_OPTION_NUMBER, AT(holdout), "F",
       "hold out this share of the rows, drawn with --seed", 0, 1},
      {"fold-column", EQS_OPTION_TEXT, AT(fold_column), "COL", "a column that names folds", 0, 0},
      {"fold", EQS_OPTION_TEXT, AT(fold), "V", "hold out the rows of this fold", 0, 0},
  };
#undef AT
  return (eqs_option_group){"Held-out rows (at most one way)", option, LENGTH(option), into};
}

eqs_option_group eqs_run_group(eqs_run_options *into)
{
#define AT(field) offsetof(eqs_run_options, field)
  static const eqs_option option[] = {
      {"threads", EQS_OPTION_COUNT, AT(threads), "N",
       "threads (default: all; results do not depend on it)", 1, 4096},
      {"seed", EQS_OPTION_COUNT, AT(seed), "N", "seed of everything random (default: 1)", 0, 0},
      {"dtype", EQS_OPTION_CHOICE, AT(dtype), "f64|f32", "precision of the engine", 0, 0},
      {"engine", EQS_OPTION_CHOICE, AT(tier), "auto|reference|block|stitch|fused",
       "what evaluates (default: the fastest that runs here)", 0, 0},
      {"quiet", EQS_OPTION_FLAG, AT(quiet), NULL, "no progress, no notes", 0, 0},
  };
#undef AT
  return (eqs_option_group){"Run", option, LENGTH(option), into};
}

eqs_option_group eqs_format_group(eqs_format_options *into)
{
#define AT(field) offsetof(eqs_format_options, field)
  static const eqs_option option[] = {
      {"json", EQS_OPTION_FLAG, AT(json), NULL, "one JSON document on standard output", 0, 0},
      {"jsonl", EQS_OPTION_FLAG, AT(jsonl), NULL, "a line of JSON per result", 0, 0},
  };
#undef AT
  return (eqs_option_group){"Results", option, LENGTH(option), into};
}

int eqs_check_data_options(const char *command, const eqs_data_options *options)
{
  if (!options->target) return eqs_usage_error(command, "%s needs --target COL", command);
  if (options->features && options->exclude)
    return eqs_usage_error(command,
                           "--features names what is used: --exclude has no place beside it");
  return EQS_GO_ON;
}

int eqs_check_split_options(const char *command, const eqs_split_options *options)
{
  if (!options->fold_column != !options->fold)
    return eqs_usage_error(command, "--fold-column and --fold belong together");
  if ((options->test != NULL) + (options->holdout > 0) + (options->fold != NULL) > 1)
    return eqs_usage_error(command, "--test, --holdout and --fold-column exclude one another");
  return EQS_GO_ON;
}

int eqs_check_format_options(const char *command, const eqs_format_options *options)
{
  if (options->json && options->jsonl)
    return eqs_usage_error(command, "--json and --jsonl exclude one another");
  return EQS_GO_ON;
}

int eqs_read_objective(const char *command, const eqs_loss_options *options,
                       eqs_objective *objective)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_status status = EQS_OK;
  *objective = (eqs_objective){0};
  if (options->loss) status = eqs_objective_loss(ctx, objective, options->loss);
  if (status == EQS_OK && options->nonfinite)
    status = eqs_objective_nonfinite(ctx, objective, options->nonfinite);
  int code = status ? eqs_usage_error(command, "%s", eqs_ctx_message(ctx)) : EQS_GO_ON;
  eqs_ctx_free(ctx);
  return code;
}

eqs_ctx *eqs_start(const eqs_run_options *options)
{
  eqs_ctx *ctx = eqs_ctx_new();
  if (!ctx) eqs_note("memory is short");
  eqs_ctx_set_threads(ctx, (int)options->threads);
  return ctx;
}

eqs_engine_options eqs_engine_wanted(const eqs_run_options *options)
{
  eqs_engine_options wanted;
  eqs_engine_options_init(&wanted);
  wanted.tier = (eqs_tier)options->tier; /* the words of --engine stand in the order of the enum */
  wanted.dtype = (eqs_dtype)options->dtype;
  return wanted;
}

void eqs_engine_check(const eqs_run_options *options)
{
  eqs_engine_options wanted = eqs_engine_wanted(options);
  if (options->quiet || wanted.tier != EQS_TIER_AUTO) return;
  wanted.tier = EQS_TIER_BLOCK; /* asking by name brings the reason */
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_engine *engine = NULL;
  if (ctx && eqs_engine_new(ctx, &engine, &wanted) == EQS_NO_ENGINE)
    eqs_note("native code cannot run, the slow scalar reference takes over: %s",
             eqs_ctx_message(ctx));
  eqs_engine_free(engine);
  eqs_ctx_free(ctx);
}

const char *eqs_dtype_name(eqs_dtype dtype)
{
  return dtype == EQS_F32 ? "f32" : "f64";
}
