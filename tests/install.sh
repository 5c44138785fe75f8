#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# What `make install` leaves: staged in a folder, as packages are made, it works from there, and holds
# nothing of where it was built.
. "${top_srcdir:-.}/tests/cli/lib.sh"

staged=$work/staged
if ! make -s -C "$top_builddir" install DESTDIR="$staged" >made 2>&1; then
  fail 'it is installed' "$(tail -n 20 made)"
  finish
  exit
fi
find "$staged" -type f | sort >files
one() { grep -E -- "$1" files | head -n 1; }
lib=$(dirname "$(one '/libeqsieve\.so\.')")

# The plug-ins lie in the folder beside the library, and nobody says so.
unset EQSIEVE_PLUGIN_DIR
EQSIEVE_CACHE='' LD_LIBRARY_PATH=$lib "$(one '/bin/eqsieve$')" info --quiet >info 2>err
is 'the program runs where it is staged' $? 0
is 'with BLAS' "$(grep -c '^BLAS  *OpenBLAS' info)" 1
if [ "$(uname -m)" = x86_64 ]; then
  is 'and LLVM' "$(grep -c '^LLVM  *[0-9]' info)" 1
else
  skip 'and LLVM' 'no native code here'
fi

# So do the expressions of benchmarks, beside the program; others that lie about are not taken.
short() { LD_LIBRARY_PATH=$lib "$(one '/bin/eqsieve$')" bench score --engine reference --rows 20 --repeats 1 --quiet; }
short >out 2>err
is 'benchmarks have their expressions' $? 0
share=$(dirname "$(one '/data/workset/expressions\.txt$')")
mv "$share" kept
if short >out 2>err; then
  skip 'and no others' 'they are installed where this build belongs'
else
  mkdir -p data "$staged/data"
  cp -R kept data/workset && cp -R kept "$staged/data/workset"
  short >out 2>err
  is 'and no others' "$? $(grep -c 'workset/expressions.txt was not found' err)" '4 1'
  rm -r "$staged/data"
fi
mv kept "$share"

# Libtool names folders where the dynamic linker does not look by itself: that of the library, and with
# clang its own. What must not be is the folder of the build, or one that depends on where one stands.
top=$(cd "$top_builddir" && pwd)
if command -v readelf >/dev/null 2>&1; then
  grep -E '\.so(\.|$)|/bin/' files | while read -r file; do
    readelf -d "$file" 2>/dev/null | sed -n 's/.*(R[UN]*PATH).*\[\(.*\)\]/\1/p' | tr : '\n' |
      awk -v own="${lib#"$staged"}" -v top="$top" -v staged="$staged" -v file="$file" '
        $0 != own && (!/^\// || index($0, top) == 1 || index($0, staged) == 1) { print file ": " $0 }'
    readelf -d "$file" 2>/dev/null | grep TEXTREL | sed "s,^,$file: ,"
    readelf -lW "$file" 2>/dev/null | grep 'GNU_STACK.* RWE' | sed "s,^,$file: ,"
  done >faults
  is 'no file has a path of libraries that is gone, or code that is written to' "$(cat faults)" ''
else
  skip 'no file has a path of libraries that is gone, or code that is written to' 'no readelf'
fi
prefix=$(sed -n 's/^prefix=//p' "$(one '/eqsieve\.pc$')")
is 'no text names the folder it was built in' \
  "$(grep -vE '\.so(\.|$)|/bin/' files | xargs grep -F -e "$top" -e "$staged" | grep -vF "$prefix")" ''
holds 'the manual is there' [ -n "$(one '/man1/eqsieve\.1$')" ]

# Somebody's program, built with the flags of the pkg-config file and nothing else.
export PKG_CONFIG_SYSROOT_DIR="$staged" PKG_CONFIG_LIBDIR="$lib/pkgconfig"
if ! command -v pkg-config >/dev/null 2>&1; then
  skip 'a program is built with the flags of pkg-config' 'no pkg-config'
elif grep -q __asan_init "$(one '/libeqsieve\.so\.')"; then
  skip 'a program is built with the flags of pkg-config' 'the library carries sanitizers'
else
  cat >uses.c <<'END'
#include <eqsieve/version.h>
#include <stdio.h>
#include <string.h>
int main(void)
{
  puts(eqs_version());
  return strcmp(eqs_version(), EQS_VERSION) != 0;
}
END
  # shellcheck disable=SC2046 # a list of flags
  holds 'a program is built with the flags of pkg-config' \
    "${CC:-cc}" uses.c -o uses $(pkg-config --cflags --libs eqsieve)
  is 'of this version' "$(LD_LIBRARY_PATH=$lib ./uses)" "$(pkg-config --modversion eqsieve)"
fi

make -s -C "$top_builddir" uninstall DESTDIR="$staged" >made 2>&1
is 'it can be uninstalled' $? 0
is 'and leaves nothing' "$(find "$staged" ! -type d)" ''
finish
