/* SPDX-License-Identifier: BSD-3-Clause */
/* Programs as functions of their own, made by the plug-in: a table from forms to code, a queue of
   what is still to be made, and a thread that makes it while others go on. Code is shared by
   whoever holds it and freed when nobody does; the table keeps what was used last, up to a bound.
 */
#ifndef EQS_CODE_FUSER_H
#define EQS_CODE_FUSER_H

#include "program/form.h"
#include "program/jit.h"
#include "program/kernel.h"
#include <stdatomic.h>

typedef struct eqs_fuser eqs_fuser;

/* A form and, once it is made, its code. */
typedef struct eqs_fusion {
  _Atomic(eqs_fused *) code; /* NULL: not yet, or never */
  struct eqs_fusion_inside *inside;
} eqs_fusion;

/* For this host, or what $EQSIEVE_CPU and $EQSIEVE_FEATURES say. Functions call KERNELS, which are
   for the same, where a polynomial does not reach. Does not load LLVM. */
eqs_status eqs_fuser_new(eqs_ctx *ctx, eqs_fuser **fuser, const eqs_kernels *kernels,
                         eqs_dtype dtype);

/* Waits for the code that is being made. What is still held must not be run any more. Frees nothing
   in a child of the process that made the fuser; there nothing is found or queued either. */
void eqs_fuser_free(eqs_fuser *fuser);

/* EQS_NO_ENGINE if no code can be made here. Loads LLVM. */
eqs_status eqs_fuser_check(eqs_ctx *ctx, eqs_fuser *fuser);

/* What FORM has become, held until it is dropped; NULL if it is not in the table. */
eqs_fusion *eqs_fuser_find(eqs_fuser *fuser, const eqs_form *form);

/* The same, queued if it is not in the table; NULL when memory is short. */
eqs_fusion *eqs_fuser_want(eqs_fuser *fuser, const eqs_form *form);
void eqs_fusion_drop(eqs_fusion *fusion);

/* Lets a thread of the fuser work on the queue, from now on. */
void eqs_fuser_start(eqs_fuser *fuser);

/* Works on the queue in the calling thread until FUSION is made, or all that is queued (NULL). Any
   number of threads may. */
void eqs_fuser_work(eqs_fuser *fuser, const eqs_fusion *fusion);

typedef struct eqs_fuser_stats {
  size_t entries, bytes; /* in the table */
  size_t queued;         /* and not begun */
  size_t made;           /* functions, since the beginning */
  double seconds;        /* that making them took, over all threads */
} eqs_fuser_stats;
eqs_fuser_stats eqs_fuser_count(eqs_fuser *fuser);

#endif
