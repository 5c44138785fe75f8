# SPDX-License-Identifier: BSD-3-Clause
# The table of bench/ablation/ablation: the list of variants, then their results, with
# bench/json.awk before it.
function ratio(a, b) { return b > 0 ? a / b : 0 }

# log10 of the share of the variance that is left, where 10^-12 is nothing.
function left_over(r2,   left) {
  left = r2 == "" ? 1 : 1 - r2
  return left > 1e-12 ? log(left) / log(10) : -12
}
BEGIN { n_sources = split("sweep local pursuit model latent", source, " ") }

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
  logs[name] += left_over(r["test_r2"])
  for (k = 1; k <= n_sources; k++) {
    from[name, k] += r["from_" source[k]]
    first_of[name, k] += r["first_" source[k]]
  }
}
END {
  print about
  print ""
  print "| variant | options | solved | of searches | problems | gained | lost | mean seconds | scored a second | mean scored | mean log10(1 - R2) |"
  print "|---|---|---|---|---|---|---|---|---|---|---|"
  for (i = 1; i <= n; i++) {
    name = variant[i]
    printf "| %s | %s | %d (%.0f %%) | %d | %d | %s | %s | %.1f | %.0f | %.0f | %.2f |\n", name, \
      options[name] == "" ? "-" : "`" options[name] "`", solved[name], \
      100 * ratio(solved[name], searches[name]), searches[name], problems[name], \
      i == 1 ? "-" : gained[name] + 0, i == 1 ? "-" : lost[name] + 0, \
      ratio(seconds[name], searches[name]), ratio(scored[name], seconds[name]), \
      ratio(scored[name], searches[name]), ratio(logs[name], searches[name])
  }
  print ""
  print "Gained and lost: searches, same problem and seed, that `" variant[1] \
    "` did not solve and did. Means are of all searches; R2 is that on test" \
    " points, and what is left of 1 counts as 10^-12 at least."
  print ""
  print "Formulas by where they came from: scored, and how many of 1000 were better than all found so far"
  print "that were no more complex."
  print ""
  print "| variant | sweep | local | pursuit | model | latent |"
  print "|---|---|---|---|---|---|"
  for (i = 1; i <= n; i++) {
    printf "| %s |", variant[i]
    for (k = 1; k <= n_sources; k++)
      if (from[variant[i], k] == 0) printf " - |"
      else printf " %d, %.1f |", from[variant[i], k], \
        1000 * ratio(first_of[variant[i], k], from[variant[i], k])
    print ""
  }
}
