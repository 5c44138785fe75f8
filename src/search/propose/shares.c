/* SPDX-License-Identifier: BSD-3-Clause */
/* Shares in proportion to the gain per proposal, with a floor so that no source is forgotten. */
#include "search/propose/shares.h"

static const double FLOOR = 0.05, MEMORY = 0.9, FRONT_GAIN = 5, PRIOR = 20;

/* What sources cost beyond scoring, against the local search: the model is larger machinery, and
   the pursuit looks at thousands of blocks. */
static const double COST[EQS_N_SOURCES] = {
    [EQS_FROM_MODEL] = 1.5, [EQS_FROM_LOCAL] = 1, [EQS_FROM_LATENT] = 2,
    [EQS_FROM_PURSUIT] = 3, [EQS_FROM_SWEEP] = 1,
};

void eqs_shares_init(eqs_shares *shares)
{
  *shares = (eqs_shares){.active[EQS_FROM_LOCAL] = true};
  for (int s = 0; s < EQS_N_SOURCES; s++) {
    shares->tried[s] = PRIOR;
    shares->gained[s] = 0.1 * PRIOR;
  }
}

void eqs_shares_split(const eqs_shares *shares, uint32_t n, uint32_t count[EQS_N_SOURCES])
{
  double rate[EQS_N_SOURCES], total = 0;
  unsigned active = 0;
  for (int s = 0; s < EQS_N_SOURCES; s++) {
    rate[s] = shares->active[s] ? shares->gained[s] / shares->tried[s] / COST[s] : 0;
    total += rate[s];
    active += shares->active[s];
  }
  uint32_t given = 0;
  int rest = EQS_FROM_LOCAL;
  for (int s = 0; s < EQS_N_SOURCES; s++) {
    double share = !shares->active[s] ? 0
                   : total > 0        ? FLOOR + (1 - FLOOR * active) * rate[s] / total
                                      : 1.0 / active;
    count[s] = (uint32_t)(share * n);
    given += count[s];
    if (shares->active[s] && !shares->active[rest]) rest = s;
  }
  if (active > 0) count[rest] += n - given;
}

void eqs_shares_fade(eqs_shares *shares)
{
  for (int s = 0; s < EQS_N_SOURCES; s++) {
    shares->tried[s] = MEMORY * shares->tried[s] + (1 - MEMORY) * PRIOR;
    shares->gained[s] *= MEMORY;
  }
}

void eqs_shares_credit(eqs_shares *shares, eqs_source source, eqs_welcome welcome)
{
  shares->tried[source] += 1;
  if (welcome == EQS_BANK_KEPT) shares->gained[source] += 1;
  if (welcome == EQS_BANK_FRONT) shares->gained[source] += FRONT_GAIN;
}
