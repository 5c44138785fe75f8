/* SPDX-License-Identifier: BSD-3-Clause */
/* muParser, in its mode for many rows. It has double alone. */
#include "peer.h"
#include <muParserDLL.h>

typedef struct job {
  muParserHandle_t *parser;
  const peer *p;
  double *value;
  size_t n;
} job;

static double square(double a)
{
  return a * a;
}

static void score(void *user, double *loss)
{
  const job *j = user;
  const double *y = j->p->column[PEER_COLUMNS - 1];
  for (size_t i = 0; i < j->n; i++) {
    double sum = 0;
    mupEvalBulk(j->parser[i], j->value, (int)j->p->rows);
    for (long r = 0; r < j->p->rows; r++) sum += (j->value[r] - y[r]) * (j->value[r] - y[r]);
    loss[i] = sum / (double)j->p->rows;
  }
}

static void die(muParserHandle_t parser)
{
  fprintf(stderr, "muparser: %s\n", mupGetErrorMsg(parser));
  exit(1);
}

/* Reads the text and, by a first evaluation, makes muParser's byte code. */
static muParserHandle_t prepare(const peer *p, const char *text)
{
  static const char *const names[] = {"x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9"};
  double first;
  muParserHandle_t parser = mupCreate(muBASETYPE_FLOAT);
  for (int j = 0; j < PEER_COLUMNS - 1; j++) mupDefineBulkVar(parser, names[j], p->column[j]);
  mupDefineFun1(parser, "square", square, 1);
  mupSetExpr(parser, text);
  mupEvalBulk(parser, &first, 1);
  if (mupError(parser)) die(parser);
  return parser;
}

int main(int argc, char **argv)
{
  peer p = peer_read(argc, argv);
  char **line;
  job j = {.p = &p, .n = peer_lines(&p, &line)};
  j.parser = calloc(j.n, sizeof *j.parser);
  j.value = calloc((size_t)p.rows, sizeof *j.value);
  if (!j.parser || !j.value) peer_die("memory");
  double start = peer_clock();
  for (size_t i = 0; i < j.n; i++) j.parser[i] = prepare(&p, line[i]);
  double prepare_us = (peer_clock() - start) / (double)j.n * 1e6;
  peer_run(&p, "muParser", j.n, prepare_us, score, &j);
  return 0;
}
