/* SPDX-License-Identifier: BSD-3-Clause */
/* What a search has found, for readers and for machines. */
#ifndef EQS_CLI_FOUND_H
#define EQS_CLI_FOUND_H

#include "cli/input.h"
#include <eqsieve/search.h>

/* Prints RESULT as FORMAT says, and writes the document to DIRECTORY/result.json too, unless that
   is NULL. RUN: what the search was run with. */
eqs_status eqs_found_write(eqs_ctx *ctx, const eqs_input *input, const eqs_run_options *run,
                           const eqs_format_options *format, const char *directory,
                           const eqs_search_result *result);

#endif
