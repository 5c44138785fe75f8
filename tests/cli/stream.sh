#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# eqsieve screen on a stream of expressions that does not end by itself.
. "$(dirname "$0")/lib.sh"
make_data >d.csv

printf 'x0\nx1\n' >plain.txt
printf '\357\273\277x0\r\nx1' >marked.txt
eqs screen d.csv plain.txt --target y --no-fit --quiet
cp out plain
eqs screen d.csv marked.txt --target y --no-fit --quiet
holds 'a byte-order mark, CRLF and a last line without an end change nothing' cmp out plain

# The pipe stays open on descriptor 9, with half a line in it.
mkfifo pipe
exec 9<>pipe
printf 'x0\nx1\nx' >&9
"$program" screen d.csv pipe --target y --no-fit >out 2>err &
pid=$!
# It listens once the signal, number 15, is among those that are caught.
tries=0
while ! grep -q '^SigCgt:.*[4-7c-f]...$' /proc/$pid/status 2>/dev/null && [ $tries -lt 600 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
sleep 0.5
kill -s TERM $pid
tries=0
while kill -0 $pid 2>/dev/null && [ $tries -lt 100 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
kill -s KILL $pid 2>/dev/null
wait $pid
is 'SIGTERM ends a wait for more lines with 143' $? 143
holds 'with the results of those that were whole' cmp out plain
exec 9>&-
finish
