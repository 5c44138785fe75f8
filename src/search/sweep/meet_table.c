/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of peeled targets: made by peeling in all ways of a size, and looked up by key. */
#include "search/sweep/meeting.h"
#include "util/memory.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_BITS = 28, PAIRS_FOR_AN_ENTRY = 8 };

/* Keys that differ by less are the same; those of two peeled targets, by less than TWIN. */
static const double SAME = 1e-8, TWIN = 1e-11;

/* ---- The table ------------------------------------------------------------------------------- */

static uint64_t cell_of(double ratio)
{
  uint64_t bits;
  memcpy(&bits, &ratio, sizeof bits);
  return bits >> CELL_BITS;
}

static uint32_t place(const eqs_meeting *m, uint64_t cell)
{
  return (uint32_t)(cell * 0x9fb21c651e98df25u >> 32) & (m->slots - 1);
}

static bool near(double a, double b, double tolerance)
{
  return fabs(a - b) <= tolerance * (1 + fabs(b));
}

static void add_target(eqs_meeting *m, const eqs_peeling *peeling, const double *value)
{
  eqs_key key;
  m->finds->tried++;
  eqs_key_kind kind = eqs_modulo_key(&m->modulo, value, &key);
  if (kind == EQS_KEY_TERMS) eqs_meeting_verify(m, peeling, NULL);
  if (kind != EQS_KEY_GOOD || m->n == m->capacity) return;
  uint32_t i = place(m, cell_of(key.ratio));
  for (; m->slot[i] != 0; i = (i + 1) & (m->slots - 1)) {
    const eqs_key *other = &m->peeled[m->slot[i] - 1].key;
    if (near(key.ratio, other->ratio, TWIN) && near(key.check, other->check, TWIN)) return;
  }
  m->peeled[m->n] = (eqs_peeled){key, *peeling};
  m->slot[i] = ++m->n;
}

static void look_up_cell(eqs_meeting *m, const eqs_key *key, uint64_t cell, const eqs_probe *p)
{
  for (uint32_t i = place(m, cell); m->slot[i] != 0; i = (i + 1) & (m->slots - 1)) {
    const eqs_peeled *t = &m->peeled[m->slot[i] - 1];
    if (near(key->ratio, t->key.ratio, SAME) && near(key->check, t->key.check, SAME))
      eqs_meeting_verify(m, &t->peeling, p);
  }
}

void eqs_meeting_look_up(eqs_meeting *m, const eqs_key *key, const eqs_probe *p)
{
  uint64_t low = cell_of(key->ratio * (1 - SAME)), high = cell_of(key->ratio * (1 + SAME));
  look_up_cell(m, key, low, p);
  if (high != low) look_up_cell(m, key, high, p);
}

/* ---- Peeling --------------------------------------------------------------------------------- */

/* Peels of one operand on top of PEELING, whose values are VALUE. */
static void add_unary_peels(eqs_meeting *m, eqs_peeling peeling, unsigned at, const double *value)
{
  double v[EQS_KEY_ROWS];
  for (unsigned peel = 0; peel < EQS_N_UNARY_PEELS; peel++) {
    if (!eqs_peel_allowed(&m->catalogue->allowed, (eqs_peel)peel)) continue;
    peeling.step[at] = (eqs_peel_step){.peel = peel & 15};
    eqs_peel_apply((eqs_peel)peel, NULL, value, EQS_KEY_ROWS, v);
    if (isfinite(v[0])) add_target(m, &peeling, v);
  }
}

/* Peels of an entry among the first N, each followed by one of one operand, or by another entry
   among the first TWICE. */
static void add_entry_peels(eqs_meeting *m, eqs_peeling peeling, unsigned at, const double *value,
                            uint32_t n, uint32_t twice)
{
  const eqs_catalogue *c = m->catalogue;
  double v[EQS_KEY_ROWS];
  for (unsigned peel = EQS_PEEL_OVER; peel < EQS_N_PEELS; peel++) {
    if (!eqs_peel_allowed(&c->allowed, (eqs_peel)peel)) continue;
    bool factor = peel == EQS_PEEL_OVER || peel == EQS_PEEL_TIMES;
    for (uint32_t g = factor; g < n && g < c->n && !m->over; g++) {
      peeling.step[at] = (eqs_peel_step){.peel = peel & 15, .entry = g & 0xfffffff};
      eqs_peel_apply((eqs_peel)peel, eqs_catalogue_values(c, g), value, EQS_KEY_ROWS, v);
      add_unary_peels(m, peeling, at + 1, v);
      if (g < twice) add_entry_peels(m, peeling, at + 1, v, twice, 0);
      eqs_meeting_over(m, PAIRS_FOR_AN_ENTRY);
    }
  }
}

static void add_all_peels(eqs_meeting *m, const eqs_meet_size *size)
{
  const eqs_catalogue *c = m->catalogue;
  double v[EQS_KEY_ROWS];
  for (unsigned peel = 0; peel < EQS_N_UNARY_PEELS; peel++) {
    if (!eqs_peel_allowed(&c->allowed, (eqs_peel)peel)) continue;
    eqs_peeling peeling = {{{.peel = peel & 15}}};
    eqs_peel_apply((eqs_peel)peel, NULL, c->target, EQS_KEY_ROWS, v);
    if (!isfinite(v[0])) continue;
    add_unary_peels(m, peeling, 1, v);
    add_entry_peels(m, peeling, 1, v, size->peels, size->peels_twice);
  }
}

/* Peeled targets that there can be at most. */
static uint32_t room_for(const eqs_meet_size *size)
{
  uint64_t n = EQS_N_UNARY_PEELS, one = 4 * n * n * size->peels;
  uint64_t two = 16 * n * n * (uint64_t)size->peels_twice * size->peels_twice;
  uint64_t room = one + two + n * n;
  return room < 1 << 22 ? (uint32_t)room : 1 << 22;
}

int eqs_meeting_peel(eqs_meeting *m, const eqs_meet_size *size)
{
  m->capacity = room_for(size);
  for (m->slots = 64; m->slots < 2 * m->capacity;) m->slots *= 2;
  m->peeled = eqs_alloc(m->capacity, sizeof *m->peeled);
  m->slot = eqs_alloc_zero(m->slots, sizeof *m->slot);
  if (m->peeled == NULL || m->slot == NULL) return -1;
  add_all_peels(m, size);
  return 0;
}

void eqs_meeting_free(eqs_meeting *m)
{
  free(m->peeled);
  free(m->slot);
}
