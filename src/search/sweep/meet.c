/* SPDX-License-Identifier: BSD-3-Clause */
/* The stream of expressions that is looked up among the peeled targets. */
#include "search/sweep/meet.h"
#include "search/formula/evaluate.h"
#include "search/sweep/meeting.h"
#include <math.h>

enum { PAIRS_BETWEEN_STOPS = 1 << 14 };

bool eqs_meeting_over(eqs_meeting *m, uint32_t n)
{
  m->since_stop += n;
  if (m->since_stop < PAIRS_BETWEEN_STOPS) return m->over;
  m->since_stop = 0;
  m->over = m->over || m->failed || m->verified > EQS_MOST_VERIFIED || m->stop(m->user);
  return m->over;
}

static void try_values(eqs_meeting *m, const eqs_probe *p, const double *value)
{
  eqs_key key;
  m->finds->tried++;
  if (eqs_modulo_key(&m->modulo, value, &key) == EQS_KEY_GOOD) eqs_meeting_look_up(m, &key, p);
}

static void try_bent(eqs_meeting *m, eqs_probe p, const double *value)
{
  static const uint8_t bend[] = {EQS_OP_SQRT, EQS_OP_SQUARE, EQS_OP_EXP, EQS_OP_LOG,
                                 EQS_OP_SIN,  EQS_OP_COS,    EQS_OP_TANH};
  const eqs_catalogue *c = m->catalogue;
  double v[EQS_KEY_ROWS];
  bool bent = c->entry[p.a].bends || c->entry[p.b].bends;
  for (size_t k = 0; k < sizeof bend; k++) {
    if (!eqs_op_set_has(&c->allowed, bend[k]) || (bent && bend[k] >= EQS_OP_EXP)) continue;
    p.bend = bend[k];
    eqs_op_apply(p.bend, value, NULL, EQS_KEY_ROWS, v);
    if (isfinite(v[0])) try_values(m, &p, v);
  }
}

static void try_pair(eqs_meeting *m, uint32_t a, uint32_t b, const eqs_meet_size *size)
{
  static const uint8_t join[] = {EQS_OP_ADD, EQS_OP_SUB, EQS_OP_MUL, EQS_OP_DIV, EQS_OP_DIV};
  const eqs_catalogue *c = m->catalogue;
  double v[EQS_KEY_ROWS];
  for (size_t k = 0; k < sizeof join; k++) {
    if (!eqs_op_set_has(&c->allowed, join[k])) continue;
    eqs_probe p = {k == 4 ? b : a, k == 4 ? a : b, join[k], 0};
    eqs_op_apply(p.op, eqs_catalogue_values(c, p.a), eqs_catalogue_values(c, p.b), EQS_KEY_ROWS, v);
    try_values(m, &p, v);
    if (b < size->bent_pairs) try_bent(m, p, v);
  }
}

static void stream(eqs_meeting *m, const eqs_meet_size *size)
{
  const eqs_catalogue *c = m->catalogue;
  for (uint32_t a = 1; a < c->n && a < size->singles && !eqs_meeting_over(m, 1); a++) {
    eqs_probe p = {.a = a};
    try_values(m, &p, eqs_catalogue_values(c, a));
    try_bent(m, p, eqs_catalogue_values(c, a));
  }
  uint32_t most = size->pairs < c->n ? size->pairs : c->n;
  for (uint32_t b = 1; b < most; b++)
    for (uint32_t a = 0; a < b && !eqs_meeting_over(m, 1); a++) try_pair(m, a, b, size);
}

int eqs_meet(const eqs_catalogue *c, eqs_modulo_kind kind, const eqs_meet_size *size,
             bool (*stop)(void *user), void *user, eqs_finds *finds)
{
  eqs_meeting m = {.catalogue = c, .finds = finds, .stop = stop, .user = user};
  if (!eqs_modulo_make(&m.modulo, c, kind)) return 0;
  int rc = eqs_meeting_peel(&m, size);
  if (rc == 0) stream(&m, size);
  eqs_meeting_free(&m);
  return rc != 0 || m.failed ? -1 : 0;
}
