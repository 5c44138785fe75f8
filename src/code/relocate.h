/* SPDX-License-Identifier: BSD-3-Clause */
/* x86-64 relocations, and the stubs through which far functions are called. */
#ifndef EQS_CODE_RELOCATE_H
#define EQS_CODE_RELOCATE_H

#include <stdbool.h>
#include <stdint.h>

enum { EQS_STUB_BYTES = 16 };

/* Writes a jump to FUNCTION at STUB; its address stands in the last eight bytes, so that code may
   also load it from there. */
void eqs_stub_write(unsigned char *stub, void (*function)(void));

/* How many bytes a relocation of TYPE writes; 0 if the type is not supported. */
unsigned eqs_relocation_bytes(uint32_t type);

/* Whether TYPE wants the place where the symbol's address is kept, and not the symbol. */
bool eqs_relocation_wants_slot(uint32_t type);

/* Writes at WHERE, in memory whose final address is WHERE too. False if TARGET + ADDEND is out of
   the range of TYPE. */
bool eqs_relocate(unsigned char *where, uint32_t type, uint64_t target, int64_t addend);

#endif
