/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of the variable that stands in the environment for a while. */
#include "util/environment.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static char ours[] = "EQSIEVE_TEST=ours";

Test(environment, it_comes_and_goes)
{
  eqs_environment e;
  setenv("EQSIEVE_OTHER", "other", 1);
  unsetenv("EQSIEVE_TEST");
  cr_assert(eq(int, eqs_environment_add(&e, ours), 0));
  cr_assert(eq(str, getenv("EQSIEVE_TEST"), "ours"));
  cr_assert(eq(str, getenv("EQSIEVE_OTHER"), "other"));
  eqs_environment_restore(&e);
  cr_assert(getenv("EQSIEVE_TEST") == NULL);
  cr_assert(eq(str, getenv("EQSIEVE_OTHER"), "other"));
}

Test(environment, it_hides_one_of_its_name)
{
  eqs_environment e;
  setenv("EQSIEVE_TEST", "theirs", 1);
  cr_assert(eq(int, eqs_environment_add(&e, ours), 0));
  cr_assert(eq(str, getenv("EQSIEVE_TEST"), "ours"));
  eqs_environment_restore(&e);
  cr_assert(eq(str, getenv("EQSIEVE_TEST"), "theirs"));
}

Test(environment, a_change_made_meanwhile_stays)
{
  eqs_environment e;
  cr_assert(eq(int, eqs_environment_add(&e, ours), 0));
  setenv("EQSIEVE_OTHER", "new", 1);
  eqs_environment_restore(&e);
  cr_assert(eq(str, getenv("EQSIEVE_OTHER"), "new"));
}

Test(environment, an_empty_one_will_do)
{
  eqs_environment e;
  clearenv();
  cr_assert(eq(int, eqs_environment_add(&e, ours), 0));
  cr_assert(eq(str, getenv("EQSIEVE_TEST"), "ours"));
  eqs_environment_restore(&e);
  cr_assert(getenv("EQSIEVE_TEST") == NULL);
}

static atomic_int stop;

static void *read_on(void *user)
{
  (void)user;
  for (size_t i = 0; !stop; i++)
    if (!getenv("EQSIEVE_OTHER")) return (void *)1;
  return NULL;
}

Test(environment, other_threads_may_read_it)
{
  enum { THREADS = 3, TURNS = 2000 };
  pthread_t thread[THREADS];
  setenv("EQSIEVE_OTHER", "other", 1);
  for (int i = 0; i < THREADS; i++)
    cr_assert(eq(int, pthread_create(&thread[i], NULL, read_on, NULL), 0));
  for (int i = 0; i < TURNS; i++) {
    eqs_environment e;
    cr_assert(eq(int, eqs_environment_add(&e, ours), 0));
    eqs_environment_restore(&e);
  }
  stop = 1;
  for (int i = 0; i < THREADS; i++) {
    void *missed;
    pthread_join(thread[i], &missed);
    cr_assert(missed == NULL, "a reader missed a variable");
  }
}
