# SPDX-License-Identifier: BSD-3-Clause
# Data sets that are shipped. The points of the benchmarks are distributed and not installed.
nobase_dist_pkgdata_DATA = \
  data/README.md \
  data/benchmarks/README.md data/benchmarks/benchmarks.csv \
  data/blackbox/README.md data/blackbox/AirfoilSelfNoise.csv data/blackbox/Nikuradse_1.csv \
  data/blackbox/pmlb_1027_ESL.csv data/blackbox/pmlb_192_vineyard.csv \
  data/mos2/README.md data/mos2/mos2_low_all.csv data/mos2/mos2_low_sites.csv \
  data/paper/README.md data/paper/v2_mo_s.csv data/paper/v3_mo_2s.csv data/paper/x2_s_s.csv \
  data/workset/README.md data/workset/arithmetic.txt data/workset/expressions.txt
EXTRA_DIST += data/benchmarks/points
