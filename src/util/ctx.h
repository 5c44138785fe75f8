/* SPDX-License-Identifier: BSD-3-Clause */
/* What a context is inside the library. */
#ifndef EQS_UTIL_CTX_H
#define EQS_UTIL_CTX_H

#include <eqsieve/error.h>

struct eqs_ctx {
  int threads; /* 0: all that OpenMP offers */
  char message[EQS_MESSAGE_BYTES];
};

#endif
