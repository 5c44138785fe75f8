/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of near names. */
#include "util/near.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define LONG_NAME "a name that is much too long to be compared with any that somebody would typ"

static const char *const names[] = {"gap",         "gas",   "homo",  "lumo",
                                    "e_form_site", "d_MX1", "d_MX2", LONG_NAME "e"};

static void near(const char *wanted, const char *expected)
{
  eqs_text text = {0};
  eqs_near_names(&text, wanted, names, sizeof names / sizeof names[0]);
  cr_assert(eq(str, text.data ? text.data : "", (char *)expected), "%s", wanted);
  eqs_text_free(&text);
}

Test(near, one_edit_of_each_kind_is_near)
{
  near("homoo", "'homo'"); /* a letter too many */
  near("hom", "'homo'");   /* one too few */
  near("hono", "'homo'");  /* another */
  near("hmoo", "'homo'");  /* two exchanged */
  near("HOMO", "'homo'");  /* case is no edit */
  near("e-form-site", "'e_form_site'");
}

Test(near, the_nearest_comes_first_and_ties_keep_their_order)
{
  near("gap", "'gap', 'gas'");
  near("d_MX2", "'d_MX2', 'd_MX1'");
  near("d_MX", "'d_MX1', 'd_MX2'");
}

Test(near, far_names_are_not_mentioned)
{
  near("energy", "");
  near("", "");
  near("x", "");
  near(LONG_NAME "o", "");
}

Test(near, at_most_three_are_named)
{
  static const char *const alike[] = {"x1", "x2", "x3", "x4", "x"};
  eqs_text text = {0};
  eqs_near_names(&text, "x5", alike, 5);
  cr_assert(eq(str, text.data, "'x1', 'x2', 'x3'"));
  eqs_text_free(&text);
}
