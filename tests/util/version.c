/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the version. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <eqsieve/version.h>

Test(version, the_library_and_its_header_agree)
{
  cr_assert(eq(str, (char *)eqs_version(), EQS_VERSION));
}
