# SPDX-License-Identifier: BSD-3-Clause
# Tests of src/data.
check_PROGRAMS += tests/data/cells
tests_data_cells_SOURCES = tests/data/cells.c
tests_data_cells_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_cells_LDADD = $(LIBS_data) $(TEST_LIBS)

check_PROGRAMS += tests/data/column
tests_data_column_SOURCES = tests/data/column.c
tests_data_column_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_column_LDADD = $(LIBS_data) $(TEST_LIBS)

check_PROGRAMS += tests/data/csv
tests_data_csv_SOURCES = tests/data/csv.c tests/data/table_file.h
tests_data_csv_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_csv_LDADD = $(LIBS_data) $(TEST_LIBS)

check_PROGRAMS += tests/data/dataset
tests_data_dataset_SOURCES = tests/data/dataset.c tests/data/table_file.h
tests_data_dataset_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_dataset_LDADD = $(LIBS_data) $(TEST_LIBS)

check_PROGRAMS += tests/data/fuzz_csv
tests_data_fuzz_csv_SOURCES = tests/data/fuzz_csv.c tests/data/fuzz_csv.h tests/data/fuzz_csv_replay.c
tests_data_fuzz_csv_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_fuzz_csv_LDADD = $(LIBS_data) $(TEST_LIBS)

check_PROGRAMS += tests/data/lines
tests_data_lines_SOURCES = tests/data/lines.c tests/data/table_file.h
tests_data_lines_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_lines_LDADD = $(LIBS_data) $(TEST_LIBS)

check_PROGRAMS += tests/data/roles
tests_data_roles_SOURCES = tests/data/roles.c tests/data/table_file.h
tests_data_roles_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_roles_LDADD = $(LIBS_data) $(TEST_LIBS)

check_PROGRAMS += tests/data/rows
tests_data_rows_SOURCES = tests/data/rows.c tests/data/table_file.h
tests_data_rows_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_rows_LDADD = $(LIBS_data) $(TEST_LIBS)

check_PROGRAMS += tests/data/table
tests_data_table_SOURCES = tests/data/table.c tests/data/table_file.h
tests_data_table_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_table_LDADD = $(LIBS_data) $(TEST_LIBS)

check_PROGRAMS += tests/data/shipped
tests_data_shipped_SOURCES = tests/data/shipped.c tests/data/table_file.h
tests_data_shipped_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_data_shipped_LDADD = $(LIBS_data) $(TEST_LIBS)
