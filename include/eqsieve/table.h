/* SPDX-License-Identifier: BSD-3-Clause */
/* Tables: what a data file holds, and the rows and columns of it that a fit looks at. */
#ifndef EQSIEVE_TABLE_H
#define EQSIEVE_TABLE_H

#include <eqsieve/error.h>
#include <eqsieve/expr.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Tables ------------------------------------------------------------------------------- */

typedef struct eqs_table eqs_table; /* columns of equal length; immutable once read; shareable */

typedef enum eqs_missing_policy {
  EQS_MISSING_DROP,   /* leave out rows with a missing value in a column in use, count them */
  EQS_MISSING_REFUSE, /* fail, naming the first one */
} eqs_missing_policy;

typedef struct eqs_csv_options {
  size_t size;             /* sizeof(eqs_csv_options) */
  const char *missing;     /* one more spelling of a missing value, such as "-1" or "n/a"; or NULL.
                              A number matches by value ("-1" also matches "-1.0") */
  const char *const *text; /* columns to take as text whatever they hold (group, fold, id) */
  size_t n_text;
} eqs_csv_options;

EQS_API void eqs_csv_options_init(eqs_csv_options *options);

/* Reads a CSV file with a header; "-" is standard input. Accepts a byte-order mark, CRLF, commas,
   semicolons or tabs (found from the header), quotes with doubled quotes inside, blank lines at
   the end. Blank cells, "nan", "na", "n/a", "null", "inf" in any case, and OPTIONS->missing, are
   missing values. A column is a number column if each of its cells that is not missing is a number;
   it is a text column if its first such cell is none, and then stays out of the features by
   default; a word further down a column of numbers is an error with its line. Fails with EQS_IO,
   EQS_INPUT (empty file, header without rows, ragged row, a blank line between rows, names that are
   repeated, blank or no printable UTF-8, NUL bytes, a number beyond the range of double) or
   EQS_LIMIT (a line over 64 MiB, more than 2^20 columns). Cost: about the time to read the file;
   memory: 8 bytes a number. */
EQS_API eqs_status eqs_table_read_csv(eqs_ctx *ctx, eqs_table **table, const char *path,
                                      const eqs_csv_options *options);

/* A table from COLS columns of ROWS doubles each, copied; NaN means missing. */
EQS_API eqs_status eqs_table_from_columns(eqs_ctx *ctx, eqs_table **table, size_t rows, size_t cols,
                                          const char *const *names, const double *const *columns);
EQS_API void eqs_table_free(eqs_table *table);

EQS_API size_t eqs_table_rows(const eqs_table *table);
EQS_API size_t eqs_table_cols(const eqs_table *table);
EQS_API const char *eqs_table_name(const eqs_table *table, size_t col);
EQS_API const char *eqs_table_path(const eqs_table *table); /* for messages */
EQS_API int eqs_table_is_text(const eqs_table *table, size_t col);

/* Number columns: ROWS doubles, missing as NaN. Text columns: NULL. */
EQS_API const double *eqs_table_numbers(const eqs_table *table, size_t col);

/* The cell of a text column; NULL for a number column. */
EQS_API const char *eqs_table_text(const eqs_table *table, size_t col, size_t row);

/* The number of the column of that name; on failure (EQS_INPUT) the message lists near names. */
EQS_API eqs_status eqs_table_find(eqs_ctx *ctx, const eqs_table *table, const char *name,
                                  size_t *col);

/* The line of the file where ROW begins (header: 1), for messages; 0 if not from a file. */
EQS_API size_t eqs_table_line(const eqs_table *table, size_t row);

/* ---- Columns and rows in use --------------------------------------------------------------- */

/* Which columns are features, which is the target. */
typedef struct eqs_roles {
  size_t n_features;
  size_t *feature; /* columns of the table; variable j of an expression is feature[j] */
  size_t target;   /* column of the table, or SIZE_MAX for none (prediction) */
  eqs_names names; /* of the features, borrowed from the table */
  int weighted;    /* rows count with the numbers of the column WEIGHT */
  size_t weight;
} eqs_roles;

/* FEATURES is a comma-separated list of names (one that holds a comma in double quotes), or NULL
   for every number column but the target and the columns named in EXCLUDE (comma-separated or
   NULL). Fails with EQS_INPUT on unknown, repeated or text columns, and when no feature is left.
   Freed with eqs_roles_free. */
EQS_API eqs_status eqs_roles_choose(eqs_ctx *ctx, eqs_roles *roles, const eqs_table *table,
                                    const char *target, const char *features, const char *exclude);
EQS_API void eqs_roles_free(eqs_roles *roles);

/* Takes the column NAME as the weights of the rows. EQS_INPUT if it is text or unknown, the target
   or a feature. */
EQS_API eqs_status eqs_roles_weigh(eqs_ctx *ctx, eqs_roles *roles, const eqs_table *table,
                                   const char *name);

/* Row numbers of a table, increasing. */
typedef struct eqs_rows {
  size_t n;
  size_t *row;
  size_t n_missing; /* rows left out because a value was missing */
} eqs_rows;

EQS_API void eqs_rows_free(eqs_rows *rows);

/* The rows whose features, target and weight are all there, without those of weight zero, which may
   miss anything. EQS_INPUT if none is left, or with EQS_MISSING_REFUSE if one misses a value. */
EQS_API eqs_status eqs_rows_complete(eqs_ctx *ctx, eqs_rows *rows, const eqs_table *table,
                                     const eqs_roles *roles, eqs_missing_policy policy);

/* Splits ROWS at random: round(FRACTION * n) of them, at least one and at most n - 1, go to TEST.
   The same seed gives the same split. */
EQS_API eqs_status eqs_rows_holdout(eqs_ctx *ctx, const eqs_rows *rows, double fraction,
                                    uint64_t seed, eqs_rows *train, eqs_rows *test);

/* Splits ROWS by the column FOLD: rows whose cell equals VALUE go to TEST. */
EQS_API eqs_status eqs_rows_fold(eqs_ctx *ctx, const eqs_rows *rows, const eqs_table *table,
                                 const char *fold, const char *value, eqs_rows *train,
                                 eqs_rows *test);

/* ---- Data sets ------------------------------------------------------------------------------ */

typedef enum eqs_dtype { EQS_F64, EQS_F32 } eqs_dtype;

/* Features, target and weights of some rows, in one dtype, laid out for the engine: each column
   contiguous, aligned to 64 bytes and padded with copies of its last row. Immutable and shareable.
 */
typedef struct eqs_dataset eqs_dataset;

/* Copies the cells. EQS_INPUT when a value does not fit the dtype, or a weight is negative or all
   are zero; while CHECK_TARGET is set also when the target is constant, or squares of the features
   or of the target do not fit the dtype. Freed with eqs_dataset_free. Memory: (features + 1) * rows *
   size. */
EQS_API eqs_status eqs_dataset_new(eqs_ctx *ctx, eqs_dataset **dataset, const eqs_table *table,
                                   const eqs_roles *roles, const eqs_rows *rows, eqs_dtype dtype,
                                   int check_target);
EQS_API void eqs_dataset_free(eqs_dataset *dataset);
EQS_API size_t eqs_dataset_rows(const eqs_dataset *dataset);
EQS_API size_t eqs_dataset_features(const eqs_dataset *dataset);

#ifdef __cplusplus
}
#endif
#endif
