# SPDX-License-Identifier: BSD-3-Clause
# The benchmarks of a machine: `make bench` runs them all, prints tables and draws pictures.
EXTRA_DIST += \
  bench/accuracy/run bench/accuracy/table.awk \
  bench/ablation/ablation bench/ablation/table.awk bench/ablation/variants \
  bench/ablation/sources \
  bench/blackbox/blackbox \
  bench/breakeven.awk bench/breakeven.gp \
  bench/compare/aot.c bench/compare/aot_sleef.h \
  bench/compare/data.c \
  bench/compare/elsewhere.jsonl \
  bench/compare/eqsieve.c \
  bench/compare/muparser.c \
  bench/compare/peer.h \
  bench/compare/python_peer.py \
  bench/compare/run \
  bench/compare/table.awk \
  bench/find/README.md bench/find/find bench/find/judge.awk bench/find/one \
  bench/find/pack bench/find/points bench/find/points.awk bench/find/splitmix.awk bench/find/table.awk \
  bench/json.awk \
  bench/paper/paper bench/paper/peers \
  bench/pictures \
  bench/results \
  bench/README.md \
  bench/model/pytorch.py bench/model/run \
  bench/recovery/README.md bench/recovery/identifiability bench/recovery/recovery \
  bench/roofline.awk bench/roofline.gp \
  bench/searches.py \
  bench/suite \
  bench/table.awk \
  bench/workset.awk \
  doc/break-even.svg doc/roofline.svg

.PHONY: bench bench-accuracy
bench: all
	EQSIEVE='$(abs_builddir)/eqsieve' \
	EQSIEVE_PLUGIN_DIR="$${EQSIEVE_PLUGIN_DIR-$(abs_builddir)/.libs}" \
	  $(SHELL) $(srcdir)/bench/suite $(BENCHFLAGS)
	EQSIEVE_BUILD='$(abs_builddir)' $(SHELL) $(srcdir)/bench/compare/run $(BENCHFLAGS)
	$(SHELL) $(srcdir)/bench/pictures

# How far the functions are from the exact values, against MPFR: minutes to an hour, run by hand.
if HAVE_MPFR
EXTRA_PROGRAMS += bench/accuracy/accuracy
CLEANFILES += bench/accuracy/accuracy$(EXEEXT)
bench_accuracy_accuracy_SOURCES = bench/accuracy/accuracy.c $(accuracy_sources)
bench_accuracy_accuracy_CPPFLAGS = $(AM_CPPFLAGS) $(MPFR_CFLAGS)
bench_accuracy_accuracy_LDADD = $(LIBS_code) $(MPFR_LIBS) -lm

bench-accuracy: all bench/accuracy/accuracy$(EXEEXT)
	EQSIEVE_BUILD='$(abs_builddir)' $(SHELL) $(srcdir)/bench/accuracy/run $(BENCHFLAGS)
endif

# The counting for bench/recovery/identifiability, by hand.
EXTRA_PROGRAMS += bench/recovery/rivals
CLEANFILES += bench/recovery/rivals$(EXEEXT)
bench_recovery_rivals_SOURCES = bench/recovery/rivals.c
bench_recovery_rivals_CPPFLAGS = $(AM_CPPFLAGS)
bench_recovery_rivals_LDADD = $(LIBS_search) -lm
