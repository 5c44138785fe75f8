/* SPDX-License-Identifier: BSD-3-Clause */
/* Selecting instructions and registers for a run, in one pass. A cheap step is one to eight vector
   instructions whose encoding is fixed, so they are encoded here and not copied from stencils that
   LLVM made: nothing has to be compiled, kept on disk or taken apart, operands come from registers
   or memory as it is best, and there is no loss, since LLVM has no other instruction for x + y. */
#include "code/stitch_run.h"
#include "code/encode_x86.h"
#include "code/recipe.h"

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
  uint8_t t0, t1, t2;          /* vector registers that hold nothing between steps */
  uint8_t pushed;              /* integer registers */
  uint8_t number[EQS_N_NUMBERS];
  eqs_rm at[3][EQS_RUN_INDICES]; /* by place: where each value is now */
} emission;

/* Vector registers for constants, and those that are left free when a column is loaded to stay. */
static unsigned max_constants(const eqs_run *run)
{
  return run->isa == EQS_ISA_AVX512 ? 10 : 3;
}

static bool has_many_free(const emission *e)
{
  uint32_t n = e->free; /* counted in pairs, fours, bytes */
  n -= n >> 1 & 0x55555555;
  n = (n & 0x33333333) + (n >> 2 & 0x33333333);
  n = (n + (n >> 4)) & 0x0F0F0F0F;
  return n * 0x01010101 >> 24 > (e->run->isa == EQS_ISA_AVX512 ? 7 : 3);
}

/* ---- Registers ------------------------------------------------------------------------------ */

enum { NO_REGISTER = 0xFF };

/* NO_REGISTER if all are in use. */
static uint8_t take(emission *e)
{
  if (!e->free) return NO_REGISTER;
  unsigned reg = (unsigned)__builtin_ctz(e->free);
  e->free &= e->free - 1;
  return (uint8_t)reg;
}

static eqs_rm slot_memory(const emission *e, uint32_t slot)
{
  return eqs_rm_memory(&e->x, EQS_RM_VECTOR, EQS_RDI, (int32_t)(slot * e->run->slot_bytes));
}

/* Where operand I of the step is. A column that is read again is loaded to stay. */
static eqs_rm operand(emission *e, unsigned i)
{
  eqs_arg arg = e->step->arg[i];
  eqs_rm *at = &e->at[arg.place][arg.index];
  if (((arg.place == EQS_IN_COLUMN) & (eqs_rm_kind_of(*at) != EQS_RM_REGISTER) &
       !(e->mark->last >> i & 1)) &&
      has_many_free(e)) {
    unsigned reg = take(e);
    eqs_x86_load(&e->x, reg, *at);
    *at = eqs_rm_register(reg);
  }
  return *at;
}

/* The operand in a register, in SPARE if it is not in one. */
static unsigned in_register(emission *e, eqs_rm rm, unsigned spare)
{
  if (eqs_rm_kind_of(rm) == EQS_RM_REGISTER) return eqs_rm_reg(rm);
  eqs_x86_load(&e->x, spare, rm);
  return spare;
}

/* The operand as the last one of an instruction; VEX takes no numbers from memory. */
static eqs_rm usable(emission *e, eqs_rm rm, unsigned spare)
{
  if (eqs_rm_kind_of(rm) != EQS_RM_NUMBER || e->x.evex) return rm;
  eqs_x86_load(&e->x, spare, rm);
  return eqs_rm_register(spare);
}

/* The values that nothing reads any more leave their registers. */
static void release(emission *e)
{
  for (unsigned last = e->mark->last; last; last &= last - 1) {
    eqs_arg arg = e->step->arg[__builtin_ctz(last)];
    const eqs_rm *at = &e->at[arg.place][arg.index];
    e->free |= (uint32_t)(eqs_rm_kind_of(*at) == EQS_RM_REGISTER) << (eqs_rm_reg(*at) & 31);
  }
}

/* The register for the step's value, once all operands are known. It may be that of an operand:
   only the last instruction of a step may write to it. */
static unsigned result(emission *e)
{
  release(e);
  uint8_t reg = take(e);
  return reg == NO_REGISTER ? e->t2 : reg;
}

/* The value of the step is in DST now. */
static void keep(emission *e, unsigned dst)
{
  const eqs_stitch_mark *mark = e->mark;
  bool has_register = dst != e->t2;
  eqs_rm *at = &e->at[EQS_IN_SLOT][e->step->dst];
  if (mark->escapes || !has_register) {
    *at = slot_memory(e, e->step->dst);
    eqs_x86_store(&e->x, dst, *at);
  }
  if (!has_register) return;
  if (mark->inside)
    *at = eqs_rm_register(dst);
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
  if (commutes && eqs_rm_kind_of(x) != EQS_RM_REGISTER && eqs_rm_kind_of(y) == EQS_RM_REGISTER)
    swap(&x, &y);
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
  return e->mark->last >> i & 1 && eqs_rm_kind_of(rm) == EQS_RM_REGISTER;
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
  uint8_t dst = NO_REGISTER;
  if (!c_dies && !a_dies && b_dies) {
    swap(&a, &b);
    a_dies = true;
  }
  if (!c_dies && !a_dies) {
    /* None may be written over: the result begins as a copy of one, best of one in memory. */
    dst = take(e);
    if (dst == NO_REGISTER) dst = e->t2;
    if (eqs_rm_kind_of(c) == EQS_RM_REGISTER && eqs_rm_kind_of(a) == EQS_RM_REGISTER) swap(&a, &b);
    eqs_rm *copied = eqs_rm_kind_of(c) == EQS_RM_REGISTER ? &a : &c;
    eqs_x86_load(&e->x, dst, *copied);
    *copied = eqs_rm_register(dst);
    c_dies = copied == &c;
  }
  if (c_dies) {
    if (eqs_rm_kind_of(a) != EQS_RM_REGISTER) swap(&a, &b);
    unsigned second = in_register(e, a, e->t0);
    b = usable(e, b, e->t1);
    dst = (uint8_t)eqs_rm_reg(c);
    eqs_x86_vector(&e->x, x231, dst, second, b);
  } else if (eqs_rm_kind_of(c) == EQS_RM_REGISTER) {
    b = usable(e, b, e->t0);
    dst = (uint8_t)eqs_rm_reg(a);
    eqs_x86_vector(&e->x, x132, dst, eqs_rm_reg(c), b);
  } else {
    unsigned second = in_register(e, b, e->t0);
    c = usable(e, c, e->t1);
    dst = (uint8_t)eqs_rm_reg(a);
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
static void derivative(emission *e, eqs_recipe what)
{
  const uint8_t t0 = e->t0, t1 = e->t1, t2 = e->t2, *number = e->number;
  const uint8_t one = number[EQS_NUMBER_ONE], sign = number[EQS_NUMBER_SIGN];
  eqs_rm d = operand(e, 0);
  bool of_value = what == EQS_RECIPE_DX_INV || what == EQS_RECIPE_DX_SQRT ||
                  what == EQS_RECIPE_DX_TAN || what == EQS_RECIPE_DX_TANH ||
                  what == EQS_RECIPE_DY_DIV;
  unsigned a = in_register(e, operand(e, of_value ? 1 : 2), t0);
  switch (what) {
  case EQS_RECIPE_DX_INV:
    op(e, EQS_X86_XOR, t1, a, sign);
    op(e, EQS_X86_MUL, t1, t1, a);
    break;
  case EQS_RECIPE_DX_SQRT:
    op(e, EQS_X86_DIV, t1, number[EQS_NUMBER_HALF], a);
    break;
  case EQS_RECIPE_DX_SQUARE:
    op(e, EQS_X86_ADD, t1, a, a);
    break;
  case EQS_RECIPE_DX_CUBE:
    op(e, EQS_X86_MUL, t1, a, a);
    op(e, EQS_X86_MUL, t1, t1, number[EQS_NUMBER_THREE]);
    break;
  case EQS_RECIPE_DX_ABS:
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
  case EQS_RECIPE_DX_LOG:
    op(e, EQS_X86_DIV, t1, one, a);
    break;
  case EQS_RECIPE_DX_TAN:
    op(e, EQS_X86_MUL, t1, a, a);
    op(e, EQS_X86_ADD, t1, t1, one);
    break;
  case EQS_RECIPE_DY_DIV:
    op(e, EQS_X86_XOR, t1, a, sign);
    eqs_x86_vector(&e->x, EQS_X86_DIV, t1, t1, usable(e, operand(e, 3), t0));
    break;
  default: /* DX_ASIN, DX_ACOS, DX_TANH */
    op(e, EQS_X86_SUB, t1, one, a);
    op(e, EQS_X86_ADD, t2, one, a);
    op(e, EQS_X86_MUL, t1, t1, t2);
    if (what == EQS_RECIPE_DX_TANH) break;
    op(e, EQS_X86_SQRT, t1, 0, t1);
    op(e, EQS_X86_DIV, t1, one, t1);
    if (what == EQS_RECIPE_DX_ACOS) op(e, EQS_X86_XOR, t1, t1, sign);
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

/* The recipes that are one instruction of two operands or a fused one. */
static const uint8_t opcode[] = {
    [EQS_RECIPE_ADD] = 0x58, [EQS_RECIPE_SUB] = 0x5C, [EQS_RECIPE_MUL] = 0x59,
    [EQS_RECIPE_DIV] = 0x5E, [EQS_RECIPE_FMA] = 0x98, [EQS_RECIPE_FMS] = 0x9A,
    [EQS_RECIPE_FNMA] = 0x9C};

static void emit_step(emission *e)
{
  eqs_recipe what = (eqs_recipe)eqs_recipes[e->step->kernel];
  switch (what) {
  case EQS_RECIPE_FILL:
    fill(e);
    break;
  case EQS_RECIPE_ADD:
  case EQS_RECIPE_SUB:
  case EQS_RECIPE_MUL:
  case EQS_RECIPE_DIV:
    binary(e, EQS_X86_PACKED(opcode[what]), what == EQS_RECIPE_ADD || what == EQS_RECIPE_MUL);
    break;
  case EQS_RECIPE_MIN:
    extremum(e, EQS_X86_MIN);
    break;
  case EQS_RECIPE_MAX:
    extremum(e, EQS_X86_MAX);
    break;
  case EQS_RECIPE_FMA:
  case EQS_RECIPE_FMS:
  case EQS_RECIPE_FNMA:
    fused(e, opcode[what]);
    break;
  case EQS_RECIPE_NEG:
    with_number(e, EQS_X86_XOR, EQS_NUMBER_SIGN);
    break;
  case EQS_RECIPE_ABS:
    with_number(e, EQS_X86_AND, EQS_NUMBER_MAGNITUDE);
    break;
  case EQS_RECIPE_INV:
    with_number(e, EQS_X86_DIV, EQS_NUMBER_ONE);
    break;
  case EQS_RECIPE_SQRT:
    square_root(e);
    break;
  case EQS_RECIPE_SQUARE:
    power(e, false);
    break;
  case EQS_RECIPE_CUBE:
    power(e, true);
    break;
  case EQS_RECIPE_DX_MIN:
    indicator(e, LESS);
    break;
  case EQS_RECIPE_DY_MIN:
    indicator(e, NOT_LESS);
    break;
  case EQS_RECIPE_DX_MAX:
    indicator(e, GREATER);
    break;
  case EQS_RECIPE_DY_MAX:
    indicator(e, NOT_GREATER);
    break;
  default:
    derivative(e, what);
  }
}

/* ---- The loop around them ------------------------------------------------------------------- */

static void load_numbers(emission *e)
{
  for (unsigned left = e->run->numbers; left; left &= left - 1) {
    unsigned i = (unsigned)__builtin_ctz(left);
    e->number[i] = take(e);
    eqs_x86_load(&e->x, e->number[i],
                 eqs_rm_memory(&e->x, EQS_RM_NUMBER, EQS_RCX, (int32_t)(i << e->x.element)));
  }
}

/* The first constants get registers; the others are read from the pool. */
static void load_constants(emission *e)
{
  unsigned n = 0;
  for (uint64_t left = e->run->reads[EQS_IN_POOL]; left; left &= left - 1) {
    unsigned i = (unsigned)__builtin_ctzll(left);
    eqs_rm *at = &e->at[EQS_IN_POOL][i];
    *at = eqs_rm_memory(&e->x, EQS_RM_NUMBER, EQS_RDX, (int32_t)(i << e->x.element));
    if (n++ >= max_constants(e->run)) continue;
    unsigned reg = take(e);
    eqs_x86_load(&e->x, reg, *at);
    *at = eqs_rm_register(reg);
  }
}

static void load_columns(emission *e)
{
  unsigned n = 0;
  for (uint64_t left = e->run->reads[EQS_IN_COLUMN]; left; left &= left - 1) {
    unsigned i = (unsigned)__builtin_ctzll(left);
    unsigned base = left & (left - 1) ? column_register[n++] : EQS_RSI;
    eqs_x86_pointer(&e->x, base, EQS_RSI, (int32_t)(i * sizeof(const void *)));
    e->at[EQS_IN_COLUMN][i] = eqs_rm_memory(&e->x, EQS_RM_VECTOR, base, 0);
  }
}

static void push(emission *e)
{
  unsigned n = 0;
  for (uint64_t left = e->run->reads[EQS_IN_COLUMN]; left; left &= left - 1) n++;
  e->pushed = (uint8_t)(n > FREE_REGISTERS + 1 ? n - FREE_REGISTERS - 1 : 0);
  for (unsigned i = 0; i < e->pushed; i++) eqs_x86_push(&e->x, column_register[FREE_REGISTERS + i]);
}

static void enter(emission *e)
{
  push(e);
  eqs_x86_pointer(&e->x, EQS_R8, EQS_R8, 0);
  eqs_x86_rebase(&e->x);
  eqs_x86_end_of_rows(&e->x);
  load_numbers(e);
  load_constants(e);
  load_columns(e);
  for (uint64_t left = e->run->reads[EQS_IN_SLOT]; left; left &= left - 1) {
    unsigned i = (unsigned)__builtin_ctzll(left);
    e->at[EQS_IN_SLOT][i] = slot_memory(e, i);
  }
}

static void leave(emission *e)
{
  eqs_x86_leave_vectors(&e->x);
  for (unsigned i = e->pushed; i-- > 0;) eqs_x86_pop(&e->x, column_register[FREE_REGISTERS + i]);
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
