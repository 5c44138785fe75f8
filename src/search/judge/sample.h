/* SPDX-License-Identifier: BSD-3-Clause */
/* Looks at training rows, of many at some. */
#ifndef EQS_SEARCH_SAMPLE_H
#define EQS_SEARCH_SAMPLE_H

#include <eqsieve/table.h>

/* Writes at most MOST of ROWS, at equal distances, to ROW; returns how many. */
size_t eqs_sample_rows(const eqs_rows *rows, size_t most, size_t *row);

/* The least and the largest of VALUE on ROWS. */
void eqs_range_on_rows(const double *value, const eqs_rows *rows, double *low, double *high);

#endif
