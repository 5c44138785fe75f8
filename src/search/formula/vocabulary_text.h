/* SPDX-License-Identifier: BSD-3-Clause */
/* A vocabulary in words, as files of weights name it: "add mul sin 1 2 pi const". Variables are
   named apart. */
#ifndef EQS_SEARCH_VOCABULARY_TEXT_H
#define EQS_SEARCH_VOCABULARY_TEXT_H

#include "search/formula/vocabulary.h"
#include "util/text.h"

/* Appends token T of V; a variable by its name in NAMES. */
void eqs_vocabulary_spell_token(eqs_text *text, const eqs_vocabulary *v, uint32_t t,
                                const eqs_names *names);

/* Appends all tokens but the variables. */
void eqs_vocabulary_spell(eqs_text *text, const eqs_vocabulary *v);

/* The vocabulary that TEXT names, with N_VARIABLES; false if a word is none, or stands where it
   cannot. */
bool eqs_vocabulary_read(eqs_vocabulary *v, const char *text, size_t n_variables);

#endif
