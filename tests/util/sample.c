/* SPDX-License-Identifier: BSD-3-Clause */
/* A plug-in for the tests of loading: its table is a number. */
#include <stddef.h>

__attribute__((visibility("default"))) const void *eqs_plugin_sample(void);

const void *eqs_plugin_sample(void)
{
  static const int answer = 42;
  return &answer;
}
