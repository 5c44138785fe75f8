/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading an ELF relocatable object that may be damaged: every offset is checked against the size
   before anything is read through it, and records are copied out because they may be unaligned. */
#ifndef EQS_CODE_OBJECT_H
#define EQS_CODE_OBJECT_H

#include <elf.h>
#include <eqsieve/error.h>
#include <stddef.h>
#include <stdint.h>

typedef struct eqs_object {
  const unsigned char *bytes; /* borrowed */
  size_t size;
  uint64_t section_table; /* offset */
  uint32_t n_sections, n_symbols;
  uint64_t symbol_table, strings, strings_size; /* offsets and a size */
} eqs_object;

/* Checks the header, the section table, that the contents of all sections are inside, and the
   symbol table. EQS_INPUT if any is not as it must be. */
eqs_status eqs_object_open(eqs_ctx *ctx, eqs_object *object, const unsigned char *bytes,
                           size_t size);

/* Section I < n_sections; symbol I < n_symbols. */
Elf64_Shdr eqs_object_section(const eqs_object *object, uint32_t i);
Elf64_Sym eqs_object_symbol(const eqs_object *object, uint32_t i);

/* The relocation I of the SHT_RELA section SECTION, of which there are eqs_object_n_relocations. */
uint64_t eqs_object_n_relocations(const Elf64_Shdr *section);
Elf64_Rela eqs_object_relocation(const eqs_object *object, const Elf64_Shdr *section, uint64_t i);

/* The name of a symbol, "" if it is outside the string table. */
const char *eqs_object_name(const eqs_object *object, const Elf64_Sym *symbol);

#endif
