noinst_LTLIBRARIES += libcode.la
libcode_la_SOURCES =
LIBS_code = libcode.la $(LIBS_program)
