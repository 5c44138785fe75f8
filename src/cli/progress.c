/* SPDX-License-Identifier: BSD-3-Clause */
/* Progress on standard error. */
#include "cli/progress.h"
#include "cli/cli.h"
#include <math.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const double line_seconds = 10, terminal_seconds = 0.1;

eqs_progress eqs_progress_new(bool quiet)
{
  return (eqs_progress){.quiet = quiet, .terminal = isatty(STDERR_FILENO) == 1};
}

static size_t terminal_width(void)
{
  struct winsize size;
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

static void add_count(eqs_text *text, double count)
{
  if (count >= 1e6)
    eqs_text_format(text, "%.1fM", count / 1e6);
  else if (count >= 1e4)
    eqs_text_format(text, "%.0fk", count / 1e3);
  else
    eqs_text_format(text, "%.0f", count);
}

static void add_left(eqs_text *text, const eqs_search_progress *now)
{
  if (now->time_limit > 0) {
    double left = fmax(0, now->time_limit - now->seconds);
    eqs_text_format(text, ", %.0f s left", left);
  } else if (now->max_evals) {
    eqs_text_format(text, ", %.0f%% of the evaluations",
                    100 * (double)now->n_scored / (double)now->max_evals);
  }
}

static void describe(eqs_text *text, const eqs_search_progress *now)
{
  eqs_text_format(text, "%.0f s: %s", now->seconds, now->phase);
  if (now->epochs)
    eqs_text_format(text, " %llu/%llu, loss %.3f", (unsigned long long)now->epoch,
                    (unsigned long long)now->epochs, now->loss);
  if (now->n_scored) {
    eqs_text_str(text, ", ");
    add_count(text, (double)now->n_scored);
    eqs_text_str(text, " scored");
    if (now->seconds > 0) {
      eqs_text_str(text, " (");
      add_count(text, (double)now->n_scored / now->seconds);
      eqs_text_str(text, "/s)");
    }
  }
  if (isfinite(now->best_mse)) eqs_text_format(text, ", best RMSE %.4g", sqrt(now->best_mse));
  add_left(text, now);
}

void eqs_progress_show(void *user, const eqs_search_progress *now)
{
  eqs_progress *progress = user;
  bool new_phase = !progress->phase || strcmp(progress->phase, now->phase) != 0;
  if (progress->quiet || (now->seconds < progress->next && !new_phase)) return;
  progress->phase = now->phase;
  progress->next = now->seconds + (progress->terminal ? terminal_seconds : line_seconds);
  eqs_text text = {0};
  describe(&text, now);
  if (progress->terminal) {
    if (now->best) eqs_text_format(&text, "  %s", now->best);
    size_t width = terminal_width() - 1;
    int length = (int)(text.length < width ? text.length : width);
    if (!text.failed) fprintf(stderr, "\r%.*s\033[K", length, text.data);
    fflush(stderr);
    progress->shown = true;
  } else if (!text.failed) {
    eqs_note("%s", text.data);
  }
  eqs_text_free(&text);
}

void eqs_progress_end(eqs_progress *progress)
{
  if (progress->shown) fputs("\r\033[K", stderr);
  progress->shown = false;
}
