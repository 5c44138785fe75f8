/* SPDX-License-Identifier: BSD-3-Clause */
/* Eqsieve itself, by its public interface and nothing else: fresh, from trees to losses. */
#include "peer.h"
#include <eqsieve/engine.h>

typedef struct job {
  eqs_ctx *ctx;
  eqs_engine *engine;
  eqs_dataset *dataset;
  eqs_expr **expr;
  eqs_metrics *metrics;
  size_t n;
} job;

static void must(const job *j, eqs_status status)
{
  if (!status) return;
  fprintf(stderr, "eqsieve: %s\n", eqs_ctx_message(j->ctx));
  exit(1);
}

static void score(void *user, double *loss)
{
  job *j = user;
  must(j, eqs_engine_score(j->ctx, j->engine, j->dataset, (const eqs_expr *const *)j->expr, j->n,
                           j->metrics));
  for (size_t i = 0; i < j->n; i++) loss[i] = j->metrics[i].mse;
}

static void read_data(job *j, const peer *p, eqs_dtype dtype)
{
  static const char *const names[PEER_COLUMNS] = {"x0", "x1", "x2", "x3", "x4", "x5",
                                                  "x6", "x7", "x8", "x9", "y"};
  eqs_table *table;
  eqs_roles roles = {0};
  eqs_rows rows = {0};
  must(j, eqs_table_from_columns(j->ctx, &table, (size_t)p->rows, PEER_COLUMNS, names,
                                 (const double *const *)p->column));
  must(j, eqs_roles_choose(j->ctx, &roles, table, "y", NULL, NULL));
  must(j, eqs_rows_complete(j->ctx, &rows, table, &roles, EQS_MISSING_REFUSE));
  must(j, eqs_dataset_new(j->ctx, &j->dataset, table, &roles, &rows, dtype, 0));
  char **line;
  j->n = peer_lines(p, &line);
  j->expr = calloc(j->n, sizeof(eqs_expr *));
  j->metrics = calloc(j->n, sizeof *j->metrics);
  if (!j->expr || !j->metrics) peer_die("memory");
  for (size_t i = 0; i < j->n; i++)
    must(j, eqs_expr_parse(j->ctx, &j->expr[i], line[i], strlen(line[i]), &roles.names, 0));
}

int main(int argc, char **argv)
{
  peer p = peer_read(argc, argv);
  job j = {.ctx = eqs_ctx_new()};
  eqs_engine_options options;
  eqs_ctx_set_threads(j.ctx, 1);
  eqs_engine_options_init(&options);
  options.dtype = strcmp(p.dtype, "f32") == 0 ? EQS_F32 : EQS_F64;
  must(&j, eqs_engine_new(j.ctx, &j.engine, &options));
  read_data(&j, &p, options.dtype);
  char name[32];
  snprintf(name, sizeof name, "eqsieve %s", eqs_tier_name(eqs_engine_tier(j.engine)));
  peer_run(&p, name, j.n, NAN, score, &j);
  return 0;
}
