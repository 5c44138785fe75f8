/* SPDX-License-Identifier: BSD-3-Clause */
/* Building blocks: small formulas with their values on a sample of the rows, from which the pursuit
   picks. Pieces of what the bank holds, as they are or with variables exchanged and constants
   moved; functions of one argument with constants on the scale of the data; random formulas. */
#ifndef EQS_SEARCH_BLOCKS_H
#define EQS_SEARCH_BLOCKS_H

#include "search/judge/front.h"
#include "search/propose/mutate.h"

enum { EQS_BLOCK_ROWS = 256, EQS_BLOCK_NODES = 20 };

typedef struct eqs_block {
  uint8_t n; /* 0: none */
  uint8_t complexity;
  eqs_node node[EQS_BLOCK_NODES];
} eqs_block;

typedef struct eqs_blocks {
  const eqs_moves *moves;
  size_t rows;       /* of the sample, at most EQS_BLOCK_ROWS */
  size_t stride;     /* from block to block: rows, rounded up to sixteen and filled with zeros */
  double *feature;   /* by feature, rows each */
  double *target;    /* rows */
  size_t n_features; /* as many columns */
  uint32_t n, next;  /* blocks; the one to be renewed next */
  eqs_block *block;
  float *value; /* by block, stride each, of length 1 */
} eqs_blocks;

/* Room for N blocks, all empty. -1 when memory is short. */
int eqs_blocks_init(eqs_blocks *blocks, const eqs_problem *problem, const eqs_moves *moves,
                    uint32_t n);
void eqs_blocks_free(eqs_blocks *blocks);

/* Puts N new blocks in the place of the oldest. */
void eqs_blocks_renew(eqs_blocks *blocks, eqs_rng *rng, uint32_t n);

/* The values of N nodes, a complete expression, on the sample. */
void eqs_blocks_evaluate(const eqs_blocks *blocks, const eqs_node *node, uint32_t n, double *to);

static inline const float *eqs_block_values(const eqs_blocks *b, uint32_t i)
{
  return b->value + (size_t)i * b->stride;
}

#endif
