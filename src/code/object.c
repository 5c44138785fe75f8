/* SPDX-License-Identifier: BSD-3-Clause */
/* Checked access to the tables of an ELF relocatable object. */
#include "code/object.h"

#include "util/fail.h"
#include <stdbool.h>
#include <string.h>

static bool inside(const eqs_object *o, uint64_t offset, uint64_t bytes)
{
  return offset <= o->size && bytes <= o->size - offset;
}

static eqs_status damaged(eqs_ctx *ctx, const char *what)
{
  return eqs_fail(ctx, EQS_INPUT, "object code is damaged: %s", what);
}

Elf64_Shdr eqs_object_section(const eqs_object *o, uint32_t i)
{
  Elf64_Shdr section;
  memcpy(&section, o->bytes + o->section_table + (uint64_t)i * sizeof section, sizeof section);
  return section;
}

Elf64_Sym eqs_object_symbol(const eqs_object *o, uint32_t i)
{
  Elf64_Sym symbol;
  memcpy(&symbol, o->bytes + o->symbol_table + (uint64_t)i * sizeof symbol, sizeof symbol);
  return symbol;
}

uint64_t eqs_object_n_relocations(const Elf64_Shdr *section)
{
  return section->sh_size / sizeof(Elf64_Rela);
}

Elf64_Rela eqs_object_relocation(const eqs_object *o, const Elf64_Shdr *section, uint64_t i)
{
  Elf64_Rela relocation;
  memcpy(&relocation, o->bytes + section->sh_offset + i * sizeof relocation, sizeof relocation);
  return relocation;
}

const char *eqs_object_name(const eqs_object *o, const Elf64_Sym *symbol)
{
  if (symbol->st_name >= o->strings_size) return "";
  return (const char *)o->bytes + o->strings + symbol->st_name;
}

static eqs_status check_header(eqs_ctx *ctx, eqs_object *o)
{
  Elf64_Ehdr header;
  if (o->size < sizeof header) return damaged(ctx, "it is shorter than its header");
  memcpy(&header, o->bytes, sizeof header);
  if (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 ||
      header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_type != ET_REL)
    return damaged(ctx, "it is no 64-bit ELF relocatable file");
  if (header.e_machine != EM_X86_64)
    return eqs_fail(ctx, EQS_INPUT, "object code is for machine %u, not for x86-64",
                    header.e_machine);
  if (header.e_shentsize != sizeof(Elf64_Shdr) ||
      !inside(o, header.e_shoff, (uint64_t)header.e_shnum * sizeof(Elf64_Shdr)))
    return damaged(ctx, "its section table is outside");
  o->section_table = header.e_shoff;
  o->n_sections = header.e_shnum;
  return EQS_OK;
}

static eqs_status check_symbols(eqs_ctx *ctx, eqs_object *o, const Elf64_Shdr *table)
{
  if (o->n_symbols) return damaged(ctx, "it has two symbol tables");
  if (table->sh_entsize != sizeof(Elf64_Sym) || table->sh_link >= o->n_sections)
    return damaged(ctx, "its symbol table has no names");
  Elf64_Shdr strings = eqs_object_section(o, table->sh_link);
  if (strings.sh_type != SHT_STRTAB || !strings.sh_size ||
      !inside(o, strings.sh_offset, strings.sh_size) ||
      o->bytes[strings.sh_offset + strings.sh_size - 1] != 0)
    return damaged(ctx, "its string table does not end");
  if (table->sh_size / sizeof(Elf64_Sym) > UINT32_MAX)
    return damaged(ctx, "its symbol table is too long");
  o->symbol_table = table->sh_offset;
  o->n_symbols = (uint32_t)(table->sh_size / sizeof(Elf64_Sym));
  o->strings = strings.sh_offset;
  o->strings_size = strings.sh_size;
  return EQS_OK;
}

eqs_status eqs_object_open(eqs_ctx *ctx, eqs_object *o, const unsigned char *bytes, size_t size)
{
  *o = (eqs_object){.bytes = bytes, .size = size};
  eqs_status status = check_header(ctx, o);
  for (uint32_t i = 0; !status && i < o->n_sections; i++) {
    Elf64_Shdr section = eqs_object_section(o, i);
    if (section.sh_type != SHT_NULL && section.sh_type != SHT_NOBITS &&
        !inside(o, section.sh_offset, section.sh_size))
      status = damaged(ctx, "a section is outside");
    else if (section.sh_type == SHT_SYMTAB)
      status = check_symbols(ctx, o, &section);
  }
  if (!status && !o->n_symbols) status = damaged(ctx, "it has no symbols");
  return status;
}
