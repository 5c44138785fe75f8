/* SPDX-License-Identifier: BSD-3-Clause */
/* What each relocation writes, and where it does not fit. */
#include "code/relocate.h"
#include <criterion/criterion.h>
#include <elf.h>
#include <string.h>

static int64_t signed_at(const unsigned char *where, unsigned bytes)
{
  int32_t narrow;
  int64_t wide;
  if (bytes == 4) {
    memcpy(&narrow, where, 4);
    return narrow;
  }
  memcpy(&wide, where, 8);
  return wide;
}

Test(code_relocate, relative)
{
  unsigned char word[8];
  uint64_t here = (uint64_t)(uintptr_t)word;
  static const uint32_t narrow[] = {R_X86_64_PC32, R_X86_64_PLT32, R_X86_64_GOTPCREL};
  for (unsigned i = 0; i < 3; i++) {
    cr_expect(eqs_relocate(word, narrow[i], here + 1000, -4));
    cr_expect_eq(signed_at(word, 4), 996);
    cr_expect(eqs_relocate(word, narrow[i], here - 1000, -4));
    cr_expect_eq(signed_at(word, 4), -1004);
    cr_expect(eqs_relocate(word, narrow[i], here + INT32_MAX, 0));
    cr_expect_not(eqs_relocate(word, narrow[i], here + INT32_MAX, 1));
    cr_expect(eqs_relocate(word, narrow[i], here + INT32_MIN, 0));
    cr_expect_not(eqs_relocate(word, narrow[i], here + INT32_MIN, -1));
  }
  cr_expect(eqs_relocate(word, R_X86_64_PC64, here + ((uint64_t)1 << 40), 0));
  cr_expect_eq(signed_at(word, 8), (int64_t)1 << 40);
}

Test(code_relocate, absolute)
{
  unsigned char word[8];
  cr_expect(eqs_relocate(word, R_X86_64_64, 0x123456789abcdef0, 1));
  cr_expect_eq(signed_at(word, 8), 0x123456789abcdef1);
  cr_expect(eqs_relocate(word, R_X86_64_32, UINT32_MAX, 0));
  cr_expect_not(eqs_relocate(word, R_X86_64_32, UINT32_MAX, 1));
  cr_expect(eqs_relocate(word, R_X86_64_32S, INT32_MAX, 0));
  cr_expect_not(eqs_relocate(word, R_X86_64_32S, INT32_MAX, 1));
  cr_expect(eqs_relocate(word, R_X86_64_32S, 0, -5));
  cr_expect_eq(signed_at(word, 4), -5);
}

Test(code_relocate, unknown_types_write_nothing)
{
  cr_expect_eq(eqs_relocation_bytes(R_X86_64_NONE), 0);
  cr_expect_eq(eqs_relocation_bytes(R_X86_64_TPOFF32), 0);
  cr_expect_eq(eqs_relocation_bytes(UINT32_MAX), 0);
}

static void target(void) {}

Test(code_relocate, stub)
{
  unsigned char stub[EQS_STUB_BYTES];
  void (*function)(void) = target, (*kept)(void);
  eqs_stub_write(stub, function);
  memcpy(&kept, stub + EQS_STUB_BYTES - sizeof kept, sizeof kept);
  cr_expect_eq(kept, function);
}
