# Benchmarks: the host's peak, scoring, fitting, preparing.
noinst_LTLIBRARIES += libbench.la
libbench_la_SOURCES = \
  src/bench/bench.c src/bench/bench.h \
  src/bench/check.c src/bench/check.h \
  src/bench/fit.c \
  src/bench/peak.c \
  src/bench/prepare.c \
  src/bench/score.c
LIBS_bench = libbench.la $(LIBS_search)
