/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers to text and back, correctly rounded and whatever the locale. */
#include <config.h>

#include "util/text.h"
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Reading --------------------------------------------------------------------------------- */

enum {
  WORD_DIGITS = 19,  /* decimal digits that always fit 64 bits */
  KEEP_DIGITS = 800, /* more than the 767 that can decide how a double is rounded */
};

static const uint64_t power_of_ten[WORD_DIGITS + 1] = {
    1u,
    10u,
    100u,
    1000u,
    10000u,
    100000u,
    1000000u,
    10000000u,
    100000000u,
    1000000000u,
    10000000000u,
    100000000000u,
    1000000000000u,
    10000000000000u,
    100000000000000u,
    1000000000000000u,
    10000000000000000u,
    100000000000000000u,
    1000000000000000000u,
    10000000000000000000u,
};

/* A decimal as it stands in the text. */
typedef struct decimal {
  const char *digits; /* from the first digit that is not zero; may contain the point */
  const char *end;    /* of the digits */
  uint64_t word;      /* the first digits as an integer, WORD_DIGITS at most */
  size_t n;           /* digits from DIGITS to END */
  int64_t exponent;   /* of ten, were all N digits an integer */
} decimal;

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static const char *scan_digits(decimal *number, const char *at, const char *end)
{
  for (; at < end && is_digit(*at); at++) {
    if (number->n == 0) {
      if (*at == '0') continue;
      number->digits = at;
    }
    if (number->n < WORD_DIGITS) number->word = 10 * number->word + (uint64_t)(*at - '0');
    number->n++;
  }
  number->end = at;
  return at;
}

/* The exponent after 'e', if there is a whole one; clamped, as beyond that all is 0 or infinite. */
static const char *scan_exponent(decimal *number, const char *at, const char *end)
{
  const int64_t enough = INT64_C(1) << 48;
  const char *digit = at + 1;
  if (digit < end && (*digit == '-' || *digit == '+')) digit++;
  if (digit >= end || !is_digit(*digit)) return at;
  bool negative = at[1] == '-';
  int64_t value = 0;
  for (; digit < end && is_digit(*digit); digit++)
    if (value < enough) value = 10 * value + (*digit - '0');
  number->exponent += negative ? -value : value;
  return digit;
}

/* The end of the number at AT, or AT if there is none. */
static const char *scan(decimal *number, const char *at, const char *end)
{
  const char *begin = at, *point;
  *number = (decimal){0};
  at = scan_digits(number, at, end);
  size_t digits = (size_t)(at - begin);
  if (at < end && *at == '.') {
    point = at + 1;
    at = scan_digits(number, point, end);
    digits += (size_t)(at - point);
    number->exponent = -(int64_t)(at - point);
  }
  if (digits == 0) return begin;
  if (at < end && (*at == 'e' || *at == 'E')) at = scan_exponent(number, at, end);
  return at;
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide;

/* WORD / 10^K, correctly rounded: both are shifted to the top of their word, so that the quotient
   has at least 63 bits; a remainder goes into its last bit, far below the rounding position. */
static double divide(uint64_t word, int k)
{
  int up = __builtin_clzll(word), down = __builtin_clzll(power_of_ten[k]);
  uint64_t divisor = power_of_ten[k] << down;
  wide dividend = (wide)(word << up) << 63;
  uint64_t quotient = (uint64_t)(dividend / divisor);
  if ((wide)quotient * divisor != dividend) quotient |= 1;
  return ldexp((double)quotient, down - up - 63);
}

/* Numbers of at most 19 digits and a small exponent, which is nearly all there are. */
static bool read_small(const decimal *number, double *value)
{
  static const double exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
  if (number->n > WORD_DIGITS || number->exponent < -WORD_DIGITS || number->exponent > WORD_DIGITS)
    return false;
  int e = (int)number->exponent;
  /* Both operands are exact, so the one operation rounds correctly (Clinger, PLDI 1990). */
  if (number->word <= UINT64_C(1) << 53)
    *value = e < 0 ? (double)number->word / exact[-e] : (double)number->word * exact[e];
  else if (e < 0)
    *value = divide(number->word, -e);
  else
    *value = (double)((wide)number->word * power_of_ten[e]);
  return true;
}
#else
static bool read_small(const decimal *number, double *value)
{
  if (number->n > 15 || number->exponent < -15 || number->exponent > 15) return false;
  double word = (double)number->word;
  int e = (int)number->exponent;
  *value = e < 0 ? word / (double)power_of_ten[-e] : word * (double)power_of_ten[e];
  return true;
}
#endif

static locale_t c_locale;
static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;

static void make_c_locale(void)
{
  c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* The rest goes through the C library, as digits and an exponent without a point. A digit beyond
   those that are kept can only break a tie, and a single 1 in their place does the same. */
static double read_large(const decimal *number)
{
  char text[KEEP_DIGITS + 32];
  size_t n = 0;
  int64_t exponent = number->exponent;
  bool more = false;
  for (const char *at = number->digits; at < number->end; at++) {
    if (*at == '.') continue;
    if (n < KEEP_DIGITS)
      text[n++] = *at;
    else {
      more = more || *at != '0';
      exponent++;
    }
  }
  if (more) {
    text[n++] = '1';
    exponent--;
  }
  snprintf(text + n, sizeof text - n, "e%lld", (long long)exponent);
  pthread_once(&c_locale_once, make_c_locale);
  return c_locale ? strtod_l(text, NULL, c_locale) : strtod(text, NULL);
}

/* Whether WORD, in any case, stands at AT and no letter, digit or underscore follows. */
static size_t match_word(const char *at, const char *end, const char *word)
{
  size_t length = strlen(word);
  if ((size_t)(end - at) < length) return 0;
  for (size_t i = 0; i < length; i++)
    if ((at[i] | 0x20) != word[i]) return 0;
  if ((size_t)(end - at) > length) {
    char next = at[length], lower = (char)(next | 0x20);
    if (is_digit(next) || next == '_' || (lower >= 'a' && lower <= 'z')) return 0;
  }
  return length;
}

static size_t read_word(const char *at, const char *end, double *value)
{
  size_t length = match_word(at, end, "nan");
  if (length) {
    *value = NAN;
    return length;
  }
  length = match_word(at, end, "inf");
  if (!length) length = match_word(at, end, "infinity");
  if (length) *value = INFINITY;
  return length;
}

size_t eqs_number_read(const char *text, size_t length, double *value)
{
  const char *at = text, *end = text + length;
  bool negative = at < end && *at == '-';
  if (at < end && (*at == '-' || *at == '+')) at++;
  double size = 0;
  decimal number;
  const char *after = scan(&number, at, end);
  if (after == at) {
    after = at + read_word(at, end, &size);
    if (after == at) return 0;
  } else if (number.n && !read_small(&number, &size))
    size = read_large(&number);
  *value = negative ? -size : size;
  return (size_t)(after - text);
}

/* ---- Writing --------------------------------------------------------------------------------- */

enum { FULL_DIGITS = 17 }; /* enough to tell any two doubles apart */

static double compose(uint64_t word, int exponent)
{
  double value;
  if (read_small(&(decimal){.word = word, .n = FULL_DIGITS, .exponent = exponent}, &value))
    return value;
  char text[48];
  int length = snprintf(text, sizeof text, "%" PRIu64 "e%d", word, exponent);
  eqs_number_read(text, (size_t)length, &value);
  return value;
}

/* The fewest digits that name the positive number VALUE, as an integer times a power of ten. A
   decimal of N digits between VALUE and its neighbours exists only if one of the two next to VALUE
   is there too. */
static uint64_t shorten(double value, int *exponent)
{
  char printed[48];
  uint64_t full = 0;
  snprintf(printed, sizeof printed, "%.*e", FULL_DIGITS - 1, value);
  for (const char *at = printed; *at != 'e'; at++) /* the decimal sign is the locale's */
    if (is_digit(*at)) full = 10 * full + (uint64_t)(*at - '0');
  int last = atoi(strchr(printed, 'e') + 1) - (FULL_DIGITS - 1);
  /* Fifteen digits survive the way through a normal double, so fewer are fifteen with zeros. */
  for (int digits = value < DBL_MIN ? 1 : 15; digits < FULL_DIGITS; digits++) {
    uint64_t unit = power_of_ten[FULL_DIGITS - digits], low = full / unit, rest = full % unit;
    uint64_t nearer = rest < unit - rest ? low : low + 1, other = 2 * low + 1 - nearer;
    *exponent = last + FULL_DIGITS - digits;
    if (compose(nearer, *exponent) == value) return nearer;
    if (compose(other, *exponent) == value) return other;
  }
  *exponent = last;
  return full;
}

/* DIGIT times a power of ten, the point behind the first POINT digits, as C's %g would lay it out.
 */
static size_t lay_out(char *out, const char *digit, int n, int point)
{
  char *to = out;
  bool scientific = point < -3 || point > 16;
  int whole = scientific ? 1 : point;
  if (whole <= 0) *to++ = '0';
  for (int i = 0; i < whole; i++) *to++ = i < n ? digit[i] : '0';
  if (whole < n) *to++ = '.';
  for (int i = whole; i < n; i++) *to++ = i < 0 ? '0' : digit[i];
  if (scientific) to += sprintf(to, "e%d", point - 1);
  *to = '\0';
  return (size_t)(to - out);
}

size_t eqs_number_text(char *out, double value)
{
  if (isnan(value)) return (size_t)sprintf(out, "nan");
  if (isinf(value)) return (size_t)sprintf(out, value < 0 ? "-inf" : "inf");
  if (fabs(value) <= 0x1p53 && value == trunc(value)) return (size_t)sprintf(out, "%.0f", value);
  char digit[32];
  int exponent;
  uint64_t word = shorten(fabs(value), &exponent);
  for (; word % 10 == 0; word /= 10) exponent++;
  int n = sprintf(digit, "%" PRIu64, word);
  size_t sign = value < 0;
  if (sign) out[0] = '-';
  return sign + lay_out(out + sign, digit, n, n + exponent);
}
