#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# eqsieve bench: the keys of its JSON, the table, the work set, what it refuses.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
EQSIEVE_DATA_DIR=$top_srcdir
export EQSIEVE_DATA_DIR

keys='bench dtype engine kernel rows threads cached gnode_per_s us_per_expr ns_per_element
fits_per_s evals_per_fit improved tokens_per_s samples_per_s peak_gflops bytes_per_s median mad unit
repeats checked cpu isa llvm blas_core'
printf '# two\nx0*(1.5)+sin(x1)\n\n(x2-(0.25))/x3\n' >few.txt

eqs bench score --expressions few.txt --rows 20 --repeats 2 --threads 1 --dtype f32 --json
is 'a measurement ends well' "$code" 0
is 'all keys, in their order' "$(tr ',{' '\n\n' <out | sed -n 's/^"\([a-z_]*\)":.*/\1/p' | xargs)" \
  "$(echo $keys)"
is 'what was asked for' \
  "$(for key in bench dtype rows threads cached repeats checked; do json out "0.$key"; done | xargs)" \
  'score f32 20 1 false 2 2'
is 'what does not apply is null' "$(json out 0.fits_per_s) $(json out 0.tokens_per_s)" 'null null'

eqs bench fit --expressions few.txt --rows 20 --repeats 2 --threads 1 --jsonl
is 'a line of JSON' "$(wc -l <out) $(json out bench)" '1 fit'
eqs bench prepare --repeats 1 --threads 1
holds 'a table, of the shipped work set' grep -q 'expression .* us' out

if [ "$(uname -m)" = x86_64 ]; then
  eqs bench kernel --kernel sin --repeats 1 --json
  is 'one kernel' "$(json out 0.kernel) $(json out 0.rows) $(json out 1.kernel)" 'sin 512 '
  eqs bench kernel --repeats 1 --threads 1 --dtype f32
  holds 'all kernels in a table' grep -q '^  dx_pow_vs .* ns an element' out
  is 'with one end' "$(grep -c 'FMA peak' out)" 1
else
  skip 'kernels' 'native code is for x86-64'
fi
eqs bench start --repeats 1 --json
is 'the program scores' "$code $(json out 0.checked)" '0 1'

fails 'an unknown kind' 2 "benchmark 'scores' is unknown" bench scores
fails 'an unknown kernel' 2 "no kernel 'sins'" bench kernel --kernel sins
fails 'no kind' 2 'needs KIND' bench
fails 'no such file' 4 'nothing.txt' bench score --expressions nothing.txt
printf 'x0\nx0+y\n' >unknown.txt
fails 'a name that the data lack' 3 'unknown.txt:2: .*y' bench score --expressions unknown.txt
printf '\n' >empty.txt
fails 'an empty file' 3 'no expressions' bench score --expressions empty.txt
fails 'processor time of two threads' 2 'threads 1' \
  bench score --expressions few.txt --threads 2 --cpu-time
finish
