noinst_LTLIBRARIES += libprogram.la
libprogram_la_SOURCES =
LIBS_program = libprogram.la $(LIBS_data)
