/* SPDX-License-Identifier: BSD-3-Clause */
/* For each denominator there is but one numerator to try. */
#include "search/formula/wellknown.h"
#include <math.h>
#include <stdlib.h>

enum { LARGEST_OVER = 30, LARGEST_UNDER = 12 };
static const double PI = 3.14159265358979323846;

/* The price of a number, in nats, is the logarithm of both its parts, as in the bank, and pi is as
   dear as 4: what may be 2/7 is not taken for pi/11. Of constants drawn log-uniformly from 0.05 to
   20, known to one part in 100, 300, 1000 or more, at most 4.5 % are near enough to one that is
   cheap enough. */
static const double CHANCE = 0.15;

static double price_of(const eqs_wellknown *w)
{
  return log(abs(w->over)) + log(w->under) + (w->pi ? log(4) : 0);
}

double eqs_wellknown_value(const eqs_wellknown *w)
{
  return w->over * (w->pi ? PI : 1) / w->under;
}

static int common_divisor(int a, int b)
{
  while (b != 0) {
    int rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static bool is_short_decimal(double value)
{
  double hundreds = 100 * value;
  return fabs(hundreds - rint(hundreds)) <= 1e-12 * fabs(hundreds);
}

bool eqs_wellknown_near(double value, double error, eqs_wellknown *found)
{
  double least = log(CHANCE * fabs(value) / (2 * error));
  bool any = false;
  if (!(error > 0) || !isfinite(value) || is_short_decimal(value)) return false;
  for (int pi = 0; pi < 2; pi++)
    for (int under = pi ? 1 : 2; under <= LARGEST_UNDER; under++) {
      double over = rint(value * under / (pi ? PI : 1));
      if (over == 0 || fabs(over) > LARGEST_OVER) continue;
      eqs_wellknown w = {(int)over, under, pi};
      if (common_divisor(abs(w.over), under) != 1) continue;
      if (fabs(eqs_wellknown_value(&w) - value) > error || price_of(&w) > least) continue;
      least = price_of(&w);
      *found = w;
      any = true;
    }
  return any;
}

uint32_t eqs_wellknown_write(const eqs_wellknown *w, eqs_node *node)
{
  uint32_t n = 0;
  bool times = w->pi && w->over != 1;
  if (w->under != 1) node[n++] = eqs_node_operator(EQS_OP_DIV);
  if (times) node[n++] = eqs_node_operator(EQS_OP_MUL);
  if (times || !w->pi) node[n++] = eqs_node_number(w->over);
  if (w->pi) node[n++] = eqs_node_operator(EQS_OP_PI);
  if (w->under != 1) node[n++] = eqs_node_number(w->under);
  return n;
}
