noinst_LTLIBRARIES += libfit.la
libfit_la_SOURCES =
LIBS_fit = libfit.la $(LIBS_eval)
