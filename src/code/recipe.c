/* SPDX-License-Identifier: BSD-3-Clause */
/* Which kernels can be part of a run of stitched code, how, and what numbers they need there. */
#include "code/recipe.h"
#include "code/stitch_run.h"

const uint8_t eqs_recipes[EQS_N_KERNELS] = {
    [EQS_K_fill] = EQS_RECIPE_FILL,
#define EQS_KERNEL_1(op, name) [EQS_K_##name] = EQS_RECIPE_##op,
#define EQS_KERNEL_2(op, name, pool) [EQS_K_##name] = EQS_RECIPE_##op,
#define EQS_KERNEL_3(op, name, pool) [EQS_K_##name] = EQS_RECIPE_##op,
#define EQS_ADJOINT_1(op, name) [EQS_K_##name] = EQS_RECIPE_DX_##op,
#define EQS_ADJOINT_X(op, name, pool) [EQS_K_##name] = EQS_RECIPE_DX_##op,
#define EQS_ADJOINT_Y(op, name, pool) [EQS_K_##name] = EQS_RECIPE_DY_##op,
#include "program/kernels.def"
};

#define BIT(number) (1U << EQS_NUMBER_##number)
enum {
  NEEDS_NONE = EQS_RUN_NEVER,
  NEEDS_NEG = BIT(SIGN),
  NEEDS_INV = BIT(ONE),
  NEEDS_ABS = BIT(MAGNITUDE),
  NEEDS_DX_INV = BIT(SIGN),
  NEEDS_DX_SQRT = BIT(HALF),
  NEEDS_DX_CUBE = BIT(THREE),
  NEEDS_DX_ABS = BIT(ONE) | BIT(SIGN),
  NEEDS_DX_LOG = BIT(ONE),
  NEEDS_DX_TAN = BIT(ONE),
  NEEDS_DX_ASIN = BIT(ONE),
  NEEDS_DX_ACOS = BIT(ONE) | BIT(SIGN),
  NEEDS_DX_TANH = BIT(ONE),
  NEEDS_DY_DIV = BIT(SIGN),
  NEEDS_DX_MIN = BIT(ONE),
  NEEDS_DY_MIN = BIT(ONE),
  NEEDS_DX_MAX = BIT(ONE),
  NEEDS_DY_MAX = BIT(ONE),
  NEEDS_FILL = 0,
  NEEDS_ADD = 0,
  NEEDS_SUB = 0,
  NEEDS_MUL = 0,
  NEEDS_DIV = 0,
  NEEDS_MIN = 0,
  NEEDS_MAX = 0,
  NEEDS_FMA = 0,
  NEEDS_FMS = 0,
  NEEDS_FNMA = 0,
  NEEDS_SQRT = 0,
  NEEDS_SQUARE = 0,
  NEEDS_CUBE = 0,
  NEEDS_DX_SQUARE = 0,
  NEEDS_POW = NEEDS_NONE,
  NEEDS_EXP = NEEDS_NONE,
  NEEDS_LOG = NEEDS_NONE,
  NEEDS_SIN = NEEDS_NONE,
  NEEDS_COS = NEEDS_NONE,
  NEEDS_TAN = NEEDS_NONE,
  NEEDS_ASIN = NEEDS_NONE,
  NEEDS_ACOS = NEEDS_NONE,
  NEEDS_TANH = NEEDS_NONE,
  NEEDS_DX_SIN = NEEDS_NONE,
  NEEDS_DX_COS = NEEDS_NONE,
  NEEDS_DX_POW = NEEDS_NONE,
  NEEDS_DY_POW = NEEDS_NONE,
};

const uint8_t eqs_run_needs[EQS_N_KERNELS] = {
    [EQS_K_fill] = NEEDS_FILL,
#define EQS_KERNEL_1(op, name) [EQS_K_##name] = NEEDS_##op,
#define EQS_KERNEL_2(op, name, pool) [EQS_K_##name] = NEEDS_##op,
#define EQS_KERNEL_3(op, name, pool) [EQS_K_##name] = NEEDS_##op,
#define EQS_ADJOINT_1(op, name) [EQS_K_##name] = NEEDS_DX_##op,
#define EQS_ADJOINT_X(op, name, pool) [EQS_K_##name] = NEEDS_DX_##op,
#define EQS_ADJOINT_Y(op, name, pool) [EQS_K_##name] = NEEDS_DY_##op,
#include "program/kernels.def"
};
