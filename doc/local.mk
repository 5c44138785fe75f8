# SPDX-License-Identifier: BSD-3-Clause
# The manual, and tables of what was measured.
dist_man_MANS += doc/eqsieve.1
EXTRA_DIST += doc/ablation.md doc/finding.md
