/* SPDX-License-Identifier: BSD-3-Clause */
/* Where things are kept between runs. */
#include <config.h>

#include "util/cache_path.h"
#include <stdlib.h>

void eqs_cache_path(eqs_text *path)
{
  const char *own = secure_getenv("EQSIEVE_CACHE"), *base = secure_getenv("XDG_CACHE_HOME");
  const char *home = secure_getenv("HOME");
  if (own) {
    eqs_text_str(path, own);
  } else if (base && *base == '/') { /* relative ones are to be ignored, says the specification */
    eqs_text_format(path, "%s/eqsieve", base);
  } else if (home && *home == '/') {
    eqs_text_format(path, "%s/.cache/eqsieve", home);
  }
}
