# tests/expr
check_PROGRAMS += tests/expr/print
tests_expr_print_SOURCES = tests/expr/print.c tests/expr/support.h
tests_expr_print_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_print_LDADD = $(LIBS_expr) $(TEST_LIBS)
