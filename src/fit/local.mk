# SPDX-License-Identifier: BSD-3-Clause
# Constants: Levenberg-Marquardt, starts, uncertainty.
noinst_LTLIBRARIES += libfit.la
libfit_la_SOURCES = \
  src/fit/cholesky.c src/fit/cholesky.h \
  src/fit/fit.c \
  src/fit/hoist.c src/fit/hoist.h \
  src/fit/linear.c src/fit/linear.h \
  src/fit/lm.c src/fit/lm.h \
  src/fit/report.c \
  src/fit/resolve.c src/fit/resolve.h
LIBS_fit = libfit.la $(LIBS_eval)
