/* SPDX-License-Identifier: BSD-3-Clause */
/* The vocabulary: what each token of the model stands for.

   Token numbers, in this order: the operators that the rules allow, as they stand in ops.def; the
   fixed numbers; pi and e, if asked for; one token for a free constant, unless there is to be none;
   the variables. The order is part of the weights on disk. */
#ifndef EQS_SEARCH_VOCABULARY_H
#define EQS_SEARCH_VOCABULARY_H

#include "expr/rules.h"
#include "model/vae.h"
#include "search/formula/formula.h"

typedef struct eqs_vocabulary {
  uint32_t n_tokens;
  uint32_t n_operators;  /* tokens 0..n_operators-1 */
  uint32_t first_number; /* equals n_operators */
  uint32_t n_numbers;    /* pi and e not counted */
  uint32_t constant;     /* the token of a free constant; EQS_VAE_MAX_TOKENS if there is none */
  uint32_t first_variable;
  uint32_t n_variables;
  eqs_node node[EQS_VAE_MAX_TOKENS]; /* free constants start at 1 */
} eqs_vocabulary;

typedef struct eqs_vocabulary_options {
  const double *number; /* fixed numbers */
  uint32_t n_numbers;
  bool pi, e;
  bool no_constant;
} eqs_vocabulary_options;

/* EQS_LIMIT when there are more tokens than the model can tell apart, EQS_USAGE when the rules
   leave no operator or nothing can obey them. */
eqs_status eqs_vocabulary_init(eqs_ctx *ctx, eqs_vocabulary *vocabulary, const eqs_rules *rules,
                               uint32_t n_variables, const eqs_vocabulary_options *options);

/* The operators and leaves among its tokens. */
eqs_op_set eqs_vocabulary_ops(const eqs_vocabulary *vocabulary);

/* The token of NODE. A number that is not in the vocabulary counts as a free constant; an operator
   or variable that is not gives EQS_VAE_MAX_TOKENS, and so does a constant where there is none. */
uint32_t eqs_vocabulary_token(const eqs_vocabulary *vocabulary, const eqs_node *node);

/* F in tokens, F->n of them; false if one of its nodes has none. */
bool eqs_vocabulary_encode(const eqs_vocabulary *vocabulary, const eqs_formula *f, uint8_t *token);

/* N tokens as a formula; false unless they are exactly one complete expression. */
bool eqs_vocabulary_decode(const eqs_vocabulary *vocabulary, const uint8_t *token, uint32_t n,
                           eqs_formula *f);

#endif
