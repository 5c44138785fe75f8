# SPDX-License-Identifier: BSD-3-Clause
# tests/bench
check_PROGRAMS += tests/bench/bench
tests_bench_bench_SOURCES = tests/bench/bench.c tests/bench/few.h
tests_bench_bench_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_bench_bench_LDADD = $(LIBS_bench) $(TEST_LIBS)

check_PROGRAMS += tests/bench/check
tests_bench_check_SOURCES = tests/bench/check.c tests/bench/few.h
tests_bench_check_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_bench_check_LDADD = $(LIBS_bench) $(TEST_LIBS)

check_PROGRAMS += tests/bench/data
tests_bench_data_SOURCES = tests/bench/data.c
tests_bench_data_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_bench_data_LDADD = $(LIBS_bench) $(TEST_LIBS)

check_PROGRAMS += tests/bench/formulas
tests_bench_formulas_SOURCES = tests/bench/formulas.c
tests_bench_formulas_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_bench_formulas_LDADD = $(LIBS_bench) $(TEST_LIBS)

check_PROGRAMS += tests/bench/kinds
tests_bench_kinds_SOURCES = tests/bench/kinds.c tests/bench/few.h
tests_bench_kinds_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_bench_kinds_LDADD = $(LIBS_bench) $(TEST_LIBS)

check_PROGRAMS += tests/bench/time
tests_bench_time_SOURCES = tests/bench/time.c
tests_bench_time_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_bench_time_LDADD = $(LIBS_bench) $(TEST_LIBS)

TESTS += \
  tests/bench/compare.sh \
  tests/bench/find.sh \
  tests/bench/model.sh \
  tests/bench/searches.sh \
  tests/bench/suite.sh
