# SPDX-License-Identifier: BSD-3-Clause
# What a file of expressions (stdin) asks of a machine, in the mean: "OPERATORS LEAVES VARIABLES"
# per expression, VARIABLES the distinct ones. A literal with its sign is one leaf.
{
  text = $0
  gsub(/\(-?[0-9]+\.?[0-9]*([eE][-+]?[0-9]+)?\)/, "#", text)
  split("", seen)
  distinct = 0
  rest = text
  while (match(rest, /x[0-9]/)) {
    name = substr(rest, RSTART, 2)
    if (!(name in seen)) { seen[name] = 1; distinct++ }
    leaves++
    rest = substr(rest, RSTART + 2)
  }
  leaves += gsub(/#/, "", text)
  operators += gsub(/[-+*\/]/, "", text)
  gsub(/x[0-9]/, "", text)
  operators += gsub(/[a-z]+/, "", text)
  variables += distinct
}
END { printf "%.4f %.4f %.4f\n", operators / NR, leaves / NR, variables / NR }
