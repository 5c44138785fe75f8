# SPDX-License-Identifier: BSD-3-Clause
# The numbers of the roofline picture, from the results of bench/suite on one thread. Operators a
# byte: of an expression, over the columns it reads and the target.
FNR == 1 { if (NR == 1) read_json($0, host); next }
NR != FNR { next }
{
  read_json($0, m)
  if (m["threads"] != 1) next
  if (m["bench"] == "peak") {
    printf "peak_%s = %g\nbandwidth = %g\n", m["dtype"], m["peak_gflops"], m["bytes_per_s"] * 1e-9
  } else if (m["bench"] == "score" && m["asked"] == "auto" && m["cached"] == "true") {
    set = m["set"]
    share = host["operators_" set] / (host["operators_" set] + host["leaves_" set])
    size = m["dtype"] == "f32" ? 4 : 8
    k = set "_" m["dtype"]
    points[k] = points[k] sprintf("%g %g %s\n",
      host["operators_" set] / ((host["variables_" set] + 1) * size), m["gnode_per_s"] * share,
      m["rows"])
  }
}
END {
  printf "title = \"%s, one thread, %s\"\n", host["cpu_name"], host["date"]
  for (k in points) printf "$%s << END\n%sEND\n", k, points[k]
}
