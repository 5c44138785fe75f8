# SPDX-License-Identifier: BSD-3-Clause
# tests/model
check_PROGRAMS += tests/model/adam
tests_model_adam_SOURCES = tests/model/adam.c
tests_model_adam_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_adam_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/batch
tests_model_batch_SOURCES = tests/model/batch.c
tests_model_batch_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_batch_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/dropped
tests_model_dropped_SOURCES = tests/model/dropped.c
tests_model_dropped_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_dropped_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/golden
tests_model_golden_SOURCES = tests/model/golden.c tests/model/safetensors.h tests/model/tiny.h
tests_model_golden_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS) $(JANSSON_CFLAGS)
tests_model_golden_LDADD = $(LIBS_model) $(TEST_LIBS) $(JANSSON_LIBS)

check_PROGRAMS += tests/model/layers
tests_model_layers_SOURCES = tests/model/layers.c
tests_model_layers_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_layers_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/noise
tests_model_noise_SOURCES = tests/model/noise.c
tests_model_noise_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_noise_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/pass
tests_model_pass_SOURCES = tests/model/pass.c tests/model/naive.h tests/model/tiny.h
tests_model_pass_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_pass_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/sample
tests_model_sample_SOURCES = tests/model/sample.c tests/model/naive.h tests/model/tiny.h
tests_model_sample_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_sample_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/train
tests_model_train_SOURCES = tests/model/train.c tests/model/tiny.h
tests_model_train_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_train_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/vae
tests_model_vae_SOURCES = tests/model/vae.c tests/model/naive.h tests/model/tiny.h
tests_model_vae_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_vae_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/vector
tests_model_vector_SOURCES = tests/model/vector.c
tests_model_vector_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_vector_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/weights
tests_model_weights_SOURCES = tests/model/weights.c tests/model/tiny.h
tests_model_weights_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS) $(JANSSON_CFLAGS)
tests_model_weights_LDADD = $(LIBS_model) $(TEST_LIBS) $(JANSSON_LIBS)
