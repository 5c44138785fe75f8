#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The library as others meet it: what it exports, its headers from C and C++, the example of the
# README built with the pkg-config file's flags.
. "$(dirname "$0")/lib.sh"
library=$top_builddir/.libs/libeqsieve.so
cc=${CC:-cc}

if command -v nm >/dev/null 2>&1; then
  nm -D --defined-only "$library" | awk '$2 ~ /[A-Z]/ { print $3 }' | sort >exported
  is 'the library exports nothing but eqs_ names' "$(grep -v '^eqs_' exported)" ''
  cat "$top_srcdir"/include/eqsieve/*.h "$top_srcdir"/include/eqsieve/*.h.in | tr '\n' ' ' |
    grep -o 'EQS_API [^;{]*' | grep -o 'eqs_[a-z0-9_]* *(' | tr -d ' (' | sort -u >declared
  is 'it exports what the headers declare, no less' "$(comm -13 exported declared)" ''
  is 'and no more' "$(comm -23 exported declared)" ''
  # A second definition would be taken for the library's own calls too.
  nm -D --defined-only "$top_builddir/.libs/eqsieve" | awk '{ print $3 }' | sort >defined
  is 'the program defines none of it again' "$(comm -12 exported defined)" ''
  is 'nor does it look for plug-ins by itself' "$(nm "$top_builddir/.libs/eqsieve" | grep ' eqs_plugin_')" ''
  # Of util it needs how a failure is told, and has no other function twice.
  is 'the plug-in for LLVM carries nothing of the loader' \
    "$(nm --defined-only "$top_builddir/.libs/jit.so" | grep -E ' eqs_(plugin_load|json|text|random)')" ''
else
  skip 'exports' 'no nm'
fi
needed=$(LD_LIBRARY_PATH=$top_builddir/.libs ldd "$library" 2>/dev/null)
is 'the library links neither LLVM nor BLAS' "$(echo "$needed" | grep -ciE 'LLVM|blas|lapack')" 0

flags="-I$top_srcdir/include -I$top_builddir/include"
for header in "$top_srcdir"/include/eqsieve/*.h version.h; do
  name=$(basename "$header")
  printf '#include <eqsieve/%s>\nint main(void) { return 0; }\n' "$name" >h.c
  cp h.c h.cc
  # shellcheck disable=SC2086 # a list of flags
  holds "$name stands alone in strict C11" "$cc" -std=c11 -Wall -Wextra -Werror -pedantic $flags -c h.c -o h.o
  if command -v c++ >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    holds "$name in C++" c++ -Wall -Wextra -Werror -pedantic $flags -c h.cc -o h.o
  fi
done

# The first block of C in the README.
sed -n '/^```c$/,/^```$/p' "$top_srcdir/README.md" | sed '1d;/^```$/,$d' >example.c
case $needed in
*asan*) skip "the README's example" 'the library carries sanitizers' ;;
*)
  # shellcheck disable=SC2086 # a list of flags
  holds "the README's example compiles" "$cc" -Wall -Wextra -Werror $flags example.c \
    -L"$top_builddir/.libs" -leqsieve -o example
  make_data >data.csv
  LD_LIBRARY_PATH=$top_builddir/.libs ./example >out 2>err
  is 'and runs' "$?" 0
  holds 'and finds the law' grep -q 'r2 1' out
  ;;
esac
finish
