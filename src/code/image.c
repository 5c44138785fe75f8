/* SPDX-License-Identifier: BSD-3-Clause */
/* Loading an object: layout, copying, relocation, protection, and the table of its functions. */
#include "code/image.h"

#include "code/object.h"
#include "code/relocate.h"
#include "util/fail.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MAX_SECTION_ALIGN = 4096 };
#define MAX_IMAGE_BYTES ((size_t)256 << 20)
#define NOT_LOADED SIZE_MAX

typedef struct function {
  const char *name; /* in the image's strings */
  void *address;
} function;

struct eqs_image {
  unsigned char *memory;
  size_t size;
  function *functions; /* sorted by name */
  size_t n_functions;
  char *strings;
};

/* What is known while an object is being loaded. */
typedef struct loading {
  eqs_ctx *ctx;
  eqs_object object;
  const eqs_external *symbols;
  size_t *place; /* per section: its offset in memory, or NOT_LOADED */
  size_t *stub;  /* per symbol: the offset of its stub, or NOT_LOADED */
  eqs_image *image;
} loading;

static const eqs_external *find_external(const loading *l, const char *name)
{
  for (const eqs_external *s = l->symbols; s && s->name; s++)
    if (strcmp(s->name, name) == 0) return s;
  return NULL;
}

static bool is_external(const loading *l, uint32_t i, Elf64_Sym *symbol)
{
  *symbol = eqs_object_symbol(&l->object, i);
  return symbol->st_shndx == SHN_UNDEF && *eqs_object_name(&l->object, symbol);
}

static eqs_status lay_out_sections(loading *l, size_t *size)
{
  for (uint32_t i = 0; i < l->object.n_sections; i++) {
    Elf64_Shdr section = eqs_object_section(&l->object, i);
    l->place[i] = NOT_LOADED;
    if (!(section.sh_flags & SHF_ALLOC)) continue;
    uint64_t align = section.sh_addralign ? section.sh_addralign : 1;
    if (section.sh_type != SHT_PROGBITS || (section.sh_flags & (SHF_WRITE | SHF_TLS)))
      return eqs_fail(l->ctx, EQS_INPUT,
                      "object code has a section that is neither code nor "
                      "constants");
    if (align > MAX_SECTION_ALIGN || (align & (align - 1)) || section.sh_size > MAX_IMAGE_BYTES)
      return eqs_fail(l->ctx, EQS_INPUT, "object code has a section of unlikely size");
    l->place[i] = (*size + align - 1) & ~(size_t)(align - 1);
    *size = l->place[i] + section.sh_size;
    if (*size > MAX_IMAGE_BYTES) return eqs_fail(l->ctx, EQS_INPUT, "object code is too long");
  }
  return EQS_OK;
}

static eqs_status lay_out_stubs(loading *l, size_t *size)
{
  *size = (*size + EQS_STUB_BYTES - 1) & ~(size_t)(EQS_STUB_BYTES - 1);
  for (uint32_t i = 0; i < l->object.n_symbols; i++) {
    Elf64_Sym symbol;
    l->stub[i] = NOT_LOADED;
    if (!is_external(l, i, &symbol)) continue;
    const char *name = eqs_object_name(&l->object, &symbol);
    if (!find_external(l, name))
      return eqs_fail(l->ctx, EQS_INPUT, "object code refers to an unknown function '%s'", name);
    l->stub[i] = *size;
    *size += EQS_STUB_BYTES;
  }
  return EQS_OK;
}

static void copy(loading *l)
{
  for (uint32_t i = 0; i < l->object.n_sections; i++) {
    Elf64_Shdr section = eqs_object_section(&l->object, i);
    if (l->place[i] != NOT_LOADED)
      memcpy(l->image->memory + l->place[i], l->object.bytes + section.sh_offset, section.sh_size);
  }
  for (uint32_t i = 0; i < l->object.n_symbols; i++) {
    Elf64_Sym symbol;
    if (!is_external(l, i, &symbol)) continue;
    const eqs_external *external = find_external(l, eqs_object_name(&l->object, &symbol));
    eqs_stub_write(l->image->memory + l->stub[i], external->function);
  }
}

/* Where symbol I is in memory; NULL if it has no place in a section that was loaded. */
static unsigned char *symbol_address(const loading *l, uint32_t i)
{
  if (i >= l->object.n_symbols) return NULL;
  if (l->stub[i] != NOT_LOADED) return l->image->memory + l->stub[i];
  Elf64_Sym symbol = eqs_object_symbol(&l->object, i);
  if (symbol.st_shndx >= l->object.n_sections || l->place[symbol.st_shndx] == NOT_LOADED)
    return NULL;
  Elf64_Shdr section = eqs_object_section(&l->object, symbol.st_shndx);
  if (symbol.st_value > section.sh_size) return NULL;
  return l->image->memory + l->place[symbol.st_shndx] + symbol.st_value;
}

static eqs_status relocate_one(const loading *l, const Elf64_Rela *r, uint32_t section)
{
  uint32_t type = (uint32_t)ELF64_R_TYPE(r->r_info), index = (uint32_t)ELF64_R_SYM(r->r_info);
  unsigned bytes = eqs_relocation_bytes(type);
  bool slot = eqs_relocation_wants_slot(type);
  if (!bytes)
    return eqs_fail(l->ctx, EQS_INPUT, "object code has a relocation of unknown type %u", type);
  uint64_t size = eqs_object_section(&l->object, section).sh_size;
  unsigned char *target = symbol_address(l, index);
  if (size < bytes || r->r_offset > size - bytes || !target ||
      (slot && l->stub[index] == NOT_LOADED))
    return eqs_fail(l->ctx, EQS_INPUT, "object code has a relocation that leads outside");
  if (slot) target += EQS_STUB_BYTES - sizeof(void *);
  unsigned char *where = l->image->memory + l->place[section] + r->r_offset;
  if (!eqs_relocate(where, type, (uint64_t)(uintptr_t)target, r->r_addend))
    return eqs_fail(l->ctx, EQS_INPUT, "object code has a relocation out of range");
  return EQS_OK;
}

static eqs_status relocate(const loading *l)
{
  for (uint32_t i = 0; i < l->object.n_sections; i++) {
    Elf64_Shdr section = eqs_object_section(&l->object, i);
    if (section.sh_type == SHT_REL)
      return eqs_fail(l->ctx, EQS_INPUT, "object code has relocations without addends");
    if (section.sh_type != SHT_RELA || section.sh_info >= l->object.n_sections ||
        l->place[section.sh_info] == NOT_LOADED)
      continue;
    for (uint64_t j = 0; j < eqs_object_n_relocations(&section); j++) {
      Elf64_Rela relocation = eqs_object_relocation(&l->object, &section, j);
      eqs_status status = relocate_one(l, &relocation, section.sh_info);
      if (status) return status;
    }
  }
  return EQS_OK;
}

static int by_name(const void *a, const void *b)
{
  return strcmp(((const function *)a)->name, ((const function *)b)->name);
}

static eqs_status collect_functions(loading *l)
{
  eqs_image *image = l->image;
  image->strings = malloc(l->object.strings_size);
  image->functions = calloc(l->object.n_symbols, sizeof *image->functions);
  if (!image->strings || !image->functions) return eqs_fail_memory(l->ctx, l->object.strings_size);
  memcpy(image->strings, l->object.bytes + l->object.strings, l->object.strings_size);
  for (uint32_t i = 0; i < l->object.n_symbols; i++) {
    Elf64_Sym symbol = eqs_object_symbol(&l->object, i);
    if (ELF64_ST_BIND(symbol.st_info) != STB_GLOBAL || ELF64_ST_TYPE(symbol.st_info) != STT_FUNC ||
        symbol.st_shndx == SHN_UNDEF || symbol.st_name >= l->object.strings_size)
      continue;
    unsigned char *address = symbol_address(l, i);
    if (address)
      image->functions[image->n_functions++] = (function){image->strings + symbol.st_name, address};
  }
  qsort(image->functions, image->n_functions, sizeof *image->functions, by_name);
  return EQS_OK;
}

static eqs_status map(loading *l, size_t size)
{
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  l->image->size = (size + page) & ~(page - 1);
  void *memory =
      mmap(NULL, l->image->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return eqs_fail_memory(l->ctx, l->image->size);
  l->image->memory = memory;
  return EQS_OK;
}

/* From here on it can be run and no longer written. */
static eqs_status protect(loading *l)
{
  if (mprotect(l->image->memory, l->image->size, PROT_READ | PROT_EXEC) != 0)
    return eqs_fail(l->ctx, EQS_NO_ENGINE,
                    "this system allows no executable memory (try --engine "
                    "reference)");
  __builtin___clear_cache((char *)l->image->memory, (char *)l->image->memory + l->image->size);
  return EQS_OK;
}

static eqs_status load(loading *l)
{
  size_t size = 0;
  l->place = calloc(l->object.n_sections, sizeof *l->place);
  l->stub = calloc(l->object.n_symbols, sizeof *l->stub);
  l->image = calloc(1, sizeof *l->image);
  if (!l->place || !l->stub || !l->image)
    return eqs_fail_memory(l->ctx, l->object.n_symbols * sizeof *l->stub);
  eqs_status status = lay_out_sections(l, &size);
  if (!status) status = lay_out_stubs(l, &size);
  if (!status) status = map(l, size);
  if (status) return status;
  copy(l);
  status = relocate(l);
  if (!status) status = collect_functions(l);
  return status ? status : protect(l);
}

eqs_status eqs_image_check(eqs_ctx *ctx, const char *triple)
{
#ifdef __x86_64__
  static const char here[] = "x86_64";
  if (!triple || strncmp(triple, here, sizeof here - 1) == 0) return EQS_OK;
  return eqs_fail(ctx, EQS_NO_ENGINE, "kernels for '%s' do not run here, on %s", triple, here);
#else
  (void)triple;
  return eqs_fail(ctx, EQS_NO_ENGINE,
                  "native kernels run on x86-64 alone so far (try --engine reference)");
#endif
}

eqs_status eqs_image_load(eqs_ctx *ctx, eqs_image **image, const unsigned char *bytes, size_t size,
                          const eqs_external *symbols)
{
  loading l = {.ctx = ctx, .symbols = symbols};
  *image = NULL;
  eqs_status status = eqs_image_check(ctx, NULL);
  if (!status) status = eqs_object_open(ctx, &l.object, bytes, size);
  if (!status) status = load(&l);
  if (status)
    eqs_image_free(l.image);
  else
    *image = l.image;
  free(l.place);
  free(l.stub);
  return status;
}

void *eqs_image_symbol(const eqs_image *image, const char *name)
{
  const function key = {name, NULL};
  const function *found =
      bsearch(&key, image->functions, image->n_functions, sizeof *image->functions, by_name);
  return found ? found->address : NULL;
}

size_t eqs_image_bytes(const eqs_image *image)
{
  return image->size;
}

void eqs_image_free(eqs_image *image)
{
  if (!image) return;
  if (image->memory) munmap(image->memory, image->size);
  free(image->functions);
  free(image->strings);
  free(image);
}
