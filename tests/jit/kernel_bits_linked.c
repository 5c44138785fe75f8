/* SPDX-License-Identifier: BSD-3-Clause */
/* Prints what kernels make of numbers that were linked into this program, on the machine they were
   made for. */
#include "kernel_bits.h"

#define BOTH(name) NAME(name, f64) NAME(name, f32)
#define EQS_KERNEL_1(op, name) BOTH(name)
#define EQS_KERNEL_2(op, name, pool) BOTH(name)
#define EQS_KERNEL_3(op, name, pool) BOTH(name)
#define EQS_ADJOINT_1(op, name) BOTH(name)
#define EQS_ADJOINT_X(op, name, pool) BOTH(name)
#define EQS_ADJOINT_Y(op, name, pool) BOTH(name)
#define NAME(name, dtype) extern eqs_elementwise eqs_##name##_##dtype;
#include "program/kernels.def"
#undef NAME

#define REDUCTIONS(dtype)                                                                          \
  extern eqs_loss_kernel eqs_loss_##dtype;                                                         \
  extern eqs_panel_kernel eqs_panel_##dtype;                                                       \
  extern eqs_gram_kernel eqs_gram1_##dtype, eqs_gram2_##dtype, eqs_gram3_##dtype,                  \
      eqs_gram4_##dtype, eqs_gram5_##dtype, eqs_gram6_##dtype, eqs_gram7_##dtype,                  \
      eqs_gram8_##dtype;                                                                           \
  extern eqs_weighted_gram_kernel eqs_weighted_gram1_##dtype, eqs_weighted_gram2_##dtype,          \
      eqs_weighted_gram3_##dtype, eqs_weighted_gram4_##dtype, eqs_weighted_gram5_##dtype,          \
      eqs_weighted_gram6_##dtype, eqs_weighted_gram7_##dtype, eqs_weighted_gram8_##dtype;          \
  extern eqs_rho_kernel eqs_rho_square_##dtype, eqs_rho_corner_##dtype, eqs_rho_logcosh_##dtype;
REDUCTIONS(f64)
REDUCTIONS(f32)

#define TABLE(dtype)                                                                               \
  .loss = eqs_loss_##dtype, .panel = eqs_panel_##dtype,                                            \
  .gram = {0,                                                                                      \
           eqs_gram1_##dtype,                                                                      \
           eqs_gram2_##dtype,                                                                      \
           eqs_gram3_##dtype,                                                                      \
           eqs_gram4_##dtype,                                                                      \
           eqs_gram5_##dtype,                                                                      \
           eqs_gram6_##dtype,                                                                      \
           eqs_gram7_##dtype,                                                                      \
           eqs_gram8_##dtype},                                                                     \
  .rho = {eqs_rho_square_##dtype, eqs_rho_corner_##dtype, eqs_rho_logcosh_##dtype},                \
  .weighted_gram = {0,                                                                             \
                    eqs_weighted_gram1_##dtype,                                                    \
                    eqs_weighted_gram2_##dtype,                                                    \
                    eqs_weighted_gram3_##dtype,                                                    \
                    eqs_weighted_gram4_##dtype,                                                    \
                    eqs_weighted_gram5_##dtype,                                                    \
                    eqs_weighted_gram6_##dtype,                                                    \
                    eqs_weighted_gram7_##dtype,                                                    \
                    eqs_weighted_gram8_##dtype}

int main(void)
{
  static eqs_kernels f64 = {TABLE(f64)}, f32 = {TABLE(f32)};
#define EQS_KERNEL_1(op, name) BOTH(name)
#define EQS_KERNEL_2(op, name, pool) BOTH(name)
#define EQS_KERNEL_3(op, name, pool) BOTH(name)
#define EQS_ADJOINT_1(op, name) BOTH(name)
#define EQS_ADJOINT_X(op, name, pool) BOTH(name)
#define EQS_ADJOINT_Y(op, name, pool) BOTH(name)
#define NAME(name, dtype) dtype.elementwise[EQS_K_##name] = eqs_##name##_##dtype;
#include "program/kernels.def"
  bits_print(&f64, 0);
  bits_print(&f32, 1);
  return 0;
}
