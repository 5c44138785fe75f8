/* SPDX-License-Identifier: BSD-3-Clause */
/* A fuzz target for the CSV reader: whatever the bytes are, it reads them or says where it stopped.
   With libFuzzer: clang -fsanitize=fuzzer,address, this file and the library. */
#include <config.h>

#include "fuzz_csv.h"
#include <eqsieve/table.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LONGEST_CELL = 64 << 20 };

/* What every table that was read promises. */
static void check_table(const eqs_table *table)
{
  size_t rows = eqs_table_rows(table), cols = eqs_table_cols(table);
  if (rows == 0 || cols == 0) abort();
  for (size_t j = 0; j < cols; j++) {
    const double *number = eqs_table_numbers(table, j);
    if (*eqs_table_name(table, j) == '\0' || eqs_table_is_text(table, j) == (number != NULL))
      abort();
    for (size_t i = 0; i < rows; i++)
      if (number ? isinf(number[i]) : strlen(eqs_table_text(table, j, i)) > LONGEST_CELL) abort();
  }
  for (size_t i = 1; i < rows; i++)
    if (eqs_table_line(table, i) <= eqs_table_line(table, i - 1)) abort();
}

/* What every refusal promises: its kind, and a message that names the file. */
static void check_refusal(eqs_status status, const char *message, const char *path)
{
  if ((status != EQS_INPUT && status != EQS_LIMIT) || strncmp(message, path, strlen(path)) != 0)
    abort();
}

/* The data sets that a table gives by default. */
static void use_table(eqs_ctx *ctx, const eqs_table *table)
{
  eqs_roles roles;
  eqs_rows rows;
  eqs_dataset *dataset;
  if (eqs_roles_choose(ctx, &roles, table, NULL, NULL, NULL)) return;
  if (eqs_rows_complete(ctx, &rows, table, &roles, EQS_MISSING_DROP) == EQS_OK) {
    if (eqs_dataset_new(ctx, &dataset, table, &roles, &rows, EQS_F32, 0) == EQS_OK)
      eqs_dataset_free(dataset);
    eqs_rows_free(&rows);
  }
  eqs_roles_free(&roles);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  char path[64];
  eqs_table *table;
  int file = memfd_create("fuzz", 0);
  if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_status status = eqs_table_read_csv(ctx, &table, path, NULL);
  if (status)
    check_refusal(status, eqs_ctx_message(ctx), path);
  else {
    check_table(table);
    use_table(ctx, table);
    eqs_table_free(table);
  }
  eqs_ctx_free(ctx);
  close(file);
  return 0;
}
