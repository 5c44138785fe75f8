/* SPDX-License-Identifier: BSD-3-Clause */
/* The few x86-64 instructions that stitched code is made of, written straight into memory: vector
   arithmetic of either width, VEX (AVX2) or EVEX (AVX-512), and what a loop needs. Intel 64 and
   IA-32 Architectures Software Developer's Manual, volume 2, sections 2.3 and 2.7. */
#ifndef EQS_CODE_ENCODE_X86_H
#define EQS_CODE_ENCODE_X86_H

#include "code/isa.h"
#include <eqsieve/table.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { EQS_X86_MAX_BYTES = 16 }; /* of one instruction, rounded up to what is written at once */

/* General registers by number. */
enum {
  EQS_RAX,
  EQS_RCX,
  EQS_RDX,
  EQS_RBX,
  EQS_RSP,
  EQS_RBP,
  EQS_RSI,
  EQS_RDI,
  EQS_R8,
  EQS_R9,
  EQS_R10,
  EQS_R11,
  EQS_R12,
  EQS_R13,
  EQS_R14,
  EQS_R15
};

/* Where code is put, and the shape of its vectors. */
typedef struct eqs_x86 {
  unsigned char *at;
  bool evex;       /* AVX-512: 32 registers of 64 bytes; else 16 of 32 */
  bool f64;        /* elements of eight bytes; else four */
  uint8_t element; /* log2 of an element's bytes */
  uint8_t vector;  /* log2 of a vector's bytes */
} eqs_x86;

static inline eqs_x86 eqs_x86_begin(unsigned char *at, eqs_isa isa, eqs_dtype dtype)
{
  bool evex = isa == EQS_ISA_AVX512, f64 = dtype == EQS_F64;
  return (eqs_x86){at, evex, f64, f64 ? 3 : 2, evex ? 6 : 5};
}

/* The last operand of an instruction: a vector register; or memory at BASE + DISP, a number for all
   lanes; or memory at BASE + INDEX + DISP, a vector. INDEX is always r8. */
typedef enum eqs_rm_kind { EQS_RM_REGISTER, EQS_RM_NUMBER, EQS_RM_VECTOR } eqs_rm_kind;

typedef struct eqs_rm {
  uint8_t kind;
  uint8_t reg; /* a vector register, or BASE */
  int32_t disp;
} eqs_rm;

static inline eqs_rm eqs_rm_register(unsigned reg)
{
  return (eqs_rm){EQS_RM_REGISTER, (uint8_t)reg, 0};
}

/* An instruction: opcode, opcode map, and how the element type is said. */
typedef struct eqs_x86_op {
  uint8_t opcode;
  uint8_t map;     /* 1: 0F, 2: 0F38, 3: 0F3A */
  bool prefix_f64; /* the 66 prefix stands for f64 (map 1); else it always stands */
  bool vex_wide;   /* W stands for f64 in VEX too */
} eqs_x86_op;

#define EQS_X86_PACKED(opcode) ((eqs_x86_op){opcode, 1, true, false})
#define EQS_X86_FUSED(opcode) ((eqs_x86_op){opcode, 2, false, true})

static const eqs_x86_op EQS_X86_LOAD = {0x28, 1, true, false};
static const eqs_x86_op EQS_X86_STORE = {0x29, 1, true, false};
static const eqs_x86_op EQS_X86_SQRT = {0x51, 1, true, false};
static const eqs_x86_op EQS_X86_AND = {0x54, 1, true, false};
static const eqs_x86_op EQS_X86_OR = {0x56, 1, true, false};
static const eqs_x86_op EQS_X86_XOR = {0x57, 1, true, false};
static const eqs_x86_op EQS_X86_ADD = {0x58, 1, true, false};
static const eqs_x86_op EQS_X86_MUL = {0x59, 1, true, false};
static const eqs_x86_op EQS_X86_SUB = {0x5C, 1, true, false};
static const eqs_x86_op EQS_X86_MIN = {0x5D, 1, true, false};
static const eqs_x86_op EQS_X86_DIV = {0x5E, 1, true, false};
static const eqs_x86_op EQS_X86_MAX = {0x5F, 1, true, false};
static const eqs_x86_op EQS_X86_COMPARE = {0xC2, 1, true, false};
static const eqs_x86_op EQS_X86_BLEND = {0x65, 2, false, true}; /* EVEX alone */

static inline void eqs_x86_byte(eqs_x86 *x, unsigned byte)
{
  *x->at++ = (unsigned char)byte;
}

static inline void eqs_x86_u32(eqs_x86 *x, uint32_t word)
{
  memcpy(x->at, &word, sizeof word);
  x->at += sizeof word;
}

/* ModRM, SIB and displacement. SHIFT: log2 of the unit in which EVEX counts an 8-bit displacement;
   0 for VEX. */
static inline void eqs_x86_address(eqs_x86 *x, unsigned reg, eqs_rm rm, unsigned shift)
{
  unsigned field = (reg & 7) << 3, base = rm.reg & 7;
  if (rm.kind == EQS_RM_REGISTER) {
    eqs_x86_byte(x, 0xC0 | field | base);
    return;
  }
  int32_t small = rm.disp >> shift;
  bool fits = small >= -128 && small <= 127 && small * (1 << shift) == rm.disp;
  unsigned mode = rm.disp == 0 && base != EQS_RBP ? 0 : fits ? 0x40 : 0x80;
  if (rm.kind == EQS_RM_VECTOR) {
    eqs_x86_byte(x, mode | field | 4);
    eqs_x86_byte(x, base); /* index r8, scale 1 */
  } else {
    eqs_x86_byte(x, mode | field | base);
  }
  if (mode == 0x40)
    eqs_x86_byte(x, (unsigned)small & 0xFF);
  else if (mode == 0x80)
    eqs_x86_u32(x, (uint32_t)rm.disp);
}

/* OP with the vector registers REG and SECOND and the operand RM. MASK is a mask register of EVEX,
   0 for none; ZERO clears the lanes that it leaves out. */
static inline void eqs_x86_masked(eqs_x86 *x, eqs_x86_op op, unsigned reg, unsigned second,
                                  eqs_rm rm, unsigned mask, bool zero)
{
  bool vector = rm.kind == EQS_RM_VECTOR, number = rm.kind == EQS_RM_NUMBER;
  unsigned pp = !op.prefix_f64 || x->f64;
  unsigned r = ~reg >> 3 & 1, b = ~(unsigned)rm.reg >> 3 & 1;
  /* X extends the index, r8, or a fifth bit of a register. */
  unsigned x_bit = vector ? 0 : rm.kind == EQS_RM_REGISTER ? ~(unsigned)rm.reg >> 4 & 1 : 1;
  if (x->evex) {
    unsigned w = x->f64;
    eqs_x86_byte(x, 0x62);
    eqs_x86_byte(x, r << 7 | x_bit << 6 | b << 5 | (~reg >> 4 & 1) << 4 | op.map);
    eqs_x86_byte(x, w << 7 | (~second & 15) << 3 | 4 | pp);
    eqs_x86_byte(x, (unsigned)zero << 7 | 0x40 | (unsigned)number << 4 | (~second >> 4 & 1) << 3 |
                        mask);
    eqs_x86_byte(x, op.opcode);
    eqs_x86_address(x, reg, rm, number ? x->element : x->vector);
  } else {
    unsigned w = op.vex_wide && x->f64;
    eqs_x86_byte(x, 0xC4);
    eqs_x86_byte(x, r << 7 | x_bit << 6 | b << 5 | op.map);
    eqs_x86_byte(x, w << 7 | (~second & 15) << 3 | 4 | pp);
    eqs_x86_byte(x, op.opcode);
    eqs_x86_address(x, reg, rm, 0);
  }
}

static inline void eqs_x86_vector(eqs_x86 *x, eqs_x86_op op, unsigned reg, unsigned second,
                                  eqs_rm rm)
{
  eqs_x86_masked(x, op, reg, second, rm, 0, false);
}

/* REG = the vector or number in memory, or the register, that RM is. */
static inline void eqs_x86_load(eqs_x86 *x, unsigned reg, eqs_rm rm)
{
  if (rm.kind != EQS_RM_NUMBER) {
    eqs_x86_vector(x, EQS_X86_LOAD, reg, 0, rm);
    return;
  }
  unsigned r = ~reg >> 3 & 1, b = ~(unsigned)rm.reg >> 3 & 1;
  unsigned opcode = x->f64 ? 0x19 : 0x18; /* vbroadcastsd, vbroadcastss */
  if (x->evex) {
    eqs_x86_byte(x, 0x62);
    eqs_x86_byte(x, r << 7 | 0x40 | b << 5 | (~reg >> 4 & 1) << 4 | 2);
    eqs_x86_byte(x, (unsigned)x->f64 << 7 | 0x7D);
    eqs_x86_byte(x, 0x48);
    eqs_x86_byte(x, opcode);
    eqs_x86_address(x, reg, rm, x->element);
  } else {
    eqs_x86_byte(x, 0xC4);
    eqs_x86_byte(x, r << 7 | 0x40 | b << 5 | 2);
    eqs_x86_byte(x, 0x7D);
    eqs_x86_byte(x, opcode);
    eqs_x86_address(x, reg, rm, 0);
  }
}

static inline void eqs_x86_store(eqs_x86 *x, unsigned reg, eqs_rm rm)
{
  eqs_x86_vector(x, EQS_X86_STORE, reg, 0, rm);
}

/* Compares A with B by PREDICATE; the outcome is mask register OUT (EVEX) or vector OUT (VEX). */
static inline void eqs_x86_compare(eqs_x86 *x, unsigned out, unsigned a, unsigned b,
                                   unsigned predicate)
{
  eqs_x86_vector(x, EQS_X86_COMPARE, out, a, eqs_rm_register(b));
  eqs_x86_byte(x, predicate);
}

/* VEX alone: OUT = lanes of B where MASK is negative, else of A. */
static inline void eqs_x86_blendv(eqs_x86 *x, unsigned out, unsigned a, unsigned b, unsigned mask)
{
  eqs_x86_vector(x, (eqs_x86_op){x->f64 ? 0x4B : 0x4A, 3, false, false}, out, a,
                 eqs_rm_register(b));
  eqs_x86_byte(x, mask << 4);
}

/* ---- Around the vectors: general registers, the loop ---------------------------------------- */

static inline void eqs_x86_push(eqs_x86 *x, unsigned reg)
{
  if (reg >= 8) eqs_x86_byte(x, 0x41);
  eqs_x86_byte(x, 0x50 | (reg & 7));
}

static inline void eqs_x86_pop(eqs_x86 *x, unsigned reg)
{
  if (reg >= 8) eqs_x86_byte(x, 0x41);
  eqs_x86_byte(x, 0x58 | (reg & 7));
}

/* REG = the eight bytes at BASE + DISP; BASE is not rsp or r12. */
static inline void eqs_x86_pointer(eqs_x86 *x, unsigned reg, unsigned base, int32_t disp)
{
  eqs_x86_byte(x, 0x48 | (reg >> 3) << 2 | base >> 3);
  eqs_x86_byte(x, 0x8B);
  eqs_x86_address(x, reg, (eqs_rm){EQS_RM_NUMBER, (uint8_t)base, disp}, 0);
}

/* rdi -= r8 */
static inline void eqs_x86_rebase(eqs_x86 *x)
{
  eqs_x86_byte(x, 0x4C);
  eqs_x86_byte(x, 0x29);
  eqs_x86_byte(x, 0xC7);
}

/* r9 = r8 + r9 elements */
static inline void eqs_x86_end_of_rows(eqs_x86 *x)
{
  eqs_x86_byte(x, 0x4F);
  eqs_x86_byte(x, 0x8D);
  eqs_x86_byte(x, 0x0C);
  eqs_x86_byte(x, x->f64 ? 0xC8 : 0x88);
}

/* r8 += a vector; back to TOP while r8 < r9 */
static inline void eqs_x86_next_rows(eqs_x86 *x, const unsigned char *top)
{
  eqs_x86_byte(x, 0x49);
  eqs_x86_byte(x, 0x83);
  eqs_x86_byte(x, 0xC0);
  eqs_x86_byte(x, 1U << x->vector);
  eqs_x86_byte(x, 0x4D);
  eqs_x86_byte(x, 0x39);
  eqs_x86_byte(x, 0xC8);
  eqs_x86_byte(x, 0x0F);
  eqs_x86_byte(x, 0x82);
  eqs_x86_u32(x, (uint32_t)(top - (x->at + 4)));
}

/* vzeroupper */
static inline void eqs_x86_leave_vectors(eqs_x86 *x)
{
  eqs_x86_byte(x, 0xC5);
  eqs_x86_byte(x, 0xF8);
  eqs_x86_byte(x, 0x77);
}

static inline void eqs_x86_return(eqs_x86 *x)
{
  eqs_x86_byte(x, 0xC3);
}

#endif
