/* SPDX-License-Identifier: BSD-3-Clause */
/* The nearest names by restricted edit distance (Damerau 1964). */
#include "util/near.h"
#include <stdint.h>
#include <string.h>

enum {
  LONGEST = 63, /* longer names are never near */
  SHOWN = 3,
};

static unsigned char lower(char c)
{
  return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : (unsigned char)c;
}

static unsigned least(unsigned a, unsigned b)
{
  return a < b ? a : b;
}

/* Edits from A to B, each of at most LONGEST bytes: three rows of the usual table. */
static unsigned distance(const char *a, size_t na, const char *b, size_t nb)
{
  unsigned row[3][LONGEST + 1];
  unsigned *before = row[0], *last = row[1], *now = row[2];
  for (size_t j = 0; j <= nb; j++) last[j] = (unsigned)j;
  for (size_t i = 1; i <= na; i++) {
    now[0] = (unsigned)i;
    for (size_t j = 1; j <= nb; j++) {
      unsigned change = lower(a[i - 1]) != lower(b[j - 1]);
      now[j] = least(last[j - 1] + change, 1 + least(last[j], now[j - 1]));
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1]))
        now[j] = least(now[j], before[j - 2] + 1);
    }
    unsigned *free_row = before;
    before = last;
    last = now;
    now = free_row;
  }
  return last[nb];
}

void eqs_near_names(eqs_text *out, const char *wanted, const char *const *name, size_t n)
{
  struct {
    const char *name;
    unsigned distance;
  } best[SHOWN];
  size_t found = 0, length = strlen(wanted);
  if (length > LONGEST) return;
  unsigned limit = length < 6 ? 1 : (unsigned)length / 3;
  for (size_t i = 0; i < n; i++) {
    size_t other = strlen(name[i]), apart = other > length ? other - length : length - other;
    if (other > LONGEST || apart > limit) continue;
    unsigned d = distance(wanted, length, name[i], other);
    if (d > limit || (found == SHOWN && d >= best[SHOWN - 1].distance)) continue;
    size_t at = found < SHOWN ? found++ : SHOWN - 1;
    for (; at > 0 && best[at - 1].distance > d; at--) best[at] = best[at - 1];
    best[at].name = name[i];
    best[at].distance = d;
  }
  for (size_t i = 0; i < found; i++) eqs_text_format(out, "%s'%s'", i ? ", " : "", best[i].name);
}
