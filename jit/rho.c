/* SPDX-License-Identifier: BSD-3-Clause */
/* Losses other than the plain sum of squares: what each row adds to the sums, and the slope and
   curve from which the normal equations are made. */
#include "jit/kernels.h"
#include "jit/operator.h"
#include "jit/reduction.h"

#include <math.h>

/* A residual's loss, and rho'(r) / (2 r). */
typedef struct shape {
  LLVMValueRef rho, curve;
} shape;

typedef shape shape_emitter(eqs_emit *e, LLVMValueRef r, const LLVMValueRef *param);

typedef struct rho {
  shape_emitter *shape;
  LLVMValueRef param[4];
} rho;

static shape square(eqs_emit *e, LLVMValueRef r, const LLVMValueRef *param)
{
  (void)param;
  return (shape){f_mul(e, r, r), f_const(e, 1)};
}

static shape corner(eqs_emit *e, LLVMValueRef r, const LLVMValueRef *param)
{
  LLVMValueRef size = f_abs(e, r);
  LLVMValueRef half = f_select(e, f_lt(e, r, f_const(e, 0)), param[2], param[3]);
  LLVMValueRef beyond = f_gt(e, size, param[0]);
  LLVMValueRef curve = f_div(e, half, f_select(e, beyond, size, param[0]));
  LLVMValueRef straight = f_mul(e, f_add(e, half, half), f_sub(e, size, param[1]));
  LLVMValueRef round = f_mul(e, f_mul(e, curve, r), r);
  return (shape){f_select(e, beyond, straight, round), curve};
}

/* With t = tanh r, -log(1 - t^2) / 2 up to |r| = 1; the rounding of s = 1 - t^2 is taken back by
   the factor t^2 / (1 - s) (Kahan's log1p). Beyond, |r| - log 2 + log(1 + exp(-2 |r|)). */
static shape logcosh(eqs_emit *e, LLVMValueRef r, const LLVMValueRef *param)
{
  (void)param;
  LLVMValueRef zero = f_const(e, 0), one = f_const(e, 1), half = f_const(e, 0.5);
  LLVMValueRef size = f_abs(e, r), t = eqs_emit_TANH(e, &r), q = f_mul(e, t, t);
  LLVMValueRef decay = f_mul(e, size, f_const(e, -2)), rest = eqs_emit_EXP(e, &decay);
  LLVMValueRef far = f_gt(e, size, one);
  LLVMValueRef s = f_select(e, far, f_add(e, one, rest), f_sub(e, one, q));
  LLVMValueRef log = eqs_emit_LOG(e, &s);
  LLVMValueRef exact = f_eq(e, s, one);
  LLVMValueRef slope = f_div(e, log, f_select(e, exact, one, f_sub(e, s, one)));
  LLVMValueRef near = f_mul(e, f_mul(e, half, q), f_select(e, exact, one, slope));
  LLVMValueRef away = f_add(e, f_sub(e, size, f_const(e, M_LN2)), log);
  LLVMValueRef none = f_eq(e, r, zero);
  LLVMValueRef curve = f_div(e, t, f_select(e, none, one, f_add(e, r, r)));
  return (shape){f_select(e, far, away, near), f_select(e, none, half, curve)};
}

static void rho_step(eqs_emit *e, const eqs_reduction *reduction, LLVMValueRef row,
                     LLVMValueRef keep, LLVMValueRef *sum)
{
  const rho *p = reduction->detail;
  LLVMValueRef zero = f_const(e, 0);
  LLVMValueRef value = eqs_emit_rows(e, LLVMGetParam(e->function, 3), row, keep);
  LLVMValueRef target = eqs_emit_rows(e, LLVMGetParam(e->function, 4), row, keep);
  LLVMValueRef weight = eqs_emit_rows(e, LLVMGetParam(e->function, 5), row, keep);
  LLVMValueRef bad = eqs_emit_not_finite(e, value);
  LLVMValueRef r = f_select(e, bad, zero, f_sub(e, value, target));
  LLVMValueRef v = f_select(e, bad, zero, weight);
  shape at = p->shape(e, r, p->param);
  LLVMValueRef curve = f_mul(e, v, at.curve);
  f_store(e, f_mul(e, curve, r), eqs_emit_at(e, LLVMGetParam(e->function, 1), row));
  f_store(e, curve, eqs_emit_at(e, LLVMGetParam(e->function, 2), row));
  sum[0] = f_fma(e, v, at.rho, sum[0]);
  sum[1] = f_add(e, sum[1], v);
  sum[2] = f_add(e, sum[2], f_select(e, bad, f_const(e, 1), zero));
}

static LLVMValueRef parameter(eqs_emit *e, unsigned i)
{
  LLVMValueRef at = eqs_emit_at(e, LLVMGetParam(e->function, 6), size_const(e, i));
  return f_splat(e, LLVMBuildLoad2(e->builder, e->elem, at, ""));
}

static void emit_rho(eqs_emit *e, const char *name, shape_emitter *emitter, unsigned n_param)
{
  rho detail = {.shape = emitter};
  eqs_emit_begin(e, name, 7);
  for (unsigned i = 0; i < n_param; i++) detail.param[i] = parameter(e, i);
  eqs_emit_reduction(e, &(eqs_reduction){0, 3, rho_step, &detail}, LLVMGetParam(e->function, 7));
  eqs_emit_end(e);
}

void eqs_emit_rhos(eqs_emit *e)
{
  emit_rho(e, "rho_square", square, 0);
  emit_rho(e, "rho_corner", corner, 4);
  emit_rho(e, "rho_logcosh", logcosh, 0);
}
