/* SPDX-License-Identifier: BSD-3-Clause */
/* How a function says why it failed: one line that formats the message and returns the status. */
#ifndef EQS_UTIL_FAIL_H
#define EQS_UTIL_FAIL_H

#include <eqsieve/error.h>
#include <stdarg.h>
#include <stddef.h>

/* Stores the formatted message in CTX (which may be NULL) and returns STATUS, so that a caller can
   write `return eqs_fail(ctx, EQS_INPUT, ...)`. */
eqs_status eqs_fail(eqs_ctx *ctx, eqs_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether options have the SIZE that this library takes, EXPECTED; if not, EQS_USAGE with the name
   of INIT, the function that fills them. */
eqs_status eqs_check_options(eqs_ctx *ctx, size_t size, size_t expected, const char *init);

/* EQS_MEMORY with the number of bytes that were asked for. */
eqs_status eqs_fail_memory(eqs_ctx *ctx, size_t bytes);

#endif
