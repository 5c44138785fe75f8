# SPDX-License-Identifier: BSD-3-Clause
# Status and messages, memory, random numbers, hashing, text, JSON, plug-ins, the clock.
noinst_LTLIBRARIES += libutil.la
libutil_la_SOURCES = \
  src/util/cache_file.c src/util/cache_file.h \
  src/util/cache_path.c src/util/cache_path.h \
  src/util/clock.c src/util/clock.h \
  src/util/clones.h \
  src/util/ctx.c src/util/ctx.h \
  src/util/environment.c src/util/environment.h \
  src/util/fail.c src/util/fail.h \
  src/util/hash.c src/util/hash.h \
  src/util/json.c src/util/json.h \
  src/util/list.c src/util/list.h \
  src/util/memory.c src/util/memory.h \
  src/util/near.c src/util/near.h \
  src/util/number.c \
  src/util/plugin.c src/util/plugin.h \
  src/util/random.c src/util/random.h \
  src/util/text.c src/util/text.h \
  src/util/utf8.c src/util/utf8.h \
  src/util/version.c
LIBS_util = libutil.la
