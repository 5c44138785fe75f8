#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The search for known laws on a small budget: points, results, tables, going on where it ended.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
find=$top_srcdir/bench/find
shipped=$top_srcdir/data/benchmarks/points
EQSIEVE=$program
export EQSIEVE

# Drawn, grids, thinned, one variable and more.
names='Nguyen-1 Jin-4 Keijzer-6 Keijzer-11 Vladislavleva-6 Feynman-I.8.14 Feynman-II.34.29a'
holds 'points can be made' sh "$find/points" "$work/points" $names Koza-2
for name in $names; do
  for part in train test; do
    # The variables to the bit, the target to rounding.
    paste -d , "points/$name.$part.csv" "$shipped/$name.$part.csv" | awk -F, '
      { for (i = 1; i <= NF / 2; i++) {
          d = $i - $(i + NF / 2)
          size = $(i + NF / 2) < 0 ? -$(i + NF / 2) : $(i + NF / 2)
          if (NR == 1 ? $i != $(i + NF / 2) : i < NF / 2 ? d != 0 : d * d > 1e-28 * (1 + size) * (1 + size))
            bad++
        } }
      END { exit bad > 0 || NR < 3 }' || echo "$name.$part differs"
  done
done >differ
is 'they are those that are shipped' "$(cat differ)" ''
is 'problems without points get some' "$(wc -l <points/Koza-2.train.csv) $(wc -l <points/Koza-2.test.csv)" '21 501'

run() { sh "$find/find" --out found.jsonl --time 3 --jobs 2 --quiet "$@" -- --corpus 0 >table 2>err; }
run --problems Koza-2,Nguyen-1,Korns-7 --seeds 2
is 'laws are searched for' "$? $(cat err)" '0 '
is 'a line for each search and one for the machine' "$(wc -l <found.jsonl)" 7
bad=0
while read -r line; do
  printf '%s\n' "$line" >line.json
  json line.json '' >keys || bad=$((bad + 1))
done <found.jsonl
is 'each is JSON' "$bad" 0
grep '"problem":"Nguyen-1"' found.jsonl | sed -n 1p >one.json
sources=$(for source in model local latent pursuit sweep; do
  printf 'from_%s distinct_%s first_%s ' $source $source $source
done)
is 'with these keys' "$(json one.json '')" "problem family seed solved seconds formula complexity \
test_r2 truth truth_complexity n_sampled n_distinct n_scored n_fits ${sources}stop "
is 'an easy law is found' "$(json one.json solved) $(json one.json stop)" 'true converged'
holds 'by a formula that is short enough' \
  test "$(json one.json complexity)" -le $((2 * $(json one.json truth_complexity)))
holds 'the table has a line per family' grep -q '^| Nguyen | 1 | 2 | 2 | 100 % | 1 | [0-9.]* |$' table
holds 'and one for all' grep -q '^| all | 3 | 6 | ' table
cp found.jsonl before.jsonl
run --problems Koza-2,Nguyen-1,Korns-7 --seeds 2
holds 'what is there is not run again' cmp found.jsonl before.jsonl
sed '1s/"date":"[0-9-]*"/"date":"2001-01-01"/' before.jsonl >found.jsonl
run --families Nguyen --sample 6 --seeds 1
is 'every sixth of a family, but those that are there' "$(sed 1,7d found.jsonl | grep -c Nguyen-7)" 1
is 'another day is a line of its own, and of the table' \
  "$(grep -c settings found.jsonl) $(sed -n '1s/.*, 2001-01-01, .*; .*/both/p' table)" '2 both'
holds 'other settings do not mix' \
  sh -c "! sh '$find/find' --out found.jsonl --time 2 2>err && grep -q 'other settings' err"
holds 'an unknown family is named' \
  sh -c "! sh '$find/find' --out none.jsonl --families Nguyn 2>err && grep -q Nguyn err && ! test -e none.jsonl"

# Elsewhere: no environment, no libraries but those of C.
if [ -x "$top_builddir/.libs/eqsieve" ] && command -v ldd >/dev/null 2>&1; then
  holds 'all of it can be packed' env EQSIEVE_BUILD="$top_builddir" sh "$find/pack" packed
  LD_LIBRARY_PATH=packed/lib ldd packed/lib/plugins/jit.so | grep -E 'LLVM|not found' >libs
  holds 'the libraries are in it' grep -q "=> packed/lib/libLLVM" libs
  holds 'and it runs' env -i PATH="$PATH" EQSIEVE_CACHE="$work/other" sh packed/bench/find/find \
    --eqsieve packed/eqsieve --problems Koza-2 --seeds 1 --time 1 --out packed.jsonl -- --corpus 0
  is 'to an end' "$(grep -c '"problem":"Koza-2"' packed.jsonl)" 1
else
  skip 'packing' 'no program of a shared build'
fi

# Judging: a front whose exact formulas are too long, and one that misses the test points.
front() {
  printf '{"front":[{"expression":"a","complexity":%s,"train":{"r2":1},"test":{"n":2,"r2":%s}}],"selected":0,' $1 $2
  printf '"alternatives":[{"expression":"b","complexity":2,"train":{"r2":1},"test":{"n":2,"r2":1}}],'
  echo '"stats":{"seconds":1.5,"n_sampled":4,"n_distinct":3,"n_scored":2,"n_fits":1,"sources":{"model":0,"local":2},"stop":"time"}}'
}
judged() {
  front $1 $2 | awk -v problem=P -v family=F -v seed=1 -v truth=x -v truth_complexity=5 -f "$find/judge.awk" >j.json
  json j.json solved
}
is 'exact and short enough' "$(judged 10 0.9999999999)" true
is 'too long' "$(judged 11 0.9999999999)" false
is 'not exact' "$(judged 10 0.999999998)" false
is 'no value' "$(judged 10 null)" false
finish
