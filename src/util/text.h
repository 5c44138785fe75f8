/* SPDX-License-Identifier: BSD-3-Clause */
/* A growing string, and numbers as text that reads back to the same bits. */
#ifndef EQS_UTIL_TEXT_H
#define EQS_UTIL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialised means empty. DATA is NUL-terminated once anything was added. A failed allocation
   sets FAILED and later additions do nothing, so callers check once, at the end. */
typedef struct eqs_text {
  char *data;
  size_t length, capacity;
  bool failed;
} eqs_text;

void eqs_text_add(eqs_text *text, const char *bytes, size_t length);
void eqs_text_str(eqs_text *text, const char *string);
void eqs_text_char(eqs_text *text, char c);
void eqs_text_format(eqs_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void eqs_text_clear(eqs_text *text); /* empty again, memory kept */
void eqs_text_free(eqs_text *text);

/* The shortest decimal that strtod reads back to VALUE ("0.1", "1e-300", "2", "nan", "inf"), with a
   point whatever the locale. OUT holds at least EQS_NUMBER_TEXT bytes. Returns the length. */
enum { EQS_NUMBER_TEXT = 32 };
size_t eqs_number_text(char *out, double value);

/* Reads a number with a decimal point at TEXT, at most LENGTH bytes, whatever the locale: digits,
   exponent, "inf", "nan", an optional sign; no hexadecimal. Returns the bytes used, 0 if none. */
size_t eqs_number_read(const char *text, size_t length, double *value);

#endif
