# SPDX-License-Identifier: BSD-3-Clause
# The table of a comparison, in Markdown: Gnode/s by number of rows, and what a new expression costs.
FNR == 1 && NR == 1 { read_json($0, host); next }
/"peer":/ {
  read_json($0, m)
  k = m["dtype"] "|" m["peer"] "|" m["where"]
  if (!(k in known)) { known[k] = 1; order[++n] = k }
  speed[k, m["rows"]] = m["gnode_per_s"]
  if (m["prepare_us"] != "") prepare[k] = m["prepare_us"]
}
function show(x) { return x == "" ? "-" : sprintf(x + 0 < 10 ? "%.2f" : "%.1f", x) }
END {
  printf "%s, %s, commit %s, one thread, %s, load %s after; %s expressions of the work set.\n\n",
    host["date"], host["cpu_name"], host["commit"],
    host["clock"] == "cpu" ? "processor time" : "time on the wall", host["load_after"],
    host["expressions"]
  print "| | 100 rows | 1000 rows | 10 000 rows | a new expression, us | measured |"
  print "|---|---|---|---|---|---|"
  split("f32 f64", dtypes, " ")
  for (d = 1; d <= 2; d++)
    for (i = 1; i <= n; i++) {
      split(order[i], part, "|")
      if (part[1] != dtypes[d]) continue
      k = order[i]
      printf "| %s %s | %s | %s | %s | %s | %s |\n", part[1], part[2], show(speed[k, 100]),
        show(speed[k, 1000]), show(speed[k, 10000]), k in prepare ? show(prepare[k]) : "included",
        part[3]
    }
}
