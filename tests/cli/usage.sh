#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The command line itself: help, versions, options that are wrong.
. "$(dirname "$0")/lib.sh"
make_data >d.csv

eqs --version
is '--version ends with 0' "$code" 0
holds '--version names the program and a version' grep -Eq '^eqsieve [0-9]+\.[0-9]+' out
eqs --help
is '--help ends with 0' "$code" 0
holds '--help writes to standard output alone' test -s out -a ! -s err
for command in search screen fit predict export train sample bench info; do
  holds "--help lists $command" grep -q "^  $command " out
done
for command in search screen fit predict export train sample bench info; do
  eqs "$command" --help
  is "$command --help ends with 0" "$code" 0
  cp out long
  eqs "$command" -h
  holds "$command -h says the same" cmp -s out long
  holds "$command --help shows its usage" grep -q "^Usage: eqsieve $command" out
done

# The loader lists every library that it opens.
for option in --version --help; do
  LD_DEBUG=libs "$program" $option >out 2>libs
  if grep -q 'calling init: ' libs; then
    is "$option loads neither LLVM nor BLAS" "$(grep -ciE 'init: .*(libLLVM|blas|lapack)' libs)" 0
  else
    skip "$option loads neither LLVM nor BLAS" 'the loader does not tell'
  fi
done

fails 'no command' 2 'command is missing'
fails 'an unknown command' 2 "unknown command 'sieve'" sieve
fails 'a command nearly right' 2 "did you mean 'search'" serach d.csv
fails 'an unknown option before the command' 2 "unknown option '--quick'" --quick
fails 'an unknown option' 2 "unknown option '--nonsense'" search d.csv --nonsense
fails 'an option nearly right' 2 "did you mean '--target'" search d.csv --taget y
fails 'an option with one dash' 2 "did you mean '--target'" fit d.csv -target y x0
fails 'an option cut short' 2 "did you mean '--threads'" search d.csv --thre 2
fails 'an option without its value' 2 '--target needs a value: COL' search d.csv --target
fails 'a flag with a value' 2 '--json takes no value' search d.csv --target y --json=yes
fails 'no data' 2 'search needs DATA' search --target y
fails 'no target' 2 'needs --target' search d.csv
fails 'a word too many' 2 'unexpected argument "more"' search d.csv more --target y
fails 'a count that is none' 2 '--threads takes a whole number from 1 to 4096, not "two"' \
  fit d.csv x0 --target y --threads two
fails 'a count that is negative' 2 '--seed takes a whole number of at least 0' \
  fit d.csv x0 --target y --seed -1
fails 'a count with a tail' 2 '--threads takes' fit d.csv x0 --target y --threads 2x
fails 'a count that is out of range' 2 '--threads takes' fit d.csv x0 --target y --threads 0
fails 'a count beyond 64 bits' 2 '--seed takes' fit d.csv x0 --target y --seed 99999999999999999999
fails 'a number that is none' 2 '--time takes a number above 0, not "soon"' \
  search d.csv --target y --time soon
fails 'a number out of range' 2 '--holdout takes a number between 0 and 1, not "1"' \
  search d.csv --target y --holdout 1
fails 'no number at all' 2 '--time takes' search d.csv --target y --time nan
fails 'a choice that is none' 2 '--dtype is one of f64\|f32, not "f16"' \
  search d.csv --target y --dtype f16
fails 'two formats' 2 'exclude one another' search d.csv --target y --json --jsonl
fails 'two ways to hold out' 2 'exclude one another' \
  search d.csv --target y --holdout 0.2 --test d.csv
fails 'half of a pair' 2 'belong together' search d.csv --target y --fold-column x0
fails 'features and exclusions' 2 'exclude' search d.csv --target y --features x0 --exclude x1
fails 'a shard that is none' 2 '--shard takes I/N with I in 0..N-1, not "3/3"' \
  screen d.csv e.txt --target y --shard 3/3
fails 'a shard without a number' 2 '--shard takes' screen d.csv e.txt --target y --shard a/b
fails 'two times standard input' 2 'both be standard input' screen - - --target y
fails 'a notation that is none' 2 '--to is one of' export 'x0+1' --to cobol
fails 'no notation' 2 'export needs --to' export 'x0+1'

eqs fit d.csv --target=y --no-fit --quiet -- '-x0'
is 'a value after an equals sign, and an expression after --' "$code" 0
eqs fit d.csv '-x0' --target y --no-fit
is 'an expression that begins with a minus sign is no option' "$code" 0

if [ -w /dev/full ]; then
  "$program" --help >/dev/full 2>err
  is 'a full disk under --help ends with 4' $? 4
  "$program" fit d.csv x0 --target y >/dev/full 2>err
  is 'a full disk under a result ends with 4' $? 4
  holds 'and is told' grep -q '^eqsieve: standard output' err
else
  skip 'a full disk' 'no /dev/full'
fi
finish
