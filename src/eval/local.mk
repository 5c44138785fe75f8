noinst_LTLIBRARIES += libeval.la
libeval_la_SOURCES =
LIBS_eval = libeval.la $(LIBS_code)
