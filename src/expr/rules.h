/* SPDX-License-Identifier: BSD-3-Clause */
/* Rules: which expressions a search may propose. The same rules serve as a test of a finished
   expression and, token by token, as a mask while one is being written from left to right. */
#ifndef EQS_EXPR_RULES_H
#define EQS_EXPR_RULES_H

#include "expr/expr.h"
#include <stdbool.h>

enum { EQS_MAX_NESTS = 16, EQS_RULES_WORDS = (EQS_N_OPS + 63) / 64 };

/* A set of operators (bit i: eqs_op i). */
typedef struct eqs_op_set {
  uint64_t word[EQS_RULES_WORDS];
} eqs_op_set;

static inline bool eqs_op_set_has(const eqs_op_set *s, unsigned op)
{
  return s->word[op / 64] >> (op % 64) & 1;
}
static inline void eqs_op_set_add(eqs_op_set *s, unsigned op)
{
  s->word[op / 64] |= (uint64_t)1 << (op % 64);
}

/* Below each OUTER all of these must occur. */
typedef struct eqs_rule_under {
  eqs_op_set outer, needed;
  uint64_t required; /* variables, as below */
} eqs_rule_under;

typedef struct eqs_rules {
  eqs_op_set allowed; /* operators and leaves that may occur */
  uint32_t max_nodes; /* 0: no limit, likewise below */
  uint32_t max_depth;
  uint32_t max_complexity;
  uint32_t max_params;
  uint32_t n_nests;
  struct {
    eqs_op_set outer, inner;
  } nest[EQS_MAX_NESTS]; /* no INNER anywhere below an OUTER */
  uint64_t required;     /* variables that must occur, bit j: variable j (the first 64 variables) */
  eqs_op_set needed;     /* operators and leaves that must occur */
  eqs_op_set root;       /* what may stand outermost */
  eqs_op_set exponent;   /* what the second operand of pow may be, or begin with */
  uint32_t n_unders;
  eqs_rule_under under[EQS_MAX_NESTS];
} eqs_rules;

/* Every operator but fused ones, no limits. */
void eqs_rules_init(eqs_rules *rules);

/* Adds what may not be: "nest(sin,cos; sin,cos)", nothing of the second list anywhere below one of
   the first; "root(log,...)", none of these outermost; "exponent(var,...)", none of these as, or
   beginning, the exponent of pow. */
eqs_status eqs_rules_forbid(eqs_ctx *ctx, eqs_rules *rules, const char *text);

/* Adds what must be: "a,b", these columns; "occurs(a,exp,...)", these columns and operators;
   "under(exp,cos; a,...)", below each of the first the others; "root(div,...)", one of these
   outermost; "exponent(num,...)", one of these as, or beginning, every exponent of pow. A name that
   is a column's means the column. */
eqs_status eqs_rules_require(eqs_ctx *ctx, eqs_rules *rules, const eqs_names *names,
                             const char *text);

/* Adds the rules of a text, each on a line that begins with "forbid" or "require". Blank lines and
   those that begin with # say nothing. */
eqs_status eqs_rules_read(eqs_ctx *ctx, eqs_rules *rules, const eqs_names *names, const char *text);

/* Restricts the operators to a list such as "+,-,*,/,exp,log" (spellings or tokens); "-" is the
   difference. Leaves stay, listed or not. */
eqs_status eqs_rules_operators(eqs_ctx *ctx, eqs_rules *rules, const char *list);

/* Whether the complete expression obeys; if not and BROKEN is not NULL, *BROKEN says in a few
   words which rule it broke (static text). */
bool eqs_rules_check(const eqs_rules *rules, const eqs_node *node, uint32_t n, const char **broken);

/* EQS_USAGE where nothing can obey: an operator must occur that is not allowed, or none that is
   allowed may stand outermost. Other contradictions show only in that nothing obeys. */
eqs_status eqs_rules_possible(eqs_ctx *ctx, const eqs_rules *rules);

#endif
