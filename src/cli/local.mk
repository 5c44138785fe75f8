# SPDX-License-Identifier: BSD-3-Clause
# The program. It links the shared library as anybody's program would, and of the inside only util:
# the library goes first, so that what is public in util comes from there.
bin_PROGRAMS += eqsieve
eqsieve_SOURCES = \
  src/cli/candidate.c src/cli/candidate.h \
  src/cli/cli.h \
  src/cli/cmd_bench.c \
  src/cli/cmd_export.c \
  src/cli/cmd_fit.c \
  src/cli/cmd_info.c \
  src/cli/cmd_predict.c \
  src/cli/cmd_screen.c \
  src/cli/cmd_sample.c \
  src/cli/cmd_search.c \
  src/cli/cmd_train.c \
  src/cli/common.c src/cli/common.h \
  src/cli/found.c src/cli/found.h \
  src/cli/input.c src/cli/input.h \
  src/cli/stream.c src/cli/stream.h \
  src/cli/main.c \
  src/cli/message.c \
  src/cli/names.c src/cli/names.h \
  src/cli/options.c src/cli/options.h \
  src/cli/output.c \
  src/cli/preset.c src/cli/preset.h \
  src/cli/processor.c src/cli/processor.h \
  src/cli/progress.c src/cli/progress.h \
  src/cli/report.c src/cli/report.h \
  src/cli/result.c src/cli/result.h \
  src/cli/roles.c src/cli/roles.h \
  src/cli/screen.c src/cli/screen.h \
  src/cli/signals.c \
  src/cli/table.c \
  src/cli/top.c src/cli/top.h \
  src/cli/workset.c src/cli/workset.h
eqsieve_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) -DEQS_DATA_DIR='"$(pkgdatadir)"'
eqsieve_LDADD = libeqsieve.la $(LIBS_util) $(JANSSON_LIBS)
