/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of choosing features and target. */
#include "table_file.h"

TestSuite(roles, .init = begin, .fini = end);

static const char text[] = "id,x,y,\"a,b\",z\nrow1,1,2,3,4\nrow2,5,6,7,8\n";

/* The features chosen are EXPECTED, a string of column numbers. */
static void chooses(const char *target, const char *features, const char *exclude,
                    const char *expected)
{
  eqs_table *table = table_of(text);
  eqs_roles roles;
  cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, target, features, exclude), EQS_OK), "%s",
            eqs_ctx_message(ctx));
  cr_assert(eq(sz, roles.n_features, strlen(expected)));
  cr_assert(eq(sz, roles.names.n, roles.n_features));
  for (size_t j = 0; j < roles.n_features; j++) {
    cr_assert(eq(sz, roles.feature[j], (size_t)(expected[j] - '0')));
    cr_assert(
        eq(str, (char *)roles.names.name[j], (char *)eqs_table_name(table, roles.feature[j])));
  }
  cr_assert(eq(sz, roles.target, target ? 2 : SIZE_MAX));
  eqs_roles_free(&roles);
  eqs_table_free(table);
}

Test(roles, by_default_every_number_column_but_the_target)
{
  chooses("y", NULL, NULL, "134");
  chooses(NULL, NULL, NULL, "1234");
}

Test(roles, some_may_be_left_out)
{
  chooses("y", NULL, "x", "34");
  chooses("y", NULL, "id, \"a,b\"", "14");
  chooses("y", NULL, "y,x,x", "34");
  chooses("y", NULL, "", "134");
}

Test(roles, features_keep_the_order_in_which_they_are_named)
{
  chooses("y", "z,x", NULL, "41");
  chooses("y", " \"a,b\" , x", NULL, "31");
}

static void refuses(const char *target, const char *features, const char *exclude, const char *part)
{
  eqs_table *table = table_of(text);
  eqs_roles roles;
  faults(eqs_roles_choose(ctx, &roles, table, target, features, exclude), EQS_INPUT, part);
  eqs_table_free(table);
}

Test(roles, what_is_refused)
{
  refuses("w", NULL, NULL, "no column is named 'w' (is it 'x', 'y', 'z'?)");
  refuses("y", "x,v", NULL, "no column is named 'v'");
  refuses("y", NULL, "v", "no column is named 'v'");
  refuses("y", "", NULL, "no column is named ''");
  refuses("y", "x,x", NULL, "column 'x' is twice among the features");
  refuses("y", "x,y", NULL, "column 'y' is the target and no feature");
  refuses("y", "\"x", NULL, "does not close");
  refuses("id", NULL, NULL, ":2: column 'id' is text, not numbers: \"row1\"");
  refuses("y", "id", NULL, ":2: column 'id' is text, not numbers: \"row1\"");
  refuses("y", NULL, "x,z,\"a,b\"", "no column of numbers is left as a feature");
}

Test(roles, decimal_commas_are_recognised)
{
  eqs_table *table = table_of("x;y\n;1\n1,5;2\n");
  eqs_roles roles;
  faults(eqs_roles_choose(ctx, &roles, table, "y", "x", NULL), EQS_INPUT,
         ":3: column 'x' is text, not numbers: \"1,5\" (write the decimal comma as a point)");
  eqs_table_free(table);
}

Test(roles, a_column_of_weights_has_no_other_role)
{
  static const char *const refused[][2] = {
      {"x", "feature"}, {"y", "target"}, {"id", "text"}, {"w", "no column"}};
  eqs_table *table = table_of(text);
  eqs_roles roles;
  cr_assert(eq(int, eqs_roles_choose(ctx, &roles, table, "y", "x,z", NULL), EQS_OK));
  for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
    cr_assert(eq(int, eqs_roles_weigh(ctx, &roles, table, refused[i][0]), EQS_INPUT));
    cr_assert(strstr(eqs_ctx_message(ctx), refused[i][1]) != NULL, "%s", eqs_ctx_message(ctx));
    cr_assert(eq(int, roles.weighted, 0));
  }
  cr_assert(eq(int, eqs_roles_weigh(ctx, &roles, table, "a,b"), EQS_OK));
  cr_assert(roles.weighted && roles.weight == 3);
  eqs_roles_free(&roles);
  eqs_table_free(table);
}
