# SPDX-License-Identifier: BSD-3-Clause
# The loop: what to propose, what to keep, what to teach the model, what to recommend.
noinst_LTLIBRARIES += libsearch.la
libsearch_la_SOURCES = \
  src/search/absorb.c src/search/absorb.h \
  src/search/alternatives.c src/search/alternatives.h \
  src/search/bank.c src/search/bank.h \
  src/search/blocks.c src/search/blocks.h \
  src/search/breaks.c src/search/breaks.h \
  src/search/build.c src/search/build.h \
  src/search/budget.c src/search/budget.h \
  src/search/catalogue.c src/search/catalogue.h \
  src/search/census.c src/search/census.h \
  src/search/compose.c src/search/compose.h \
  src/search/corpus.c src/search/corpus.h \
  src/search/enough.c src/search/enough.h \
  src/search/evaluate.c src/search/evaluate.h \
  src/search/finds.c src/search/finds.h \
  src/search/formula.c src/search/formula.h \
  src/search/front.c src/search/front.h \
  src/search/generate.c src/search/generate.h \
  src/search/grammar.c src/search/grammar.h \
  src/search/iterate.c \
  src/search/latent_source.c \
  src/search/lessons.c src/search/lessons.h \
  src/search/local_source.c src/search/local_source.h \
  src/search/lsq.c src/search/lsq.h \
  src/search/meet.c src/search/meet.h \
  src/search/meet_table.c \
  src/search/meet_verify.c \
  src/search/meeting.h \
  src/search/model_source.c src/search/model_source.h \
  src/search/modulo.c src/search/modulo.h \
  src/search/mutate.c src/search/mutate.h \
  src/search/nearest.c src/search/nearest.h \
  src/search/outcome.c src/search/outcome.h \
  src/search/paper.h \
  src/search/paper_box.c \
  src/search/paper_corpus.c \
  src/search/paper_guard.c \
  src/search/paper_iterate.c \
  src/search/paper_pool.c \
  src/search/paper_run.c \
  src/search/paper_score.c \
  src/search/peel.c src/search/peel.h \
  src/search/polish.c \
  src/search/polynomial.c src/search/polynomial.h \
  src/search/preset.c \
  src/search/proposal.c src/search/proposal.h \
  src/search/propose.c \
  src/search/pursuit.c src/search/pursuit.h \
  src/search/rank.c src/search/rank.h \
  src/search/redundant.c src/search/redundant.h \
  src/search/rewrite.h \
  src/search/rewrite_function.c \
  src/search/rewrite_product.c \
  src/search/rewrite_sum.c \
  src/search/row_loss.c src/search/row_loss.h \
  src/search/run.c src/search/run.h \
  src/search/sample.c src/search/sample.h \
  src/search/scorer.c src/search/scorer.h \
  src/search/search.c \
  src/search/seen.c src/search/seen.h \
  src/search/select.c src/search/select.h \
  src/search/setup.c src/search/setup.h \
  src/search/shares.c src/search/shares.h \
  src/search/simplify.c src/search/simplify.h \
  src/search/sources.c \
  src/search/symmetry.c src/search/symmetry.h \
  src/search/strays.c src/search/strays.h \
  src/search/gaps.c src/search/gaps.h \
  src/search/sweep.c src/search/sweep.h \
  src/search/tree.c src/search/tree.h \
  src/search/draw.c src/search/teach.c \
  src/search/validate.c src/search/validate.h \
  src/search/vocabulary_text.c src/search/vocabulary_text.h \
  src/search/weights.c src/search/weights.h \
  src/search/vocabulary.c src/search/vocabulary.h \
  src/search/wellknown.c src/search/wellknown.h
LIBS_search = libsearch.la $(LIBS_model)
