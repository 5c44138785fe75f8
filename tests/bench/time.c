/* SPDX-License-Identifier: BSD-3-Clause */
/* The clock loop counts, the spread is that of the definition. */
#include "bench/bench.h"
#include <criterion/criterion.h>
#include <math.h>
#include <unistd.h>

static eqs_status nap(void *user)
{
  ++*(unsigned *)user;
  return usleep(2000) == 0 ? EQS_OK : EQS_IO;
}

static eqs_status fail_third(void *user)
{
  return ++*(unsigned *)user == 3 ? EQS_MEMORY : EQS_OK;
}

Test(time, a_warm_up_and_the_repeats)
{
  eqs_bench_options options = {.repeats = 5};
  eqs_bench_result result = {0};
  unsigned calls = 0;
  cr_assert(eqs_bench_time(&options, nap, &calls, &result) == EQS_OK);
  cr_expect(calls == 6);
  cr_expect(result.median >= 0.002);
}

Test(time, the_processor_does_not_tick_while_we_sleep)
{
  eqs_bench_options options = {.repeats = 5, .cpu_time = 1};
  eqs_bench_result result = {0};
  unsigned calls = 0;
  cr_assert(eqs_bench_time(&options, nap, &calls, &result) == EQS_OK);
  cr_expect(result.median < 0.002, "%g", result.median);
}

Test(time, a_failure_ends_the_measurement)
{
  eqs_bench_options options = {.repeats = 5};
  eqs_bench_result result = {.median = NAN};
  unsigned calls = 0;
  cr_expect(eqs_bench_time(&options, fail_third, &calls, &result) == EQS_MEMORY);
  cr_expect(calls == 3 && isnan(result.median));
}

Test(time, median_and_median_absolute_deviation)
{
  double odd[] = {9, 1, 2, 4, 100}, even[] = {4, 1, 3, 2}, one[] = {7};
  eqs_bench_result result;
  eqs_bench_spread(odd, 5, &result);
  cr_expect(result.median == 4 && result.mad == 3); /* 5 3 2 0 96 */
  eqs_bench_spread(even, 4, &result);
  cr_expect(result.median == 2.5 && result.mad == 1); /* 1.5 1.5 .5 .5 */
  eqs_bench_spread(one, 1, &result);
  cr_expect(result.median == 7 && result.mad == 0);
}
