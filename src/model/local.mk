noinst_LTLIBRARIES += libmodel.la
libmodel_la_SOURCES =
LIBS_model = libmodel.la $(LIBS_fit)
