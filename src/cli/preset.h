/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of a search under a published configuration. */
#ifndef EQS_CLI_PRESET_H
#define EQS_CLI_PRESET_H

#include "cli/options.h"
#include <eqsieve/search.h>

typedef struct eqs_preset_options {
  int preset, mask, unique; /* choices; -1: not given */
  bool simplify, no_simplify;
  const char *literals;
  uint64_t iterations, samples, hidden, latent, passes; /* 0: not given, likewise below */
  double percentile, y_margin, box_below, box_above;
} eqs_preset_options;

eqs_option_group eqs_preset_group(eqs_preset_options *options);

/* Refuses options of a preset without one. */
int eqs_check_preset_options(const char *command, const eqs_preset_options *options);

/* Sets the preset in WANTED, and what OPTIONS change of it. */
void eqs_preset_wanted(const eqs_preset_options *options, eqs_search_options *wanted);

#endif
