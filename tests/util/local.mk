# SPDX-License-Identifier: BSD-3-Clause
# Tests of src/util.
check_PROGRAMS += tests/util/cache_file
tests_util_cache_file_SOURCES = tests/util/cache_file.c
tests_util_cache_file_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_cache_file_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/cache_path
tests_util_cache_path_SOURCES = tests/util/cache_path.c
tests_util_cache_path_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_cache_path_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/clock
tests_util_clock_SOURCES = tests/util/clock.c
tests_util_clock_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_clock_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/ctx
tests_util_ctx_SOURCES = tests/util/ctx.c
tests_util_ctx_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_ctx_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/environment
tests_util_environment_SOURCES = tests/util/environment.c
tests_util_environment_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_environment_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/fail
tests_util_fail_SOURCES = tests/util/fail.c
tests_util_fail_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_fail_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/hash
tests_util_hash_SOURCES = tests/util/hash.c
tests_util_hash_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_hash_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/json
tests_util_json_SOURCES = tests/util/json.c
tests_util_json_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS) $(JANSSON_CFLAGS)
tests_util_json_LDADD = $(LIBS_util) $(TEST_LIBS) $(JANSSON_LIBS)

check_PROGRAMS += tests/util/list
tests_util_list_SOURCES = tests/util/list.c
tests_util_list_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_list_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/memory
tests_util_memory_SOURCES = tests/util/memory.c
tests_util_memory_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_memory_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/near
tests_util_near_SOURCES = tests/util/near.c
tests_util_near_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_near_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/number
tests_util_number_SOURCES = tests/util/number.c
tests_util_number_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_number_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/plugin
tests_util_plugin_SOURCES = tests/util/plugin.c
tests_util_plugin_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS) -DSAMPLE_DIR='"$(abs_top_builddir)/tests/util/.libs"'
tests_util_plugin_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/plugin_place
tests_util_plugin_place_SOURCES = tests/util/plugin_place.c tests/util/carrier.h
tests_util_plugin_place_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS) -DSAMPLE_DIR='"$(abs_top_builddir)/tests/util/.libs"'
tests_util_plugin_place_LDADD = $(TEST_LIBS)

check_PROGRAMS += tests/util/random
tests_util_random_SOURCES = tests/util/random.c
tests_util_random_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_random_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/text
tests_util_text_SOURCES = tests/util/text.c
tests_util_text_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_text_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/utf8
tests_util_utf8_SOURCES = tests/util/utf8.c
tests_util_utf8_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_utf8_LDADD = $(LIBS_util) $(TEST_LIBS)

check_PROGRAMS += tests/util/version
tests_util_version_SOURCES = tests/util/version.c
tests_util_version_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_util_version_LDADD = $(LIBS_util) $(TEST_LIBS)

# The plug-in that the tests of loading load, and a library that loads it; -rpath makes libtool build
# shared modules.
check_LTLIBRARIES = tests/util/sample.la tests/util/carrier.la
tests_util_sample_la_SOURCES = tests/util/sample.c
tests_util_sample_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -rpath $(pkglibdir)
EXTRA_tests_util_plugin_DEPENDENCIES = tests/util/sample.la
tests_util_carrier_la_SOURCES = tests/util/carrier.c tests/util/carrier.h
tests_util_carrier_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -rpath $(pkglibdir) \
  -export-symbols-regex '^carrier_load$$'
tests_util_carrier_la_LIBADD = $(LIBS_util)
EXTRA_tests_util_plugin_place_DEPENDENCIES = tests/util/sample.la tests/util/carrier.la
