# SPDX-License-Identifier: BSD-3-Clause
# Tests of the search: what each of them shares is in support.c and problem.c.
SEARCH_SUPPORT = \
  tests/search/problem.c tests/search/problem.h \
  tests/search/support.c tests/search/support.h
SEARCH_TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(CRITERION_CFLAGS)

check_PROGRAMS += tests/search/absorb
tests_search_absorb_SOURCES = tests/search/absorb.c $(SEARCH_SUPPORT)
tests_search_absorb_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_absorb_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/bank
tests_search_bank_SOURCES = tests/search/bank.c $(SEARCH_SUPPORT)
tests_search_bank_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_bank_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/blocks
tests_search_blocks_SOURCES = tests/search/blocks.c $(SEARCH_SUPPORT)
tests_search_blocks_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_blocks_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/budget
tests_search_budget_SOURCES = tests/search/budget.c $(SEARCH_SUPPORT)
tests_search_budget_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_budget_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/build
tests_search_build_SOURCES = tests/search/build.c $(SEARCH_SUPPORT)
tests_search_build_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_build_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/catalogue
tests_search_catalogue_SOURCES = tests/search/catalogue.c $(SEARCH_SUPPORT)
tests_search_catalogue_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_catalogue_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/compose
tests_search_compose_SOURCES = tests/search/compose.c $(SEARCH_SUPPORT)
tests_search_compose_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_compose_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/corpus
tests_search_corpus_SOURCES = tests/search/corpus.c $(SEARCH_SUPPORT)
tests_search_corpus_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_corpus_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/enough
tests_search_enough_SOURCES = tests/search/enough.c $(SEARCH_SUPPORT)
tests_search_enough_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_enough_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/finds
tests_search_finds_SOURCES = tests/search/finds.c $(SEARCH_SUPPORT)
tests_search_finds_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_finds_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/formula
tests_search_formula_SOURCES = tests/search/formula.c $(SEARCH_SUPPORT)
tests_search_formula_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_formula_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/front
tests_search_front_SOURCES = tests/search/front.c $(SEARCH_SUPPORT)
tests_search_front_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_front_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/generate
tests_search_generate_SOURCES = tests/search/generate.c $(SEARCH_SUPPORT)
tests_search_generate_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_generate_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/grammar
tests_search_grammar_SOURCES = tests/search/grammar.c $(SEARCH_SUPPORT)
tests_search_grammar_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_grammar_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/iterate
tests_search_iterate_SOURCES = tests/search/iterate.c $(SEARCH_SUPPORT)
tests_search_iterate_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_iterate_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/lessons
tests_search_lessons_SOURCES = tests/search/lessons.c $(SEARCH_SUPPORT)
tests_search_lessons_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_lessons_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/local_source
tests_search_local_source_SOURCES = tests/search/local_source.c $(SEARCH_SUPPORT)
tests_search_local_source_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_local_source_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/lsq
tests_search_lsq_SOURCES = tests/search/lsq.c $(SEARCH_SUPPORT)
tests_search_lsq_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_lsq_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/meet
tests_search_meet_SOURCES = tests/search/meet.c $(SEARCH_SUPPORT)
tests_search_meet_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_meet_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/model_source
tests_search_model_source_SOURCES = tests/search/model_source.c $(SEARCH_SUPPORT)
tests_search_model_source_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_model_source_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/modulo
tests_search_modulo_SOURCES = tests/search/modulo.c $(SEARCH_SUPPORT)
tests_search_modulo_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_modulo_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/mutate
tests_search_mutate_SOURCES = tests/search/mutate.c $(SEARCH_SUPPORT)
tests_search_mutate_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_mutate_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/paper_box
tests_search_paper_box_SOURCES = tests/search/paper_box.c $(SEARCH_SUPPORT)
tests_search_paper_box_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_paper_box_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/paper_corpus
tests_search_paper_corpus_SOURCES = tests/search/paper_corpus.c $(SEARCH_SUPPORT)
tests_search_paper_corpus_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_paper_corpus_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/paper_guard
tests_search_paper_guard_SOURCES = tests/search/paper_guard.c $(SEARCH_SUPPORT)
tests_search_paper_guard_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_paper_guard_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/paper_pool
tests_search_paper_pool_SOURCES = tests/search/paper_pool.c $(SEARCH_SUPPORT)
tests_search_paper_pool_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_paper_pool_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/paper_run
tests_search_paper_run_SOURCES = tests/search/paper_run.c $(SEARCH_SUPPORT)
tests_search_paper_run_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_paper_run_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/peel
tests_search_peel_SOURCES = tests/search/peel.c $(SEARCH_SUPPORT)
tests_search_peel_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_peel_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/polish
tests_search_polish_SOURCES = tests/search/polish.c $(SEARCH_SUPPORT)
tests_search_polish_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_polish_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/polynomial
tests_search_polynomial_SOURCES = tests/search/polynomial.c $(SEARCH_SUPPORT)
tests_search_polynomial_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_polynomial_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/proposal
tests_search_proposal_SOURCES = tests/search/proposal.c $(SEARCH_SUPPORT)
tests_search_proposal_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_proposal_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/redundant
tests_search_redundant_SOURCES = tests/search/redundant.c $(SEARCH_SUPPORT)
tests_search_redundant_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_redundant_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/row_loss
tests_search_row_loss_SOURCES = tests/search/row_loss.c $(SEARCH_SUPPORT)
tests_search_row_loss_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_row_loss_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/run
tests_search_run_SOURCES = tests/search/run.c $(SEARCH_SUPPORT)
tests_search_run_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_run_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/scorer
tests_search_scorer_SOURCES = tests/search/scorer.c $(SEARCH_SUPPORT)
tests_search_scorer_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_scorer_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/search
tests_search_search_SOURCES = tests/search/search.c $(SEARCH_SUPPORT)
tests_search_search_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_search_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/seen
tests_search_seen_SOURCES = tests/search/seen.c $(SEARCH_SUPPORT)
tests_search_seen_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_seen_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/select
tests_search_select_SOURCES = tests/search/select.c $(SEARCH_SUPPORT)
tests_search_select_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_select_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/setup
tests_search_setup_SOURCES = tests/search/setup.c $(SEARCH_SUPPORT)
tests_search_setup_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_setup_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/shares
tests_search_shares_SOURCES = tests/search/shares.c $(SEARCH_SUPPORT)
tests_search_shares_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_shares_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/simplify
tests_search_simplify_SOURCES = tests/search/simplify.c $(SEARCH_SUPPORT)
tests_search_simplify_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_simplify_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/symmetry
tests_search_symmetry_SOURCES = tests/search/symmetry.c $(SEARCH_SUPPORT)
tests_search_symmetry_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_symmetry_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/sweep
tests_search_sweep_SOURCES = tests/search/sweep.c $(SEARCH_SUPPORT)
tests_search_sweep_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_sweep_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/tree
tests_search_tree_SOURCES = tests/search/tree.c $(SEARCH_SUPPORT)
tests_search_tree_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_tree_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/vocabulary
tests_search_vocabulary_SOURCES = tests/search/vocabulary.c $(SEARCH_SUPPORT)
tests_search_vocabulary_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_vocabulary_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/vocabulary_text
tests_search_vocabulary_text_SOURCES = tests/search/vocabulary_text.c $(SEARCH_SUPPORT)
tests_search_vocabulary_text_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_vocabulary_text_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/weights
tests_search_weights_SOURCES = tests/search/weights.c $(SEARCH_SUPPORT)
tests_search_weights_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_weights_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/pursuit
tests_search_pursuit_SOURCES = tests/search/pursuit.c $(SEARCH_SUPPORT)
tests_search_pursuit_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_pursuit_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/rank
tests_search_rank_SOURCES = tests/search/rank.c $(SEARCH_SUPPORT)
tests_search_rank_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_rank_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/alternatives
tests_search_alternatives_SOURCES = tests/search/alternatives.c $(SEARCH_SUPPORT)
tests_search_alternatives_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_alternatives_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/census
tests_search_census_SOURCES = tests/search/census.c $(SEARCH_SUPPORT)
tests_search_census_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_census_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/nearest
tests_search_nearest_SOURCES = tests/search/nearest.c $(SEARCH_SUPPORT)
tests_search_nearest_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_nearest_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/validate
tests_search_validate_SOURCES = tests/search/validate.c $(SEARCH_SUPPORT)
tests_search_validate_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_validate_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/wellknown
tests_search_wellknown_SOURCES = tests/search/wellknown.c $(SEARCH_SUPPORT)
tests_search_wellknown_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_wellknown_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/strays
tests_search_strays_SOURCES = tests/search/strays.c $(SEARCH_SUPPORT)
tests_search_strays_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_strays_LDADD = $(LIBS_search) $(TEST_LIBS)


check_PROGRAMS += tests/search/breaks
tests_search_breaks_SOURCES = tests/search/breaks.c $(SEARCH_SUPPORT)
tests_search_breaks_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_breaks_LDADD = $(LIBS_search) $(TEST_LIBS)

check_PROGRAMS += tests/search/gaps
tests_search_gaps_SOURCES = tests/search/gaps.c $(SEARCH_SUPPORT)
tests_search_gaps_CPPFLAGS = $(SEARCH_TEST_CPPFLAGS)
tests_search_gaps_LDADD = $(LIBS_search) $(TEST_LIBS)
