/* SPDX-License-Identifier: BSD-3-Clause */
/* Encoded instructions against the bytes that GNU as makes of the text beside them. */
#include "code/encode_x86.h"
#include <criterion/criterion.h>
#include <stdio.h>

typedef struct writer {
  unsigned char code[64];
  eqs_x86 x;
} writer;

static void expect(writer *w, const char *text, const char *bytes)
{
  size_t n = (size_t)(w->x.at - w->code), at = 0;
  char got[3 * sizeof w->code] = "";
  for (size_t i = 0; i < n; i++)
    at += (size_t)snprintf(got + at, sizeof got - at, "%s%02x", i ? " " : "", w->code[i]);
  cr_expect_str_eq(got, bytes, "%s: %s is not %s", text, got, bytes);
  w->x.at = w->code;
}

static eqs_rm vector(const writer *w, unsigned base, int32_t disp)
{
  return eqs_rm_memory(&w->x, EQS_RM_VECTOR, base, disp);
}
static eqs_rm number(const writer *w, unsigned base, int32_t disp)
{
  return eqs_rm_memory(&w->x, EQS_RM_NUMBER, base, disp);
}

static void begin(writer *w, eqs_isa isa, eqs_dtype dtype)
{
  w->x = eqs_x86_begin(w->code, isa, dtype);
}

Test(encode_x86, evex)
{
  writer w;
  begin(&w, EQS_ISA_AVX512, EQS_F32);
  eqs_x86_vector(&w.x, EQS_X86_ADD, 1, 2, eqs_rm_register(3));
  expect(&w, "vaddps zmm1, zmm2, zmm3", "62 f1 6c 48 58 cb");
  eqs_x86_vector(&w.x, EQS_X86_DIV, 9, 10, vector(&w, EQS_RSI, 0));
  expect(&w, "vdivps zmm9, zmm10, [rsi+r8]", "62 31 2c 48 5e 0c 06");
  eqs_x86_vector(&w.x, EQS_X86_ADD, 4, 5, vector(&w, EQS_R13, 0x1000));
  expect(&w, "vaddps zmm4, zmm5, [r13+r8+0x1000]", "62 91 54 48 58 64 05 40");
  eqs_x86_vector(&w.x, EQS_X86_ADD, 4, 5, vector(&w, EQS_RDI, 0x7fc0));
  expect(&w, "vaddps zmm4, zmm5, [rdi+r8+0x7fc0]", "62 b1 54 48 58 a4 07 c0 7f 00 00");
  eqs_x86_vector(&w.x, EQS_X86_MUL, 4, 5, number(&w, EQS_RDX, 0x14));
  expect(&w, "vmulps zmm4, zmm5, [rdx+0x14]{1to16}", "62 f1 54 58 59 62 05");
  eqs_x86_vector(&w.x, EQS_X86_FUSED(0xB8), 8, 16, eqs_rm_register(24));
  expect(&w, "vfmadd231ps zmm8, zmm16, zmm24", "62 12 7d 40 b8 c0");
  eqs_x86_vector(&w.x, EQS_X86_SQRT, 11, 0, eqs_rm_register(28));
  expect(&w, "vsqrtps zmm11, zmm28", "62 11 7c 48 51 dc");
  eqs_x86_compare(&w.x, 1, 9, 9, 3);
  expect(&w, "vcmpunordps k1, zmm9, zmm9", "62 d1 34 48 c2 c9 03");
  eqs_x86_masked(&w.x, EQS_X86_LOAD, 30, 0, eqs_rm_register(2), 1, true);
  expect(&w, "vmovaps zmm30{k1}{z}, zmm2", "62 61 7c c9 28 f2");

  begin(&w, EQS_ISA_AVX512, EQS_F64);
  eqs_x86_vector(&w.x, EQS_X86_MUL, 17, 30, eqs_rm_register(25));
  expect(&w, "vmulpd zmm17, zmm30, zmm25", "62 81 8d 40 59 c9");
  eqs_x86_vector(&w.x, EQS_X86_SUB, 0, 31, vector(&w, EQS_RBP, 0));
  expect(&w, "vsubpd zmm0, zmm31, [rbp+r8]", "62 b1 85 40 5c 44 05 00");
  eqs_x86_vector(&w.x, EQS_X86_MUL, 20, 5, number(&w, EQS_RDX, 0x4000));
  expect(&w, "vmulpd zmm20, zmm5, [rdx+0x4000]{1to8}", "62 e1 d5 58 59 a2 00 40 00 00");
  eqs_x86_vector(&w.x, EQS_X86_FUSED(0xAC), 8, 16, vector(&w, EQS_R15, 0));
  expect(&w, "vfnmadd213pd zmm8, zmm16, [r15+r8]", "62 12 fd 40 ac 04 07");
  eqs_x86_load(&w.x, 19, number(&w, EQS_RCX, 0x18));
  expect(&w, "vbroadcastsd zmm19, [rcx+0x18]", "62 e2 fd 48 19 59 03");
  eqs_x86_store(&w.x, 18, vector(&w, EQS_RDI, 0));
  expect(&w, "vmovapd [rdi+r8], zmm18", "62 a1 fd 48 29 14 07");
  eqs_x86_masked(&w.x, EQS_X86_BLEND, 3, 29, eqs_rm_register(0), 1, false);
  expect(&w, "vblendmpd zmm3{k1}, zmm29, zmm0", "62 f2 95 41 65 d8");
}

Test(encode_x86, vex)
{
  writer w;
  begin(&w, EQS_ISA_AVX2, EQS_F32);
  eqs_x86_vector(&w.x, EQS_X86_DIV, 9, 10, vector(&w, EQS_RSI, 0));
  expect(&w, "vdivps ymm9, ymm10, [rsi+r8]", "c4 21 2c 5e 0c 06");
  eqs_x86_vector(&w.x, EQS_X86_ADD, 4, 5, vector(&w, EQS_R13, 0x1000));
  expect(&w, "vaddps ymm4, ymm5, [r13+r8+0x1000]", "c4 81 54 58 a4 05 00 10 00 00");
  eqs_x86_vector(&w.x, EQS_X86_FUSED(0xB8), 8, 6, eqs_rm_register(12));
  expect(&w, "vfmadd231ps ymm8, ymm6, ymm12", "c4 42 4d b8 c4");
  eqs_x86_load(&w.x, 3, number(&w, EQS_RDX, 0x200));
  expect(&w, "vbroadcastss ymm3, [rdx+0x200]", "c4 e2 7d 18 9a 00 02 00 00");
  eqs_x86_vector(&w.x, EQS_X86_SQRT, 11, 0, eqs_rm_register(12));
  expect(&w, "vsqrtps ymm11, ymm12", "c4 41 7c 51 dc");
  eqs_x86_compare(&w.x, 2, 9, 9, 3);
  expect(&w, "vcmpunordps ymm2, ymm9, ymm9", "c4 c1 34 c2 d1 03");

  begin(&w, EQS_ISA_AVX2, EQS_F64);
  eqs_x86_vector(&w.x, EQS_X86_MUL, 14, 13, eqs_rm_register(9));
  expect(&w, "vmulpd ymm14, ymm13, ymm9", "c4 41 15 59 f1");
  eqs_x86_vector(&w.x, EQS_X86_SUB, 0, 15, vector(&w, EQS_RBP, 0));
  expect(&w, "vsubpd ymm0, ymm15, [rbp+r8]", "c4 a1 05 5c 44 05 00");
  eqs_x86_vector(&w.x, EQS_X86_FUSED(0xAC), 8, 7, vector(&w, EQS_R15, 0));
  expect(&w, "vfnmadd213pd ymm8, ymm7, [r15+r8]", "c4 02 c5 ac 04 07");
  eqs_x86_load(&w.x, 11, number(&w, EQS_RCX, 0x18));
  expect(&w, "vbroadcastsd ymm11, [rcx+0x18]", "c4 62 7d 19 59 18");
  eqs_x86_store(&w.x, 13, vector(&w, EQS_RDI, 0x20));
  expect(&w, "vmovapd [rdi+r8+0x20], ymm13", "c4 21 7d 29 6c 07 20");
  eqs_x86_blendv(&w.x, 3, 13, 0, 14);
  expect(&w, "vblendvpd ymm3, ymm13, ymm0, ymm14", "c4 e3 15 4b d8 e0");
}

Test(encode_x86, around_the_vectors)
{
  writer w;
  begin(&w, EQS_ISA_AVX512, EQS_F32);
  eqs_x86_push(&w.x, EQS_R12);
  eqs_x86_pop(&w.x, EQS_RBP);
  expect(&w, "push r12; pop rbp", "41 54 5d");
  eqs_x86_pointer(&w.x, EQS_R8, EQS_R8, 0);
  expect(&w, "mov r8, [r8]", "4d 8b 00");
  eqs_x86_pointer(&w.x, EQS_RAX, EQS_RSI, 0x50);
  expect(&w, "mov rax, [rsi+0x50]", "48 8b 46 50");
  eqs_x86_pointer(&w.x, EQS_R15, EQS_RSI, 0x400);
  expect(&w, "mov r15, [rsi+0x400]", "4c 8b be 00 04 00 00");
}
