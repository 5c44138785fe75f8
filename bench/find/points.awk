# SPDX-License-Identifier: BSD-3-Clause
# The variables of a problem's points: awk -v name=NAME -v part=train|test -f splitmix.awk
# -f points.awk benchmarks.csv. Random points are drawn row by row from the generator that NAME/PART
# seeds; a grid is the product of its axes, the last one fastest. More than 500 test points are
# thinned with a fixed stride.
BEGIN { FS = "," }
NR == 1 {
  for (i = 1; i <= NF; i++) column[$i] = i
  next
}
$1 == name {
  prefix = part == "test" ? "test_" : ""
  vars = $column["vars"]
  split($column[prefix "low"], low, ";")
  split($column[prefix "high"], high, ";")
  split($column["n_" part "_per_axis"], per, ";")
  n = $column["n_" part] + 0
  random = $column[part "_sampling"] == "U"
  stride = part == "test" ? int((n + 499) / 500) : 1
  random_seed(name "/" part)
  for (k = 1; k <= vars; k++) printf "x%d%s", k, k < vars ? "," : "\n"
  for (i = 0; i < n; i++) {
    at = i
    for (k = vars; k >= 1 && !random; k--) {
      step = (high[k] - low[k]) / (per[k] - 1)
      x[k] = at % per[k] == per[k] - 1 ? high[k] : low[k] + at % per[k] * step
      at = int(at / per[k])
    }
    for (k = 1; k <= vars && random; k++) x[k] = low[k] + (high[k] - low[k]) * random_unit()
    for (k = 1; k <= vars && i % stride == 0; k++) printf "%.17g%s", x[k], k < vars ? "," : "\n"
  }
  found = 1
}
END { exit !found }
