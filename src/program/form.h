/* SPDX-License-Identifier: BSD-3-Clause */
/* The form of a program: what it computes, without its numbers and without its slots, as words that
   can be hashed and compared. Programs of equal form may share code: the constants are arguments.
 */
#ifndef EQS_PROGRAM_FORM_H
#define EQS_PROGRAM_FORM_H

#include "program/program.h"
#include <stdbool.h>

/* What is made of the values. */
typedef enum eqs_form_kind {
  EQS_FORM_LOSS,   /* the sums of the loss kernel */
  EQS_FORM_NORMAL, /* the sums of the Gram kernel, from values and adjoints */
  EQS_FORM_VALUES, /* the values themselves */
} eqs_form_kind;

/* An operand: its eqs_place in the low two bits, above them a step of the form (EQS_IN_SLOT), a
   column, or an index of the pool. */
typedef uint32_t eqs_form_ref;

static inline eqs_place eqs_form_place(eqs_form_ref ref)
{
  return (eqs_place)(ref & 3);
}
static inline uint32_t eqs_form_index(eqs_form_ref ref)
{
  return ref >> 2;
}

typedef struct eqs_form_step {
  uint32_t kernel;
  eqs_form_ref arg[4]; /* zero beyond the kernel's own */
} eqs_form_step;

typedef struct eqs_form {
  uint32_t *word;
  size_t n_words, capacity;
} eqs_form;

enum { EQS_FORM_HEAD = 4 }; /* words: kind, steps, free constants, result; then the Jacobian */

static inline eqs_form_kind eqs_form_kind_of(const eqs_form *form)
{
  return (eqs_form_kind)form->word[0];
}
static inline uint32_t eqs_form_steps(const eqs_form *form)
{
  return form->word[1];
}
/* Columns of the Jacobian; 0 unless the kind is EQS_FORM_NORMAL. */
static inline uint32_t eqs_form_params(const eqs_form *form)
{
  return form->word[2];
}
static inline eqs_form_ref eqs_form_result(const eqs_form *form)
{
  return form->word[3];
}
static inline eqs_form_ref eqs_form_jacobian(const eqs_form *form, uint32_t k)
{
  return form->word[EQS_FORM_HEAD + k];
}
static inline const eqs_form_step *eqs_form_step_at(const eqs_form *form, uint32_t i)
{
  return (const eqs_form_step *)(form->word + EQS_FORM_HEAD + eqs_form_params(form)) + i;
}

/* Makes FORM, which grows as needed and may have held another one, that of PROGRAM, which for
   EQS_FORM_NORMAL has adjoints. 0, or -1 when memory is short. A zeroed form is empty. */
int eqs_form_make(eqs_form *form, const eqs_program *program, eqs_form_kind kind);
int eqs_form_copy(eqs_form *to, const eqs_form *from);
void eqs_form_free(eqs_form *form);

uint64_t eqs_form_hash(const eqs_form *form);
bool eqs_form_equal(const eqs_form *a, const eqs_form *b);

#endif
