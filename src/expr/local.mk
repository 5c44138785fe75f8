noinst_LTLIBRARIES += libexpr.la
libexpr_la_SOURCES =
LIBS_expr = libexpr.la $(LIBS_util)
