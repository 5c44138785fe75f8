#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# eqsieve screen: a line for a line, whatever the line.
. "$(dirname "$0")/lib.sh"
make_data >d.csv
cat >e.txt <<'END'
2.5*x0^2-1.5*x1+0.75
1.5*x0

x0+
nope*x1
log(-1-x0^2)
{"id": "named", "expression": "x0*2.0+x1"}
{"id": 77, "expression": "x0"}
{"broken
{"id": "no expression"}
END
nest=$(awk 'BEGIN { for (i = 0; i < 2000; i++) printf "exp("; printf "x0"; for (i = 0; i < 2000; i++) printf ")" }')
echo "$nest" >>e.txt

# field N PATH: of line N of the output.
field() {
  sed -n "${1}p" lines >one
  json one "$2"
}

eqs screen d.csv e.txt --target y --quiet
is 'bad lines are no failure' "$code" 0
cp out lines
is 'a line for each that is not blank' "$(wc -l <lines)" 10
is 'the keys' "$(field 1 '')" \
  'id expression fitted complexity mse mae r2 loss constants dtype status '
is 'the status of each' \
  "$(for i in 1 2 3 4 5 6 7 8 9 10; do field $i status; done | tr '\n' ' ')" \
  'ok ok parse unknown_name nonfinite ok ok parse parse limit '
is 'ids are line numbers, or what the line says' \
  "$(for i in 1 2 3 4 5 6 7 8 9 10; do field $i id; done | tr '\n' ' ')" \
  '1 2 4 5 6 named 77 9 no expression 11 '
is 'the expression as it was given' "$(field 2 expression)" '1.5*x0'
is 'the constants were fitted' "$(field 1 constants)" 3
holds 'and the fit is good' awk -v r="$(field 1 r2)" 'BEGIN { exit !(r > 0.999999) }'
is 'no metrics without a score' "$(field 5 mse) $(field 5 fitted) $(field 5 constants)" 'null null 0'
is 'no complexity without an expression' "$(field 3 complexity)" null
eqs screen d.csv e.txt --target y
holds 'the first failures are explained, with their lines' grep -q '^eqsieve: e.txt:4: .*column 4' err

eqs screen d.csv e.txt --target y --quiet --strict
is '--strict: bad lines end with 3' "$code" 3
is 'after everything was written' "$(wc -l <out)" 10

eqs screen d.csv e.txt --target y --quiet --no-fit
cp out lines
is '--no-fit: as they are' "$(field 1 fitted) $(field 1 constants)" 'null 0'
holds 'the law has no error' awk -v m="$(field 1 mse)" 'BEGIN { exit !(m < 1e-10) }'

eqs screen d.csv e.txt --target y --quiet --json
is 'as one document' "$(json out results) $(json out stats.n) $(json out stats.ok) $(json out stats.parse)" \
  '10 10 4 3'

eqs screen d.csv e.txt --target y --quiet --top 2
cp out lines
is 'the two best' "$(field 1 id) $(field 2 id) $(wc -l <lines)" '1 2 2'
is 'their losses are in double' "$(field 1 dtype)" f64
eqs screen d.csv e.txt --target y --quiet --top 2 --json --dtype f32
is 'as one document, too' "$(json out results) $(json out results.0.id)" '2 1'
printf 'x0\nexp(x1)\nx0\nx0*1\nx0\n' >ties.txt
eqs screen d.csv ties.txt --target y --no-fit --top 3
is 'ties stand in the order of their ids' "$(sed 's/,.*//' out | tr '\n' ' ')" \
  '{"id":1 {"id":3 {"id":4 '

for i in 0 1 2; do
  eqs screen d.csv e.txt --target y --quiet --shard $i/3
  cat out
done | sort >shards
eqs screen d.csv e.txt --target y --quiet
sort out >whole
holds 'three shards are the whole, to the byte' cmp shards whole
for threads in 1 2; do
  eqs screen d.csv e.txt --target y --quiet --threads $threads
  cp out threads.$threads
done
holds 'one and two threads give the same bytes' cmp threads.1 threads.2
"$program" screen d.csv - --target y --quiet <e.txt >piped
holds 'expressions from standard input' cmp piped threads.1
sed 's/$/\r/' e.txt >crlf.txt
eqs screen d.csv crlf.txt --target y --quiet
holds 'lines that end in CRLF' cmp out threads.1
: >none.txt
eqs screen d.csv none.txt --target y --json
is 'no expressions at all' "$code $(json out results)" '0 0'

# Memory: as many lines as one likes take what a batch takes.
if [ -r /proc/self/status ]; then
  awk 'BEGIN { for (i = 0; i < 200000; i++) print "x0*" i "+x1" }' >many.txt
  "$program" screen d.csv many.txt --target y --no-fit >out &
  pid=$!
  peak=0
  while kill -0 $pid 2>/dev/null; do
    now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$pid/status 2>/dev/null)
    [ "${now:-0}" -gt "$peak" ] && peak=$now
    sleep 0.05
  done
  wait $pid
  is 'two hundred thousand lines' "$(wc -l <out)" 200000
  real=$top_builddir/.libs/eqsieve # $program is a script of libtool's in the build tree
  [ -x "$real" ] || real=$program
  case $(ldd "$real" 2>/dev/null) in
  *asan*) skip 'memory does not grow with them' 'sanitizers have memory of their own' ;;
  *) holds "memory does not grow with them ($peak KiB)" test "$peak" -lt 300000 ;;
  esac
fi
finish
