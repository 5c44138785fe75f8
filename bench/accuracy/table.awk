# SPDX-License-Identifier: BSD-3-Clause
# The lines of bench/accuracy as a table: a row per function, the worst error in units of the last
# place for each processor and type. Needs json.awk.
{
  read_json($0, line)
  if ("commit" in line) {
    printf "%s, %s, commit %s\n", line["cpu_name"], line["date"], line["commit"]
    next
  }
  name = line["function"]
  column = line["cpu"] " " line["dtype"]
  if (!(name in seen)) names[++n_names] = name
  if (!(column in columns)) order[++n_columns] = column
  seen[name] = columns[column] = 1
  ulp[name, column] = line["ulp"] == "" ? "inf" : sprintf("%.2f", line["ulp"])
}
END {
  printf "%-8s", ""
  for (c = 1; c <= n_columns; c++) printf " %*s", width(c), order[c]
  print ""
  for (i = 1; i <= n_names; i++) {
    printf "%-8s", names[i]
    for (c = 1; c <= n_columns; c++) printf " %*s", width(c), ulp[names[i], order[c]]
    print ""
  }
}
function width(c) { return length(order[c]) > 6 ? length(order[c]) : 6 }
