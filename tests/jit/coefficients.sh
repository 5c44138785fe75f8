#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The table of coefficients is what its script derives.
echo 1..1
if ! command -v python3 >/dev/null; then
  echo 'ok 1 - coefficients # SKIP no python3'
elif python3 "$top_srcdir/jit/coefficients.py" | cmp - "$top_srcdir/jit/coefficients.h"; then
  echo 'ok 1 - coefficients'
else
  echo 'not ok 1 - coefficients.h is not what coefficients.py prints'
fi
