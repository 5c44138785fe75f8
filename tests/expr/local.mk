# SPDX-License-Identifier: BSD-3-Clause
# Tests of src/expr.
check_PROGRAMS += tests/expr/canonical
tests_expr_canonical_SOURCES = tests/expr/canonical.c tests/expr/support.h
tests_expr_canonical_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_canonical_LDADD = $(LIBS_expr) $(TEST_LIBS)

check_PROGRAMS += tests/expr/fuzz_parse
tests_expr_fuzz_parse_SOURCES = tests/expr/fuzz_parse.c
tests_expr_fuzz_parse_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_fuzz_parse_LDADD = $(LIBS_expr) $(TEST_LIBS)

check_PROGRAMS += tests/expr/lex
tests_expr_lex_SOURCES = tests/expr/lex.c
tests_expr_lex_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_lex_LDADD = $(LIBS_expr) $(TEST_LIBS)

check_PROGRAMS += tests/expr/nodes
tests_expr_nodes_SOURCES = tests/expr/nodes.c tests/expr/support.h
tests_expr_nodes_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_nodes_LDADD = $(LIBS_expr) $(TEST_LIBS)

check_PROGRAMS += tests/expr/op
tests_expr_op_SOURCES = tests/expr/op.c
tests_expr_op_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_op_LDADD = $(LIBS_expr) $(TEST_LIBS)

check_PROGRAMS += tests/expr/parse
tests_expr_parse_SOURCES = tests/expr/parse.c tests/expr/support.h
tests_expr_parse_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_parse_LDADD = $(LIBS_expr) $(TEST_LIBS)

check_PROGRAMS += tests/expr/print
tests_expr_print_SOURCES = tests/expr/print.c tests/expr/support.h
tests_expr_print_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_print_LDADD = $(LIBS_expr) $(TEST_LIBS)

check_PROGRAMS += tests/expr/print_template
tests_expr_print_template_SOURCES = tests/expr/print_template.c tests/expr/support.h
tests_expr_print_template_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_print_template_LDADD = $(LIBS_expr) $(TEST_LIBS)

check_PROGRAMS += tests/expr/rules
tests_expr_rules_SOURCES = tests/expr/rules.c tests/expr/support.h
tests_expr_rules_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_rules_LDADD = $(LIBS_expr) $(TEST_LIBS)

check_PROGRAMS += tests/expr/symmetric
tests_expr_symmetric_SOURCES = tests/expr/symmetric.c tests/expr/support.h
tests_expr_symmetric_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_expr_symmetric_LDADD = $(LIBS_expr) $(TEST_LIBS)
