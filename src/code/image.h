/* SPDX-License-Identifier: BSD-3-Clause */
/* An ELF relocatable object in executable memory: sections laid out, relocations applied, external
   functions reached through stubs. The memory is written first and only then made executable. */
#ifndef EQS_CODE_IMAGE_H
#define EQS_CODE_IMAGE_H

#include <eqsieve/error.h>
#include <stddef.h>

typedef struct eqs_image eqs_image;

/* A function that an object may refer to. */
typedef struct eqs_external {
  const char *name;
  void (*function)(void);
} eqs_external;

/* EQS_NO_ENGINE unless objects for the machine TRIPLE (NULL: this host) run here. To be asked
   before one is made, which takes long. */
eqs_status eqs_image_check(eqs_ctx *ctx, const char *triple);

/* Checks every offset of the object against SIZE before it is used: a damaged object is refused
   with EQS_INPUT, never followed. SYMBOLS are what it may refer to, up to a
   NULL name; NULL: nothing. */
eqs_status eqs_image_load(eqs_ctx *ctx, eqs_image **image, const unsigned char *bytes, size_t size,
                          const eqs_external *symbols);

/* The address of a global function, or NULL. */
void *eqs_image_symbol(const eqs_image *image, const char *name);
size_t eqs_image_bytes(const eqs_image *image);
void eqs_image_free(eqs_image *image);

#endif
