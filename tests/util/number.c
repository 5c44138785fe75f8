/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests of numbers as text: chosen ones, and properties of random ones against the C library. */
#include "util/random.h"
#include "util/text.h"
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t bits(double value)
{
  uint64_t word;
  memcpy(&word, &value, sizeof word);
  return word;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static void writes(double value, const char *text)
{
  char out[EQS_NUMBER_TEXT];
  size_t length = eqs_number_text(out, value);
  cr_assert(eq(str, out, (char *)text));
  cr_assert(eq(sz, length, strlen(text)));
}

Test(number, short_numbers_stay_short)
{
  writes(0.1, "0.1");
  writes(1e-300, "1e-300");
  writes(1e22, "1e22");
  writes(2.5e-7, "2.5e-7");
  writes(0x1p-1074, "5e-324");
  writes(DBL_MIN, "2.2250738585072014e-308");
  writes(DBL_MAX, "1.7976931348623157e308");
  writes(1.0 / 3, "0.3333333333333333");
  writes(0.1 + 0.2, "0.30000000000000004");
  writes(-0.0001, "-0.0001");
  writes(0.00012345, "0.00012345");
  writes(1e-5, "1e-5");
  writes(1e16, "1e16");
  writes(1234567.125, "1234567.125");
  writes(nextafter(1, 0), "0.9999999999999999");
  writes(9.5367431640625e-7, "9.5367431640625e-7");
}

/* At a power of two the doubles below are closer together than those above, and the nearest decimal
   of 16 digits may lie outside where another is inside. */
Test(number, the_shortest_need_not_be_the_nearest)
{
  writes(0x1p-44, "5.684341886080802e-14");
  writes(0x1p-24, "5.960464477539063e-8");
  writes(0x1p972, "3.99168061906944e292");
}

Test(number, integers_have_no_point)
{
  writes(2, "2");
  writes(-17, "-17");
  writes(1e15, "1000000000000000");
  writes(0x1p53, "9007199254740992");
  writes(0.0, "0");
  writes(-0.0, "-0");
}

Test(number, what_is_no_number_has_one_spelling)
{
  writes(NAN, "nan");
  writes(-NAN, "nan");
  writes(INFINITY, "inf");
  writes(-INFINITY, "-inf");
}

Test(number, random_bits_survive_the_round_trip)
{
  eqs_rng rng = eqs_rng_new(11, 0);
  for (int i = 0; i < 100000; i++) {
    uint64_t word = eqs_rng_u64(&rng);
    double value, back;
    char out[EQS_NUMBER_TEXT];
    memcpy(&value, &word, sizeof value);
    if (isnan(value)) continue;
    size_t length = eqs_number_text(out, value);
    cr_assert(lt(sz, length, EQS_NUMBER_TEXT));
    cr_assert(eq(sz, eqs_number_read(out, length, &back), length), "%s", out);
    cr_assert(eq(u64, bits(back), word), "%s", out);
    cr_assert(eq(u64, bits(strtod(out, NULL)), word), "%s", out);
  }
}

/* Switches to a locale with a decimal comma, made in FOLDER where none is installed. */
static bool use_comma(char *folder)
{
  char command[256];
  if (setlocale(LC_ALL, "de_DE.UTF-8")) return true;
  if (!mkdtemp(folder)) return false;
  snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >%s/log 2>&1",
           folder, folder);
  bool made =
      system(command) == 0 && setenv("LOCPATH", folder, 1) == 0 && setlocale(LC_ALL, "de_DE.UTF-8");
  snprintf(command, sizeof command, "rm -r %s", folder);
  return system(command) == 0 && made;
}

Test(number, the_locale_does_not_matter)
{
  char folder[] = "/tmp/eqsieve-locale-XXXXXX";
  if (!use_comma(folder))
    cr_skip_test("no locale with a decimal comma, and no localedef to make one");
  cr_assert(eq(str, localeconv()->decimal_point, ","));
  writes(0.1, "0.1");
  writes(1.0 / 3, "0.3333333333333333");
  double back;
  cr_assert(eq(sz, eqs_number_read("1.5", 3, &back), 3));
  cr_assert(eq(dbl, back, 1.5));
  const char *slow = "1.2345678901234567890123e-200";
  cr_assert(eq(sz, eqs_number_read(slow, strlen(slow), &back), strlen(slow)));
  cr_assert(eq(dbl, back, 1.2345678901234567890123e-200));
}

/* ---- Reading --------------------------------------------------------------------------------- */

static void reads(const char *text, size_t used, double expected)
{
  double value = -77;
  cr_assert(eq(sz, eqs_number_read(text, strlen(text), &value), used), "\"%s\"", text);
  cr_assert(eq(u64, bits(value), bits(expected)), "\"%s\"", text);
}

Test(number, forms_that_are_read)
{
  reads("1", 1, 1);
  reads("-1.5", 4, -1.5);
  reads("+.5", 3, 0.5);
  reads("5.", 2, 5);
  reads("1e3", 3, 1000);
  reads("1E+03", 5, 1000);
  reads("1.25e-2x", 7, 0.0125);
  reads("000123.4500", 11, 123.45);
  reads("0.000", 5, 0);
  reads("-0", 2, -0.0);
  reads("0e99999999999999999999", 22, 0);
  reads("inf", 3, INFINITY);
  reads("-Infinity", 9, -INFINITY);
  reads("INF,", 3, INFINITY);
}

Test(number, a_number_ends_where_it_stops_being_one)
{
  reads("1e", 1, 1);
  reads("1e+", 1, 1);
  reads("1.2.3", 3, 1.2);
  reads("0x10", 1, 0);
  reads("1,5", 1, 1);
  reads("12 ", 2, 12);
}

Test(number, what_is_not_read)
{
  static const char *const none[] = {"",   "-",    "+",    ".",    "-.", "e5",   "abc",
                                     " 1", "info", "nano", "inf1", "in", "nan_", "infinit"};
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
    double value = -77;
    cr_assert(eq(sz, eqs_number_read(none[i], strlen(none[i]), &value), 0), "\"%s\"", none[i]);
    cr_assert(eq(dbl, value, -77));
  }
}

Test(number, nan_is_read_in_any_case)
{
  double value = 0;
  cr_assert(eq(sz, eqs_number_read("NaN", 3, &value), 3));
  cr_assert(isnan(value));
}

Test(number, nothing_is_read_beyond_the_length)
{
  double value;
  cr_assert(eq(sz, eqs_number_read("123456", 3, &value), 3));
  cr_assert(eq(dbl, value, 123));
  cr_assert(eq(sz, eqs_number_read("1e5", 2, &value), 1));
  cr_assert(eq(dbl, value, 1));
  cr_assert(eq(sz, eqs_number_read("5", 0, &value), 0));
}

Test(number, the_ends_of_the_range)
{
  reads("1e308", 5, 1e308);
  reads("1e309", 5, INFINITY);
  reads("-1e999999999999999999999", 24, -INFINITY);
  reads("1e-400", 6, 0);
  reads("4.9e-324", 8, 0x1p-1074);
  reads("2.4703282292062327e-324", 23, 0);         /* below half the least */
  reads("2.4703282292062328e-324", 23, 0x1p-1074); /* above it */
}

/* Half way between two doubles, and a digit far behind that decides. */
Test(number, ties_are_broken_by_the_last_digit)
{
  reads("9007199254740993", 16, 0x1p53);
  reads("9007199254740993.0000000000000000000000001", 42, 0x1p53 + 2);
  reads("9007199254740995", 16, 0x1p53 + 4);
  char text[2100];
  memset(text, '0', sizeof text);
  memcpy(text, "9007199254740993.", 17);
  double value;
  cr_assert(eq(sz, eqs_number_read(text, 2000, &value), 2000));
  cr_assert(eq(dbl, value, 0x1p53));
  text[1999] = '1';
  cr_assert(eq(sz, eqs_number_read(text, 2000, &value), 2000));
  cr_assert(eq(dbl, value, 0x1p53 + 2));
}

Test(number, a_million_digits_are_read)
{
  size_t length = 1000000;
  char *text = malloc(length + 16);
  memset(text, '9', length);
  double value;
  cr_assert(eq(sz, eqs_number_read(text, length, &value), length));
  cr_assert(eq(dbl, value, INFINITY));
  text[0] = '.';
  memset(text + 1, '0', length - 1);
  size_t end = length + (size_t)sprintf(text + length, "25e1000000");
  cr_assert(eq(sz, eqs_number_read(text, end, &value), end));
  cr_assert(eq(dbl, value, 2.5));
  free(text);
}

/* Digits and exponents of all sizes, each against the C library, bit for bit. */
Test(number, random_decimals_are_rounded_correctly)
{
  eqs_rng rng = eqs_rng_new(12, 0);
  for (int i = 0; i < 100000; i++) {
    char text[96];
    uint64_t whole = eqs_rng_u64(&rng) >> eqs_rng_below(&rng, 64);
    uint64_t fraction = eqs_rng_u64(&rng) >> eqs_rng_below(&rng, 64);
    int span = i % 4 ? 25 : 340, exponent = (int)eqs_rng_below(&rng, 2 * (uint32_t)span) - span;
    int length = i % 2 ? sprintf(text, "%" PRIu64 "e%d", whole, exponent)
                       : sprintf(text, "%" PRIu64 ".%" PRIu64 "e%d", whole, fraction, exponent);
    double value;
    cr_assert(eq(sz, eqs_number_read(text, (size_t)length, &value), (size_t)length), "%s", text);
    cr_assert(eq(u64, bits(value), bits(strtod(text, NULL))), "%s", text);
  }
}

/* Decimals as close to the middle of two doubles as 19 digits allow. */
Test(number, decimals_near_the_middle_are_rounded_correctly)
{
  eqs_rng rng = eqs_rng_new(13, 0);
  for (int i = 0; i < 20000; i++) {
    char exact[128], text[160];
    double value, low = eqs_rng_uniform(&rng) + (i % 2 ? 0 : 1000);
    long double middle = ((long double)low + (long double)nextafter(low, INFINITY)) / 2;
    snprintf(exact, sizeof exact, "%.*Lf", 15 + i % 8, middle);
    int length = snprintf(text, sizeof text, "%se%d", exact, (i % 5) - 2);
    cr_assert(eq(sz, eqs_number_read(text, (size_t)length, &value), (size_t)length));
    cr_assert(eq(u64, bits(value), bits(strtod(text, NULL))), "%s", text);
  }
}
