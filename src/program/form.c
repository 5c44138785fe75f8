/* SPDX-License-Identifier: BSD-3-Clause */
/* From slots that are written again and again to steps that are named once. */
#include "program/form.h"
#include "util/hash.h"
#include <stdlib.h>
#include <string.h>

enum { STEP_WORDS = sizeof(eqs_form_step) / sizeof(uint32_t) };

static int reserve(eqs_form *form, size_t words)
{
  if (words <= form->capacity) return 0;
  uint32_t *word = malloc(words * sizeof *word);
  if (!word) return -1;
  free(form->word);
  form->word = word;
  form->capacity = words;
  return 0;
}

/* WRITER: the step that wrote each slot last. */
static eqs_form_ref ref(eqs_arg arg, const uint32_t *writer)
{
  return arg.place | (arg.place == EQS_IN_SLOT ? writer[arg.index] : arg.index) << 2;
}

int eqs_form_make(eqs_form *form, const eqs_program *program, eqs_form_kind kind)
{
  bool adjoints = kind == EQS_FORM_NORMAL;
  uint32_t n = adjoints ? program->n_steps : program->n_values;
  uint32_t k = adjoints ? program->n_params : 0;
  size_t words = EQS_FORM_HEAD + k + (size_t)n * STEP_WORDS;
  if (reserve(form, words + program->n_slots)) return -1;
  form->n_words = words;
  uint32_t *word = form->word, *writer = word + words;
  eqs_form_step *step = (eqs_form_step *)(word + EQS_FORM_HEAD + k);
  for (uint32_t i = 0; i < n; i++) {
    const eqs_step *s = &program->step[i];
    unsigned arity = eqs_kernel_arity[s->kernel];
    step[i] = (eqs_form_step){.kernel = s->kernel};
    for (unsigned a = 0; a < arity; a++) step[i].arg[a] = ref(s->arg[a], writer);
    writer[s->dst] = i;
  }
  word[0] = kind;
  word[1] = n;
  word[2] = k;
  word[3] = ref(program->result, writer);
  for (uint32_t i = 0; i < k; i++) word[EQS_FORM_HEAD + i] = ref(program->jacobian[i], writer);
  return 0;
}

int eqs_form_copy(eqs_form *to, const eqs_form *from)
{
  if (reserve(to, from->n_words)) return -1;
  memcpy(to->word, from->word, from->n_words * sizeof *to->word);
  to->n_words = from->n_words;
  return 0;
}

void eqs_form_free(eqs_form *form)
{
  free(form->word);
  *form = (eqs_form){0};
}

uint64_t eqs_form_hash(const eqs_form *form)
{
  return eqs_hash_bytes(form->word, form->n_words * sizeof *form->word, form->n_words);
}

bool eqs_form_equal(const eqs_form *a, const eqs_form *b)
{
  return a->n_words == b->n_words && memcmp(a->word, b->word, a->n_words * sizeof *a->word) == 0;
}
