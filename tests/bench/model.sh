#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# bench/model: what it says without PyTorch, and its table with it.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"
model=$top_srcdir/bench/model

sh "$model/run" --slow >out 2>err
is 'an unknown option is refused' "$? $(wc -c <out)" '2 0'
if command -v python3 >/dev/null 2>&1; then
  python3 -I -S "$model/pytorch.py" train >out 2>err
  is 'without PyTorch the peer ends' "$?" 2
  holds 'and says what to install' grep -q 'apt-get install python3-torch' err
else
  skip 'without PyTorch the peer ends' 'no Python'
fi
EQSIEVE=$program sh "$model/run" --quick --threads 1 >out 2>err
code=$?
if [ "$code" -eq 2 ]; then
  holds 'so does the comparison' grep -q 'PyTorch is missing' err
else
  is 'the comparison ends well' "$code" 0
  is 'with four ratios' "$(grep -c '[0-9] x$' out)" 4
fi
finish
