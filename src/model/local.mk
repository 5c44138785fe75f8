# SPDX-License-Identifier: BSD-3-Clause
# SEGVAE: parameters, layers, training, sampling, weights on disk.
noinst_LTLIBRARIES += libmodel.la
libmodel_la_SOURCES = \
  src/model/adam.c src/model/adam.h \
  src/model/batch.c src/model/batch.h \
  src/model/cell.c \
  src/model/choose.c \
  src/model/config.c \
  src/model/cross_entropy.c \
  src/model/decoder.c \
  src/model/dropped.c src/model/dropped.h \
  src/model/embed.c \
  src/model/encoder.c \
  src/model/evaluate.c \
  src/model/gate_products.c \
  src/model/input.c \
  src/model/latent.c \
  src/model/layers.h \
  src/model/linear.c \
  src/model/lstm.c \
  src/model/model.h \
  src/model/noise.c src/model/noise.h \
  src/model/params.c src/model/params.h \
  src/model/pass.c src/model/pass.h \
  src/model/product.c \
  src/model/sample.c \
  src/model/sampler.c src/model/sampler.h \
  src/model/tensors.def \
  src/model/train.c \
  src/model/vae.c src/model/vae.h \
  src/model/vector.h \
  src/model/weights.h \
  src/model/weights_load.c \
  src/model/weights_save.c
libmodel_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
# Nobody reads the floating-point exception flags; keeping them in order would turn the clamps of
# vector.h into branches.
libmodel_la_CFLAGS = $(AM_CFLAGS) -fno-trapping-math
libmodel_la_LIBADD = $(JANSSON_LIBS)
LIBS_model = libmodel.la $(LIBS_fit)
