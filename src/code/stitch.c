/* SPDX-License-Identifier: BSD-3-Clause */
/* Which steps make a run, and which values leave it: one walk over the program from its end, which
   hands each run to the selection of instructions as soon as its first step is known. */
#include "code/stitch_run.h"

/* A run of one step is a kernel that is at hand already. Slots are counted in the bits of a word.
 */
enum { MIN_RUN = 2, MAX_SLOTS = 64 };

/* Bytes of code at most: of a run without its steps, of a step. */
enum { RUN_BYTES = 512, STEP_BYTES = 192 };

static const uint32_t numbers_f32[EQS_N_NUMBERS] = {
    [EQS_NUMBER_ONE] = 0x3F800000,       [EQS_NUMBER_HALF] = 0x3F000000,
    [EQS_NUMBER_THREE] = 0x40400000,     [EQS_NUMBER_SIGN] = 0x80000000,
    [EQS_NUMBER_MAGNITUDE] = 0x7FFFFFFF,
};
static const uint64_t numbers_f64[EQS_N_NUMBERS] = {
    [EQS_NUMBER_ONE] = 0x3FF0000000000000,       [EQS_NUMBER_HALF] = 0x3FE0000000000000,
    [EQS_NUMBER_THREE] = 0x4008000000000000,     [EQS_NUMBER_SIGN] = 0x8000000000000000,
    [EQS_NUMBER_MAGNITUDE] = 0x7FFFFFFFFFFFFFFF,
};

const void *eqs_stitch_numbers(eqs_dtype dtype)
{
  return dtype == EQS_F32 ? (const void *)numbers_f32 : numbers_f64;
}

typedef struct stitching {
  eqs_run run;
  uint64_t live;          /* slots that are read later */
  uint64_t outside;       /* slots that are read after the run */
  uint64_t inside;        /* slots that are read later in the run */
  uint32_t inside_column; /* the same for the columns of the run */
  uint32_t end;           /* the run is [first, END) */
  eqs_part *part;         /* the first one so far */
  eqs_stitcher *stitcher;
  size_t limit; /* of the bytes used */
} stitching;

static void begin_run(stitching *s, uint32_t end)
{
  s->end = end;
  s->outside = s->live;
  s->inside = 0;
  s->inside_column = 0;
  s->run.n_columns = s->run.n_constants = s->run.numbers = 0;
}

/* The steps [FIRST, s->end) as code, or as kernels where code is not worth while or finds no room.
 */
static void end_run(stitching *s, uint32_t first)
{
  uint32_t n = s->end - first;
  eqs_stitcher *t = s->stitcher;
  if (n < MIN_RUN || t->used + RUN_BYTES + n * STEP_BYTES > s->limit) {
    for (uint32_t i = s->end; i-- > first;) *--s->part = (eqs_part){NULL, i};
    return;
  }
  const unsigned char *code = t->piece.run + t->used;
  size_t bytes = eqs_run_emit(&s->run, t->piece.write + t->used, first, s->end);
  t->used += (bytes + 63) & ~(size_t)63;
  *--s->part = (eqs_part){.step = first};
  memcpy(&s->part->code, &code, sizeof code);
}

/* The number of COLUMN in the run; -1 if the run has no register for one more. */
static int column_number(eqs_run *run, uint32_t column)
{
  for (unsigned i = 0; i < run->n_columns; i++)
    if (run->column[i] == column) return (int)i;
  if (run->n_columns == EQS_RUN_COLUMNS) return -1;
  run->column[run->n_columns] = column;
  return run->n_columns++;
}

/* The number of a constant among those that are loaded once before the loop. */
static uint8_t constant_number(eqs_run *run, uint32_t constant)
{
  for (unsigned i = 0; i < run->n_constants; i++)
    if (run->constant[i] == constant) return (uint8_t)i;
  if (run->n_constants == run->max_constants) return EQS_NO_REGISTER;
  run->constant[run->n_constants] = constant;
  return run->n_constants++;
}

/* Numbers the columns of STEP; false if they are too many for the run. */
static bool admit(stitching *s, const eqs_step *step, eqs_stitch_mark *mark)
{
  unsigned arity = eqs_kernel_arity[step->kernel];
  for (unsigned i = 0; i < arity; i++) {
    if (step->arg[i].place != EQS_IN_COLUMN) continue;
    int number = column_number(&s->run, step->arg[i].index);
    if (number < 0) return false;
    mark->local[i] = (uint8_t)number;
  }
  return true;
}

static void define(stitching *s, uint32_t slot, eqs_stitch_mark *mark)
{
  uint64_t bit = (uint64_t)1 << slot;
  mark->escapes = (s->outside & bit) != 0;
  mark->inside = (s->inside & bit) != 0;
  s->live &= ~bit;
  s->outside &= ~bit;
  s->inside &= ~bit;
}

/* Operands from the last to the first: the last that reads a value is the one that may take its
   register. */
static void read(stitching *s, const eqs_step *step, eqs_stitch_mark *mark)
{
  mark->last = 0;
  for (unsigned i = eqs_kernel_arity[step->kernel]; i-- > 0;) {
    eqs_arg arg = step->arg[i];
    if (arg.place == EQS_IN_SLOT) {
      uint64_t bit = (uint64_t)1 << arg.index;
      mark->last |= (uint8_t)(!(s->inside & bit) << i);
      s->inside |= bit;
      s->live |= bit;
    } else if (arg.place == EQS_IN_COLUMN) {
      uint32_t bit = (uint32_t)1 << mark->local[i];
      mark->last |= (uint8_t)(!(s->inside_column & bit) << i);
      s->inside_column |= bit;
    } else {
      mark->local[i] = constant_number(&s->run, arg.index);
    }
  }
}

static void pass_kernel(stitching *s, const eqs_step *step)
{
  s->live &= ~((uint64_t)1 << step->dst);
  for (unsigned i = eqs_kernel_arity[step->kernel]; i-- > 0;)
    if (step->arg[i].place == EQS_IN_SLOT) s->live |= (uint64_t)1 << step->arg[i].index;
}

static void walk(stitching *s, uint32_t n_steps, eqs_stitch_mark *mark)
{
  const eqs_step *step = s->run.program->step;
  begin_run(s, n_steps);
  for (uint32_t i = n_steps; i-- > 0;) {
    if (!eqs_run_can(step[i].kernel)) {
      end_run(s, i + 1);
      *--s->part = (eqs_part){NULL, i};
      pass_kernel(s, &step[i]);
      begin_run(s, i);
      continue;
    }
    if (!admit(s, &step[i], &mark[i])) {
      end_run(s, i + 1);
      begin_run(s, i + 1);
      admit(s, &step[i], &mark[i]);
    }
    s->run.numbers |= eqs_run_numbers(step[i].kernel);
    define(s, step[i].dst, &mark[i]);
    read(s, &step[i], &mark[i]);
  }
  end_run(s, 0);
}

/* Takes room for N_STEPS, from the beginning again at the end of the piece. At most a quarter, so
   that the code of the last call stays. */
static size_t take_room(eqs_stitcher *t, uint32_t n_steps)
{
  size_t room = RUN_BYTES + (size_t)n_steps * (RUN_BYTES / MIN_RUN + STEP_BYTES);
  if (room > EQS_PIECE_BYTES / 4) room = EQS_PIECE_BYTES / 4;
  if (t->used + room > EQS_PIECE_BYTES) {
    eqs_piece_renew(&t->piece);
    t->used = 0;
  }
  return t->used + room;
}

static uint64_t slot_bit(eqs_arg arg)
{
  return arg.place == EQS_IN_SLOT ? (uint64_t)1 << arg.index : 0;
}

eqs_part *eqs_stitch(eqs_stitcher *stitcher, const eqs_program *program, uint32_t n_steps,
                     int adjoints, size_t slot_bytes, eqs_part *part, eqs_stitch_mark *mark,
                     size_t *n)
{
  *n = 0;
  if (program->n_slots > MAX_SLOTS) return NULL;
  stitching s = {.stitcher = stitcher, .part = part + n_steps};
  eqs_run_init(&s.run, stitcher->isa, stitcher->dtype, program, mark, slot_bytes);
  s.limit = take_room(stitcher, n_steps);
  s.live = slot_bit(program->result);
  for (uint32_t k = 0; adjoints && k < program->n_params; k++)
    s.live |= slot_bit(program->jacobian[k]);
  walk(&s, n_steps, mark);
  *n = (size_t)(part + n_steps - s.part);
  return s.part;
}
