#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# eqsieve export --to object: linked and run, it computes what predict does, for every processor that
# it can be made for here; for AArch64 it runs under qemu, where that is installed.
. "${top_srcdir:-.}/tests/cli/lib.sh"

# Two columns, some rows of which lie beyond what polynomials cover.
awk 'BEGIN { print "a,b b"
  for (i = 0; i < 203; i++) printf "%.17g,%.17g\n", (i * 37 % 101) / 40 - 1, i * 53 % 97 / 30 + 0.01
  print "1e15,3"; print "-7e11,2.5"; print "0,0"; print "-0.5,1e300" }' >rows.csv
formula='2.5*sin(a*`b b`)+tanh(a)*exp(-`b b`)-log(`b b`+1)/3+sqrt(`b b`)*cos(a)-tan(a)^2+asin(a/9e15)
-acos(a/9e15)+abs(a)^0.3+min(a,`b b`)-max(a,1.5)+inv(`b b`+2)'
formula=$(echo "$formula" | tr -d '\n')

eqs predict "$formula" rows.csv
sed 1d out >wanted
cc=${CC:-cc}
command -v "$cc" >/dev/null 2>&1 || { skip 'objects' 'no C compiler'; finish; exit 0; }

# A program that reads the rows, and prints each value by both functions.
cat >main.c <<'END'
#include "formula.h"
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv)
{
  static double a[1000], b[1000], out[1000];
  const double *columns[] = {a, b};
  size_t n = 0, begin = argc > 2;
  while (scanf("%lf,%lf", &a[n], &b[n]) == 2) n++;
  law_rows(columns, out, n);
  for (size_t i = 0; i < n; i++) {
    double x[] = {a[i], b[i]}, one = law(x);
    if (memcmp(&one, &out[i], sizeof one) != 0 && !(one != one && out[i] != out[i])) return 3;
    printf(begin ? "%a\n" : "%.17g\n", out[i]);
  }
  return strcmp(argv[0], "") == 0;
}
END
sed 1d rows.csv >rows

# agrees FILE: with predict, but for the rounding of some operators.
agrees() {
  paste "$1" wanted | awk '
    { d = $1 - $2; size = $2 < 0 ? -$2 : $2 }
    $2 ~ /nan|inf/ { if ($1 != $2 && tolower($1) !~ /nan/) exit 1; next }
    { if ((d < 0 ? -d : d) > 1e-13 * (size > 1 ? size : 1)) { print NR, $0; exit 1 } }
    END { if (NR < 200) exit 1 }'
}

# try MACHINE COMPILER RUN OPTION...: the object of these options, linked and run.
try() {
  machine=$1 compiler=$2 runs=$3
  shift 3
  eqs export "$formula" --to object --name law "$@"
  if [ "$code" -ne 0 ]; then
    fail "$machine: it is made" "$(cat err)"
    return
  fi
  cp out formula.o
  holds "$machine: it is linked with the C library alone" $compiler -o main main.c formula.o
  $runs ./main <rows >values 2>err
  is "$machine: a row gives the bits of many" "$?" 0
  holds "$machine: it computes what predict does" agrees values
  $runs ./main bits x <rows >"bits.$machine"
}

eqs export "$formula" --to header --name law
cp out formula.h
holds 'the header is C' "$cc" -fsyntax-only -x c formula.h
is 'it says what the arguments are' "$(grep -c '^/\* x\[[01]\] is ' formula.h)" 2

try host "$cc" ''
if [ "$(uname -m)" = x86_64 ]; then
  try x86-64 "$cc" '' --cpu x86-64
  has() { grep -q "^flags.* $1" /proc/cpuinfo 2>/dev/null; }
  if has avx2 && has fma; then try x86-64-v3 "$cc" '' --cpu x86-64-v3; fi
  if has avx512dq && has avx512vl; then
    try x86-64-v4 "$cc" '' --cpu x86-64-v4
    holds 'the width of vectors changes no bit' cmp bits.x86-64-v3 bits.x86-64-v4
  else
    skip 'the width of vectors changes no bit' 'no AVX-512'
  fi
fi

cross=aarch64-linux-gnu-gcc emulator=qemu-aarch64-static
if command -v $cross >/dev/null 2>&1 && command -v $emulator >/dev/null 2>&1; then
  try aarch64 "$cross -static" $emulator --target aarch64-linux-gnu
  if [ -f bits.x86-64-v3 ]; then
    holds 'AArch64 gives the bits of AVX2' cmp bits.x86-64-v3 bits.aarch64
  fi
else
  skip 'AArch64' "no $cross or no $emulator"
fi

fails 'an object is made with a name that is none' 2 'cannot name a function' \
  export a --to object --name 1x
fails 'a processor for what is no object' 2 '--cpu and --target go with' export a --to c --cpu znver4
fails 'a name for what has none' 2 '--name goes with' export a --to latex --name law
fails 'a machine that is none' 4 'pdp11' export a --to object --target pdp11-dec-unix
eqs export 'x0+1' --to c --name law
is 'C can have another name, too' "$(grep -c '^double law(const double \*x)$' out)" 1
finish
