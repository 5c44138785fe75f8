/* SPDX-License-Identifier: BSD-3-Clause */
/* Selecting instructions and registers for a run, in one pass. A cheap step is one to eight vector
   instructions whose encoding is fixed, so they are encoded here and not copied from stencils that
   LLVM made: nothing has to be compiled, kept on disk or taken apart, operands come from registers
   or memory as it is best, and there is no loss, since LLVM has no other instruction for x + y. */
#include "code/stitch_run.h"
#include "code/encode_x86.h"

typedef enum recipe {
  NONE,
  FILL,
  ADD,
  SUB,
  MUL,
  DIV,
  MIN,
  MAX,
  FMA,
  FMS,
  FNMA,
  NEG,
  INV,
  SQRT,
  SQUARE,
  CUBE,
  ABS,
  DX_INV,
  DX_SQRT,
  DX_SQUARE,
  DX_CUBE,
  DX_ABS,
  DX_LOG,
  DX_TAN,
  DX_ASIN,
  DX_ACOS,
  DX_TANH,
  DY_DIV,
  DX_MIN,
  DY_MIN,
  DX_MAX,
  DY_MAX,
  /* What is not cheap stays a kernel. */
  POW = NONE,
  EXP = NONE,
  LOG = NONE,
  SIN = NONE,
  COS = NONE,
  TAN = NONE,
  ASIN = NONE,
  ACOS = NONE,
  TANH = NONE,
  DX_SIN = NONE,
  DX_COS = NONE,
  DX_POW = NONE,
  DY_POW = NONE,
} recipe;

static const uint8_t recipes[EQS_N_KERNELS] = {
    [EQS_K_fill] = FILL,
#define EQS_KERNEL_1(op, name) [EQS_K_##name] = op,
#define EQS_KERNEL_2(op, name, pool) [EQS_K_##name] = op,
#define EQS_KERNEL_3(op, name, pool) [EQS_K_##name] = op,
#define EQS_ADJOINT_1(op, name) [EQS_K_##name] = DX_##op,
#define EQS_ADJOINT_X(op, name, pool) [EQS_K_##name] = DX_##op,
#define EQS_ADJOINT_Y(op, name, pool) [EQS_K_##name] = DY_##op,
#include "program/kernels.def"
};

#define BIT(number) (1U << EQS_NUMBER_##number)
static const uint8_t needs[] = {
    [NEG] = BIT(SIGN),
    [INV] = BIT(ONE),
    [ABS] = BIT(MAGNITUDE),
    [DX_INV] = BIT(SIGN),
    [DX_SQRT] = BIT(HALF),
    [DX_CUBE] = BIT(THREE),
    [DX_ABS] = BIT(ONE) | BIT(SIGN),
    [DX_LOG] = BIT(ONE),
    [DX_TAN] = BIT(ONE),
    [DX_ASIN] = BIT(ONE),
    [DX_ACOS] = BIT(ONE) | BIT(SIGN),
    [DX_TANH] = BIT(ONE),
    [DY_DIV] = BIT(SIGN),
    [DX_MIN] = BIT(ONE),
    [DY_MIN] = BIT(ONE),
    [DX_MAX] = BIT(ONE),
    [DY_MAX] = BIT(ONE),
};

bool eqs_run_can(uint32_t kernel)
{
  return recipes[kernel] != NONE;
}

uint8_t eqs_run_numbers(uint32_t kernel)
{
  return needs[recipes[kernel]];
}

/* Predicates of comparisons. */
enum {
  LESS = 0x01,
  UNORDERED = 0x03,
  NOT_LESS = 0x05,
  NOT_GREATER = 0x0A,
  UNEQUAL = 0x0C,
  GREATER = 0x0E
};

/* Integer registers: rdi slots, rdx pool, r8 offset, r9 its end; the columns' addresses in these,
   the last column's in rsi, which held the table of them. */
static const uint8_t column_register[EQS_RUN_COLUMNS - 1] = {
    EQS_RAX, EQS_RCX, EQS_R10, EQS_R11, EQS_RBX, EQS_RBP, EQS_R12, EQS_R13, EQS_R14, EQS_R15};
enum { FREE_REGISTERS = 4 }; /* of these; the others are pushed before and popped after */

typedef struct emission {
  eqs_x86 x;
  const eqs_run *run;
  const eqs_step *step;        /* at hand */
  const eqs_stitch_mark *mark; /* its */
  uint32_t free;               /* vector registers, a bit set */
  unsigned spare;              /* free registers to leave when a column is loaded to stay */
  uint8_t t0, t1, t2;          /* vector registers that hold nothing between steps */
  uint8_t slot[64];            /* vector register of each slot's value */
  uint8_t column[EQS_RUN_COLUMNS];
  uint8_t constant[EQS_RUN_CONSTANTS];
  uint8_t number[EQS_N_NUMBERS];
} emission;

void eqs_run_init(eqs_run *run, eqs_isa isa, eqs_dtype dtype, const eqs_program *program,
                  const eqs_stitch_mark *mark, size_t slot_bytes)
{
  run->isa = isa;
  run->dtype = dtype;
  run->program = program;
  run->mark = mark;
  run->slot_bytes = slot_bytes;
  run->max_constants = isa == EQS_ISA_AVX512 ? EQS_RUN_CONSTANTS : 3;
}

/* ---- Registers ------------------------------------------------------------------------------ */

/* NO_REGISTER if all are in use. */
static uint8_t take(emission *e)
{
  if (!e->free) return EQS_NO_REGISTER;
  unsigned reg = (unsigned)__builtin_ctz(e->free);
  e->free &= e->free - 1;
  return (uint8_t)reg;
}

static uint8_t column_base(const emission *e, unsigned column)
{
  return column + 1U == e->run->n_columns ? EQS_RSI : column_register[column];
}

static eqs_rm slot_memory(const emission *e, uint32_t slot)
{
  return (eqs_rm){EQS_RM_VECTOR, EQS_RDI, (int32_t)(slot * e->run->slot_bytes)};
}

static eqs_rm column(emission *e, unsigned i)
{
  unsigned local = e->mark->local[i];
  eqs_rm memory = {EQS_RM_VECTOR, column_base(e, local), 0};
  if (e->column[local] != EQS_NO_REGISTER) return eqs_rm_register(e->column[local]);
  if (e->mark->last >> i & 1 || (unsigned)__builtin_popcount(e->free) <= e->spare) return memory;
  e->column[local] = take(e);
  eqs_x86_load(&e->x, e->column[local], memory);
  return eqs_rm_register(e->column[local]);
}

/* Where operand I of the step is. A column that is read again is loaded to stay. */
static eqs_rm operand(emission *e, unsigned i)
{
  eqs_arg arg = e->step->arg[i];
  switch (arg.place) {
  case EQS_IN_SLOT:
    if (e->slot[arg.index] != EQS_NO_REGISTER) return eqs_rm_register(e->slot[arg.index]);
    return slot_memory(e, arg.index);
  case EQS_IN_COLUMN:
    return column(e, i);
  default:
    if (e->mark->local[i] != EQS_NO_REGISTER)
      return eqs_rm_register(e->constant[e->mark->local[i]]);
    return (eqs_rm){EQS_RM_NUMBER, EQS_RDX, (int32_t)(arg.index << e->x.element)};
  }
}

/* The operand in a register, in SPARE if it is not in one. */
static unsigned in_register(emission *e, eqs_rm rm, unsigned spare)
{
  if (rm.kind == EQS_RM_REGISTER) return rm.reg;
  eqs_x86_load(&e->x, spare, rm);
  return spare;
}

/* The operand as the last one of an instruction; VEX takes no numbers from memory. */
static eqs_rm usable(emission *e, eqs_rm rm, unsigned spare)
{
  if (rm.kind != EQS_RM_NUMBER || e->x.evex) return rm;
  eqs_x86_load(&e->x, spare, rm);
  return eqs_rm_register(spare);
}

/* The values that nothing reads any more leave their registers. */
static void release(emission *e)
{
  for (unsigned last = e->mark->last; last; last &= last - 1) {
    unsigned i = (unsigned)__builtin_ctz(last);
    eqs_arg arg = e->step->arg[i];
    uint8_t *held = arg.place == EQS_IN_SLOT ? &e->slot[arg.index] : &e->column[e->mark->local[i]];
    if (*held == EQS_NO_REGISTER) continue;
    e->free |= 1U << *held;
    *held = EQS_NO_REGISTER;
  }
}

/* The register for the step's value, once all operands are known. It may be that of an operand:
   only the last instruction of a step may write to it. */
static unsigned result(emission *e)
{
  release(e);
  uint8_t reg = take(e);
  return reg == EQS_NO_REGISTER ? e->t2 : reg;
}

/* The value of the step is in DST now. */
static void keep(emission *e, unsigned dst)
{
  const eqs_stitch_mark *mark = e->mark;
  bool has_register = dst != e->t2;
  if (mark->escapes || (mark->inside && !has_register))
    eqs_x86_store(&e->x, dst, slot_memory(e, e->step->dst));
  if (!has_register) return;
  if (mark->inside)
    e->slot[e->step->dst] = (uint8_t)dst;
  else
    e->free |= 1U << dst;
}

/* ---- Recipes -------------------------------------------------------------------------------- */

static void op(emission *e, eqs_x86_op instruction, unsigned dst, unsigned a, unsigned b)
{
  eqs_x86_vector(&e->x, instruction, dst, a, eqs_rm_register(b));
}

static void swap(eqs_rm *a, eqs_rm *b)
{
  eqs_rm c = *a;
  *a = *b;
  *b = c;
}

static void binary(emission *e, eqs_x86_op instruction, bool commutes)
{
  eqs_rm x = operand(e, 0), y = operand(e, 1);
  if (commutes && x.kind != EQS_RM_REGISTER && y.kind == EQS_RM_REGISTER) swap(&x, &y);
  unsigned a = in_register(e, x, e->t0);
  y = usable(e, y, e->t1);
  unsigned dst = result(e);
  eqs_x86_vector(&e->x, instruction, dst, a, y);
  keep(e, dst);
}

/* The operator on operand 0 and a number of its own. */
static void with_number(emission *e, eqs_x86_op instruction, unsigned number)
{
  eqs_rm x = operand(e, 0);
  unsigned dst = result(e);
  eqs_x86_vector(&e->x, instruction, dst, e->number[number], x);
  keep(e, dst);
}

static void square_root(emission *e)
{
  eqs_rm x = operand(e, 0);
  unsigned dst = result(e);
  eqs_x86_vector(&e->x, EQS_X86_SQRT, dst, 0, x);
  keep(e, dst);
}

static void power(emission *e, bool cube)
{
  unsigned a = in_register(e, operand(e, 0), e->t0), b = a;
  unsigned dst = result(e);
  if (cube) op(e, EQS_X86_MUL, b = e->t1, a, a);
  op(e, EQS_X86_MUL, dst, b, a);
  keep(e, dst);
}

/* The instruction hands on its second operand where one is NaN or both are zero, as the operator
   does unless x is NaN. */
static void extremum(emission *e, eqs_x86_op instruction)
{
  unsigned a = in_register(e, operand(e, 0), e->t0);
  eqs_rm y = usable(e, operand(e, 1), e->t1);
  unsigned dst = result(e);
  eqs_x86_vector(&e->x, instruction, e->t2, a, y);
  if (e->x.evex) {
    eqs_x86_compare(&e->x, 1, a, a, UNORDERED);
    eqs_x86_masked(&e->x, EQS_X86_BLEND, dst, e->t2, eqs_rm_register(a), 1, false);
  } else {
    eqs_x86_compare(&e->x, e->t1, a, a, UNORDERED);
    eqs_x86_blendv(&e->x, dst, e->t2, a, e->t1);
  }
  keep(e, dst);
}

/* Whether operand I is in a register that the result may have. */
static bool dies(const emission *e, unsigned i, eqs_rm rm)
{
  return e->mark->last >> i & 1 && rm.kind == EQS_RM_REGISTER;
}

/* a b + c and its relatives: the result takes the register of an operand. FORM_132 is the opcode
   for a c + b in terms of (a, b, c) as they stand in the instruction. */
static void fused(emission *e, unsigned form_132)
{
  const eqs_x86_op x132 = EQS_X86_FUSED((uint8_t)form_132);
  const eqs_x86_op x213 = EQS_X86_FUSED((uint8_t)(form_132 + 0x10));
  const eqs_x86_op x231 = EQS_X86_FUSED((uint8_t)(form_132 + 0x20));
  eqs_rm a = operand(e, 0), b = operand(e, 1), c = operand(e, 2);
  bool a_dies = dies(e, 0, a), b_dies = dies(e, 1, b), c_dies = dies(e, 2, c);
  uint8_t dst = EQS_NO_REGISTER;
  if (!c_dies && !a_dies && b_dies) {
    swap(&a, &b);
    a_dies = true;
  }
  if (!c_dies && !a_dies) {
    /* None may be written over: the result begins as a copy of one, best of one in memory. */
    dst = take(e);
    if (dst == EQS_NO_REGISTER) dst = e->t2;
    if (c.kind == EQS_RM_REGISTER && a.kind == EQS_RM_REGISTER) swap(&a, &b);
    eqs_rm *copied = c.kind == EQS_RM_REGISTER ? &a : &c;
    eqs_x86_load(&e->x, dst, *copied);
    *copied = eqs_rm_register(dst);
    c_dies = copied == &c;
  }
  if (c_dies) {
    if (a.kind != EQS_RM_REGISTER) swap(&a, &b);
    unsigned second = in_register(e, a, e->t0);
    b = usable(e, b, e->t1);
    dst = c.reg;
    eqs_x86_vector(&e->x, x231, dst, second, b);
  } else if (c.kind == EQS_RM_REGISTER) {
    b = usable(e, b, e->t0);
    dst = a.reg;
    eqs_x86_vector(&e->x, x132, dst, c.reg, b);
  } else {
    unsigned second = in_register(e, b, e->t0);
    c = usable(e, c, e->t1);
    dst = a.reg;
    eqs_x86_vector(&e->x, x213, dst, second, c);
  }
  release(e);
  if (dst != e->t2) e->free &= ~(1U << dst);
  keep(e, dst);
}

/* d times what is in T1. */
static void times_d(emission *e, eqs_rm d)
{
  d = usable(e, d, e->t0);
  unsigned dst = result(e);
  eqs_x86_vector(&e->x, EQS_X86_MUL, dst, e->t1, d);
  keep(e, dst);
}

/* T1 = the derivative as ops.def has it, of V, X and Y. */
static void derivative(emission *e, recipe what)
{
  const uint8_t t0 = e->t0, t1 = e->t1, t2 = e->t2, *number = e->number;
  const uint8_t one = number[EQS_NUMBER_ONE], sign = number[EQS_NUMBER_SIGN];
  eqs_rm d = operand(e, 0);
  bool of_value =
      what == DX_INV || what == DX_SQRT || what == DX_TAN || what == DX_TANH || what == DY_DIV;
  unsigned a = in_register(e, operand(e, of_value ? 1 : 2), t0);
  switch (what) {
  case DX_INV:
    op(e, EQS_X86_XOR, t1, a, sign);
    op(e, EQS_X86_MUL, t1, t1, a);
    break;
  case DX_SQRT:
    op(e, EQS_X86_DIV, t1, number[EQS_NUMBER_HALF], a);
    break;
  case DX_SQUARE:
    op(e, EQS_X86_ADD, t1, a, a);
    break;
  case DX_CUBE:
    op(e, EQS_X86_MUL, t1, a, a);
    op(e, EQS_X86_MUL, t1, t1, number[EQS_NUMBER_THREE]);
    break;
  case DX_ABS:
    op(e, EQS_X86_AND, t1, a, sign);
    op(e, EQS_X86_OR, t1, t1, one);
    op(e, EQS_X86_XOR, t2, t2, t2);
    if (e->x.evex) {
      eqs_x86_compare(&e->x, 1, a, t2, UNEQUAL);
      eqs_x86_masked(&e->x, EQS_X86_BLEND, t1, a, eqs_rm_register(t1), 1, false);
    } else {
      eqs_x86_compare(&e->x, t2, a, t2, UNEQUAL);
      eqs_x86_blendv(&e->x, t1, a, t1, t2);
    }
    break;
  case DX_LOG:
    op(e, EQS_X86_DIV, t1, one, a);
    break;
  case DX_TAN:
    op(e, EQS_X86_MUL, t1, a, a);
    op(e, EQS_X86_ADD, t1, t1, one);
    break;
  case DY_DIV:
    op(e, EQS_X86_XOR, t1, a, sign);
    eqs_x86_vector(&e->x, EQS_X86_DIV, t1, t1, usable(e, operand(e, 3), t0));
    break;
  default: /* DX_ASIN, DX_ACOS, DX_TANH */
    op(e, EQS_X86_SUB, t1, one, a);
    op(e, EQS_X86_ADD, t2, one, a);
    op(e, EQS_X86_MUL, t1, t1, t2);
    if (what == DX_TANH) break;
    op(e, EQS_X86_SQRT, t1, 0, t1);
    op(e, EQS_X86_DIV, t1, one, t1);
    if (what == DX_ACOS) op(e, EQS_X86_XOR, t1, t1, sign);
  }
  times_d(e, d);
}

/* d where PREDICATE holds for x and y, else d times zero. */
static void indicator(emission *e, unsigned predicate)
{
  const uint8_t t0 = e->t0, t1 = e->t1;
  const unsigned one = e->number[EQS_NUMBER_ONE];
  eqs_rm d = operand(e, 0);
  unsigned a = in_register(e, operand(e, 2), t0), b = in_register(e, operand(e, 3), t1);
  if (e->x.evex) {
    eqs_x86_compare(&e->x, 1, a, b, predicate);
    eqs_x86_masked(&e->x, EQS_X86_LOAD, t1, 0, eqs_rm_register(one), 1, true);
  } else {
    eqs_x86_compare(&e->x, t1, a, b, predicate);
    op(e, EQS_X86_AND, t1, t1, one);
  }
  times_d(e, d);
}

static void fill(emission *e)
{
  eqs_rm x = operand(e, 0);
  unsigned dst = result(e);
  eqs_x86_load(&e->x, dst, x);
  keep(e, dst);
}

static void emit_step(emission *e)
{
  recipe what = (recipe)recipes[e->step->kernel];
  switch (what) {
  case FILL:
    fill(e);
    break;
  case ADD:
    binary(e, EQS_X86_ADD, true);
    break;
  case SUB:
    binary(e, EQS_X86_SUB, false);
    break;
  case MUL:
    binary(e, EQS_X86_MUL, true);
    break;
  case DIV:
    binary(e, EQS_X86_DIV, false);
    break;
  case MIN:
    extremum(e, EQS_X86_MIN);
    break;
  case MAX:
    extremum(e, EQS_X86_MAX);
    break;
  case FMA:
    fused(e, 0x98);
    break;
  case FMS:
    fused(e, 0x9A);
    break;
  case FNMA:
    fused(e, 0x9C);
    break;
  case NEG:
    with_number(e, EQS_X86_XOR, EQS_NUMBER_SIGN);
    break;
  case ABS:
    with_number(e, EQS_X86_AND, EQS_NUMBER_MAGNITUDE);
    break;
  case INV:
    with_number(e, EQS_X86_DIV, EQS_NUMBER_ONE);
    break;
  case SQRT:
    square_root(e);
    break;
  case SQUARE:
    power(e, false);
    break;
  case CUBE:
    power(e, true);
    break;
  case DX_MIN:
    indicator(e, LESS);
    break;
  case DY_MIN:
    indicator(e, NOT_LESS);
    break;
  case DX_MAX:
    indicator(e, GREATER);
    break;
  case DY_MAX:
    indicator(e, NOT_GREATER);
    break;
  default:
    derivative(e, what);
  }
}

/* ---- The loop around them ------------------------------------------------------------------- */

static unsigned n_pushed(const eqs_run *run)
{
  unsigned in_table = run->n_columns > 0 ? run->n_columns - 1U : 0;
  return in_table > FREE_REGISTERS ? in_table - FREE_REGISTERS : 0;
}

static void load_numbers(emission *e)
{
  for (unsigned left = e->run->numbers; left; left &= left - 1) {
    unsigned i = (unsigned)__builtin_ctz(left);
    e->number[i] = take(e);
    eqs_x86_load(&e->x, e->number[i],
                 (eqs_rm){EQS_RM_NUMBER, EQS_RCX, (int32_t)(i << e->x.element)});
  }
  for (unsigned i = 0; i < e->run->n_constants; i++) {
    e->constant[i] = take(e);
    eqs_x86_load(&e->x, e->constant[i],
                 (eqs_rm){EQS_RM_NUMBER, EQS_RDX, (int32_t)(e->run->constant[i] << e->x.element)});
  }
}

static void enter(emission *e)
{
  eqs_x86 *x = &e->x;
  for (unsigned i = 0; i < n_pushed(e->run); i++)
    eqs_x86_push(x, column_register[FREE_REGISTERS + i]);
  eqs_x86_pointer(x, EQS_R8, EQS_R8, 0);
  eqs_x86_rebase(x);
  eqs_x86_end_of_rows(x);
  load_numbers(e);
  for (unsigned i = 0; i < e->run->n_columns; i++)
    eqs_x86_pointer(x, column_base(e, i), EQS_RSI,
                    (int32_t)(e->run->column[i] * sizeof(const void *)));
}

static void leave(emission *e)
{
  eqs_x86_leave_vectors(&e->x);
  for (unsigned i = n_pushed(e->run); i-- > 0;)
    eqs_x86_pop(&e->x, column_register[FREE_REGISTERS + i]);
  eqs_x86_return(&e->x);
}

size_t eqs_run_emit(const eqs_run *run, unsigned char *at, uint32_t first, uint32_t end)
{
  emission e;
  unsigned registers = run->isa == EQS_ISA_AVX512 ? 32 : 16;
  e.x = eqs_x86_begin(at, run->isa, run->dtype);
  e.run = run;
  e.t0 = (uint8_t)(registers - 1);
  e.t1 = (uint8_t)(registers - 2);
  e.t2 = (uint8_t)(registers - 3);
  e.free = (1U << (registers - 3)) - 1;
  e.spare = registers / 4;
  memset(e.slot, EQS_NO_REGISTER, sizeof e.slot);
  memset(e.column, EQS_NO_REGISTER, sizeof e.column);
  enter(&e);
  const unsigned char *top = e.x.at;
  for (uint32_t i = first; i < end; i++) {
    e.step = &run->program->step[i];
    e.mark = &run->mark[i];
    emit_step(&e);
  }
  eqs_x86_next_rows(&e.x, top);
  leave(&e);
  return (size_t)(e.x.at - at);
}
