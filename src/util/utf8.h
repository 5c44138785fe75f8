/* SPDX-License-Identifier: BSD-3-Clause */
/* Recognising UTF-8. */
#ifndef EQS_UTIL_UTF8_H
#define EQS_UTIL_UTF8_H

#include <stddef.h>

/* The length of the character at TEXT, 1 to 4 bytes of the BYTES there; 0 if it is not well formed
   (overlong, surrogate, beyond U+10FFFF, or cut off). */
size_t eqs_utf8_length(const unsigned char *text, size_t bytes);

#endif
