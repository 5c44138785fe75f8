# SPDX-License-Identifier: BSD-3-Clause
# tests/model
check_PROGRAMS += tests/model/pass
tests_model_pass_SOURCES = tests/model/pass.c tests/model/naive.h tests/model/tiny.h
tests_model_pass_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_pass_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/sample
tests_model_sample_SOURCES = tests/model/sample.c tests/model/naive.h tests/model/tiny.h
tests_model_sample_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_sample_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/train
tests_model_train_SOURCES = tests/model/train.c tests/model/naive.h tests/model/tiny.h
tests_model_train_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_model_train_LDADD = $(LIBS_model) $(TEST_LIBS)

check_PROGRAMS += tests/model/weights
tests_model_weights_SOURCES = tests/model/weights.c tests/model/naive.h tests/model/tiny.h
tests_model_weights_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS) $(JANSSON_CFLAGS)
tests_model_weights_LDADD = $(LIBS_model) $(TEST_LIBS) $(JANSSON_LIBS)
