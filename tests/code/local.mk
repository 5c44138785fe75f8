# tests/code
code_test_flags = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)

check_PROGRAMS += tests/code/cache tests/code/image tests/code/native tests/code/relocate tests/code/slow
tests_code_cache_SOURCES = tests/code/cache.c
tests_code_cache_CPPFLAGS = $(code_test_flags)
tests_code_cache_LDADD = $(LIBS_code) $(TEST_LIBS)
tests_code_image_SOURCES = tests/code/image.c
tests_code_image_CPPFLAGS = $(code_test_flags)
tests_code_image_LDADD = $(LIBS_code) $(TEST_LIBS)
tests_code_native_SOURCES = tests/code/native.c
tests_code_native_CPPFLAGS = $(code_test_flags)
tests_code_native_LDADD = $(LIBS_code) $(TEST_LIBS)
tests_code_relocate_SOURCES = tests/code/relocate.c
tests_code_relocate_CPPFLAGS = $(code_test_flags)
tests_code_relocate_LDADD = $(LIBS_code) $(TEST_LIBS)
tests_code_slow_SOURCES = tests/code/slow.c
tests_code_slow_CPPFLAGS = $(code_test_flags)
tests_code_slow_LDADD = $(LIBS_code) $(TEST_LIBS)
check_PROGRAMS += tests/code/arena tests/code/isa
tests_code_arena_SOURCES = tests/code/arena.c
tests_code_arena_CPPFLAGS = $(code_test_flags)
tests_code_arena_LDADD = $(LIBS_code) $(TEST_LIBS)
tests_code_isa_SOURCES = tests/code/isa.c
tests_code_isa_CPPFLAGS = $(code_test_flags)
tests_code_isa_LDADD = $(LIBS_code) $(TEST_LIBS)
