# SPDX-License-Identifier: BSD-3-Clause
# The benchmarks of a machine: `make bench` runs them all, prints tables and draws pictures.
EXTRA_DIST += \
  bench/breakeven.awk bench/breakeven.gp \
  bench/json.awk \
  bench/pictures \
  bench/roofline.awk bench/roofline.gp \
  bench/suite \
  bench/table.awk \
  bench/workset.awk

.PHONY: bench
bench: all
	EQSIEVE='$(abs_builddir)/eqsieve' \
	EQSIEVE_PLUGIN_DIR="$${EQSIEVE_PLUGIN_DIR-$(abs_builddir)/.libs}" \
	  $(SHELL) $(srcdir)/bench/suite $(BENCHFLAGS)
	$(SHELL) $(srcdir)/bench/pictures
