noinst_LTLIBRARIES += libutil.la
libutil_la_SOURCES =
LIBS_util = libutil.la
