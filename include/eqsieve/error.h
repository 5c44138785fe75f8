/* SPDX-License-Identifier: BSD-3-Clause */
/* Status codes, and the context that carries the message of the last failure. */
#ifndef EQSIEVE_ERROR_H
#define EQSIEVE_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define EQS_API __attribute__((visibility("default")))
#else
#define EQS_API
#endif

/* Every function that can fail returns one of these; EQS_OK is 0. The library never prints and
   never exits. */
typedef enum eqs_status {
  EQS_OK = 0,
  EQS_USAGE,     /* an option or argument outside its range */
  EQS_INPUT,     /* malformed data, expression or result; an unknown column */
  EQS_IO,        /* a file that is missing or cannot be read or written */
  EQS_LIMIT,     /* a documented limit was passed (line length, nesting, number of constants) */
  EQS_MEMORY,    /* an allocation failed */
  EQS_NO_ENGINE, /* the engine asked for cannot run here (no plug-in, no executable memory) */
  EQS_UNKNOWN,   /* an expression with a name that is no column, function or constant */
} eqs_status;

/* Holds the message of the last failure and the number of threads. One context per calling thread;
   functions that take one are otherwise thread-safe on distinct objects. */
typedef struct eqs_ctx eqs_ctx;

/* Returns NULL only when memory is short. The caller frees it with eqs_ctx_free. */
EQS_API eqs_ctx *eqs_ctx_new(void);
EQS_API void eqs_ctx_free(eqs_ctx *ctx);

/* Place, fact and remedy of the last failure, for instance
   "data.csv:17: column 'gap' is not a number: \"n/a\" (try --missing n/a)". Owned by CTX and valid
   until its next failure; "" when nothing failed. */
EQS_API const char *eqs_ctx_message(const eqs_ctx *ctx);

enum { EQS_MESSAGE_BYTES = 2048 }; /* that a context keeps of a message, its end included */

/* Has CTX (which may be NULL) say MESSAGE, for failures of the caller's own; a longer one is cut
   and ends in "...". */
EQS_API void eqs_ctx_set_message(eqs_ctx *ctx, const char *message);

/* Number of threads that parallel functions use; 0, the default, means all that OpenMP offers.
   Results never depend on it. */
EQS_API void eqs_ctx_set_threads(eqs_ctx *ctx, int threads);

/* The number in use, at least 1: with the default, what OpenMP offers now. */
EQS_API int eqs_ctx_threads(const eqs_ctx *ctx);

/* A word for STATUS, such as "input"; never NULL. */
EQS_API const char *eqs_status_name(eqs_status status);

#ifdef __cplusplus
}
#endif
#endif
