/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of UTF-8: every code point, and what is not one. */
#include "util/utf8.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static size_t encode(unsigned point, unsigned char out[4])
{
  if (point < 0x80) {
    out[0] = (unsigned char)point;
    return 1;
  }
  size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
  for (size_t i = length - 1; i > 0; i--, point >>= 6)
    out[i] = (unsigned char)(0x80 | (point & 0x3f));
  out[0] = (unsigned char)(lead[length] | point);
  return length;
}

Test(utf8, every_code_point_but_the_surrogates_is_accepted)
{
  for (unsigned point = 0; point < 0x120000; point++) {
    unsigned char text[4];
    size_t length = encode(point, text);
    bool good = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    size_t got = eqs_utf8_length(text, length);
    if (got != (good ? length : 0)) cr_fatal("U+%04X: %zu", point, got);
    if (eqs_utf8_length(text, length - 1) != 0) cr_fatal("U+%04X cut off is accepted", point);
  }
}

Test(utf8, what_is_malformed_is_refused)
{
  static const char *const bad[] = {
      "\x80",         "\xbf",         "\xc0\x80",  "\xc1\xbf",         "\xc3(",
      "\xe0\x80\x80", "\xe2\x28\xa1", "\xe2\x82(", "\xf0\x80\x80\x80", "\xf5\x80\x80\x80",
      "\xff",         "\xf0\x9f\x98("};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    cr_assert(eq(sz, eqs_utf8_length((const unsigned char *)bad[i], strlen(bad[i])), 0), "%zu", i);
}
