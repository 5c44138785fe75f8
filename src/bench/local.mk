# SPDX-License-Identifier: BSD-3-Clause
# Benchmarks: the host's peak, the engine, the model, the program.
noinst_LTLIBRARIES += libbench.la
libbench_la_SOURCES = \
  src/bench/bench.c src/bench/bench.h \
  src/bench/check.c src/bench/check.h \
  src/bench/compile.c \
  src/bench/data.c \
  src/bench/describe.c \
  src/bench/fit.c \
  src/bench/formulas.c src/bench/formulas.h \
  src/bench/iterate.c \
  src/bench/kernel.c \
  src/bench/peak.c \
  src/bench/prepare.c \
  src/bench/sample.c \
  src/bench/score.c \
  src/bench/start.c \
  src/bench/time.c \
  src/bench/train.c
LIBS_bench = libbench.la $(LIBS_search)
