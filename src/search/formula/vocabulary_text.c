/* SPDX-License-Identifier: BSD-3-Clause */
/* A vocabulary in words. */
#include "search/formula/vocabulary_text.h"
#include <math.h>
#include <string.h>

void eqs_vocabulary_spell_token(eqs_text *text, const eqs_vocabulary *v, uint32_t t,
                                const eqs_names *names)
{
  const eqs_node *node = &v->node[t];
  char number[EQS_NUMBER_TEXT];
  switch (node->op) {
  case EQS_OP_VAR:
    eqs_text_str(text, names->name[node->index]);
    break;
  case EQS_OP_NUM:
    eqs_text_add(text, number, eqs_number_text(number, node->value));
    break;
  case EQS_OP_PARAM:
    eqs_text_str(text, "const");
    break;
  default:
    eqs_text_str(text, eqs_op_table[node->op].token);
  }
}

void eqs_vocabulary_spell(eqs_text *text, const eqs_vocabulary *v)
{
  for (uint32_t t = 0; t < v->first_variable; t++) {
    if (t > 0) eqs_text_char(text, ' ');
    eqs_vocabulary_spell_token(text, v, t, NULL);
  }
}

/* What a token may stand behind: operators, numbers, pi, e, const. */
static int rank(eqs_node node)
{
  switch (node.op) {
  case EQS_OP_NUM:
    return 1;
  case EQS_OP_PI:
    return 2;
  case EQS_OP_E:
    return 3;
  case EQS_OP_PARAM:
    return 4;
  default:
    return 0;
  }
}

static bool read_word(const char *word, size_t length, eqs_node *node)
{
  double number;
  if (length == 5 && memcmp(word, "const", 5) == 0) {
    *node = eqs_node_param(1);
  } else if (length == 2 && memcmp(word, "pi", 2) == 0) {
    *node = eqs_node_operator(EQS_OP_PI);
  } else if (length == 1 && *word == 'e') {
    *node = eqs_node_operator(EQS_OP_E);
  } else if (eqs_number_read(word, length, &number) == length && isfinite(number)) {
    *node = eqs_node_number(number);
  } else {
    unsigned op = eqs_op_find(word, (unsigned)length);
    if (op >= EQS_FIRST_FUSED || op < EQS_FIRST_OPERATOR) return false;
    *node = eqs_node_operator(op);
  }
  return true;
}

static void count(eqs_vocabulary *v, eqs_node node)
{
  v->n_operators += rank(node) == 0;
  v->n_numbers += node.op == EQS_OP_NUM;
  if (node.op == EQS_OP_PARAM) v->constant = v->n_tokens;
  v->node[v->n_tokens++] = node;
}

bool eqs_vocabulary_read(eqs_vocabulary *v, const char *text, size_t n_variables)
{
  *v = (eqs_vocabulary){.constant = EQS_VAE_MAX_TOKENS};
  int before = 0;
  for (const char *at = text + strspn(text, " "); *at; at += strspn(at, " ")) {
    size_t length = strcspn(at, " ");
    eqs_node node;
    if (v->n_tokens == EQS_VAE_MAX_TOKENS || !read_word(at, length, &node)) return false;
    /* Several operators and several numbers, but one of each of the others. */
    if (rank(node) < before || (rank(node) == before && before > 1)) return false;
    before = rank(node);
    count(v, node);
    at += length;
  }
  v->first_number = v->n_operators;
  v->first_variable = v->n_tokens;
  if (v->n_operators == 0 || n_variables > EQS_VAE_MAX_TOKENS - v->n_tokens) return false;
  for (v->n_variables = 0; v->n_variables < n_variables; v->n_variables++)
    v->node[v->n_tokens++] = eqs_node_variable(v->n_variables);
  return true;
}
