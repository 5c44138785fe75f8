/* SPDX-License-Identifier: BSD-3-Clause */
/* Where things are kept between runs. */
#ifndef EQS_UTIL_CACHE_PATH_H
#define EQS_UTIL_CACHE_PATH_H

#include "util/text.h"

/* Appends the directory: $EQSIEVE_CACHE, or else $XDG_CACHE_HOME/eqsieve or ~/.cache/eqsieve.
   Nothing when there is none, as with an empty $EQSIEVE_CACHE. */
void eqs_cache_path(eqs_text *path);

#endif
