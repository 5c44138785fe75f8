#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# eqsieve search: what comes out, that it is the same each time, and what signals do.
. "$(dirname "$0")/lib.sh"
make_data >d.csv
EVALS=${EQSIEVE_TEST_EVALS:-2000}

# search ARG...: a small search, with a model that has hardly learned.
search() { eqs search d.csv --target y --corpus 300 --epochs 1 --max-evals "$EVALS" "$@"; }

search --holdout 0.2 --seed 3 --json --out kept
is 'a search ends with 0' "$code" 0
cp out s.json
is 'its keys' "$(json s.json '')" 'front selected alternatives stats '
holds 'there is a front' test "$(json s.json front)" -gt 0
is 'the keys of a formula' "$(json s.json front.0)" \
  'expression sympy sympy_names complexity complexity_written_out constants train test between_rows '
is 'train and held-out rows' "$(json s.json front.0.train.n) $(json s.json front.0.test.n)" '48 12'
is 'the keys of the statistics' "$(json s.json stats)" \
  'seed dtype threads seconds n_sampled n_distinct n_scored n_fits n_rejected sources stop '
is 'the sources' "$(json s.json stats.sources)" 'model local latent pursuit sweep '
is 'what is said of each' "$(json s.json stats.sources.local)" 'sampled distinct scored kept first '
is 'why it ended' "$(json s.json stats.stop | sed 's/converged/evals/')" evals
holds 'the document is kept in the folder' cmp s.json kept/result.json
n=$(json s.json front)
i=0
order=right
while [ $i -lt "$n" ]; do
  c=$(json s.json front.$i.complexity) m=$(json s.json front.$i.train.mse)
  if [ $i -gt 0 ] && ! awk -v c="$c" -v d="$last_c" -v m="$m" -v l="$last_m" \
    'BEGIN { exit !(c > d && m < l) }'; then order="wrong at $i"; fi
  last_c=$c last_m=$m i=$((i + 1))
done
is 'complexity grows and the error shrinks along the front' "$order" right

# What a report says of a formula is what fit --no-fit says of its text.
selected=$(json s.json selected)
eqs fit d.csv "$(json s.json front.$selected.expression)" --target y --holdout 0.2 --seed 3 --no-fit --json
is 'the text of a formula has its metrics, to the bit' "$(json out train.mse) $(json out test.mae)" \
  "$(json s.json front.$selected.train.mse) $(json s.json front.$selected.test.mae)"

# Everything but the timing and the number of threads.
body() { sed 's/"seconds":[^,]*//; s/"threads":[^,]*//' "$1"; }
for threads in 1 2; do
  search --seed 5 --json --threads $threads
  body out >threads.$threads
done
holds 'one and two threads give the same bytes' cmp threads.1 threads.2
search --seed 6 --json
body out >other
holds 'another seed goes another way' sh -c '! cmp -s threads.1 other'

# Proposals come from what was asked for, and their counts add up.
count() { json out "stats.sources.$1.$2"; }
search --json --sources model,local
is 'sources left out score nothing' "$(count sweep scored) $(count latent sampled)" '0 0'
is 'the others add up' $(($(count model scored) + $(count local scored))) "$(json out stats.n_scored)"
holds 'both propose' test "$(count model distinct)" -gt 0 -a "$(count local kept)" -gt 0
search --json --sources model
is 'the model alone' "$(count model sampled)" "$(json out stats.n_sampled)"
search --json --sources latent
holds 'the neighbourhood alone' test "$(count latent scored)" = "$(json out stats.n_scored)"
search --json --sources sweep
holds 'the sweep alone ends by itself' test "$(count sweep scored)" = "$(json out stats.n_scored)"
fails 'another source is refused' 2 "sources: 'genes' is none of sweep, local, pursuit, model and latent" \
  search d.csv --target y --sources model,genes
fails 'a model that may propose needs a corpus' 2 'need a corpus' \
  search d.csv --target y --sources model --corpus 0

# What cannot be scored is not proposed, and no model learns to propose it: not more than a model
# that has learnt is asked.
alone() {
  "$program" search d.csv --target y --corpus 300 --epochs 1 --max-evals "$1" --json --quiet 2>err |
    sed 's/"seconds":[^,]*,//' >"$2"
}
rm -rf "$EQSIEVE_CACHE"
alone 1 untaught
is 'where the sweep spends the budget, no model is made' "$(ls "$EQSIEVE_CACHE" | grep -c '^weights-')" 0
is 'nor asked' "$(json untaught stats.sources.model.sampled) $(json untaught stats.n_scored)" '0 1'
search --sources model
is 'else it is' "$(ls "$EQSIEVE_CACHE" | grep -c '^weights-')" 1
alone 1 taught
holds 'the same result with a model at hand' cmp untaught taught
search --holdout 0.2
holds 'the table has train and held-out rows side by side' \
  grep -Eq 'train \(48 rows\) +held out \(12 rows\)' out
holds 'and MAE, RMSE and R2 of both' grep -Eq 'complexity +MAE +RMSE +R2 +MAE +RMSE +R2' out
is 'one formula is marked' "$(grep -c '^\* ' out)" 2
holds 'progress comes in plain lines, without control characters' \
  sh -c "test -s err && ! grep -q \"$(printf '\033')\" err"
search --quiet
is '--quiet is silent' "$(cat err)" ''
search --quiet --jsonl
holds 'a line per formula' sh -c 'head -n 1 out >one && test -s one'
holds 'and each is a formula' test "$(json one train.n)" -eq 60
search --quiet --json --require x2 --max-complexity 12
# The constant that begins every front is the measure of the others, and uses no column.
i=1 bad=
while [ $i -lt "$(json out front)" ]; do
  case $(json out front.$i.expression) in *x2*) ;; *) bad=$i ;; esac
  [ "$(json out front.$i.complexity)" -le 12 ] || bad=$i
  i=$((i + 1))
done
is 'rules are obeyed' "$bad" ''
holds 'by more than one formula' test $i -gt 2
printf '# rules\nrequire root(add)\nforbid nest(exp; exp)\n' >rules
search --quiet --json --rules rules --require 'occurs(x1)'
holds 'rules come from a file, too' test "$(json out front)" -gt 1
is 'and one that cannot be read is named' "$(printf 'forbid nest(' >rules
"$program" search d.csv --target y --quiet --rules rules 2>&1)" \
  'eqsieve: rules, line 1: rule, column 6: an operator is missing (separate them with single commas)'
fails 'rules that nothing can obey' 2 "outermost" search d.csv --target y --corpus 0 \
  --require 'root(div)' --forbid 'root(div)'
fails 'nor without the operator that must occur' 2 "'tanh' must occur" search d.csv --target y \
  --corpus 0 --require 'occurs(tanh)'
search --corpus 0 --require 'under(exp; tanh)' --require 'occurs(exp)'
holds 'that nothing obeyed is said' grep -q '^eqsieve: no formula besides the constant was scored' err
search --quiet --json --preset paper --corpus 500 --epochs 1 --iterations 2 --samples 300 --hidden 8
is 'a preset samples as many as it says' "$(json out stats.n_sampled)" 600
is 'and fits nothing' "$(json out stats.n_fits)" 0
search --quiet --json --preset paper --corpus 200 --epochs 1 --iterations 1 --samples 100 --hidden 8 \
  --y-margin 0 --percentile 100 --box-below 0 --box-above 0
is 'the ends of the ranges of its options are in them' "$code" 0
fails 'no percentile' 2 'percentile: 0 is not above 0' search d.csv --target y --preset paper --percentile 0
fails 'too much of one' 2 'from 0 to 100' search d.csv --target y --preset paper --percentile 101
# A list that lacks a word is refused, whatever the option.
for list in '' 'WORD,' ',WORD' 'WORD,,WORD'; do
  for option in sources:local literals:1 require:x0 operators:+ features:x0 forbid:exp; do
    words=$(echo "$list" | sed "s/WORD/${option#*:}/g")
    preset=
    case $option in
    literals:*) preset='--preset paper' ;;
    forbid:*) words="root($words)" ;;
    esac
    eqs search d.csv --target y --max-evals 10 $preset --quiet "--${option%:*}" "$words"
    holds "--${option%:*} '$words' is refused" test "$code" -eq 2 -o "$code" -eq 3
  done
done
search --quiet --json --stop-r2 0.5
is 'a formula that is good enough ends the search' "$(json out stats.stop)" converged
fails 'simple enough, but how good' 2 'a complexity needs an R2 beside it' \
  search d.csv --target y --corpus 0 --stop-complexity 5
# R2 is that of the squares, whatever the loss. With a target of some thousandths every mean error is
# below 1 - R2 of its squares' sum, with one of thousands none is.
for scale in 0.003 3000; do
  awk -v s=$scale 'BEGIN { srand(3); print "x,w,y"; for (i = 0; i < 60; i++) { x = 1 + 3 * rand()
    printf "%.9f,%d,%.17g\n", x, 1 + i % 3, s * (x + 0.5 * sin(3 * x)) } }' >law.csv
  for options in '--loss mae' '--loss huber:1' '--weights w'; do
    "$program" search law.csv --target y $options --corpus 0 --operators '+,*,sin' --stop-r2 0.99 \
      --max-evals 6000 --quiet --json >out 2>err
    last=$(($(json out front) - 1))
    is "$options, target times $scale: --stop-r2 ends it" "$(json out stats.stop)" converged
    holds 'with a formula that is so good' awk -v r2="$(json out front.$last.train.r2)" \
      'BEGIN { exit !(r2 >= 0.99) }'
  done
done
awk 'BEGIN { print "x,w,y"; for (i = 0; i < 40; i++) { x = 1 + i % 13 / 4
  printf "%.3f,%d,%.17g\n", x, 1 + i % 3, 7.25 * x + 3 / x } }' >exact.csv
for options in '' '--loss mae' '--loss quantile:0.3' '--loss huber:1' '--weights w' '--nonfinite drop:0.1'; do
  "$program" search exact.csv --target y $options --corpus 0 --max-evals 40000 --quiet --json >out 2>err
  is "an exact law ends a search ${options:-by the mean square}" "$(json out stats.stop)" converged
done
# Every fifth row is far off, and weighs nothing.
awk 'BEGIN { print "x,w,y"; for (i = 0; i < 60; i++) { x = 1 + i % 13 / 4
  printf "%.3f,%d,%.17g\n", x, i % 5 != 0, 7.25 * x + 3 / x + (i % 5 == 0) * 400 } }' >masked.csv
"$program" search masked.csv --target y --weights w --corpus 0 --max-evals 40000 --quiet --json >out 2>err
is 'an exact law ends a search whatever the rows are that weigh nothing' "$(json out stats.stop)" converged
# What is the same in two columns is written once, with one set of constants.
awk 'BEGIN { srand(7); print "a,b,y"; for (i = 0; i < 60; i++) { a = 2 * rand(); b = 2 * rand();
  printf "%.9f,%.9f,%.15f\n", a, b, 2.7 * (exp(-1.3 * a * a) + exp(-1.3 * b * b)) } }' >alike.csv
"$program" search alike.csv --target y --operators '+,*,exp,square,sym' --corpus 0 --max-evals 20000 \
  --stop-r2 0.9999999999 --stop-complexity 14 --quiet --json >out 2>err
last=$(($(json out front) - 1))
case $(json out front.$last.expression) in *'sym(a, b, '*) found=yes ;; *) found=$(json out front.$last.expression) ;; esac
is 'a law of two alike columns is found as a symmetric sum' "$found" yes
holds 'with one set of constants' test "$(json out front.$last.constants)" -le 2
holds 'which is not as complex as it is written out' test \
  "$(json out front.$last.complexity)" -lt "$(json out front.$last.complexity_written_out)"
"$program" search alike.csv --target y --operators '+,*,exp,square' --corpus 0 --max-evals 3000 \
  --quiet --json >out 2>err
holds 'and there are none without sym' sh -c '! grep -q "sym(" out'
# The derivative of sqrt(x*(c + z)) by c is 0/0 where x is 0, and counts as zero.
awk 'BEGIN { print "x,z,y"; for (i = 0; i < 40; i++) { x = i % 8 / 4; z = i * 7 % 11 / 5
  printf "%.2f,%.1f,%.9f\n", x, z, sqrt(x * (1.7183 + z)) } }' >root.csv
"$program" search root.csv --target y --loss mae --corpus 0 --operators '*,+,sqrt' \
  --require 'root(sqrt)' --max-complexity 8 --max-evals 3000 --quiet --json --out root >out 2>err
is 'a search whose formulas have no derivatives somewhere ends with 0' "$?" 0
last=$(($(json out front) - 1))
is 'the law is found' "$(json out front.$last.complexity)" 7
holds 'with an error' test "$(json out front.$last.constants.0.stderr)" != null
holds 'and its document is written' cmp out root/result.json
search --test d.csv --quiet --json
is 'a file of held-out rows that are the same rows' "$(json out front.0.test.mse)" "$(json out front.0.train.mse)"

# A signal ends the search with the front so far. The data have noise, so that no formula is exact
# and only the signal can end it.
awk -F, 'NR == 1 { print; next } { printf "%s,%s,%s,%.6f\n", $1, $2, $3, $4 + (NR * 7919 % 101) / 100 }' \
  d.csv >noisy.csv

# searching: waits until the program in the background says that it searches.
searching() {
  tries=0
  while ! grep -q ': search' err && [ $tries -lt 600 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  sleep 0.5
}

# ended NAME CODE: what must hold once it has.
ended() {
  is "$1 ends with $2" "$code" "$2"
  is 'and the front so far is written' "$(json out stats.stop)" interrupted
  holds 'in the folder, too' cmp out stopped/result.json
  rm -rf stopped
}
set -- search noisy.csv --target y --corpus 300 --epochs 1 --time 300 --json --out stopped

: >err
"$program" "$@" >out 2>err &
pid=$!
searching
kill -s TERM $pid
wait $pid
code=$?
ended SIGTERM 143

# A shell without job control starts background commands with SIGINT ignored, and what is ignored
# at the start stays so: Python resets it.
if command -v python3 >/dev/null 2>&1; then
  cat >reset.py <<'END'
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
END
  : >err
  python3 reset.py "$program" "$@" >out 2>err &
  pid=$!
  searching
  kill -s INT $pid
  wait $pid
  code=$?
  ended SIGINT 130
else
  skip 'SIGINT ends with 130' 'no python3 to send it'
fi
(
  trap '' INT
  exec "$program" search noisy.csv --target y --corpus 300 --epochs 1 --time 4 --json
) >out 2>err &
pid=$!
searching
kill -s INT $pid
wait $pid
is 'SIGINT stays ignored where it was' "$? $(json out stats.stop)" '0 time'
# The program without its plug-ins: what a search needs at its end is missed before its start.
bare() (
  unset EQSIEVE_PLUGIN_DIR
  LD_LIBRARY_PATH=$work/bare timeout 60 "$work/bare/eqsieve" "$@"
)
if mkdir bare && cp -L "$top_builddir/.libs/eqsieve" "$top_builddir/.libs/libeqsieve.so.0" bare 2>/dev/null &&
  bare info | grep -q "plug-in 'blas' was not found"; then
  bare search d.csv --target y --corpus 0 --engine reference --max-evals 2000 >out 2>err
  is 'without BLAS no search begins' $? 4
  is 'nor does it tell of progress' "$(grep -c . err)" 1
  holds 'but of what is missing' grep -q "^eqsieve: the plug-in 'blas'" err
else
  skip 'without BLAS no search begins' 'the program cannot be had without its plug-ins'
fi
finish
