/* SPDX-License-Identifier: BSD-3-Clause */
/* The clock loop: a warm-up, the repeats, their median and spread. */
#include "bench/bench.h"
#include "util/clock.h"
#include <math.h>
#include <stdlib.h>
#include <time.h>

/* Processor time of all threads of this process. */
static double cpu_clock(void)
{
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median_of(double *value, unsigned n)
{
  qsort(value, n, sizeof *value, ascending);
  return n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

void eqs_bench_spread(double *seconds, unsigned n, eqs_bench_result *result)
{
  result->median = median_of(seconds, n);
  for (unsigned i = 0; i < n; i++) seconds[i] = fabs(seconds[i] - result->median);
  result->mad = median_of(seconds, n);
}

eqs_status eqs_bench_time(const eqs_bench_options *options, eqs_status (*work)(void *user),
                          void *user, eqs_bench_result *result)
{
  double seconds[EQS_BENCH_MAX_REPEATS], (*clock_of)(void) = eqs_clock;
  if (options->cpu_time) clock_of = cpu_clock;
  eqs_status status = work(user);
  for (unsigned i = 0; i < options->repeats && !status; i++) {
    double start = clock_of();
    status = work(user);
    seconds[i] = clock_of() - start;
  }
  if (!status) eqs_bench_spread(seconds, options->repeats, result);
  return status;
}
