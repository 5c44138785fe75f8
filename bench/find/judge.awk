# SPDX-License-Identifier: BSD-3-Clause
# One search, judged: the JSON document of `eqsieve search --test` in, a flat line of JSON out.
# -v problem, family, seed, truth (an expression), truth_complexity. Solved: some formula of the
# front has R2 > 1 - 1e-9 on the test points and is at most twice as complex as the truth. The line
# shows the simplest such formula; without one, that with the best R2 on the test points.

# The text of VALUE at "KEY": in TEXT, "" where it is null or missing.
function value(text, key,   at)
{
  at = index(text, "\"" key "\":")
  if (at == 0) return ""
  text = substr(text, at + length(key) + 3)
  if (text ~ /^"/) {
    match(text, /^"[^"]*"/)
    return substr(text, 2, RLENGTH - 2)
  }
  match(text, /^[^],}]*/)
  text = substr(text, 1, RLENGTH)
  return text == "null" ? "" : text
}

function count_of(key,   text)
{
  text = value(stats, key)
  return text == "" ? "null" : text
}

{
  at = index($0, "\"stats\":")
  if (at == 0) exit 1
  stats = substr($0, at)
  at = index($0, "\"selected\":") # what follows is not on the front
  n = split(substr($0, 1, at), formula, /\{"expression":/)
  solved = 0
  best = -1e300
  for (i = 2; i <= n && !solved; i++) {
    formula[i] = "\"expression\":" formula[i]
    at = index(formula[i], "\"test\":{")
    if (at == 0) continue
    r2 = value(substr(formula[i], at), "r2")
    if (r2 == "") continue
    complexity = value(formula[i], "complexity") + 0
    solved = r2 + 0 > 0.999999999 && complexity <= 2 * truth_complexity
    if (!solved && r2 + 0 <= best) continue
    best = r2 + 0
    best_text = r2
    best_formula = value(formula[i], "expression")
    best_complexity = complexity
  }
  printf "{\"problem\":\"%s\",\"family\":\"%s\",\"seed\":%d,\"solved\":%s,\"seconds\":%s,", \
    problem, family, seed, solved ? "true" : "false", value(stats, "seconds")
  if (best_formula == "")
    printf "\"formula\":null,\"complexity\":null,\"test_r2\":null,"
  else
    printf "\"formula\":\"%s\",\"complexity\":%d,\"test_r2\":%s,", best_formula, best_complexity, \
      best_text
  printf "\"truth\":\"%s\",\"truth_complexity\":%d,", truth, truth_complexity
  printf "\"n_sampled\":%s,\"n_distinct\":%s,\"n_scored\":%s,\"n_fits\":%s,", \
    count_of("n_sampled"), count_of("n_distinct"), count_of("n_scored"), count_of("n_fits")
  n = split("model local latent pursuit sweep", source, " ")
  for (i = 1; i <= n; i++) {
    at = index(stats, "\"" source[i] "\":{")
    if (at == 0) continue
    counts = substr(stats, at)
    printf "\"from_%s\":%s,\"distinct_%s\":%s,\"first_%s\":%s,", source[i], value(counts, "scored"), \
      source[i], value(counts, "distinct"), source[i], value(counts, "first")
  }
  printf "\"stop\":\"%s\"}\n", value(stats, "stop")
  judged = 1
  exit
}
END { exit !judged }
