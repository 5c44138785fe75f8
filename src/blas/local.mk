# SPDX-License-Identifier: BSD-3-Clause
# The loader belongs to libutil, since fit and model both call it; OpenBLAS itself is linked to the
# plug-in alone.
libutil_la_SOURCES += src/blas/blas.h src/blas/core.c src/blas/describe.c src/blas/get.c

pkglib_LTLIBRARIES += blas.la
blas_la_SOURCES = src/blas/blas.h src/blas/plugin.c
blas_la_CPPFLAGS = $(AM_CPPFLAGS) $(BLAS_CFLAGS) $(LAPACKE_CFLAGS)
blas_la_LIBADD = $(BLAS_LIBS) $(LAPACKE_LIBS)
blas_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared \
  -export-symbols-regex '^eqs_plugin_blas$$'
