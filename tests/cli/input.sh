#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Bad input: place, fact and remedy on standard error, the documented exit code, nothing on
# standard output.
. "$(dirname "$0")/lib.sh"
make_data >d.csv

: >empty.csv
echo 'a,b,y' >header.csv
printf 'a,y\n1,2\n3,4,5\n6,7\n' >ragged.csv
printf 'a,y\n1,2\nword,4\n6,7\n' >word.csv
printf 'a,y\n1,2\n2,2\n3,2\n' >constant.csv
printf 'a,y\n,1\nnan,2\n,3\n' >missing.csv
printf 'a,a,y\n1,2,3\n4,5,6\n' >twice.csv
printf 'a,y\n1,2\n,4\n5,6\n' >hole.csv
head -c 4096 /dev/urandom >random.csv
printf '\377\376a\0,\0y\0\n\0' >utf16.csv

# Every command that reads data says the same of it.
for command in search fit screen; do
  set -- --target y
  case $command in
  fit) word='c*a' ;;
  screen) word=d.csv ;;
  *) word= ;;
  esac
  # shellcheck disable=SC2086 # no word at all for search
  {
    fails "$command: a missing file" 4 'nowhere\.csv: No such file' $command nowhere.csv $word "$@"
    fails "$command: an empty file" 3 'empty\.csv.*empty' $command empty.csv $word "$@"
    fails "$command: a header without rows" 3 'header\.csv.*row' $command header.csv $word "$@"
    fails "$command: a ragged row" 3 'ragged\.csv:3: ' $command ragged.csv $word "$@"
    fails "$command: a word in a number column" 3 'word\.csv:3: .*a.*word' $command word.csv $word "$@"
    fails "$command: an unknown target" 3 "d\.csv.*'z'" $command d.csv $word --target z
    fails "$command: a constant target" 3 'constant\.csv.*y' $command constant.csv $word "$@"
    fails "$command: all rows missing" 3 'missing\.csv' $command missing.csv $word "$@"
    fails "$command: a column twice" 3 'twice\.csv.*a' $command twice.csv $word "$@"
    fails "$command: random bytes" 3 'random\.csv' $command random.csv $word "$@"
    fails "$command: UTF-16" 3 'utf16\.csv' $command utf16.csv $word "$@"
    fails "$command: a directory" 4 '' $command . $word "$@"
    fails "$command: a missing value refused" 3 'hole\.csv:3' $command hole.csv $word "$@" --refuse-missing
    fails "$command: an unknown feature" 3 "'q'" $command d.csv $word "$@" --features x0,q
  }
done
fails 'the message names columns that are near' 3 'x1' search d.csv --target x
fails 'the target among the features' 3 'y' search d.csv --target y --features x0,y
fails 'a missing file of held-out rows' 4 'nowhere\.csv' search d.csv --target y --test nowhere.csv
printf 'x0,y\n1,2\n3,4\n' >narrow.csv
fails 'held-out rows without a column' 3 'narrow\.csv.*x1' search d.csv --target y --test narrow.csv
fails 'a fold that no row has' 3 'x2' search d.csv --target y --fold-column x2 --fold 99
fails 'an operator that is none' 2 'frobnicate' search d.csv --target y --operators +,frobnicate
fails 'a rule that is none' 2 'nest' search d.csv --target y --forbid 'nest(sin'
fails 'an unknown column required' 3 "q" search d.csv --target y --require q

fails 'an unknown name' 3 "column 4: unknown name 'qqq'" fit d.csv 'x0+qqq*2' --target y
fails 'an unbalanced parenthesis' 3 'column' fit d.csv '(x0+1' --target y
fails 'a closing parenthesis too many' 3 'column 5' fit d.csv 'x0+1)' --target y
fails 'an empty expression' 3 '' fit d.csv '' --target y
fails 'a function without its operand' 3 '' fit d.csv 'exp()' --target y
nest() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "exp("; printf "x0"; for (i = 0; i < n; i++) printf ")" }'; }
fails 'nesting of 10 000' 5 '1000' fit d.csv "$(nest 10000)" --target y
fails 'ten thousand parentheses' 5 '1000' fit d.csv \
  "$(awk 'BEGIN { for (i = 0; i < 10000; i++) printf "("; printf "x0" }')" --target y
fails 'an expression that is finite nowhere' 3 'finite' fit d.csv 'log(-1-x0^2)' --target y

# A line of 100 MB, as data and as an expression.
{
  echo 'a,y'
  head -c 100000000 /dev/zero | tr '\0' 1
} >long.csv
fails 'a line of 100 MB in the data' 5 'long\.csv.*64 MiB' search long.csv --target y
fails 'a line of 100 MB among the expressions' 5 'long\.csv:2: .*64 MiB' screen d.csv long.csv --target y --quiet
fails 'also in a document' 5 'long\.csv:2: ' screen d.csv long.csv --target y --quiet --json
fails 'a result of 100 MB' 5 'long\.csv.*64 MiB' predict long.csv d.csv
rm -f long.csv

fails 'a missing result' 4 'nowhere\.json.*no such file' predict nowhere.json d.csv
fails 'random bytes as a result' 3 'random\.csv' predict random.csv d.csv
fails 'an empty result' 3 'empty\.csv.*empty' predict empty.csv d.csv
printf '{"front": [' >cut.json
fails 'a result that was cut off' 3 'cut\.json:1: not JSON' predict cut.json d.csv
echo '{"front": [], "selected": null}' >none.json
fails 'a result without formulas' 3 'none\.json.*empty' predict none.json d.csv
echo '{"front": [{"expression": "x0"}], "selected": 0}' >one.json
fails 'a formula beyond the front' 3 'one\.json.*no 5' predict one.json d.csv --select 5
echo '{"answer": 42}' >other.json
fails 'JSON that is no result' 3 'other\.json: not a result' predict other.json d.csv
echo '{"front": [{"expression": "x0+nope"}], "selected": 0}' >stranger.json
fails 'a result with a column that the data lack' 3 "stranger\.json.*nope" predict stranger.json d.csv
echo '{"front": 1, "selected": "a"}' >types.json
fails 'a result with values of the wrong kind' 3 'types\.json' predict types.json d.csv
printf '%s' "$(awk 'BEGIN { for (i = 0; i < 100000; i++) printf "{\"front\":" }')" >deep.json
fails 'a result nested beyond reason' 3 'deep\.json' predict deep.json d.csv
fails 'a result on a missing file' 4 'nowhere\.csv' predict one.json nowhere.csv
fails 'missing expressions' 4 'nowhere\.txt' screen d.csv nowhere.txt --target y

printf 'a,w,y\n1,1,2\n2,1,3\n3,1,7\n4,1,5\n5,0,6\n6,0,9\n' >weights.csv
printf 'a,w,y\n5,0,6\n6,0,9\n' >weightless.csv
for command in 'search weights.csv --time 60' 'fit weights.csv c*a'; do
  # shellcheck disable=SC2086 # several words
  fails "${command%% *}: held-out rows that all weigh nothing" 3 \
    "weightless\.csv: the weight of each row, 'w', is zero" $command --target y --weights w \
    --test weightless.csv
done

: >file
fails 'a folder for results that is a file' 4 'file' search d.csv --target y --out file --max-evals 100
finish
