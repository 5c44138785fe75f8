/* SPDX-License-Identifier: BSD-3-Clause */
/* Expressions: reading, writing, measuring and comparing formulas. */
#ifndef EQSIEVE_EXPR_H
#define EQSIEVE_EXPR_H

#include <eqsieve/error.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eqs_expr eqs_expr;

/* The names that variables may have; variable J of an expression is NAME[J]. Borrowed. */
typedef struct eqs_names {
  size_t n;
  const char *const *name;
} eqs_names;

enum {
  EQS_PARSE_FIXED = 1,  /* literals with a point or exponent are numbers, not starting values */
  EQS_PARSE_PREFIX = 2, /* prefix tokens ("add x mul 2 y") instead of infix */
};

/* Limits beyond which reading fails with EQS_LIMIT. */
enum { EQS_MAX_NESTING = 1000, EQS_MAX_NODES = 65535, EQS_MAX_PARAMS = 256 };

/* Reads LENGTH bytes of TEXT. `^` binds tighter than unary minus and is right-associative. A
   literal with a point or an exponent is a free constant that starts there; `c` is a new free
   constant at each place, `c0`..`c99` the same one wherever it is written (unless they name a
   column); both start at 1. Integers are fixed. `-0.5` is one node; `x^2` and `x^3` are square and
   cube. `pi` and `e` are constants unless they name a column, `pi()` and `e()` always. Backquotes
   name any column. `sym(x, y, e)` is e plus e with the columns x and y exchanged, where constants
   are the same in both: it is read as that sum. On failure (EQS_INPUT, EQS_UNKNOWN for a name that
   is none of NAMES, EQS_LIMIT) the message names the column of the text, and *EXPR is untouched.
   The caller frees *EXPR. Cost: linear. */
EQS_API eqs_status eqs_expr_parse(eqs_ctx *ctx, eqs_expr **expr, const char *text, size_t length,
                                  const eqs_names *names, unsigned flags);
EQS_API void eqs_expr_free(eqs_expr *expr);

typedef enum eqs_notation {
  EQS_INFIX,  /* reads back to the same expression, constants to the same bits; `c5` is written so
                 while it is 1, then by its value */
  EQS_PREFIX, /* the same in prefix tokens */
  EQS_LATEX,
  EQS_SYMPY, /* variables under names that SymPy reads as symbols: eqs_sympy_symbol */
  EQS_C, /* an expression in C99 with <math.h>; variables are x[J] */
} eqs_notation;

enum {
  EQS_PRINT_HOLES = 1, /* free constants as c0, c1, ... instead of their values */
};

/* EXPR as text, NUL-terminated, from malloc: the caller frees it. NULL when memory is short. */
EQS_API char *eqs_expr_print(const eqs_expr *expr, const eqs_names *names, eqs_notation notation,
                             unsigned flags);

enum { EQS_SYMBOL_BYTES = 48 };

/* Where variable J cannot have its own name in EQS_SYMPY, as that is no identifier of Python in
   ASCII or means something else to SymPy (E, beta, lambda): 1, and SYMBOL holds the name that it
   has there, xJ, or xJ_1, xJ_2, ... where another variable has that. Else 0. */
EQS_API int eqs_sympy_symbol(const eqs_names *names, size_t j, char symbol[EQS_SYMBOL_BYTES]);

EQS_API size_t eqs_expr_nodes(const eqs_expr *expr);
EQS_API size_t eqs_expr_depth(const eqs_expr *expr);

/* Whether variable J occurs. */
EQS_API int eqs_expr_uses(const eqs_expr *expr, size_t j);

/* Sum of the weights of the nodes: the table of the manual. A symmetric sum is counted as it is
   short: 3 for sym and its columns, and what is summed, once. */
EQS_API unsigned eqs_expr_complexity(const eqs_expr *expr);

/* The same with symmetric sums written out. */
EQS_API unsigned eqs_expr_complexity_written_out(const eqs_expr *expr);

/* Number of distinct free constants, their values (starting values before a fit). */
EQS_API size_t eqs_expr_params(const eqs_expr *expr);
EQS_API double eqs_expr_param(const eqs_expr *expr, size_t k);
EQS_API void eqs_expr_set_param(eqs_expr *expr, size_t k, double value);

/* Equal for expressions that differ only in the values of free constants and in the order of the
   operands of commutative operators. */
EQS_API uint64_t eqs_expr_hash(const eqs_expr *expr);

#ifdef __cplusplus
}
#endif
#endif
