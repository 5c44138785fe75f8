# SPDX-License-Identifier: BSD-3-Clause
# The tables of a results file of bench/suite, in Markdown: the peak, the speeds to reach, all else.
# Speeds to reach are those of a Zen 5 core with 255 GFLOP/s in f32 and 128 in f64, times the peak
# that was measured here over that one.

function round(x)
{
  return x == "" ? "-" : sprintf(x + 0 < 10 ? "%.2f" : x + 0 < 100 ? "%.1f" : "%.0f", x)
}
function percent(x) { return sprintf("%.0f %%", 100 * x) }
function spread(k) { return sprintf("%.0f %%", 100 * mad[k] / median[k]) }
function key(set, asked, bench, dtype, rows, threads, cached)
{
  return set "|" asked "|" bench "|" dtype "|" rows "|" threads "|" cached
}

FNR == 1 { read_json($0, host); next }
{
  read_json($0, m)
  k = key(m["set"], m["asked"], m["bench"], m["dtype"], m["rows"], m["threads"], m["cached"])
  order[++n] = k
  median[k] = m["median"]
  mad[k] = m["mad"]
  for (name in m) field[k, name] = m[name]
  if (m["bench"] == "peak") {
    peak[m["dtype"], m["threads"]] = m["peak_gflops"]
    bytes[m["threads"]] = m["bytes_per_s"]
  }
}

# WHAT: its label; K: its key; FIELD and FACTOR: where the figure is; AIM and LIMIT as in the design,
# LIMIT 0 for none; SCALED: whether they go with the peak; MORE: more is better.
function target(what, k, name, factor, unit, aim, limit, scaled, more,   got, dtype, scale)
{
  if (!((k, name) in field)) return
  dtype = field[k, "dtype"]
  scale = scaled ? peak[dtype, 1] / (dtype == "f32" ? 255 : 128) : 1
  got = field[k, name] * factor
  printf "| %s | %s %s | %s | %s | %s | %s |\n", what, round(got), unit, spread(k),
    round(aim * scale), percent(more ? got / (aim * scale) : aim * scale / got),
    limit ? percent(got / (limit * scale)) : "-"
}

# Operators a second over floating-point operations a second.
function of_peak(k,   set, share)
{
  set = field[k, "set"]
  share = host["operators_" set] / (host["operators_" set] + host["leaves_" set])
  return field[k, "gnode_per_s"] * share / peak[field[k, "dtype"], field[k, "threads"]]
}

END {
  printf "%s, %s (LLVM: %s), %d threads, commit %s, %s, load %s before.\n\n",
    host["date"], host["cpu_name"], host["target"], host["threads"], host["commit"],
    host["clock"] == "wall" ? "time on the wall" : "processor time", host["load_before"]
  print "| peak | threads | f32 GFLOP/s | f64 GFLOP/s | memory GB/s |\n|---|---|---|---|---|"
  for (t = 1; t <= host["threads"]; t++)
    if (("f32", t) in peak)
      printf "| multiply-adds, reads | %d | %s | %s | %s |\n", t, round(peak["f32", t]),
        round(peak["f64", t]), round(bytes[t] * 1e-9)

  print "\n| one thread | measured | spread | to reach, scaled | reached | of the limit |"
  print "|---|---|---|---|---|---|"
  split("100 1000 10000", rows, " "); split("8 22 27", aim, " "); split("26 29 29", limit, " ")
  for (i = 1; i <= 3; i++)
    target("f32 score, fresh, " rows[i] " rows",
      key("expressions", "auto", "score", "f32", rows[i], 1, "false"), "gnode_per_s", 1, "Gnode/s",
      aim[i], limit[i], 1, 1)
  target("f32 score, cached, 100 rows",
    key("expressions", "auto", "score", "f32", 100, 1, "true"), "gnode_per_s", 1, "Gnode/s", 22, 26,
    1, 1)
  target("f64 score, fresh, 1000 rows",
    key("expressions", "auto", "score", "f64", 1000, 1, "false"), "gnode_per_s", 1, "Gnode/s", 8,
    8.5, 1, 1)
  target("f32 arithmetic, cached, 1000 rows",
    key("arithmetic", "auto", "score", "f32", 1000, 1, "true"), "gnode_per_s", 1, "Gnode/s", 150,
    250, 1, 1)
  target("f64 arithmetic, cached, 1000 rows",
    key("arithmetic", "auto", "score", "f64", 1000, 1, "true"), "gnode_per_s", 1, "Gnode/s", 75,
    125, 1, 1)
  target("f32 fits, 1000 rows", key("expressions", "auto", "fit", "f32", 1000, 1, "false"),
    "fits_per_s", 1e-3, "k/s", 30, 37, 1, 1)
  target("f64 fits, 1000 rows", key("expressions", "auto", "fit", "f64", 1000, 1, "false"),
    "fits_per_s", 1e-3, "k/s", 12, 0, 1, 1)
  target("preparing, f64", key("expressions", "auto", "prepare", "f64", "", 1, "false"),
    "us_per_expr", 1, "us", 0.3, 0, 0, 0)
  target("start to first score, f64", key("none", "auto", "start", "f64", 10, 1, "true"), "median",
    1e3, "ms", 15, 0, 0, 0)
  one = key("expressions", "auto", "score", "f32", 1000, 1, "false")
  two = key("expressions", "auto", "score", "f32", 1000, 2, "false")
  if ((two, "median") in field)
    printf "| two threads over one, f32, 1000 rows | %s | %s | 1.95 | %s | %s |\n",
      round(field[two, "gnode_per_s"] / field[one, "gnode_per_s"]), spread(two),
      percent(field[two, "gnode_per_s"] / field[one, "gnode_per_s"] / 1.95),
      percent(field[two, "gnode_per_s"] / field[one, "gnode_per_s"] / 2)

  print "\n| set | asked | engine | bench | dtype | rows | threads | cached | measured | us per" \
    " expression | of peak | spread |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
  for (i = 1; i <= n; i++) {
    k = order[i]
    bench = field[k, "bench"]
    if (bench == "peak") continue
    printf "| %s | %s | %s | %s | %s | %s | %s | %s | ", field[k, "set"], field[k, "asked"],
      field[k, "engine"], bench, field[k, "dtype"], field[k, "rows"], field[k, "threads"],
      field[k, "cached"] == "true" ? "yes" : ""
    share = "-"
    if (bench == "score") {
      printf "%s Gnode/s", round(field[k, "gnode_per_s"])
      share = sprintf("%.1f %%", 100 * of_peak(k))
    } else if (bench == "fit")
      printf "%s k/s, %s evaluations, %s improved", round(field[k, "fits_per_s"] * 1e-3),
        round(field[k, "evals_per_fit"]), percent(field[k, "improved"])
    else if (bench == "sample" || bench == "train")
      printf "%s k tokens/s, %s k formulas/s", round(field[k, "tokens_per_s"] * 1e-3),
        round(field[k, "samples_per_s"] * 1e-3)
    else
      printf "%s ms", round(median[k] * 1e3)
    printf " | %s | %s | %s |\n", round(field[k, "us_per_expr"]), share, spread(k)
  }
}
