# SPDX-License-Identifier: BSD-3-Clause
check_PROGRAMS += tests/program/lower
tests_program_lower_SOURCES = tests/program/lower.c
tests_program_lower_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_program_lower_LDADD = $(LIBS_program) $(TEST_LIBS)
