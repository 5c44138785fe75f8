/* SPDX-License-Identifier: BSD-3-Clause */
/* Kernels: the machine that programs run on. Every tier fills the same table of functions, so that
   one driver runs them all. T below is float or double.

   Blocks are aligned to 64 bytes. Elementwise kernels take a row count that is a multiple of
   EQS_LANES and work on whole vectors; dst may be the same block as an operand. Reductions take the
   exact count. No kernel allocates, locks or keeps state. */
#ifndef EQS_PROGRAM_KERNEL_H
#define EQS_PROGRAM_KERNEL_H

#include <stddef.h>
#include <stdint.h>

enum {
  EQS_LANES = 16,        /* row counts of elementwise kernels are multiples of this */
  EQS_MAX_BLOCK = 512,   /* rows of a block at most; a multiple of EQS_LANES */
  EQS_VECTOR_BYTES = 64, /* of the virtual vectors in which reductions keep their sums */
  EQS_MAX_FUSED_K = 8    /* Gram kernels exist for 1..8 free constants; beyond, panels of 4 */
};

typedef enum eqs_kernel {
  EQS_K_fill, /* arg: one number; dst = that number in every row */
#define EQS_KERNEL_1(op, name) EQS_K_##name,
#define EQS_KERNEL_2(op, name, pool) EQS_K_##name,
#define EQS_KERNEL_3(op, name, pool) EQS_K_##name,
#define EQS_ADJOINT_1(op, name) EQS_K_##name,
#define EQS_ADJOINT_X(op, name, pool) EQS_K_##name,
#define EQS_ADJOINT_Y(op, name, pool) EQS_K_##name,
#include "program/kernels.def"
  EQS_N_KERNELS
} eqs_kernel;

/* dst = f(args), elementwise over N rows. Arguments beyond the kernel's own are ignored. */
typedef void eqs_elementwise(void *dst, const void *a0, const void *a1, const void *a2,
                             const void *a3, size_t n);

/* Sums are kept per virtual lane, in vectors of 64 bytes (16 floats or 8 doubles) whatever the
   host's width: row i of a block adds to lane i mod 16 (8). So the bits do not depend on the
   machine's vector length, and a caller adds the lanes up once per tile, in double.

   Kernels ADD to ACC, whose layout is an array of such vectors. */

/* ACC[0] += r^2, ACC[1] += |r|, ACC[2] += 1 for every row whose VALUE is not finite (such rows add
   nothing to the other two); r = value - target. N is exact: rows past it add nothing. */
typedef void eqs_loss_kernel(void *acc, const void *value, const void *target, size_t n);

/* The normal equations of K Jacobian columns: ACC[0] += r^2, ACC[1..K] += J_i r,
   ACC[1+K ..] += J_i J_j for i <= j, row by row of the upper triangle. Rows past N add nothing;
   a value that is not finite makes the sums so. Products are accumulated with fma. */
typedef void eqs_gram_kernel(void *acc, const void *const *jacobian, const void *value,
                             const void *target, size_t n);

/* Losses that the kernel above does not know, and rows that count more than others. With V the
   row's weight and rho the loss of its residual r, ACC[0] += V rho(r), ACC[1] += V; what the normal
   equations need is written, V rho'(r) / 2 to SLOPE and V rho'(r) / (2 r) to CURVE, so that the
   plain square gives V r and V. A row whose VALUE is not finite gives zeros, and ACC[2] += 1.
   Whole vectors are written. */
typedef enum eqs_rho {
  EQS_RHO_SQUARE,  /* r^2 */
  EQS_RHO_CORNER,  /* F |r| with a corner that is rounded where |r| < D; F depends on the sign of r.
                      PARAM: D > 0, D/2, F/2 where r < 0, F/2 elsewhere. Up to D it is F r^2/(2 D),
                      beyond F (|r| - D/2) */
  EQS_RHO_LOGCOSH, /* log cosh r */
  EQS_N_RHO
} eqs_rho;
typedef void eqs_rho_kernel(void *acc, void *slope, void *curve, const void *value,
                            const void *target, const void *weight, const void *param, size_t n);

/* The normal equations with what a rho kernel wrote: ACC[1..K] += J_i SLOPE, ACC[1+K ..] +=
   (CURVE J_i) J_j. ACC[0] is left alone, and so are rows where CURVE is zero, whatever stands in
   their Jacobian. */
typedef void eqs_weighted_gram_kernel(void *acc, const void *const *jacobian, const void *slope,
                                      const void *curve, size_t n);

/* For K > EQS_MAX_FUSED_K: ACC[4 i + j] += P_i Q_j, the products of two panels of four columns. */
typedef void eqs_panel_kernel(void *acc, const void *const p[4], const void *const q[4], size_t n);

/* The table of one dtype. */
typedef struct eqs_kernels {
  eqs_elementwise *elementwise[EQS_N_KERNELS];
  eqs_loss_kernel *loss;
  eqs_gram_kernel *gram[EQS_MAX_FUSED_K + 1]; /* [0] is unused */
  eqs_panel_kernel *panel;
  eqs_rho_kernel *rho[EQS_N_RHO];
  eqs_weighted_gram_kernel *weighted_gram[EQS_MAX_FUSED_K + 1];
} eqs_kernels;

/* Symbol names in object code: "eqs_" + name of kernels.def (or fill, loss, gram1..gram8, panel,
   rho_square and so on, weighted_gram1..8) +
   "_f64" or "_f32". */
extern const char *const eqs_kernel_names[EQS_N_KERNELS];
extern const char *const eqs_rho_names[EQS_N_RHO];

/* How many arguments each elementwise kernel reads. */
extern const uint8_t eqs_kernel_arity[EQS_N_KERNELS];

#endif
