/* SPDX-License-Identifier: BSD-3-Clause */
/* The version of the library that runs. */
#include <eqsieve/version.h>

const char *eqs_version(void)
{
  return EQS_VERSION;
}
