/* SPDX-License-Identifier: BSD-3-Clause */
/* The bank: the best formulas so far, in niches of equal complexity so that small ones stay. A
   niche ranks by mean squared error and, apart from that, by mean absolute error: where a few rows
   carry most of the squares, the formulas that describe all the other rows would be lost. Apart
   from both it ranks by length: the squared error with a price on each free constant, so that where
   there is noise those that follow it do not crowd out a law, and on poles that new rows may meet.
 */
#ifndef EQS_SEARCH_BANK_H
#define EQS_SEARCH_BANK_H

#include "search/formula/formula.h"
#include "util/random.h"

typedef struct eqs_member {
  eqs_formula f; /* with fitted constants */
  uint64_t hash;
  unsigned complexity;
  double mse, mae, length; /* MSE: the loss that is minimised, the mean square or another */
} eqs_member;

typedef enum eqs_criterion { EQS_BY_MSE, EQS_BY_MAE, EQS_BY_LENGTH, EQS_N_CRITERIA } eqs_criterion;

typedef struct eqs_niche {
  uint32_t n;
  eqs_member *member; /* best first */
} eqs_niche;

typedef struct eqs_bank {
  unsigned max_complexity;
  uint32_t capacity; /* of a niche */
  double rows;       /* of the data; 0: free constants have no price */
  double exact;      /* errors below this are rounding */
  bool corner;       /* the loss is one of sizes: it falls as the mae does, and not as its square */
  struct eqs_gaps *gaps; /* NULL: what comes between rows has no price */
  uint64_t n_members;
  eqs_niche *niche[EQS_N_CRITERIA]; /* by complexity, 0..max_complexity */
} eqs_bank;

/* Room for CAPACITY formulas of each complexity under each criterion, taken when first needed. */
int eqs_bank_init(eqs_bank *bank, unsigned max_complexity, uint32_t capacity);
void eqs_bank_free(eqs_bank *bank);

typedef enum eqs_welcome {
  EQS_BANK_REFUSED,
  EQS_BANK_KEPT,  /* among the best of its niche */
  EQS_BANK_FRONT, /* a lower mse, mae or length than every formula of its complexity or less */
} eqs_welcome;

/* Offers a formula with finite errors. One with the same errors as a member of the niche, to
   rounding, counts as the same function and is refused unless its numbers cost less or, by length,
   it is shorter; one with the same hash replaces that member if its constants are better. *WELCOME
   says what became of it. -1 when memory is short. */
int eqs_bank_offer(eqs_bank *bank, const eqs_formula *f, uint64_t hash, double mse, double mae,
                   eqs_welcome *welcome);

/* The mse above which the bank would refuse F, which has these errors now, if its mae falls as the
   root of that does, or as that where the loss has a corner; INFINITY where there is room. */
double eqs_bank_bar(const eqs_bank *bank, const eqs_formula *f, double mse, double mae);

/* The best of complexity COMPLEXITY or less; NULL if there is none. */
const eqs_member *eqs_bank_best(const eqs_bank *bank, eqs_criterion criterion, unsigned complexity);

/* A parent, drawn by niche and then by rank; NULL if the bank is empty. */
const eqs_member *eqs_bank_draw(const eqs_bank *bank, eqs_rng *rng);

#endif
