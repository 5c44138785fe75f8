/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the clock. */
#include "util/clock.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <time.h>

Test(clock, it_never_goes_back)
{
  double last = eqs_clock();
  for (int i = 0; i < 1000; i++) {
    double now = eqs_clock();
    cr_assert(ge(dbl, now, last));
    last = now;
  }
}

Test(clock, its_unit_is_the_second)
{
  double before = eqs_clock();
  nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
  double slept = eqs_clock() - before;
  cr_assert(ge(dbl, slept, 0.019));
  cr_assert(lt(dbl, slept, 10));
}
