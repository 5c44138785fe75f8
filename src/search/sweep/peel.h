/* SPDX-License-Identifier: BSD-3-Clause */
/* Peeling: taking the outermost operations off the target, so that what is left is simpler. If
   log(y / g) = f then y = g * exp(f). */
#ifndef EQS_SEARCH_PEEL_H
#define EQS_SEARCH_PEEL_H

#include "search/sweep/catalogue.h"

typedef enum eqs_peel {
  EQS_PEEL_NONE,
  EQS_PEEL_LOG, /* of the value: the formula has exp outermost; likewise below */
  EQS_PEEL_EXP,
  EQS_PEEL_SQUARE,
  EQS_PEEL_SQRT,
  EQS_PEEL_INVERSE,
  EQS_PEEL_ASIN,
  EQS_PEEL_ACOS,
  EQS_N_UNARY_PEELS,
  EQS_PEEL_OVER = EQS_N_UNARY_PEELS, /* value / entry, and so on */
  EQS_PEEL_TIMES,
  EQS_PEEL_LESS,
  EQS_PEEL_MORE,
  EQS_N_PEELS,
} eqs_peel;

/* One step, and the entry it takes. */
typedef struct eqs_peel_step {
  uint32_t peel : 4, entry : 28;
} eqs_peel_step;

enum { EQS_MAX_PEELS = 4 };

typedef struct eqs_peeling {
  eqs_peel_step step[EQS_MAX_PEELS]; /* in the order of taking them off; NONE is passed over */
} eqs_peeling;

/* Whether the operator that puts PEEL back is among those ALLOWED. */
bool eqs_peel_allowed(const eqs_op_set *allowed, eqs_peel peel);

/* N values with STEP taken off; ENTRY are the values of its entry. Not finite where impossible. */
void eqs_peel_apply(eqs_peel peel, const double *entry, const double *from, size_t n, double *to);

/* The target on N rows of the sample with all steps taken off. */
void eqs_peel_target(const eqs_catalogue *catalogue, const eqs_peeling *peeling, size_t n,
                     double *to);

/* Makes F, a formula for what is left, one for the target; false if that is too long. */
bool eqs_peel_back(const eqs_catalogue *catalogue, const eqs_peeling *peeling, eqs_formula *f);

#endif
