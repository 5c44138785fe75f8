# SPDX-License-Identifier: BSD-3-Clause
# The operator table; reading, writing, comparing expressions; rules.
noinst_LTLIBRARIES += libexpr.la
libexpr_la_SOURCES = \
  src/expr/canonical.c \
  src/expr/expr.h \
  src/expr/lex.c src/expr/lex.h \
  src/expr/nodes.c \
  src/expr/op.c src/expr/op.h src/expr/ops.def \
  src/expr/parse.c src/expr/parse.h \
  src/expr/parse_infix.c \
  src/expr/parse_prefix.c \
  src/expr/print.c src/expr/print.h \
  src/expr/print_template.c \
  src/expr/rules.c src/expr/rules.h \
  src/expr/rules_possible.c \
  src/expr/rules_read.c \
  src/expr/symmetric.c src/expr/symmetric.h \
  src/expr/sympy.c src/expr/sympy.h src/expr/sympy_names.def
LIBS_expr = libexpr.la $(LIBS_util)
