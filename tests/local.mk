# SPDX-License-Identifier: BSD-3-Clause
# A test program per source file: tests/FOLDER/FILE.c. Programs link the folder they test and what
# stands on its left, never the shared library, so that internal functions can be reached. Every
# test runs under tests/run, which speaks TAP and fails when a sanitizer has said anything.
AM_TESTS_ENVIRONMENT = \
  EQSIEVE_PLUGIN_DIR='$(abs_top_builddir)/.libs'; export EQSIEVE_PLUGIN_DIR; \
  top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
  top_builddir='$(abs_top_builddir)'; export top_builddir; \
  EQSIEVE_CACHE='$(abs_top_builddir)/tests/cache'; export EQSIEVE_CACHE; \
  LC_ALL=C; export LC_ALL;
CLEANFILES += tests/cache/kernels-* tests/cache/weights-*
EXTRA_PROGRAMS =
check_DATA =
TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/run
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(LOG_COMPILER)
TEST_LIBS = $(CRITERION_LIBS) -lm
# Here and not beside the programs: what stands within the condition is missing from a package that
# is made without Criterion.
EXTRA_DIST += \
  tests/bench/compare.sh \
  tests/bench/find.sh \
  tests/bench/model.sh \
  tests/bench/searches.sh \
  tests/bench/suite.sh \
  tests/borders.sh \
  tests/code/elsewhere.c \
  tests/code/elsewhere.sh \
  tests/configure.sh \
  tests/install.sh \
  tests/jit/aarch64.sh \
  tests/jit/coefficients.sh \
  tests/jit/kernel_bits_linked.c \
  tests/lsan.supp \
  tests/model/golden.py \
  tests/model/golden.safetensors \
  tests/run \
  tests/tarball.sh

if HAVE_CRITERION
include tests/util/local.mk
include tests/expr/local.mk
include tests/data/local.mk
include tests/program/local.mk
include tests/code/local.mk
include tests/eval/local.mk
include tests/blas/local.mk
include tests/fit/local.mk
include tests/model/local.mk
include tests/search/local.mk
include tests/bench/local.mk
include tests/jit/local.mk
TESTS += $(check_PROGRAMS)
endif
include tests/cli/local.mk
TESTS += tests/borders.sh tests/code/elsewhere.sh tests/configure.sh tests/install.sh tests/tarball.sh
