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
   lanes; or memory at BASE + INDEX + DISP, a vector. INDEX is always r8. It is encoded when it is
   made, since most operands are used more often than that. */
typedef enum eqs_rm_kind { EQS_RM_REGISTER, EQS_RM_NUMBER, EQS_RM_VECTOR } eqs_rm_kind;

/* Two words, so that it is written and read as such. */
typedef struct eqs_rm {
  uint64_t tail; /* ModRM, SIB, displacement */
  uint64_t info; /* kind; a vector register or BASE; bytes of the tail; the bits X and B of the
                    prefix, inverted as they stand there: a byte each */
} eqs_rm;

static inline eqs_rm eqs_rm_make(uint64_t tail, eqs_rm_kind kind, unsigned reg, unsigned bytes,
                                 unsigned extend)
{
  return (eqs_rm){tail, kind | reg << 8 | bytes << 16 | extend << 24};
}

static inline unsigned eqs_rm_kind_of(eqs_rm rm)
{
  return rm.info & 0xFF;
}
static inline unsigned eqs_rm_reg(eqs_rm rm)
{
  return rm.info >> 8 & 0xFF;
}

static inline eqs_rm eqs_rm_register(unsigned reg)
{
  return eqs_rm_make(0xC0 | (reg & 7), EQS_RM_REGISTER, reg, 1,
                     (~reg >> 4 & 1) << 6 | (~reg >> 3 & 1) << 5);
}

/* SHIFT: log2 of the unit in which an 8-bit displacement is counted. */
static inline eqs_rm eqs_rm_address(eqs_rm_kind kind, unsigned base, int32_t disp, unsigned shift)
{
  unsigned low = base & 7, indexed = kind == EQS_RM_VECTOR;
  int32_t small = disp >> shift;
  bool fits = small >= -128 && small <= 127 && small * (1 << shift) == disp;
  bool none = disp == 0 && low != EQS_RBP;
  uint64_t tail = (none ? 0 : fits ? 0x40 : 0x80) | (indexed ? 4 | low << 8 : low);
  tail |= (uint64_t)(fits ? (uint8_t)small : (uint32_t)disp) << (8 + 8 * indexed);
  return eqs_rm_make(tail, kind, base,
                     1 + indexed +
                         (none   ? 0
                          : fits ? 1
                                 : 4),
                     !indexed << 6 | (~base >> 3 & 1) << 5);
}

/* EVEX counts 8-bit displacements in what the operand takes from memory, VEX in bytes. */
static inline eqs_rm eqs_rm_memory(const eqs_x86 *x, eqs_rm_kind kind, unsigned base, int32_t disp)
{
  unsigned unit = kind == EQS_RM_NUMBER ? x->element : x->vector;
  return eqs_rm_address(kind, base, disp, x->evex ? unit : 0);
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

/* The tail of RM with the register field REG; writes beyond it. */
static inline void eqs_x86_tail(eqs_x86 *x, unsigned reg, eqs_rm rm)
{
  uint64_t tail = rm.tail | (reg & 7) << 3;
  memcpy(x->at, &tail, sizeof tail);
  x->at += rm.info >> 16 & 0xFF;
}

/* Prefix, OPCODE and operands. MAP, W, PP: fields of the prefix; LAST: of EVEX, its last byte. */
static inline void eqs_x86_put(eqs_x86 *x, unsigned opcode, unsigned map, unsigned w, unsigned pp,
                               unsigned last, unsigned reg, unsigned second, eqs_rm rm)
{
  unsigned first = (~reg >> 3 & 1) << 7 | (unsigned)(rm.info >> 24 & 0xFF) | map;
  unsigned middle = w << 7 | (~second & 15) << 3 | pp;
  if (x->evex) {
    first |= (~reg >> 4 & 1) << 4;
    middle |= 4;
    last |= 0x40 | (~second >> 4 & 1) << 3;
    eqs_x86_u32(x, 0x62 | first << 8 | middle << 16 | last << 24);
    eqs_x86_byte(x, opcode);
  } else {
    eqs_x86_u32(x, 0xC4 | first << 8 | (middle | 4) << 16 | opcode << 24);
  }
  eqs_x86_tail(x, reg, rm);
}

/* OP with the vector registers REG and SECOND and the operand RM. MASK is a mask register of EVEX,
   0 for none; ZERO clears the lanes that it leaves out. */
static inline void eqs_x86_masked(eqs_x86 *x, eqs_x86_op op, unsigned reg, unsigned second,
                                  eqs_rm rm, unsigned mask, bool zero)
{
  unsigned w = x->f64 && (x->evex || op.vex_wide), pp = !op.prefix_f64 || x->f64;
  unsigned number = eqs_rm_kind_of(rm) == EQS_RM_NUMBER;
  eqs_x86_put(x, op.opcode, op.map, w, pp, (unsigned)zero << 7 | number << 4 | mask, reg, second,
              rm);
}

static inline void eqs_x86_vector(eqs_x86 *x, eqs_x86_op op, unsigned reg, unsigned second,
                                  eqs_rm rm)
{
  eqs_x86_masked(x, op, reg, second, rm, 0, false);
}

/* REG = the vector or number in memory, or the register, that RM is. */
static inline void eqs_x86_load(eqs_x86 *x, unsigned reg, eqs_rm rm)
{
  if (eqs_rm_kind_of(rm) != EQS_RM_NUMBER) {
    eqs_x86_vector(x, EQS_X86_LOAD, reg, 0, rm);
    return;
  }
  /* vbroadcastsd, vbroadcastss */
  eqs_x86_put(x, x->f64 ? 0x19 : 0x18, 2, x->f64 && x->evex, 1, 0, reg, 0, rm);
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
  eqs_rm memory = eqs_rm_address(EQS_RM_NUMBER, base, disp, 0);
  eqs_x86_tail(x, reg, memory);
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
