/* SPDX-License-Identifier: BSD-3-Clause */
/* Stitching: runs of cheap steps of a program become native code, one loop over the rows of a block
   with the values in vector registers; the other steps stay calls of kernels. Every operation is
   the IEEE instruction that the kernel uses, so the bits are the same at any width.

   Code depends on the program and the dtype alone. It reaches columns, slots and the pool through
   its arguments, so that it serves any data set, any tile and any constants. */
#ifndef EQS_CODE_STITCH_H
#define EQS_CODE_STITCH_H

#include "code/arena.h"
#include "code/isa.h"
#include "program/program.h"
#include <eqsieve/table.h>

/* One call of the driver. Stitched code is called as
     code(slots, columns, pool, eqs_stitch_numbers(dtype), &offset, n)
   where COLUMNS are the data set's, OFFSET (a size_t) is the byte in each column at which the block
   begins, and N is a multiple of EQS_LANES, not 0. */
typedef struct eqs_part {
  eqs_elementwise *code; /* NULL: call the kernel of STEP */
  uint32_t step;
} eqs_part;

/* What is known of a step: made and used while a program is stitched. */
typedef struct eqs_stitch_mark {
  uint8_t last;    /* bit i: operand i, a slot or a column, is not read again in this run */
  uint8_t escapes; /* the value is read after this run */
  uint8_t inside;  /* the value is read in this run */
} eqs_stitch_mark;

/* Bytes of code for one program at most. */
enum { EQS_STITCH_MOST = EQS_PIECE_BYTES / 4 };

typedef struct eqs_stitcher {
  eqs_isa isa; /* not NONE */
  eqs_dtype dtype;
  eqs_piece piece;
  size_t used; /* bytes of PIECE, from its beginning, since it was last written over */
} eqs_stitcher;

/* Stitches the first N_STEPS steps of PROGRAM, after which the result and, if ADJOINTS, the
   Jacobian are read. SLOT_BYTES: of a slot. PART and MARK have room for N_STEPS. The parts are the
   last *N of PART; 0 if the program has too many slots. Code of earlier calls but one may be
   written over. */
eqs_part *eqs_stitch(eqs_stitcher *stitcher, const eqs_program *program, uint32_t n_steps,
                     int adjoints, size_t slot_bytes, eqs_part *part, eqs_stitch_mark *mark,
                     size_t *n);

/* How many of the first N_STEPS steps can be stitched; *JOINED (unless NULL): how many of these
   follow another. */
uint32_t eqs_stitch_cheap(const eqs_program *program, uint32_t n_steps, uint32_t *joined);

/* Numbers that operators are made of, of type DTYPE. */
const void *eqs_stitch_numbers(eqs_dtype dtype);

#endif
