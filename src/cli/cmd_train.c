/* SPDX-License-Identifier: BSD-3-Clause */
/* eqsieve train: a file of weights, made or continued. */
#include "cli/common.h"
#include "cli/progress.h"
#include "util/fail.h"
#include "util/json.h"
#include "util/list.h"
#include <eqsieve/model.h>
#include <stdlib.h>
#include <string.h>

typedef struct train_options {
  const char *variables, *operators, *literals;
  eqs_option_list forbid, require;
  int preset, dropout;
  uint64_t max_nodes, hidden, latent, corpus, epochs;
  double seconds;
} train_options;

static const eqs_option train_option[] = {
#define AT(field) offsetof(train_options, field)
    {"variables", EQS_OPTION_TEXT, AT(variables), "A,B,...",
     "names of the features, as many as the data will have (needed)", 0, 0},
    {"preset", EQS_OPTION_CHOICE, AT(preset), "none|paper|paper-mos2",
     "the model of a search as it was published", 0, 0},
    {"operators", EQS_OPTION_TEXT, AT(operators), "LIST", "such as +,-,*,/,exp", 0, 0},
    {"literals", EQS_OPTION_TEXT, AT(literals), "LIST", "with a preset: such as -1,1,2,pi,const", 0,
     0},
    {"forbid", EQS_OPTION_LIST, AT(forbid), "RULE", "of the formulas to learn; may be repeated", 0,
     0},
    {"require", EQS_OPTION_LIST, AT(require), "RULE", "likewise", 0, 0},
    {"max-nodes", EQS_OPTION_COUNT, AT(max_nodes), "N", "limit of a formula's length", 1, 250},
    {"hidden", EQS_OPTION_COUNT, AT(hidden), "N", "with a preset: width of the model's LSTMs", 1,
     4096},
    {"latent", EQS_OPTION_COUNT, AT(latent), "N", "with a preset: width of its latent space", 1,
     4096},
    {"dropout", EQS_OPTION_CHOICE, AT(dropout), "usual|positions|tokens",
     "what masks are drawn for (default: positions in a preset, else tokens)", 0, 0},
    {"corpus", EQS_OPTION_COUNT, AT(corpus), "N", "random formulas to learn", 1, 1e7},
    {"epochs", EQS_OPTION_COUNT, AT(epochs), "N", "how often to read them this time", 1, 1e4},
    {"time", EQS_OPTION_NUMBER, AT(seconds), "S", "end after the epoch in which S seconds pass", 0,
     0},
#undef AT
};

/* The words of a list, TEXT, which is cut. */
static eqs_status split(eqs_ctx *ctx, char *text, const char ***word, size_t *n)
{
  size_t most = 1;
  for (const char *at = text; *at; at++) most += *at == ',';
  *n = 0;
  *word = calloc(most, sizeof **word);
  if (!*word) return eqs_fail_memory(ctx, most * sizeof **word);
  for (eqs_list l = {text}; eqs_list_next(&l);) {
    (*word)[(*n)++] = l.word;
    text[(size_t)(l.word - text) + l.length] = '\0';
  }
  return EQS_OK;
}

static eqs_search_options wanted_options(const train_options *o, const eqs_run_options *run,
                                         eqs_progress *progress, const char **forbid)
{
  eqs_search_options wanted;
  size_t n = 0;
  eqs_search_options_init(&wanted);
  eqs_search_options_preset(&wanted, (eqs_preset)o->preset);
  for (size_t i = 0; i < wanted.n_forbid; i++) forbid[n++] = wanted.forbid[i];
  for (size_t i = 0; i < o->forbid.n; i++) forbid[n++] = o->forbid.word[i];
  wanted.forbid = forbid;
  wanted.n_forbid = n;
  wanted.require = o->require.word;
  wanted.n_require = o->require.n;
  if (o->operators) wanted.operators = o->operators;
  if (o->literals) wanted.paper.literals = o->literals;
  if (o->max_nodes) wanted.max_nodes = (unsigned)o->max_nodes;
  if (o->hidden) wanted.paper.hidden = (unsigned)o->hidden;
  if (o->latent) wanted.paper.latent = (unsigned)o->latent;
  if (o->corpus) wanted.corpus = (unsigned)o->corpus;
  if (o->epochs) wanted.pretrain_epochs = (unsigned)o->epochs;
  wanted.dropout = o->dropout > 0 ? (eqs_dropout)o->dropout : EQS_DROPOUT_USUAL;
  wanted.seconds = o->seconds;
  wanted.seed = run->seed;
  wanted.stop = &eqs_stop_flag;
  wanted.progress = eqs_progress_show;
  wanted.user = progress;
  return wanted;
}

static void report_json(eqs_text *text, const char *path, const eqs_model_report *r)
{
  const struct {
    const char *key;
    double value;
  } numbers[] = {{"reconstruction", r->reconstruction},
                 {"kl", r->kl},
                 {"validation", r->validation},
                 {"validation_kl", r->validation_kl},
                 {"restored", r->restored},
                 {"seconds", r->seconds},
                 {"tokens_per_s", (double)r->tokens / r->seconds}};
  const struct {
    const char *key;
    uint64_t count;
  } counts[] = {{"parameters", r->parameters}, {"formulas", r->formulas}, {"epochs", r->epochs}};
  eqs_json json = eqs_json_new(text);
  eqs_json_object(&json);
  eqs_json_key(&json, "weights");
  eqs_json_string(&json, path);
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    eqs_json_key(&json, counts[i].key);
    eqs_json_count(&json, counts[i].count);
  }
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    eqs_json_key(&json, numbers[i].key);
    eqs_json_number(&json, numbers[i].value);
  }
  eqs_json_key(&json, "stop");
  eqs_json_string(&json, r->stop == EQS_STOP_EVALS ? "epochs" : eqs_stop_name(r->stop));
  eqs_json_end_object(&json);
  eqs_text_char(text, '\n');
}

static eqs_status print_report(eqs_ctx *ctx, const eqs_format_options *format, const char *path,
                               const eqs_model_report *r)
{
  eqs_text text = {0};
  if (format->json || format->jsonl)
    report_json(&text, path, r);
  else
    eqs_text_format(&text,
                    "%s: %zu parameters, %llu epochs of %zu formulas, loss %.4f + KL %.4f, of "
                    "others %.4f + %.4f, %.1f %% of their tokens restored, %.1f s\n",
                    path, r->parameters, (unsigned long long)r->epochs, r->formulas,
                    r->reconstruction, r->kl, r->validation, r->validation_kl, 100 * r->restored,
                    r->seconds);
  eqs_status status = eqs_put(ctx, &text);
  eqs_text_free(&text);
  return status ? status : eqs_put_end(ctx);
}

static eqs_status run_training(eqs_ctx *ctx, const train_options *o, const eqs_run_options *run,
                               const char *path, eqs_model_report *report)
{
  const char *forbid[2 * EQS_MAX_REPEATS], **name = NULL;
  size_t n = 0;
  char *list = strdup(o->variables);
  if (!list) return eqs_fail_memory(ctx, strlen(o->variables));
  eqs_progress progress = eqs_progress_new(run->quiet);
  eqs_search_options wanted = wanted_options(o, run, &progress, forbid);
  eqs_status status = split(ctx, list, &name, &n);
  eqs_catch_signals();
  if (!status) status = eqs_model_train(ctx, &(eqs_names){n, name}, &wanted, path, report);
  eqs_progress_end(&progress);
  free(name);
  free(list);
  return status;
}

int eqs_cmd_train(const eqs_command *command, int argc, char **argv)
{
  train_options options = {0};
  eqs_run_options run = {.seed = 1};
  eqs_format_options format = {0};
  const eqs_option_group group[] = {
      {"Model", train_option, sizeof train_option / sizeof train_option[0], &options},
      eqs_run_group(&run),
      eqs_format_group(&format),
  };
  const char *path;
  int code = eqs_options_read(command, group, 3, argc, argv, &path, 1);
  if (code == EQS_GO_ON) code = eqs_check_format_options(command->name, &format);
  if (code != EQS_GO_ON) return code;
  if (!options.variables)
    return eqs_usage_error(command->name,
                           "train needs --variables A,B,... (how formulas call the "
                           "features)");
  if (options.preset == EQS_PRESET_NONE && (options.literals || options.hidden || options.latent))
    return eqs_usage_error(command->name,
                           "--literals, --hidden and --latent need a preset (--preset paper)");
  eqs_ctx *ctx = eqs_start(&run);
  if (!ctx) return EQS_EXIT_LIMIT;
  eqs_model_report report;
  eqs_status status = run_training(ctx, &options, &run, path, &report);
  if (status == EQS_OK) status = print_report(ctx, &format, path, &report);
  code = eqs_exit_for(ctx, status);
  eqs_ctx_free(ctx);
  return code ? code : eqs_exit_after_signal(EQS_EXIT_DONE);
}
