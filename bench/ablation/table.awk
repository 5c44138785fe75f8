# SPDX-License-Identifier: BSD-3-Clause
# The table of bench/ablation/ablation: the list of variants, then their results, with
# bench/json.awk before it.
function ratio(a, b) { return b > 0 ? a / b : 0 }

FNR == 1 { file++ }
file == 1 {
  name = $1
  sub(/^[^ ]+ */, "")
  options[name] = $0
  next
}
FNR == 1 {
  name = FILENAME
  sub(/.*\//, "", name)
  sub(/\.jsonl$/, "", name)
  variant[++n] = name
}
{
  read_json($0, r)
  if ("settings" in r) {
    text = r["cpu"] ", " r["date"] (r["commit"] != "" ? ", commit " r["commit"] : "")
    if (index(about, text) == 0) about = about (about == "" ? "" : "; ") text
    next
  }
  run = r["problem"] " " r["seed"]
  hit = r["solved"] == "true"
  if (n == 1) first[run] = hit
  else if (run in first) {
    gained[name] += hit && !first[run]
    lost[name] += !hit && first[run]
  }
  searches[name]++
  solved[name] += hit
  if (hit) problem[name, r["problem"]]++
  if (hit && problem[name, r["problem"]] == 1) problems[name]++
  scored[name] += r["n_scored"]
  seconds[name] += r["seconds"]
}
END {
  print about
  print ""
  print "| variant | options | solved | of searches | problems | gained | lost | mean seconds | scored a second |"
  print "|---|---|---|---|---|---|---|---|---|"
  for (i = 1; i <= n; i++) {
    name = variant[i]
    printf "| %s | %s | %d (%.0f %%) | %d | %d | %s | %s | %.1f | %.0f |\n", name, \
      options[name] == "" ? "-" : "`" options[name] "`", solved[name], \
      100 * ratio(solved[name], searches[name]), searches[name], problems[name], \
      i == 1 ? "-" : gained[name] + 0, i == 1 ? "-" : lost[name] + 0, \
      ratio(seconds[name], searches[name]), ratio(scored[name], seconds[name])
  }
  print ""
  print "Gained and lost: searches, same problem and seed, that `" variant[1] \
    "` did not solve and did. Mean seconds: of all searches."
}
