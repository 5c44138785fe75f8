/* SPDX-License-Identifier: BSD-3-Clause */
/* Sums over a whole data set for one program, by one thread or by several. Tiles are added in their
   order whoever computed them, so the number of threads never shows. */
#ifndef EQS_EVAL_SUM_H
#define EQS_EVAL_SUM_H

#include "eval/run.h"

/* A crew: the workspaces of the threads that share the rows of one program. With one member, the
   caller's thread does everything. */
typedef struct eqs_crew {
  eqs_workspace *workspace; /* N of them */
  int n;
  double *partial; /* normal sums of each tile, when n > 1 */
  size_t capacity;
} eqs_crew;

eqs_status eqs_crew_new(eqs_ctx *ctx, eqs_crew *crew, int n);
void eqs_crew_free(eqs_crew *crew);

/* Makes room for PROGRAM on DATASET in every member; 0, or -1 when memory is short. */
int eqs_crew_reserve(eqs_crew *crew, const eqs_program *program, const eqs_dataset *dataset);

/* Sums of all tiles; stops early once they are settled. */
void eqs_sum_loss(eqs_crew *crew, const eqs_engine *engine, const eqs_program *program,
                  const eqs_dataset *dataset, const eqs_aim *aim, eqs_loss_sums *sums);
/* As of eqs_run_normal, and made up for rows that are left out; SUMS[0] is NaN if too many are.
   Where it is finite and others are not, derivatives that are not finite count as zero. */
void eqs_sum_normal(eqs_crew *crew, const eqs_engine *engine, const eqs_program *program,
                    const eqs_dataset *dataset, const eqs_aim *aim, double *sums);

/* Writes the values of all rows to COLUMN, which is laid out as those of the data set. */
void eqs_crew_column(eqs_crew *crew, const eqs_engine *engine, const eqs_program *program,
                     const eqs_dataset *dataset, void *column);

#endif
