# SPDX-License-Identifier: BSD-3-Clause
# The results of bench/find/find as tables in Markdown, with bench/json.awk before it.
function median(list,   n, i, j, x, v)
{
  n = split(list, v, " ")
  for (i = 2; i <= n; i++) {
    x = v[i] + 0
    for (j = i - 1; j >= 1 && v[j] + 0 > x; j--) v[j + 1] = v[j]
    v[j + 1] = x
  }
  if (n == 0) return "-"
  return sprintf("%.1f", n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2)
}

function row(title, f)
{
  printf "| %s | %d | %d | %d | %.0f %% | %d | %s |\n", title, problems[f], runs[f], solved[f], \
    100 * solved[f] / runs[f], often[f], median(seconds[f])
}

{
  read_json($0, r)
  if ("settings" in r) {
    text = r["cpu"] ", " r["date"] (r["commit"] != "" ? ", commit " r["commit"] : "") ", " \
      r["settings"]
    if (index(about, text) == 0) about = about (about == "" ? "" : "; ") text
    next
  }
  if (r["problem"] == "") next
  p = r["problem"]
  f = r["family"]
  if (!(f in runs)) family[++n_families] = f
  if (!(p in tries)) {
    problem[++n_problems] = p
    family_of[p] = f
    problems[f]++
    problems["all"]++
  }
  runs[f]++
  runs["all"]++
  tries[p]++
  for (key in r)
    if (key ~ /^(n|from)_/) sum[key] += r[key]
  if (r["solved"] == "true") {
    hits[p]++
    solved[f]++
    solved["all"]++
    seconds[f] = seconds[f] " " r["seconds"]
    seconds["all"] = seconds["all"] " " r["seconds"]
  } else if (!(p in best) || r["test_r2"] != "" && r["test_r2"] + 0 > best[p]) {
    best[p] = r["test_r2"] == "" ? -1e300 : r["test_r2"] + 0
    formula[p] = r["formula"] == "" ? "-" : r["formula"]
    complexity[p] = r["complexity"] == "" ? "-" : r["complexity"]
    truth[p] = r["truth"]
    limit[p] = 2 * r["truth_complexity"]
  }
}

END {
  if (n_problems == 0) exit
  for (i = 1; i <= n_problems; i++)
    if (hits[problem[i]] >= 0.8 * tries[problem[i]]) {
      often[family_of[problem[i]]]++
      often["all"]++
    }
  print about
  print ""
  print "| set | problems | searches | solved | share | solved in 80 % of seeds | median s of the solved |"
  print "|---|---|---|---|---|---|---|"
  for (i = 1; i <= n_families; i++) row(family[i], family[i])
  if (n_families > 1) row("all", "all")
  print ""
  printf "Formulas: %.4g proposed, %.4g distinct, %.4g scored, %.4g fits.", sum["n_sampled"], \
    sum["n_distinct"], sum["n_scored"], sum["n_fits"]
  separator = " Scored, by source: "
  n = split("model local latent pursuit sweep", known, " ")
  for (key in sum)
    if (key ~ /^from_/ && key !~ /^from_(model|local|latent|pursuit|sweep)$/) known[++n] = substr(key, 6)
  for (i = 1; i <= n; i++) {
    if (!(("from_" known[i]) in sum)) continue
    share = sum["n_scored"] > 0 ? 100 * sum["from_" known[i]] / sum["n_scored"] : 0
    printf "%s%s %.0f %%", separator, known[i], share
    separator = ", "
  }
  print separator == ", " ? "." : ""
  heading = 0
  for (i = 1; i <= n_problems; i++) {
    p = problem[i]
    if (hits[p] == tries[p]) continue
    if (!heading++) {
      print ""
      print "Not always solved, with the best formula of a search that failed:"
      print ""
      print "| problem | solved | law | formula | complexity (at most) | 1 - R2, test |"
      print "|---|---|---|---|---|---|"
    }
    printf "| %s | %d of %d | `%s` | `%s` | %s (%d) | %.2g |\n", p, hits[p], tries[p], truth[p], \
      formula[p], complexity[p], limit[p], best[p] < -1e299 ? "inf" : 1 - best[p]
  }
}
