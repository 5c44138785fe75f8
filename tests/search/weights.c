/* SPDX-License-Identifier: BSD-3-Clause */
/* Weights that outlive a search: in the cache and in files. */
#include "search/lessons/weights.h"
#include "search/paper/paper.h"
#include "search/problem.h"
#include <criterion/criterion.h>
#include <dirent.h>
#include <eqsieve/model.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char root[] = "/tmp/eqsieve-weights-XXXXXX", file[64], other[64];

static void make_root(void)
{
  cr_assert_not_null(mkdtemp(root));
  setenv("EQSIEVE_CACHE", root, 1);
  snprintf(file, sizeof file, "%s/model", root);
  snprintf(other, sizeof other, "%s/other", root);
}

static void drop_root(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", root);
  cr_assert_eq(system(command), 0);
}

TestSuite(search_weights, .init = make_root, .fini = drop_root);

static unsigned entries(void)
{
  unsigned n = 0;
  DIR *d = opendir(root);
  for (struct dirent *e; d && (e = readdir(d));) n += strncmp(e->d_name, "weights-", 8) == 0;
  if (d) closedir(d);
  return n;
}

static double law(double x, double y, double z)
{
  return sin(7.1 * x) + 0.3 * sin(12.7 * y + 5 * z * z); /* nothing that a sweep would find */
}

static eqs_search_options paper_options(void)
{
  eqs_search_options o;
  eqs_search_options_init(&o);
  eqs_search_options_preset(&o, EQS_PRESET_PAPER);
  o.engine.tier = EQS_TIER_REFERENCE;
  o.operators = "add,mul,sin";
  o.samples = 400;
  o.corpus = 600;
  o.pretrain_epochs = 3;
  o.max_nodes = 9;
  o.paper.literals = "1,2";
  o.paper.iterations = 3;
  o.paper.hidden = 12;
  o.paper.latent = 6;
  return o;
}

/* The front and the counts of a search, as text. */
static void run(test_problem *p, const eqs_search_options *o, char text[4096])
{
  eqs_search_result *result = search(p, o);
  int at = sprintf(text, "%d %d\n", (int)result->n_scored, (int)result->n_distinct);
  for (size_t i = 0; i < result->n_front; i++) {
    char *formula = eqs_expr_print(result->front[i].expr, &p->roles.names, EQS_INFIX, 0);
    at += snprintf(text + at, (size_t)(4096 - at), "%s\n", formula);
    free(formula);
  }
  eqs_search_result_free(result);
}

Test(search_weights, the_second_run_gives_the_bytes_of_the_first)
{
  test_problem p;
  char first[4096], second[4096];
  open_problem(&p, 40, law);
  for (int preset = 0; preset < 2; preset++) {
    eqs_search_options o = preset ? paper_options() : small_options(3000);
    if (!preset) {
      o.corpus = 300;
      o.pretrain_epochs = 2;
    }
    unsigned before = entries();
    run(&p, &o, first);
    cr_expect_eq(entries(), before + 1);
    run(&p, &o, second);
    cr_expect_eq(entries(), before + 1);
    cr_expect_str_eq(first, second);
    o.seed++;
    run(&p, &o, second);
    cr_expect_eq(entries(), before + 2, "another seed, other weights");
  }
  close_problem(&p);
}

Test(search_weights, a_damaged_entry_is_made_anew)
{
  test_problem p;
  char first[4096], second[4096];
  open_problem(&p, 40, law);
  eqs_search_options o = paper_options();
  run(&p, &o, first);
  char command[128];
  snprintf(command, sizeof command, "for f in %s/weights-*; do echo x >$f; done", root);
  cr_assert_eq(system(command), 0);
  run(&p, &o, second);
  cr_expect_str_eq(first, second);
  close_problem(&p);
}

Test(search_weights, an_interrupted_pretraining_is_not_kept)
{
  test_problem p;
  char text[4096];
  open_problem(&p, 40, law);
  eqs_search_options o = paper_options();
  const volatile int stop = 1;
  o.stop = &stop;
  run(&p, &o, text);
  cr_expect_eq(entries(), 0);
  close_problem(&p);
}

Test(search_weights, the_key_knows_every_setting)
{
  eqs_rules rules;
  eqs_vocabulary v;
  eqs_vae_config config;
  eqs_rules_init(&rules);
  cr_assert_eq(eqs_vocabulary_init(NULL, &v, &rules, 2, &(eqs_vocabulary_options){0}), EQS_OK);
  eqs_vae_config_init(&config);
  eqs_curriculum c = {&config, &v, &rules, 100, 5, 0};
  const uint64_t key = eqs_curriculum_key(&c);
  cr_expect_eq(eqs_curriculum_key(&c), key);
#define DIFFERS(change, back)                                                                      \
  change;                                                                                          \
  cr_expect_neq(eqs_curriculum_key(&c), key, #change);                                             \
  back
  DIFFERS(c.formulas++, c.formulas--);
  DIFFERS(c.seed++, c.seed--);
  DIFFERS(c.kind++, c.kind--);
  DIFFERS(config.hidden++, config.hidden--);
  DIFFERS(config.seed++, config.seed--);
  DIFFERS(config.dropout *= 2, config.dropout /= 2);
  DIFFERS(config.shared_dropout ^= 1, config.shared_dropout ^= 1);
  DIFFERS(rules.max_nodes++, rules.max_nodes--);
  DIFFERS(rules.required ^= 1, rules.required ^= 1);
  DIFFERS(rules.root.word[0] ^= 2, rules.root.word[0] ^= 2);
  DIFFERS(v.node[v.constant].value = 2, v.node[v.constant].value = 1);
  DIFFERS(v.n_tokens--, v.n_tokens++);
  cr_expect_eq(eqs_curriculum_key(&c), key);
}

/* ---- Files ----------------------------------------------------------------------------------- */

static const char *const words[] = {"x", "y", "z"};
static const eqs_names names = {3, words};

static bool same_files(const char *a, const char *b)
{
  char command[160];
  snprintf(command, sizeof command, "cmp -s %s %s", a, b);
  return system(command) == 0;
}

Test(search_weights, training_goes_on_where_it_was)
{
  for (int preset = 0; preset < 2; preset++) {
    eqs_ctx *ctx = eqs_ctx_new();
    eqs_model_report report;
    eqs_search_options o = paper_options();
    if (!preset) {
      eqs_search_options_init(&o);
      o.corpus = 300;
    }
    unlink(file);
    unlink(other);
    o.pretrain_epochs = 5;
    cr_assert_eq(eqs_model_train(ctx, &names, &o, file, &report), EQS_OK, "%s",
                 eqs_ctx_message(ctx));
    cr_expect(report.epochs == 5 && report.formulas == o.corpus && report.reconstruction > 0);
    cr_expect(report.validation > 0 && report.validation < 2 * report.reconstruction);
    eqs_ctx_set_threads(ctx, 2);
    o.pretrain_epochs = 2;
    cr_assert_eq(eqs_model_train(ctx, &names, &o, other, &report), EQS_OK);
    cr_expect_not(same_files(file, other));
    o.pretrain_epochs = 3;
    cr_assert_eq(eqs_model_train(ctx, &names, &o, other, &report), EQS_OK);
    cr_expect_eq(report.epochs, 5);
    cr_expect(same_files(file, other));
    o.dropout = preset ? EQS_DROPOUT_TOKENS : EQS_DROPOUT_POSITIONS;
    cr_expect_eq(eqs_model_train(ctx, &names, &o, other, &report), EQS_INPUT);
    o.dropout = preset ? EQS_DROPOUT_POSITIONS : EQS_DROPOUT_TOKENS;
    o.pretrain_epochs = 0;
    cr_expect_eq(eqs_model_train(ctx, &names, &o, other, &report), EQS_OK, "said or usual");
    o.seed = 99;
    cr_expect_eq(eqs_model_train(ctx, &names, &o, other, &report), EQS_INPUT);
    cr_expect(strstr(eqs_ctx_message(ctx), "other settings") != NULL);
    eqs_ctx_free(ctx);
  }
}

Test(search_weights, a_search_starts_from_a_file)
{
  test_problem p;
  char text[4096], again[4096];
  eqs_model_report report;
  open_problem(&p, 40, law);
  eqs_search_options o = paper_options();
  cr_assert_eq(eqs_model_train(p.ctx, &names, &o, file, &report), EQS_OK);
  o.weights = file;
  run(&p, &o, text);
  run(&p, &o, again);
  cr_expect_str_eq(text, again);
  cr_expect_eq(entries(), 0, "nothing was taught");
  o.operators = "add,mul,cos";
  eqs_search_result *result = NULL;
  cr_expect_eq(eqs_search_run(p.ctx, p.table, &p.roles, &p.train, &p.test, &o, &result), EQS_INPUT);
  cr_expect(strstr(eqs_ctx_message(p.ctx), "add mul sin 1 2") != NULL, "%s",
            eqs_ctx_message(p.ctx));
  close_problem(&p);
}

typedef struct drawn_text {
  char text[20000];
  size_t n, whole;
} drawn_text;

static eqs_status note(void *user, const eqs_drawn *drawn)
{
  drawn_text *t = user;
  size_t at = strlen(t->text);
  snprintf(t->text + at, sizeof t->text - at, "%s\n", drawn->tokens);
  t->n++;
  t->whole += drawn->expr != NULL;
  return EQS_OK;
}

Test(search_weights, formulas_are_drawn_from_a_file)
{
  static drawn_text few, many, loose;
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_model_report report;
  eqs_search_options o = paper_options();
  cr_assert_eq(eqs_model_train(ctx, &names, &o, file, &report), EQS_OK);
  eqs_draw_options draw;
  eqs_draw_options_init(&draw);
  draw.seed = 4;
  draw.count = 50;
  cr_assert_eq(eqs_model_draw(ctx, file, &draw, note, &few), EQS_OK, "%s", eqs_ctx_message(ctx));
  cr_expect(few.n == 50 && few.whole == 50);
  eqs_ctx_set_threads(ctx, 3);
  draw.count = 200;
  cr_assert_eq(eqs_model_draw(ctx, file, &draw, note, &many), EQS_OK);
  cr_expect(strncmp(few.text, many.text, strlen(few.text)) == 0, "the first are the same");
  draw.unmasked = 1;
  cr_assert_eq(eqs_model_draw(ctx, file, &draw, note, &loose), EQS_OK);
  cr_expect(loose.n == 200 && loose.whole < 200);
  static const char *const forbid[] = {"nest(add; add)"};
  draw.unmasked = 0;
  draw.forbid = forbid;
  draw.n_forbid = 1;
  few = (drawn_text){0};
  cr_assert_eq(eqs_model_draw(ctx, file, &draw, note, &few), EQS_OK);
  cr_expect(strstr(many.text, "add add") != NULL && strstr(few.text, "add add") == NULL);
  draw.temperature = 0;
  cr_expect_eq(eqs_model_draw(ctx, file, &draw, note, &few), EQS_USAGE);
  cr_expect_eq(eqs_model_draw(ctx, "/no/such/file", &draw, note, &few), EQS_IO);
  eqs_ctx_free(ctx);
}
