# SPDX-License-Identifier: BSD-3-Clause
# tests/jit
jit_test_flags = $(AM_CPPFLAGS) $(CRITERION_CFLAGS) -I$(top_srcdir)/tests/jit
jit_scalar = tests/jit/scalar.c tests/jit/scalar.h tests/jit/scalar_rows.h

check_PROGRAMS += tests/jit/ops
tests_jit_ops_SOURCES = tests/jit/ops.c $(jit_scalar)
tests_jit_ops_CPPFLAGS = $(jit_test_flags)
tests_jit_ops_LDADD = $(LIBS_code) $(TEST_LIBS)

check_PROGRAMS += tests/jit/plugin
tests_jit_plugin_SOURCES = tests/jit/plugin.c
tests_jit_plugin_CPPFLAGS = $(jit_test_flags)
tests_jit_plugin_LDADD = $(LIBS_code) $(TEST_LIBS)

check_PROGRAMS += tests/jit/reduce
tests_jit_reduce_SOURCES = tests/jit/reduce.c
tests_jit_reduce_CPPFLAGS = $(jit_test_flags)
tests_jit_reduce_LDADD = $(LIBS_code) $(TEST_LIBS)

if HAVE_MPFR
check_PROGRAMS += tests/jit/accuracy
tests_jit_accuracy_SOURCES = tests/jit/accuracy.c $(accuracy_sources)
tests_jit_accuracy_CPPFLAGS = $(jit_test_flags) $(MPFR_CFLAGS) -I$(top_srcdir)/bench/accuracy
tests_jit_accuracy_LDADD = $(LIBS_code) $(MPFR_LIBS) $(TEST_LIBS)
endif

TESTS += tests/jit/coefficients.sh tests/jit/aarch64.sh

# Built by `make check`, and no test itself.
EXTRA_PROGRAMS += tests/jit/kernel_bits
check_DATA += tests/jit/kernel_bits$(EXEEXT)
CLEANFILES += tests/jit/kernel_bits$(EXEEXT)
tests_jit_kernel_bits_SOURCES = tests/jit/kernel_bits.c tests/jit/kernel_bits.h
tests_jit_kernel_bits_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/jit
tests_jit_kernel_bits_LDADD = $(LIBS_code) -lm
