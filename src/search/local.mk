# SPDX-License-Identifier: BSD-3-Clause
# The loop: what to propose, what to keep, what to teach the model, what to recommend.
noinst_LTLIBRARIES += libsearch.la
libsearch_la_SOURCES = \
  src/search/formula/absorb.c src/search/formula/absorb.h \
  src/search/formula/build.c src/search/formula/build.h \
  src/search/formula/compose.c src/search/formula/compose.h \
  src/search/formula/evaluate.c src/search/formula/evaluate.h \
  src/search/formula/formula.c src/search/formula/formula.h \
  src/search/formula/generate.c src/search/formula/generate.h \
  src/search/formula/grammar.c src/search/formula/grammar.h \
  src/search/formula/proposal.c src/search/formula/proposal.h \
  src/search/formula/redundant.c src/search/formula/redundant.h \
  src/search/formula/rewrite.h \
  src/search/formula/rewrite_function.c \
  src/search/formula/rewrite_product.c \
  src/search/formula/rewrite_sum.c \
  src/search/formula/seen.c src/search/formula/seen.h \
  src/search/formula/simplify.c src/search/formula/simplify.h \
  src/search/formula/symmetry.c src/search/formula/symmetry.h \
  src/search/formula/tree.c src/search/formula/tree.h \
  src/search/formula/vocabulary.c src/search/formula/vocabulary.h \
  src/search/formula/vocabulary_text.c src/search/formula/vocabulary_text.h \
  src/search/formula/wellknown.c src/search/formula/wellknown.h
libsearch_la_SOURCES += \
  src/search/settings/budget.c src/search/settings/budget.h \
  src/search/settings/preset.c \
  src/search/settings/setup.c src/search/settings/setup.h
libsearch_la_SOURCES += \
  src/search/judge/alternatives.c src/search/judge/alternatives.h \
  src/search/judge/bank.c src/search/judge/bank.h \
  src/search/judge/breaks.c src/search/judge/breaks.h \
  src/search/judge/enough.c src/search/judge/enough.h \
  src/search/judge/finds.c src/search/judge/finds.h \
  src/search/judge/front.c src/search/judge/front.h \
  src/search/judge/gaps.c src/search/judge/gaps.h \
  src/search/judge/outcome.c src/search/judge/outcome.h \
  src/search/judge/row_loss.c src/search/judge/row_loss.h \
  src/search/judge/sample.c src/search/judge/sample.h \
  src/search/judge/scorer.c src/search/judge/scorer.h \
  src/search/judge/select.c src/search/judge/select.h \
  src/search/judge/strays.c src/search/judge/strays.h \
  src/search/judge/validate.c src/search/judge/validate.h
libsearch_la_SOURCES += \
  src/search/lessons/corpus.c src/search/lessons/corpus.h \
  src/search/lessons/lessons.c src/search/lessons/lessons.h \
  src/search/lessons/weights.c src/search/lessons/weights.h
libsearch_la_SOURCES += \
  src/search/propose/blocks.c src/search/propose/blocks.h \
  src/search/propose/latent_source.c \
  src/search/propose/local_source.c src/search/propose/local_source.h \
  src/search/propose/model_source.c src/search/propose/model_source.h \
  src/search/propose/mutate.c src/search/propose/mutate.h \
  src/search/propose/pursuit.c src/search/propose/pursuit.h \
  src/search/propose/shares.c src/search/propose/shares.h \
  src/search/propose/sources.c
libsearch_la_SOURCES += \
  src/search/sweep/catalogue.c src/search/sweep/catalogue.h \
  src/search/sweep/census.c src/search/sweep/census.h \
  src/search/sweep/lsq.c src/search/sweep/lsq.h \
  src/search/sweep/meet.c src/search/sweep/meet.h \
  src/search/sweep/meet_table.c \
  src/search/sweep/meet_verify.c \
  src/search/sweep/meeting.h \
  src/search/sweep/modulo.c src/search/sweep/modulo.h \
  src/search/sweep/nearest.c src/search/sweep/nearest.h \
  src/search/sweep/peel.c src/search/sweep/peel.h \
  src/search/sweep/polynomial.c src/search/sweep/polynomial.h \
  src/search/sweep/rank.c src/search/sweep/rank.h
libsearch_la_SOURCES += \
  src/search/paper/box.c \
  src/search/paper/corpus.c \
  src/search/paper/guard.c \
  src/search/paper/iterate.c \
  src/search/paper/paper.h \
  src/search/paper/pool.c \
  src/search/paper/run.c \
  src/search/paper/score.c
libsearch_la_SOURCES += \
  src/search/draw.c \
  src/search/iterate.c \
  src/search/polish.c \
  src/search/propose.c \
  src/search/run.c src/search/run.h \
  src/search/search.c \
  src/search/sweep.c src/search/sweep.h \
  src/search/teach.c
LIBS_search = libsearch.la $(LIBS_model)
