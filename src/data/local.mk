noinst_LTLIBRARIES += libdata.la
libdata_la_SOURCES =
LIBS_data = libdata.la $(LIBS_expr)
