# SPDX-License-Identifier: BSD-3-Clause
# The plug-in that makes kernels with LLVM; the only folder that includes llvm-c.
pkglib_LTLIBRARIES += jit.la
jit_la_SOURCES = \
  jit/adjoint.c \
  jit/arc.c \
  jit/arith.c \
  jit/coefficients.h \
  jit/compat.h \
  jit/elementwise.c \
  jit/emit.c jit/emit.h \
  jit/explog.c \
  jit/export.c \
  jit/function.c \
  jit/fused.c jit/fused.h \
  jit/hyperbolic.c \
  jit/kernels.h \
  jit/library.c jit/library.h \
  jit/limits.h \
  jit/lookup.c jit/lookup.h \
  jit/operator.h \
  jit/parts.c \
  jit/plugin.c \
  jit/power.c \
  jit/reduce.c \
  jit/reduction.c jit/reduction.h \
  jit/rho.c \
  jit/soft_fma.c \
  jit/target.c jit/target.h \
  jit/trig.c \
  jit/turns.c jit/turns.h
jit_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir) $(LLVM_CPPFLAGS)
jit_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared $(LLVM_LDFLAGS) \
  -export-symbols-regex '^eqs_plugin_jit$$'
# Of util only how a failure is told: a convenience library would come whole.
jit_la_LIBADD = src/util/fail.lo src/util/ctx.lo $(LLVM_LIBS)
EXTRA_DIST += jit/coefficients.py
