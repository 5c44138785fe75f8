/* SPDX-License-Identifier: BSD-3-Clause */
/* Ctrl-C and kill: ask the work to end, so that what was found so far is still written. A shell
   starts what runs in the background with SIGINT ignored, as Ctrl-C is not for it: what is ignored
   stays so. */
#include "cli/cli.h"
#include <signal.h>
#include <stddef.h>

volatile int eqs_stop_flag;
static volatile sig_atomic_t caught;

static void on_signal(int signal_number)
{
  caught = signal_number;
  eqs_stop_flag = 1;
}

static void catch_unless_ignored(int signal_number, const struct sigaction *action)
{
  struct sigaction inherited;
  if (sigaction(signal_number, NULL, &inherited) == 0 && inherited.sa_handler == SIG_IGN) return;
  sigaction(signal_number, action, NULL);
}

void eqs_catch_signals(void)
{
  struct sigaction action = {.sa_handler = on_signal};
  sigemptyset(&action.sa_mask);
  /* The default action comes back with the first signal: a second one ends the process. */
  action.sa_flags = (int)SA_RESETHAND | SA_RESTART;
  catch_unless_ignored(SIGINT, &action);
  catch_unless_ignored(SIGTERM, &action);
}

int eqs_exit_after_signal(int code)
{
  if (caught == SIGINT) return EQS_EXIT_INTERRUPT;
  if (caught == SIGTERM) return EQS_EXIT_TERMINATE;
  return code;
}
