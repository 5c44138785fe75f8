/* SPDX-License-Identifier: BSD-3-Clause */
/* The data that all peers read: `data ROWS FILE` writes x0 to x9, uniform in [0.1, 2), and
   Friedman's first function of them, as raw doubles one column after another. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
static double uniform(uint64_t *state)
{
  uint64_t z = *state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

int main(int argc, char **argv)
{
  enum { COLUMNS = 10 };
  long rows = argc == 3 ? atol(argv[1]) : 0;
  FILE *file = rows > 0 ? fopen(argv[2], "wb") : NULL;
  double *x = rows > 0 ? malloc((size_t)rows * (COLUMNS + 1) * sizeof *x) : NULL;
  if (!file || !x) {
    fprintf(stderr, "usage: data ROWS FILE\n");
    return 2;
  }
  uint64_t state = 1;
  for (long i = 0; i < rows * COLUMNS; i++) x[i] = 0.1 + 1.9 * uniform(&state);
  for (long i = 0; i < rows; i++)
    x[rows * COLUMNS + i] = 10 * sin(acos(-1) * x[i] * x[rows + i] / 2) +
                            20 * pow(x[2 * rows + i] - 0.5, 2) + 10 * x[3 * rows + i] +
                            5 * x[4 * rows + i];
  size_t n = (size_t)rows * (COLUMNS + 1);
  int failed = fwrite(x, sizeof *x, n, file) != n;
  free(x);
  return fclose(file) != 0 || failed;
}
