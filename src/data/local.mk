# SPDX-License-Identifier: BSD-3-Clause
# Tables from CSV files, roles of columns, choices of rows, data sets for the engine.
noinst_LTLIBRARIES += libdata.la
libdata_la_SOURCES = \
  src/data/cells.c src/data/cells.h \
  src/data/column.c src/data/column.h \
  src/data/csv.c \
  src/data/dataset.c src/data/dataset.h \
  src/data/lines.c src/data/lines.h \
  src/data/roles.c \
  src/data/rows.c \
  src/data/table.c src/data/table.h
LIBS_data = libdata.la $(LIBS_expr)
