/* SPDX-License-Identifier: BSD-3-Clause */
/* Code made ahead of time by the C compiler: FORMULAS names a file with a line `F(I, EXPRESSION)`
   for each, T is float or double. With SLEEF defined, vectors are written out and call that
   library; without it, the compiler makes them of a plain loop and calls libmvec. */
#include "peer.h"

typedef double formula(const T *const *x, const T *y, long n);

#ifdef SLEEF
#include "aot_sleef.h"
#else
#include <tgmath.h>
#define K(number) ((T)(number))
static inline T square(T a)
{
  return a * a;
}
#define F(i, ...)                                                                                  \
  static double f##i(const T *const *x, const T *y, long n)                                        \
  {                                                                                                \
    const T *p0 = x[0], *p1 = x[1], *p2 = x[2], *p3 = x[3], *p4 = x[4];                            \
    const T *p5 = x[5], *p6 = x[6], *p7 = x[7], *p8 = x[8], *p9 = x[9];                            \
    T sum = 0;                                                                                     \
    for (long r = 0; r < n; r++) {                                                                 \
      T x0 = p0[r], x1 = p1[r], x2 = p2[r], x3 = p3[r], x4 = p4[r];                                \
      T x5 = p5[r], x6 = p6[r], x7 = p7[r], x8 = p8[r], x9 = p9[r];                                \
      (void)x0, (void)x1, (void)x2, (void)x3, (void)x4;                                            \
      (void)x5, (void)x6, (void)x7, (void)x8, (void)x9;                                            \
      T d = (__VA_ARGS__)-y[r];                                                                    \
      sum += d * d;                                                                                \
    }                                                                                              \
    return (double)sum / (double)n;                                                                \
  }
#endif

#include FORMULAS
#undef F
#define F(i, ...) f##i,
static formula *const formulas[] = {
#include FORMULAS
};
enum { N = sizeof formulas / sizeof formulas[0] };

typedef struct job {
  const T *x[PEER_COLUMNS];
  long rows;
} job;

static void score(void *user, double *loss)
{
  const job *j = user;
  for (size_t i = 0; i < N; i++) loss[i] = formulas[i](j->x, j->x[PEER_COLUMNS - 1], j->rows);
}

int main(int argc, char **argv)
{
  peer p = peer_read(argc, argv);
  job j = {.rows = p.rows};
  for (int c = 0; c < PEER_COLUMNS; c++) {
    T *copy = aligned_alloc(64, (size_t)p.padded * sizeof(double));
    if (!copy) peer_die("memory");
    for (long i = 0; i < p.padded; i++) copy[i] = (T)p.column[c][i];
    j.x[c] = copy;
  }
  const char *prepare = getenv("PEER_PREPARE_US");
  peer_run(&p, NAME, N, prepare ? atof(prepare) : NAN, score, &j);
  return 0;
}
