# SPDX-License-Identifier: BSD-3-Clause
# Tests of the program, in shell; what they share is in lib.sh.
cli_tests = \
  tests/cli/bench.sh \
  tests/cli/fit.sh \
  tests/cli/input.sh \
  tests/cli/manual.sh \
  tests/cli/model.sh \
  tests/cli/package.sh \
  tests/cli/object.sh \
  tests/cli/predict.sh \
  tests/cli/readme.sh \
  tests/cli/screen.sh \
  tests/cli/search.sh \
  tests/cli/stream.sh \
  tests/cli/usage.sh
TESTS += $(cli_tests)
EXTRA_DIST += tests/cli/lib.sh $(cli_tests)

# Built by `make check`, and no test itself.
EXTRA_PROGRAMS += tests/cli/json
check_DATA += tests/cli/json$(EXEEXT)
CLEANFILES += tests/cli/json$(EXEEXT)
tests_cli_json_SOURCES = tests/cli/json.c
tests_cli_json_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
tests_cli_json_LDADD = $(JANSSON_LIBS)
