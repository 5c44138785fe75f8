/* SPDX-License-Identifier: BSD-3-Clause */
/* The build context: types, constants, arithmetic and memory on vectors of lanes. */
#include "jit/emit.h"

#include <string.h>

static void set_dtype(eqs_emit *e, eqs_dtype dtype)
{
  e->dtype = dtype;
  e->bits = dtype == EQS_F64 ? 64 : 32;
  e->mantissa = dtype == EQS_F64 ? 52 : 23;
  e->elem =
      dtype == EQS_F64 ? LLVMDoubleTypeInContext(e->context) : LLVMFloatTypeInContext(e->context);
  e->integer = LLVMIntTypeInContext(e->context, e->bits);
}

void eqs_emit_init(eqs_emit *e, LLVMContextRef context, eqs_dtype dtype, unsigned vector_bytes,
                   bool fma)
{
  *e = (eqs_emit){.context = context,
                  .module = LLVMModuleCreateWithNameInContext("eqsieve", context),
                  .builder = LLVMCreateBuilderInContext(context),
                  .vector_bytes = vector_bytes,
                  .fma = fma};
  set_dtype(e, dtype);
  e->pointer = LLVMPointerTypeInContext(context, 0);
  e->size = LLVMInt64TypeInContext(context);
  eqs_emit_set_lanes(e, vector_bytes * 8 / e->bits);
}

eqs_emit eqs_emit_in_f64(const eqs_emit *e)
{
  eqs_emit wide = *e;
  set_dtype(&wide, EQS_F64);
  eqs_emit_set_lanes(&wide, e->lanes);
  return wide;
}

void eqs_emit_dispose(eqs_emit *e)
{
  if (e->builder) LLVMDisposeBuilder(e->builder);
  if (e->module) LLVMDisposeModule(e->module);
  e->builder = NULL;
  e->module = NULL;
}

void eqs_emit_set_lanes(eqs_emit *e, unsigned lanes)
{
  e->lanes = lanes;
  e->vec = LLVMVectorType(e->elem, lanes);
  e->ivec = LLVMVectorType(e->integer, lanes);
  e->mask = LLVMVectorType(LLVMInt1TypeInContext(e->context), lanes);
}

static LLVMValueRef constant_splat(const eqs_emit *e, LLVMValueRef scalar)
{
  LLVMValueRef lane[64];
  for (unsigned i = 0; i < e->lanes; i++) lane[i] = scalar;
  return LLVMConstVector(lane, e->lanes);
}

LLVMValueRef f_const(const eqs_emit *e, double value)
{
  return constant_splat(e, LLVMConstReal(e->elem, value));
}

LLVMValueRef i_const(const eqs_emit *e, uint64_t value)
{
  return constant_splat(e, LLVMConstInt(e->integer, value, 0));
}

LLVMValueRef size_const(const eqs_emit *e, uint64_t value)
{
  return LLVMConstInt(e->size, value, 0);
}

LLVMValueRef f_splat(eqs_emit *e, LLVMValueRef scalar)
{
  LLVMTypeRef i32 = LLVMInt32TypeInContext(e->context);
  LLVMValueRef first = LLVMBuildInsertElement(e->builder, LLVMGetPoison(e->vec), scalar,
                                              LLVMConstInt(i32, 0, 0), "");
  LLVMValueRef zeros = LLVMConstNull(LLVMVectorType(i32, e->lanes));
  return LLVMBuildShuffleVector(e->builder, first, LLVMGetPoison(e->vec), zeros, "");
}

LLVMValueRef eqs_emit_intrinsic(eqs_emit *e, const char *name, LLVMTypeRef *overload,
                                unsigned n_overload, LLVMValueRef *args, unsigned n)
{
  unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
  LLVMTypeRef type = LLVMIntrinsicGetType(e->context, id, overload, n_overload);
  LLVMValueRef function = LLVMGetIntrinsicDeclaration(e->module, id, overload, n_overload);
  return LLVMBuildCall2(e->builder, type, function, args, n, "");
}

/* A call of the intrinsic NAME, overloaded on the vector type. */
static LLVMValueRef intrinsic(eqs_emit *e, const char *name, LLVMValueRef *args, unsigned n)
{
  return eqs_emit_intrinsic(e, name, &e->vec, 1, args, n);
}

LLVMValueRef f_sqrt(eqs_emit *e, LLVMValueRef a)
{
  return intrinsic(e, "llvm.sqrt", &a, 1);
}

LLVMValueRef f_abs(eqs_emit *e, LLVMValueRef a)
{
  return intrinsic(e, "llvm.fabs", &a, 1);
}

LLVMValueRef f_copysign(eqs_emit *e, LLVMValueRef magnitude, LLVMValueRef sign)
{
  return intrinsic(e, "llvm.copysign", (LLVMValueRef[]){magnitude, sign}, 2);
}

LLVMValueRef f_mad(eqs_emit *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c)
{
  if (!e->fma) return f_add(e, f_mul(e, a, b), c);
  return intrinsic(e, "llvm.fma", (LLVMValueRef[]){a, b, c}, 3);
}

LLVMValueRef f_fma(eqs_emit *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c)
{
  return e->fma ? f_mad(e, a, b, c) : eqs_emit_soft_fma(e, a, b, c);
}

LLVMValueRef f_poly(eqs_emit *e, LLVMValueRef x, const double *coefficient, unsigned n)
{
  LLVMValueRef sum = f_const(e, coefficient[n - 1]);
  for (unsigned i = n - 1; i-- > 0;) sum = f_mad(e, sum, x, f_const(e, coefficient[i]));
  return sum;
}

LLVMValueRef eqs_emit_at(eqs_emit *e, LLVMValueRef base, LLVMValueRef index)
{
  return LLVMBuildInBoundsGEP2(e->builder, e->elem, base, &index, 1, "");
}

/* Blocks are aligned to 64 bytes, and so is every vector of at most 64 bytes in them. */
static unsigned vector_align(const eqs_emit *e)
{
  unsigned bytes = e->lanes * e->bits / 8;
  return bytes < 64 ? bytes : 64;
}

LLVMValueRef f_load(eqs_emit *e, LLVMValueRef address)
{
  LLVMValueRef value = LLVMBuildLoad2(e->builder, e->vec, address, "");
  LLVMSetAlignment(value, vector_align(e));
  return value;
}

void f_store(eqs_emit *e, LLVMValueRef value, LLVMValueRef address)
{
  LLVMSetAlignment(LLVMBuildStore(e->builder, value, address), vector_align(e));
}
