#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Off x86-64 no kernels are made in vain: it is said that none can run before the plug-in is even
# looked for.
. "${top_srcdir:-.}/tests/cli/lib.sh"
cross=aarch64-linux-gnu-gcc emulator=qemu-aarch64-static

stop() {
  skip 'elsewhere' "$1"
  finish
  exit 0
}
command -v $cross >/dev/null 2>&1 || stop "no $cross"
command -v $emulator >/dev/null 2>&1 || stop "no $emulator"

# shellcheck disable=SC2086 # lists of files
holds 'it is built for AArch64' $cross -std=gnu11 -O1 -static -fopenmp -ffunction-sections \
  -Wl,--gc-sections -DEQS_PLUGIN_DIR='"/nonexistent"' -I"$top_builddir" -I"$top_builddir/include" \
  -I"$top_srcdir/include" -I"$top_srcdir/src" -o elsewhere "$top_srcdir/tests/code/elsewhere.c" \
  $(for file in code/cache code/cpu code/image code/maker code/native code/object code/relocate \
    program/kernel util/cache_file util/cache_path util/clock util/ctx util/environment util/fail \
    util/hash util/memory util/plugin util/text; do echo "$top_srcdir/src/$file.c"; done)
is 'kernels are refused' "$(EQSIEVE_PLUGIN_DIR=/nonexistent $emulator ./elsewhere)" \
  'no_engine: native kernels run on x86-64 alone so far (try --engine reference)'
finish
