# SPDX-License-Identifier: BSD-3-Clause
# Running programs: the reference kernels, the driver over blocks and tiles, scoring in parallel.
noinst_LTLIBRARIES += libeval.la
libeval_la_SOURCES = \
  src/eval/aim.c src/eval/aim.h \
  src/eval/layout.h \
  src/eval/costs.c src/eval/costs.h \
  src/eval/derived.c src/eval/derived.h \
  src/eval/engine.c src/eval/engine.h \
  src/eval/export.c \
  src/eval/fuse.c src/eval/fuse.h \
  src/eval/lanes.h \
  src/eval/measure.c \
  src/eval/normal.c \
  src/eval/objective.c \
  src/eval/plan.c src/eval/plan.h \
  src/eval/pool.c src/eval/pool.h \
  src/eval/ready.c src/eval/ready.h \
  src/eval/reference.c src/eval/reference.h src/eval/reference_loops.h \
  src/eval/root.c src/eval/root.h \
  src/eval/run.c src/eval/run.h \
  src/eval/score.c \
  src/eval/sum.c src/eval/sum.h \
  src/eval/walk.c src/eval/walk.h \
  src/eval/workspace.c
LIBS_eval = libeval.la $(LIBS_code)
