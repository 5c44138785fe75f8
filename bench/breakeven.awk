# SPDX-License-Identifier: BSD-3-Clause
# The numbers of the break-even picture: what an expression costs before its first evaluation and
# for each, in microseconds at 1000 rows in f64, by the engines (bench/suite) and, where there is a
# second file, by what bench/compare measured.
FNR == 1 && NR == 1 { read_json($0, host); next }
{
  read_json($0, m)
  if (m["dtype"] != "f64" || m["threads"] != 1) next
  if (m["bench"] == "prepare") prepare = m["us_per_expr"]
  if (m["bench"] == "score" && m["set"] == "expressions" && m["asked"] != "auto" &&
      m["rows"] == 1000 && m["cached"] == "true")
    each["eqsieve " m["asked"]] = m["us_per_expr"]
  if ("peer" in m && m["peer"] !~ /^eqsieve/ && m["rows"] == 1000 && m["where"] == "here") {
    each[m["peer"]] = m["us_per_expr"]
    first[m["peer"]] = m["prepare_us"]
  }
}
END {
  printf "title = \"Per expression at 1000 rows, f64, one thread: %s, %s\"\n", host["cpu_name"],
    host["date"]
  for (name in each) n++
  printf "n = %d\narray name[%d]\narray before[%d]\narray each[%d]\n", n, n, n, n
  for (name in each) {
    i++
    printf "name[%d] = \"%s\"\nbefore[%d] = %s\neach[%d] = %s\n", i, name, i,
      name in first ? first[name] : prepare, i, each[name]
  }
}
