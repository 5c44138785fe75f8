# SPDX-License-Identifier: BSD-3-Clause
# tests/code
code_test_flags = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(CRITERION_CFLAGS)

check_PROGRAMS += tests/code/cache tests/code/image tests/code/native tests/code/relocate
tests_code_cache_SOURCES = tests/code/cache.c tests/support/engine.h
tests_code_cache_CPPFLAGS = $(code_test_flags)
tests_code_cache_LDADD = $(LIBS_code) $(TEST_LIBS)
tests_code_image_SOURCES = tests/code/image.c tests/support/engine.h
tests_code_image_CPPFLAGS = $(code_test_flags)
tests_code_image_LDADD = $(LIBS_code) $(TEST_LIBS)
tests_code_native_SOURCES = tests/code/native.c tests/support/engine.h
tests_code_native_CPPFLAGS = $(code_test_flags) -DOTHER_DIR='"$(abs_top_builddir)/tests/code/other/.libs"'
tests_code_native_LDADD = $(LIBS_code) $(TEST_LIBS)
EXTRA_tests_code_native_DEPENDENCIES = tests/code/other/jit.la
check_LTLIBRARIES += tests/code/other/jit.la
tests_code_other_jit_la_SOURCES = tests/code/other/jit.c
tests_code_other_jit_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -rpath $(pkglibdir)
tests_code_relocate_SOURCES = tests/code/relocate.c
tests_code_relocate_CPPFLAGS = $(code_test_flags)
tests_code_relocate_LDADD = $(LIBS_code) $(TEST_LIBS)
check_PROGRAMS += tests/code/arena tests/code/isa
tests_code_arena_SOURCES = tests/code/arena.c
tests_code_arena_CPPFLAGS = $(code_test_flags)
tests_code_arena_LDADD = $(LIBS_code) $(TEST_LIBS)
tests_code_isa_SOURCES = tests/code/isa.c
tests_code_isa_CPPFLAGS = $(code_test_flags)
tests_code_isa_LDADD = $(LIBS_code) $(TEST_LIBS)
check_PROGRAMS += tests/code/encode_x86 tests/code/stitch
tests_code_encode_x86_SOURCES = tests/code/encode_x86.c
tests_code_encode_x86_CPPFLAGS = $(code_test_flags)
tests_code_encode_x86_LDADD = $(LIBS_code) $(TEST_LIBS)
tests_code_stitch_SOURCES = tests/code/stitch.c tests/support/formula.h
tests_code_stitch_CPPFLAGS = $(code_test_flags)
tests_code_stitch_LDADD = $(LIBS_code) $(TEST_LIBS)
check_PROGRAMS += tests/code/fuser
tests_code_fuser_SOURCES = tests/code/fuser.c tests/support/engine.h
tests_code_fuser_CPPFLAGS = $(code_test_flags)
tests_code_fuser_LDADD = $(LIBS_code) $(TEST_LIBS)
