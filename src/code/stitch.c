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
  uint64_t inside[3]; /* by place: what is read later in the run */
  uint64_t outside;   /* slots that are read after the run */
  unsigned n_columns; /* of the run */
  uint32_t end;       /* the run is [first, END) */
  eqs_part *part;     /* the first one so far */
  eqs_stitcher *stitcher;
  size_t limit; /* of the bytes used */
} stitching;

/* A new run, which ends before step END. */
static void begin_run(stitching *s, uint32_t end)
{
  s->end = end;
  s->outside |= s->inside[EQS_IN_SLOT];
  memset(s->inside, 0, sizeof s->inside);
  memset(s->run.reads, 0, sizeof s->run.reads);
  s->run.numbers = 0;
  s->n_columns = 0;
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

/* The columns of STEP, a bit set; CHEAP: whether it can be part of a run at all. */
static uint64_t columns_of(const eqs_step *step, bool *cheap)
{
  uint64_t columns = 0;
  uint32_t index = 0;
  for (unsigned i = 0; i < eqs_kernel_arity[step->kernel]; i++) {
    index |= step->arg[i].index;
    columns |= (uint64_t)(step->arg[i].place == EQS_IN_COLUMN) << (step->arg[i].index & 63);
  }
  *cheap = eqs_run_needs[step->kernel] != EQS_RUN_NEVER && index < EQS_RUN_INDICES;
  return columns;
}

/* Adds COLUMNS to the run; false if they are too many for it. */
static bool admit(stitching *s, uint64_t columns)
{
  unsigned n = s->n_columns;
  for (columns &= ~s->run.reads[EQS_IN_COLUMN]; columns; columns &= columns - 1) n++;
  if (n > EQS_RUN_COLUMNS) return false;
  s->n_columns = n;
  return true;
}

static void define(stitching *s, uint32_t slot, eqs_stitch_mark *mark)
{
  uint64_t bit = (uint64_t)1 << slot;
  mark->escapes = (s->outside & bit) != 0;
  mark->inside = (s->inside[EQS_IN_SLOT] & bit) != 0;
  s->outside &= ~bit;
  s->inside[EQS_IN_SLOT] &= ~bit;
}

/* Operands from the last to the first: the last that reads a value is the one that may take its
   register. */
static void read_operands(stitching *s, const eqs_step *step, eqs_stitch_mark *mark)
{
  unsigned last = 0;
  for (unsigned i = eqs_kernel_arity[step->kernel]; i-- > 0;) {
    eqs_arg arg = step->arg[i];
    uint64_t bit = (uint64_t)1 << arg.index;
    last |= (unsigned)(!(s->inside[arg.place] & bit) & (arg.place != EQS_IN_POOL)) << i;
    s->inside[arg.place] |= bit;
    s->run.reads[arg.place] |= bit;
  }
  mark->last = (uint8_t)last;
}

static void pass_kernel(stitching *s, const eqs_step *step)
{
  s->outside &= ~((uint64_t)1 << step->dst);
  for (unsigned i = eqs_kernel_arity[step->kernel]; i-- > 0;)
    if (step->arg[i].place == EQS_IN_SLOT) s->outside |= (uint64_t)1 << step->arg[i].index;
}

static void walk(stitching *s, uint32_t n_steps, eqs_stitch_mark *mark)
{
  const eqs_step *step = s->run.program->step;
  begin_run(s, n_steps);
  for (uint32_t i = n_steps; i-- > 0;) {
    bool cheap;
    uint64_t columns = columns_of(&step[i], &cheap);
    if (!cheap) {
      end_run(s, i + 1);
      *--s->part = (eqs_part){NULL, i};
      begin_run(s, i);
      pass_kernel(s, &step[i]);
      continue;
    }
    if (!admit(s, columns)) {
      end_run(s, i + 1);
      begin_run(s, i + 1);
      admit(s, columns);
    }
    s->run.numbers |= eqs_run_needs[step[i].kernel];
    define(s, step[i].dst, &mark[i]);
    read_operands(s, &step[i], &mark[i]);
  }
  end_run(s, 0);
}

/* Takes room for N_STEPS, from the beginning again at the end of the piece. At most a quarter, so
   that the code of the last call stays. */
static size_t take_room(eqs_stitcher *t, uint32_t n_steps)
{
  size_t room = RUN_BYTES + (size_t)n_steps * (RUN_BYTES / MIN_RUN + STEP_BYTES);
  if (room > EQS_STITCH_MOST) room = EQS_STITCH_MOST;
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
  if (program->n_slots > EQS_RUN_INDICES) return NULL;
  stitching s = {
      .stitcher = stitcher, .part = part + n_steps, .limit = take_room(stitcher, n_steps)};
  s.run = (eqs_run){stitcher->isa, stitcher->dtype, program, mark, slot_bytes, {0}, 0};
  s.outside = slot_bit(program->result);
  for (uint32_t k = 0; adjoints && k < program->n_params; k++)
    s.outside |= slot_bit(program->jacobian[k]);
  walk(&s, n_steps, mark);
  *n = (size_t)(part + n_steps - s.part);
  return s.part;
}

uint32_t eqs_stitch_cheap(const eqs_program *program, uint32_t n_steps, uint32_t *joined)
{
  uint32_t cheap = 0, pairs = 0;
  bool before = false;
  for (uint32_t i = 0; i < n_steps; i++) {
    bool is = eqs_run_needs[program->step[i].kernel] != EQS_RUN_NEVER;
    cheap += is;
    pairs += is && before;
    before = is;
  }
  if (joined) *joined = pairs;
  return cheap;
}
