/* SPDX-License-Identifier: BSD-3-Clause */
/* Applying x86-64 relocations, as the System V psABI defines them. */
#include "code/relocate.h"

#include <elf.h>
#include <string.h>

void eqs_stub_write(unsigned char *stub, void (*function)(void))
{
  /* jmp *2(%rip), then two traps, then the address. */
  static const unsigned char jump[8] = {0xff, 0x25, 0x02, 0x00, 0x00, 0x00, 0xcc, 0xcc};
  memcpy(stub, jump, sizeof jump);
  memcpy(stub + sizeof jump, &function, sizeof function);
}

unsigned eqs_relocation_bytes(uint32_t type)
{
  switch (type) {
  case R_X86_64_64:
  case R_X86_64_PC64:
    return 8;
  case R_X86_64_32:
  case R_X86_64_32S:
  case R_X86_64_PC32:
  case R_X86_64_PLT32:
  case R_X86_64_GOTPCREL:
  case R_X86_64_GOTPCRELX:
  case R_X86_64_REX_GOTPCRELX:
    return 4;
  default:
    return 0;
  }
}

bool eqs_relocation_wants_slot(uint32_t type)
{
  return type == R_X86_64_GOTPCREL || type == R_X86_64_GOTPCRELX || type == R_X86_64_REX_GOTPCRELX;
}

bool eqs_relocate(unsigned char *where, uint32_t type, uint64_t target, int64_t addend)
{
  /* Unsigned, because damaged addends may wrap around. */
  uint64_t value = target + (uint64_t)addend;
  bool relative = type != R_X86_64_64 && type != R_X86_64_32 && type != R_X86_64_32S;
  if (relative) value -= (uint64_t)(uintptr_t)where;
  if (eqs_relocation_bytes(type) == 8) {
    memcpy(where, &value, 8);
    return true;
  }
  int64_t number = (int64_t)value;
  uint32_t low = (uint32_t)value;
  bool fits =
      type == R_X86_64_32 ? value <= UINT32_MAX : number >= INT32_MIN && number <= INT32_MAX;
  if (fits) memcpy(where, &low, 4);
  return fits;
}
