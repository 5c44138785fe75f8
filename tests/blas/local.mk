# SPDX-License-Identifier: BSD-3-Clause
# tests/blas
check_PROGRAMS += tests/blas/get
tests_blas_get_SOURCES = tests/blas/get.c
tests_blas_get_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_blas_get_LDADD = $(LIBS_util) $(TEST_LIBS)
