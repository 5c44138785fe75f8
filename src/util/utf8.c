/* SPDX-License-Identifier: BSD-3-Clause */
/* Well-formed UTF-8 as in the Unicode Standard, table 3-7. */
#include "util/utf8.h"

size_t eqs_utf8_length(const unsigned char *text, size_t bytes)
{
  static const struct {
    unsigned char first, last; /* leading byte */
    unsigned char low, high;   /* second byte; any later one is 80..bf */
    unsigned char length;
  } form[] = {
      {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
      {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
      {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
  };
  for (size_t i = 0; bytes > 0 && i < sizeof form / sizeof form[0]; i++) {
    if (text[0] < form[i].first || text[0] > form[i].last) continue;
    if (form[i].length > bytes) return 0;
    if (form[i].length > 1 && (text[1] < form[i].low || text[1] > form[i].high)) return 0;
    for (size_t k = 2; k < form[i].length; k++)
      if ((text[k] & 0xc0) != 0x80) return 0;
    return form[i].length;
  }
  return 0;
}
