noinst_LTLIBRARIES += libsearch.la
libsearch_la_SOURCES =
LIBS_search = libsearch.la $(LIBS_model)
