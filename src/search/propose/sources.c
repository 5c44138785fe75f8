/* SPDX-License-Identifier: BSD-3-Clause */
/* The names of the sources, and sets of them. */
#include "util/fail.h"
#include "util/list.h"
#include <eqsieve/search.h>
#include <string.h>

const char *eqs_source_name(eqs_source source)
{
  static const char *const name[EQS_N_SOURCES] = {[EQS_FROM_MODEL] = "model",
                                                  [EQS_FROM_LOCAL] = "local",
                                                  [EQS_FROM_LATENT] = "latent",
                                                  [EQS_FROM_PURSUIT] = "pursuit",
                                                  [EQS_FROM_SWEEP] = "sweep"};
  return name[source];
}

/* The source called by the LENGTH bytes at WORD; EQS_N_SOURCES if there is none. */
static unsigned find(const char *word, size_t length)
{
  unsigned s = 0;
  while (s < EQS_N_SOURCES && (strlen(eqs_source_name((eqs_source)s)) != length ||
                               memcmp(eqs_source_name((eqs_source)s), word, length) != 0))
    s++;
  return s;
}

eqs_status eqs_sources_read(eqs_ctx *ctx, unsigned *sources, const char *list)
{
  *sources = 0;
  for (eqs_list l = {list}; eqs_list_next(&l);) {
    unsigned s = find(l.word, l.length);
    if (s == EQS_N_SOURCES)
      return eqs_fail(ctx, EQS_USAGE,
                      "sources: '%.*s' is none of sweep, local, pursuit, model and latent",
                      (int)(l.length < 40 ? l.length : 40), l.word);
    *sources |= 1u << s;
  }
  return EQS_OK;
}
