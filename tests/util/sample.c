/* SPDX-License-Identifier: BSD-3-Clause */
/* A plug-in for the tests of loading: its table is a number, which depends on the environment at
   the time of loading. */
#include <stddef.h>
#include <stdlib.h>

__attribute__((visibility("default"))) const void *eqs_plugin_sample(void);

const void *eqs_plugin_sample(void)
{
  static int answer;
  answer = getenv("EQSIEVE_TEST_ANSWER") ? atoi(getenv("EQSIEVE_TEST_ANSWER")) : 42;
  return &answer;
}
