# SPDX-License-Identifier: BSD-3-Clause
# The manual.
dist_man_MANS += doc/eqsieve.1
