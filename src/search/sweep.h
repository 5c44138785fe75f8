/* SPDX-License-Identifier: BSD-3-Clause */
/* The systematic part of the search, in stages of growing size: what small formulas, and meetings
   of two, describe the target. */
#ifndef EQS_SEARCH_SWEEP_H
#define EQS_SEARCH_SWEEP_H

#include "search/run.h"

enum { EQS_SWEEP_STAGES = 3 };

/* Stage STAGE; what it finds is scored and offered to the bank. Ends early when the budget is over,
   or once an exact formula is found. */
eqs_status eqs_sweep(eqs_run *run, unsigned stage);

#endif
