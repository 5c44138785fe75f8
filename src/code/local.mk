# Object code from the plug-in or the cache, in executable memory.
noinst_LTLIBRARIES += libcode.la
libcode_la_SOURCES = \
  src/code/image.c src/code/image.h \
  src/code/native.c src/code/native.h \
  src/code/object.c src/code/object.h \
  src/code/relocate.c src/code/relocate.h \
  src/code/slow.c src/code/slow.h
LIBS_code = libcode.la $(LIBS_program)
