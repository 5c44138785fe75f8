# SPDX-License-Identifier: BSD-3-Clause
# Object code from the plug-in or the cache, in executable memory.
noinst_LTLIBRARIES += libcode.la
libcode_la_SOURCES = \
  src/code/arena.c src/code/arena.h \
  src/code/cache.c src/code/cache.h \
  src/code/cpu.c src/code/cpu.h \
  src/code/encode_x86.h \
  src/code/fuser.c src/code/fuser.h \
  src/code/image.c src/code/image.h \
  src/code/isa.c src/code/isa.h \
  src/code/maker.c src/code/maker.h \
  src/code/native.c src/code/native.h \
  src/code/object.c src/code/object.h \
  src/code/recipe.c src/code/recipe.h \
  src/code/relocate.c src/code/relocate.h \
  src/code/stitch.c src/code/stitch.h \
  src/code/stitch_run.c src/code/stitch_run.h
LIBS_code = libcode.la $(LIBS_program)

# What the kernels are made from, as one word in the key of the cache and in the plug-in: other
# sources, other code.
code_stamp = include/code/stamp.h
code_stamp_inputs = $(jit_la_SOURCES) src/program/kernels.def src/expr/ops.def
nodist_libcode_la_SOURCES = $(code_stamp)
CLEANFILES += $(code_stamp)
src/code/cache.lo src/code/native.lo: $(code_stamp)
$(jit_la_OBJECTS): $(code_stamp)
$(code_stamp): $(code_stamp_inputs) Makefile
	$(AM_V_GEN)$(MKDIR_P) include/code && \
	sum=`for f in $(code_stamp_inputs); do cat $(srcdir)/$$f; done | cksum | tr ' ' '-'` && \
	{ echo '/* SPDX-License-Identifier: BSD-3-Clause */' && \
	  echo "#define EQS_JIT_STAMP \"$$sum-`$(LLVM_CONFIG) --version`\""; } >$@.tmp && mv $@.tmp $@
