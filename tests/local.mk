# A test program per source file: tests/FOLDER/FILE.c. Programs link the folder they test and what
# stands on its left, never the shared library, so that internal functions can be reached.
AM_TESTS_ENVIRONMENT = EQSIEVE_PLUGIN_DIR='$(abs_top_builddir)/.libs'; export EQSIEVE_PLUGIN_DIR;
TEST_LIBS = $(CRITERION_LIBS) -lm

if HAVE_CRITERION
include tests/util/local.mk
include tests/expr/local.mk
include tests/data/local.mk
include tests/program/local.mk
include tests/code/local.mk
include tests/eval/local.mk
include tests/fit/local.mk
include tests/model/local.mk
include tests/search/local.mk
include tests/cli/local.mk
include tests/jit/local.mk
TESTS += $(check_PROGRAMS)
endif
