/* SPDX-License-Identifier: BSD-3-Clause */
/* One run of cheap steps as machine code. Private to the stitcher. */
#ifndef EQS_CODE_STITCH_RUN_H
#define EQS_CODE_STITCH_RUN_H

#include "code/stitch.h"
#include <stdbool.h>
#include <string.h>

enum {
  EQS_RUN_COLUMNS = 11,   /* as many as there are registers for their addresses */
  EQS_RUN_CONSTANTS = 10, /* loaded once before the loop, at most */
  EQS_NO_REGISTER = 0xFF,
};

/* Numbers that operators are made of. */
enum {
  EQS_NUMBER_ONE,
  EQS_NUMBER_HALF,
  EQS_NUMBER_THREE,
  EQS_NUMBER_SIGN,      /* the sign bit alone */
  EQS_NUMBER_MAGNITUDE, /* all other bits */
  EQS_N_NUMBERS
};

typedef struct eqs_run {
  eqs_isa isa;
  eqs_dtype dtype;
  const eqs_program *program;
  const eqs_stitch_mark *mark;
  size_t slot_bytes;
  uint8_t n_columns, n_constants, max_constants;
  uint8_t numbers; /* bit set */
  uint32_t column[EQS_RUN_COLUMNS], constant[EQS_RUN_CONSTANTS];
} eqs_run;

/* An empty run; its user fills in columns, constants and numbers. */
void eqs_run_init(eqs_run *run, eqs_isa isa, eqs_dtype dtype, const eqs_program *program,
                  const eqs_stitch_mark *mark, size_t slot_bytes);

/* Whether a kernel can be part of a run, and which numbers it needs then. */
bool eqs_run_can(uint32_t kernel);
uint8_t eqs_run_numbers(uint32_t kernel);

/* Writes the code of the steps [FIRST, END) to AT; returns its length. */
size_t eqs_run_emit(const eqs_run *run, unsigned char *at, uint32_t first, uint32_t end);

#endif
