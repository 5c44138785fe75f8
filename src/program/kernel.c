/* SPDX-License-Identifier: BSD-3-Clause */
/* Kernels by number: their names, and which one serves an operator and the form of its operands. */
#include "program/lowering.h"

const char *const eqs_kernel_names[EQS_N_KERNELS] = {
    "fill",
#define EQS_KERNEL_1(op, name) #name,
#define EQS_KERNEL_2(op, name, pool) #name,
#define EQS_KERNEL_3(op, name, pool) #name,
#define EQS_ADJOINT_1(op, name) #name,
#define EQS_ADJOINT_X(op, name, pool) #name,
#define EQS_ADJOINT_Y(op, name, pool) #name,
#include "program/kernels.def"
};

const char *const eqs_rho_names[EQS_N_RHO] = {
    [EQS_RHO_SQUARE] = "rho_square",
    [EQS_RHO_CORNER] = "rho_corner",
    [EQS_RHO_LOGCOSH] = "rho_logcosh",
};

const uint8_t eqs_kernel_arity[EQS_N_KERNELS] = {
    1,
#define EQS_KERNEL_1(op, name) 1,
#define EQS_KERNEL_2(op, name, pool) 2,
#define EQS_KERNEL_3(op, name, pool) 3,
#define EQS_ADJOINT_1(op, name) 3,
#define EQS_ADJOINT_X(op, name, pool) 4,
#define EQS_ADJOINT_Y(op, name, pool) 4,
#include "program/kernels.def"
};

const uint8_t eqs_value_kernel[EQS_N_OPS][8] = {
#define EQS_KERNEL_1(op, name) [EQS_OP_##op][0] = EQS_K_##name,
#define EQS_KERNEL_2(op, name, pool) [EQS_OP_##op][pool] = EQS_K_##name,
#define EQS_KERNEL_3(op, name, pool) [EQS_OP_##op][pool] = EQS_K_##name,
#include "program/kernels.def"
};

const uint8_t eqs_adjoint_kernel[2][EQS_N_OPS][4] = {
#define EQS_ADJOINT_1(op, name) [0][EQS_OP_##op][0] = EQS_K_##name,
#define EQS_ADJOINT_X(op, name, pool) [0][EQS_OP_##op][pool] = EQS_K_##name,
#define EQS_ADJOINT_Y(op, name, pool) [1][EQS_OP_##op][pool] = EQS_K_##name,
#include "program/kernels.def"
};

_Static_assert(EQS_N_KERNELS <= 256, "kernel numbers fit a byte");
