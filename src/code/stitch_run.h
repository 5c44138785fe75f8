/* SPDX-License-Identifier: BSD-3-Clause */
/* One run of cheap steps as machine code. Private to the stitcher. */
#ifndef EQS_CODE_STITCH_RUN_H
#define EQS_CODE_STITCH_RUN_H

#include "code/stitch.h"
#include <stdbool.h>
#include <string.h>

enum {
  EQS_RUN_INDICES = 64, /* slots, columns and constants with a smaller index can be operands */
  EQS_RUN_COLUMNS = 11, /* at most: as many as there are registers for their addresses */
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
  /* Bit sets of what the steps need: by eqs_place, the indices of operands; numbers of their own.
   */
  uint64_t reads[3];
  uint8_t numbers;
} eqs_run;

/* Which numbers each kernel needs, a bit set; NEVER if it cannot be part of a run. */
enum { EQS_RUN_NEVER = 0x80 };
extern const uint8_t eqs_run_needs[EQS_N_KERNELS];

/* Writes the code of the steps [FIRST, END) to AT; returns its length. */
size_t eqs_run_emit(const eqs_run *run, unsigned char *at, uint32_t first, uint32_t end);

#endif
