#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Every kernel for AArch64, run under qemu where that is installed, gives the bits that this host's
# kernels give: both have fused multiply-add, and nothing depends on the width of vectors.
. "${top_srcdir:-.}/tests/cli/lib.sh"
cross=aarch64-linux-gnu-gcc emulator=qemu-aarch64-static
bits=$top_builddir/tests/jit/kernel_bits

stop() {
  skip 'AArch64' "$1"
  finish
  exit 0
}
command -v $cross >/dev/null 2>&1 || stop "no $cross"
command -v $emulator >/dev/null 2>&1 || stop "no $emulator"
grep -q '^flags.* fma' /proc/cpuinfo 2>/dev/null || stop 'no fused multiply-add here'

"$bits" aarch64-linux-gnu f64.o f32.o >ours 2>err
code=$?
[ $code -ne 77 ] || stop "$(cat err)"
is 'kernels are made for AArch64' $code 0
holds 'they are linked' $cross -O2 -static -I"$top_srcdir/src" -I"$top_srcdir/tests/jit" \
  -o linked "$top_srcdir/tests/jit/kernel_bits_linked.c" f64.o f32.o -lm
$emulator ./linked >theirs
holds 'there are many' [ "$(wc -l <ours)" -gt 100 ]
is 'all of them run' "$(wc -l <theirs)" "$(wc -l <ours)"
holds 'each gives the bits that it gives here' diff ours theirs
finish
