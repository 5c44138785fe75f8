/* SPDX-License-Identifier: BSD-3-Clause */
/* Well-known numbers: small fractions, and pi times such, that a fitted constant may stand for. */
#ifndef EQS_SEARCH_WELLKNOWN_H
#define EQS_SEARCH_WELLKNOWN_H

#include "search/formula/formula.h"

/* OVER / UNDER, times pi or not. */
typedef struct eqs_wellknown {
  int over, under;
  bool pi;
} eqs_wellknown;

enum { EQS_WELLKNOWN_NODES = 5 };

/* The cheapest one within ERROR of VALUE, if VALUE is known so well that hardly one constant in
   twenty would have a number as cheap so near by chance. An integer is none, and what is a decimal
   of two digits already stays one. */
bool eqs_wellknown_near(double value, double error, eqs_wellknown *found);

double eqs_wellknown_value(const eqs_wellknown *w);

/* Writes it as an expression in prefix order; returns how many nodes it has. */
uint32_t eqs_wellknown_write(const eqs_wellknown *w, eqs_node *node);

#endif
