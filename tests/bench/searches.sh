#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The benchmarks of searches on tiny budgets: tables, results, going on, what they refuse.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
bench=$top_srcdir/bench
EQSIEVE=$program
PYTHONDONTWRITEBYTECODE=1
export EQSIEVE PYTHONDONTWRITEBYTECODE

printf '# a remark\nplain --corpus 0\nshort --corpus 0 --max-nodes 3\n' >variants
ablation() { sh "$bench/ablation/ablation" --variants variants --problems Nguyen-1,Koza-2 --seeds 1 --time 5 "$@"; }
ablation -- --quiet --jobs 1 >table 2>err
is 'settings are compared' "$?" 0
holds 'the first variant is the measure' grep -Eq '^\| plain \| `--corpus 0` \| [12] .* \| 2 \| [12] \| - \| - \|' table
holds 'the others gain and lose' \
  grep -Eq '^\| short \| `--corpus 0 --max-nodes 3` \| 0 \(0 %\) \| 2 \| 0 \| 0 \| [12] \|' table
holds 'sources are counted' grep -Eq '^\| plain \| [0-9]+, [0-9.]+ \| ([0-9]+, [0-9.]+|-) \| ([0-9]+, [0-9.]+|-) \| - \| - \|$' table
cat ablation/*.jsonl >before
ablation --table >again
holds 'its table can be had again' cmp table again
ablation >again 2>err
holds 'what is there is not run again' sh -c 'cat ablation/*.jsonl | cmp - before'
is 'a table without results is refused' "$(ablation --table --dir none 2>&1)" 'ablation: no results in none'

printf 'chance --corpus 0 --sources local\n' >variants
ablation --evals 300 --dir few -- --quiet --jobs 1 >table 2>err
holds 'a budget of formulas is kept' grep -q '"n_scored":300,' few/chance.jsonl
holds 'and no other source is asked' grep -Eq '^\| chance \| - \| [0-9]+, [0-9.]+ \| - \| - \| - \|$' table

python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null; then
  skip 'the others' 'no Python 3.8'
  finish
  exit
fi

# A run that is killed while it writes leaves half a line.
"$python" - "$bench" >results 2>&1 <<'EOF'
import argparse, sys
sys.path.insert(0, sys.argv[1])
import searches

def results(table=False):
    options = argparse.Namespace(out="killed.jsonl", table=table, jobs=1,
                                 eqsieve=searches.os.environ["EQSIEVE"])
    return searches.Results(options, "some", ["task"])

for task in 1, 2:
    results().add({"task": task})
with open("killed.jsonl", "rb+") as file:
    file.truncate(len(file.read()) - 5)
print("for the table:", [line["task"] for line in results(table=True).lines])
half = results()
print("to go on:", [line["task"] for line in half.lines])
half.add({"task": 2})
print("at last:", [line["task"] for line in results().lines])
open("killed.jsonl", "w").write("a note")
try:
    results()
except searches.Failed as error:
    print(error)
EOF
is 'half a line at the end is dropped, and what is no file of results left' \
  "$(grep -v done results)" 'for the table: [1]
to go on: [1]
at last: [1, 2]
killed.jsonl holds no whole line of results; remove it, or name another file with --out'

# repeats NAME COMMAND...: the same command again adds nothing to $work/NAME.jsonl.
repeats() {
  cp "$1.jsonl" before
  results=$1
  shift
  "$python" "$@" >again 2>err
  holds "$results goes on where it ended" cmp "$results.jsonl" before
  holds "$results: a table of the file alone is the same" \
    sh -c "'$python' $1 --out $results.jsonl --table | cmp - again"
  holds "$results: other settings do not mix" \
    sh -c "! '$python' $* --max-nodes 9 2>err && grep -q 'other settings' err"
}

set -- "$bench/recovery/recovery" --problems Nguyen-1,Nguyen-8 --levels 0,0.1 --seeds 1 --time 2 \
  --jobs 2 --out recovery.jsonl -- --corpus 0
"$python" "$@" >table 2>err
is 'laws are looked for in noise' "$?" 0
is 'a line for each search and one for the machine' "$(wc -l <recovery.jsonl)" 5
grep '"problem": "Nguyen-8", "level": 0.0' recovery.jsonl >line.json
is 'without noise an easy one is found, by both criteria' \
  "$(json line.json published) $(json line.json strict) $(json line.json listed) $(json line.json law)" \
  'true true true sqrt(x1)'
is 'four tables' "$(grep -c '^| noise | 0 % | 10 % | all |$' table)" 4
holds 'with a line per problem' grep -Eq '^\| Nguyen-8 \| 100 \| [0-9]+ \| [0-9]+ \|$' table
repeats recovery "$@"

set -- "$bench/paper/paper" --time 0 --losses mae --splits 2 --out paper.jsonl -- --max-evals 600 --corpus 0
"$python" "$@" >table 2>err
is "the paper's tables" "$?" 0
is 'a line for each search and one for the machine' "$(wc -l <paper.jsonl)" 6
holds 'few constants are few' grep -Eq '^\| x2 across, at most 4 constants \| mae \| 1 \| `.*` \| [0-4] \| .* 0.00288 \|$' table
holds 'splits are averaged' grep -Eq '^\| longest \| mae \| 2 \| [0-9]+ \| [0-9]+ \| [0-9]+ \| 0.[0-9]+ \| 0.[0-9]+ \| 0.00960 \|$' table
grep '"table": "v2"' paper.jsonl >line.json
holds 'an error on rows left out' awk -v x="$(json line.json few.left_out)" 'BEGIN { exit !(x > 0 && x < 1) }'
repeats paper "$@"

set -- "$bench/blackbox/blackbox" --sets pmlb_192_vineyard --seeds 1 --time 1 --no-trees --out blackbox.jsonl -- --corpus 0
"$python" "$@" >table 2>err
is 'measured data' "$?" 0
holds 'have a row' grep -Eq '^\| pmlb_192_vineyard \| 1 \| -?[0-9.]+ \| [0-9]+ \| [0-9.]+ \| - \| - \|$' table
repeats blackbox "$@"
if "$python" -c 'import sklearn' 2>/dev/null; then trees=$python
elif /usr/bin/python3 -c 'import sklearn' 2>/dev/null; then trees=/usr/bin/python3
else trees=; fi
if [ -n "$trees" ]; then
  "$trees" "$bench/blackbox/blackbox" --sets pmlb_192_vineyard --seeds 1 --time 1 --quick -- --corpus 0 >table 2>err
  holds 'trees stand beside them' grep -Eq '^\| pmlb_192_vineyard \| 1 (\| -?[0-9.]+ ){5}\|$' table
  "$trees" "$bench/paper/peers" --splits 1 --trees 20 >table 2>err
  holds 'a table of energies reaches what it reached before' \
    grep -Eq '^\| 1 (\| 0.[0-9]+ / 0.[0-9]+ ){2}\| 0.0058 / 0.0033 \| \(2.39, 2.43, 3.19\) ' table
else
  skip 'trees stand beside them' 'no scikit-learn'
  skip 'a table of energies reaches what it reached before' 'no scikit-learn'
fi
is 'a program that is not there' "$("$python" "$bench/recovery/recovery" --eqsieve ./nothing 2>&1)" \
  'recovery: ./nothing: No such file or directory (see --eqsieve)'
finish
