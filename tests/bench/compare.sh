#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The comparison in its quick form: the peers that are here agree with us, and a wrong one is caught.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
compare=$top_srcdir/bench/compare
EQSIEVE_BUILD=$top_builddir
export EQSIEVE_BUILD
if ! command -v "${CC:-gcc}" >/dev/null 2>&1; then
  skip 'comparison' 'no C compiler'
  finish
  exit
fi
if grep -q __asan_init "$top_builddir/.libs/libeqsieve.so" 2>/dev/null; then
  skip 'comparison' 'a library with sanitizers is not what is measured'
  finish
  exit
fi

cat >operon.jsonl <<'END'
{"peer":"Operon X","where":"elsewhere (test)","dtype":"f32","rows":1000,"gnode_per_s":12.5,"us_per_expr":null,"prepare_us":null}
END
sh "$compare/run" --quick --cpu-time --operon operon.jsonl --out here.jsonl >table 2>err
is 'the peers agree' "$?" 0
holds 'we are among them' grep -q '^| f64 eqsieve [a-z]* | [0-9.]* |' table
holds 'code made ahead of time is' grep -q '"peer":"[^"]*libmvec"' here.jsonl
holds 'a file of results is read' grep -q '^| f32 Operon X | - | 12.5 | - | included | elsewhere (test) |' table
holds 'what was measured elsewhere says so' grep -q 'Operon interpreter.*elsewhere (Zen 5)' table

# A peer whose sine is a cosine.
mkdir -p wrong/bench/compare
cp "$top_srcdir/bench/"*.awk wrong/bench
cp "$compare"/* wrong/bench/compare
mkdir -p wrong/data wrong/include
cp -R "$top_srcdir/data/workset" wrong/data
cp -R "$top_srcdir/include/eqsieve" wrong/include
sed 's/^#include FORMULAS$/#define sin cos\n&/' wrong/bench/compare/aot.c >aot.c
cp aot.c wrong/bench/compare/aot.c
sh wrong/bench/compare/run --quick --cpu-time --out wrong.jsonl >table 2>err
is 'a wrong peer ends the run' "$?" 1
holds 'and is named' grep -q 'mvec, f64, 100 rows: [0-9]* of 10 losses differ' err
finish
