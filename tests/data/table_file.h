/* SPDX-License-Identifier: BSD-3-Clause */
/* Tables from text, for the tests of reading. */
#ifndef EQS_TESTS_DATA_TABLE_FILE_H
#define EQS_TESTS_DATA_TABLE_FILE_H

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <eqsieve/table.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Under the address sanitizer, which keeps freed memory for a while, use of memory means nothing.
 */
#if defined(__SANITIZE_ADDRESS__)
#define MEMORY_IS_MEASURABLE 0
#elif defined(__has_feature)
#define MEMORY_IS_MEASURABLE !__has_feature(address_sanitizer)
#else
#define MEMORY_IS_MEASURABLE 1
#endif

static eqs_ctx *ctx;

static inline void begin(void)
{
  ctx = eqs_ctx_new();
}
static inline void end(void)
{
  eqs_ctx_free(ctx);
}

/* Reads LENGTH bytes as a file. The messages name it "FILE". */
static inline eqs_status read_bytes(eqs_table **table, const char *bytes, size_t length,
                                    const eqs_csv_options *options)
{
  char path[] = "/tmp/eqsieve-csv-XXXXXX";
  int file = mkstemp(path);
  cr_assert(file >= 0 && write(file, bytes, length) == (ssize_t)length && close(file) == 0);
  eqs_status status = eqs_table_read_csv(ctx, table, path, options);
  unlink(path);
  return status;
}

/* The table that TEXT holds. */
static inline eqs_table *table_of_with(const char *text, const eqs_csv_options *options)
{
  eqs_table *table = NULL;
  cr_assert(eq(int, read_bytes(&table, text, strlen(text), options), EQS_OK), "%s",
            eqs_ctx_message(ctx));
  return table;
}

static inline eqs_table *table_of(const char *text)
{
  return table_of_with(text, NULL);
}

/* STATUS came with a message that has PART in it. */
#define faults(STATUS, EXPECTED, PART)                                                             \
  do {                                                                                             \
    cr_assert(eq(int, (STATUS), (EXPECTED)), "%s", eqs_ctx_message(ctx));                          \
    cr_assert(strstr(eqs_ctx_message(ctx), (PART)) != NULL, "%s", eqs_ctx_message(ctx));           \
  } while (0)

#endif
