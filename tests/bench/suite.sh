#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The suite of benchmarks in its quick form: results that can be read, tables, pictures.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
bench=$top_srcdir/bench
EQSIEVE=$program
export EQSIEVE

holds 'the suite runs' sh "$bench/suite" --quick --cpu-time --out "$work/suite.jsonl"
sed 1q suite.jsonl >first.json
is 'the first line says when' "$(json first.json date)" "$(date -u +%Y-%m-%d)"
holds 'the work set has as many nodes as its README says' \
  grep -q '"operators_expressions":19.4540,"leaves_expressions":10.9260' first.json
bad=0
sed 1d suite.jsonl >rest
while read -r line; do
  printf '%s\n' "$line" >line.json
  [ "$(json line.json repeats)" = 2 ] || bad=$((bad + 1))
done <rest
is 'every line is JSON' "$bad" 0
is 'every kind is there' \
  "$(sed 's/.*"bench":"\([a-z]*\)".*/\1/' rest | sort -u | xargs)" \
  'compile fit peak prepare sample score start train'
awk -f "$bench/json.awk" -f "$bench/table.awk" suite.jsonl >table 2>err
holds 'a table of speeds to reach' grep -q '^| f64 score, fresh, 1000 rows | [0-9.]* Gnode/s |' table
is 'nothing went wrong in it' "$(cat err)$(grep -c -E 'nan|inf' table)" 0
if command -v gnuplot >/dev/null 2>&1; then
  mkdir pictures
  holds 'pictures' env EQSIEVE_PICTURES="$work/pictures" sh "$bench/pictures" "$work/suite.jsonl"
  is 'that have lines' "$(cat pictures/*.svg | grep -c '</svg>')" 2
else
  skip 'pictures' 'no gnuplot'
fi
fails_suite() { ! sh "$bench/suite" "$@" 2>err && grep -q usage err; }
holds 'an unknown option is refused' fails_suite --slow
finish
