/* SPDX-License-Identifier: BSD-3-Clause */
/* What the files of eqs_meet share: the two sides, and what becomes of those that meet. */
#ifndef EQS_SEARCH_MEETING_H
#define EQS_SEARCH_MEETING_H

#include "search/sweep/meet.h"

enum { EQS_MOST_VERIFIED = 1 << 14 };

/* One side: the target with operations taken off, and the key of what is left. */
typedef struct eqs_peeled {
  eqs_key key;
  eqs_peeling peeling;
} eqs_peeled;

/* The other side: bend(op(a, b)) of two entries, either operator possibly absent (0). */
typedef struct eqs_probe {
  uint32_t a, b;
  uint8_t op, bend;
} eqs_probe;

typedef struct eqs_meeting {
  const eqs_catalogue *catalogue;
  eqs_modulo modulo;
  eqs_peeled *peeled;
  uint32_t n, capacity;
  uint32_t *slot; /* numbers of peeled targets + 1, by cell of the key */
  uint32_t slots;
  eqs_finds *finds;
  bool (*stop)(void *user);
  void *user;
  uint32_t since_stop, verified;
  bool over;
  int failed;
} eqs_meeting;

/* Fills the table of peeled targets. -1 when memory is short; free it all the same. */
int eqs_meeting_peel(eqs_meeting *m, const eqs_meet_size *size);
void eqs_meeting_free(eqs_meeting *m);

/* Verifies P, whose key is KEY, against each peeled target of the same key. */
void eqs_meeting_look_up(eqs_meeting *m, const eqs_key *key, const eqs_probe *p);

/* Fits the peeled target by the terms and P, or by the terms alone if P is NULL, on the whole
   sample, and adds to the finds if that is exact. Nothing after EQS_MOST_VERIFIED calls. */
void eqs_meeting_verify(eqs_meeting *m, const eqs_peeling *peeling, const eqs_probe *p);

/* Whether to end, asked after the work of N more pairs. */
bool eqs_meeting_over(eqs_meeting *m, uint32_t n);

#endif
