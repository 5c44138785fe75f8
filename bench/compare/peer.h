/* SPDX-License-Identifier: BSD-3-Clause */
/* What the peers written in C share: the data, the clock, the line of results. A peer is called as
   PEER DATA EXPRESSIONS DTYPE REPEATS LOSSES; DATA holds raw doubles, x0 to x9 and y one after
   another. A line of JSON goes to standard output, the losses, one a line, to LOSSES. */
#ifndef PEER_H
#define PEER_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PEER_COLUMNS = 11, PEER_GRAIN = 16, PEER_MAX_REPEATS = 101 };

typedef struct peer {
  const char *dtype, *losses, *expressions;
  long rows, padded; /* PADDED: a multiple of PEER_GRAIN; copies of the last row fill up */
  double *column[PEER_COLUMNS];
  int repeats;
} peer;

static void peer_die(const char *what)
{
  perror(what);
  exit(1);
}

static inline peer peer_read(int argc, char **argv)
{
  if (argc != 6) {
    fprintf(stderr, "usage: %s DATA EXPRESSIONS DTYPE REPEATS LOSSES\n", argv[0]);
    exit(2);
  }
  peer p = {.dtype = argv[3], .losses = argv[5], .expressions = argv[2]};
  p.repeats = atoi(argv[4]);
  if (p.repeats < 1 || p.repeats > PEER_MAX_REPEATS) p.repeats = 11;
  FILE *file = fopen(argv[1], "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) peer_die(argv[1]);
  p.rows = ftell(file) / (long)sizeof(double) / PEER_COLUMNS;
  p.padded = (p.rows + PEER_GRAIN - 1) / PEER_GRAIN * PEER_GRAIN;
  rewind(file);
  for (int j = 0; j < PEER_COLUMNS; j++) {
    p.column[j] = aligned_alloc(64, (size_t)p.padded * sizeof(double));
    if (!p.column[j]) peer_die("memory");
    if (fread(p.column[j], sizeof(double), (size_t)p.rows, file) != (size_t)p.rows)
      peer_die(argv[1]);
    for (long i = p.rows; i < p.padded; i++) p.column[j][i] = p.column[j][p.rows - 1];
  }
  fclose(file);
  return p;
}

/* The time on the wall, or with PEER_CLOCK=cpu the processor's. */
static inline double peer_clock(void)
{
  const char *wanted = getenv("PEER_CLOCK");
  struct timespec now;
  clock_gettime(wanted && strcmp(wanted, "cpu") == 0 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC,
                &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline int peer_ascending(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static inline double peer_median(double *value, int n)
{
  qsort(value, (size_t)n, sizeof *value, peer_ascending);
  return n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

/* Calls SCORE, which puts N losses into LOSS, for a warm-up and the repeats, and reports.
   PREPARE_US is what came before, for each expression; NaN where SCORE does everything. */
static inline void peer_run(const peer *p, const char *name, size_t n, double prepare_us,
                            void (*score)(void *user, double *loss), void *user)
{
  double seconds[PEER_MAX_REPEATS], *loss = calloc(n, sizeof *loss);
  if (!loss) peer_die("memory");
  score(user, loss);
  for (int i = 0; i < p->repeats; i++) {
    double start = peer_clock();
    score(user, loss);
    seconds[i] = peer_clock() - start;
  }
  double median = peer_median(seconds, p->repeats);
  for (int i = 0; i < p->repeats; i++) seconds[i] = fabs(seconds[i] - median);
  double mad = peer_median(seconds, p->repeats);
  const char *nodes = getenv("PEER_NODES"); /* of an expression, in the mean */
  printf(
      "{\"peer\":\"%s\",\"where\":\"here\",\"dtype\":\"%s\",\"rows\":%ld,\"threads\":1,"
      "\"expressions\":%zu,\"gnode_per_s\":%.6g,\"us_per_expr\":%.6g,\"prepare_us\":",
      name, p->dtype, p->rows, n,
      (nodes ? atof(nodes) : NAN) * (double)n * (double)p->rows / median * 1e-9,
      median / (double)n * 1e6);
  if (isfinite(prepare_us))
    printf("%.6g", prepare_us);
  else
    printf("null");
  printf(",\"median\":%.6g,\"mad\":%.6g,\"repeats\":%d}\n", median, mad, p->repeats);
  FILE *file = fopen(p->losses, "w");
  if (!file) peer_die(p->losses);
  for (size_t i = 0; i < n; i++) fprintf(file, "%.17g\n", loss[i]);
  if (fclose(file) != 0) peer_die(p->losses);
  free(loss);
}

/* The lines of the file of expressions, without their ends. */
static inline size_t peer_lines(const peer *p, char ***lines)
{
  FILE *file = fopen(p->expressions, "r");
  size_t n = 0, capacity = 0, room = 0;
  char *line = NULL;
  ssize_t length;
  *lines = NULL;
  if (!file) peer_die(p->expressions);
  while ((length = getline(&line, &room, file)) > 0) {
    if (n == capacity) {
      capacity = capacity ? 2 * capacity : 256;
      *lines = realloc(*lines, capacity * sizeof **lines);
      if (!*lines) peer_die("memory");
    }
    line[strcspn(line, "\n")] = '\0';
    (*lines)[n] = strdup(line);
    if (!(*lines)[n++]) peer_die("memory");
  }
  free(line);
  fclose(file);
  return n;
}

#endif
