# SPDX-License-Identifier: BSD-3-Clause
noinst_LTLIBRARIES += libprogram.la
libprogram_la_SOURCES = \
  src/program/adjoint.c \
  src/program/form.c src/program/form.h \
  src/program/jit.h \
  src/program/kernel.c \
  src/program/kernel.h \
  src/program/kernels.def \
  src/program/lower.c \
  src/program/lowering.h \
  src/program/program.c \
  src/program/program.h
LIBS_program = libprogram.la $(LIBS_data)
