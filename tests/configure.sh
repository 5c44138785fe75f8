#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Which LLVM configure takes: the one that was named or none.
. "${top_srcdir:-.}/tests/cli/lib.sh"

if [ -f "$top_srcdir/config.status" ]; then
  skip 'what configure takes' 'it runs in no other folder while the sources are configured'
  finish
  exit
fi

# What configure found out for this build is not tried again, but for what is tested.
sed -n '/^## Cache variables/,/^## Output variables/p' "$top_builddir/config.log" |
  grep -E '^(ac|am|lt|ax|gl)_cv_.*=' | grep -vE '^ac_cv_(env|path_LLVM)_' >cache

# refuses NAME PATTERN ARG...: configure ends with a message that matches PATTERN.
refuses() {
  name=$1 pattern=$2
  shift 2
  cp cache this.cache
  if "$top_srcdir/configure" --cache-file=this.cache "$@" >out 2>&1; then
    fail "$name" 'configure went through'
  else
    holds "$name" grep -qE "^configure: error: $pattern" out
  fi
}

printf '#!/bin/sh\necho 15.0.7\n' >llvm-config-of-old
chmod +x llvm-config-of-old
PATH=$PATH:$work
refuses 'a name that is no program' '.*nosuch-config cannot be run' --with-llvm-config=nosuch-config
refuses 'the same in a variable' '.*nosuch-config cannot be run' LLVM_CONFIG=nosuch-config
refuses 'a name without its folder is heeded' 'llvm-config-of-old is LLVM 15.0.7' \
  --with-llvm-config=llvm-config-of-old
refuses 'the same in a variable' 'llvm-config-of-old is LLVM 15.0.7' LLVM_CONFIG=llvm-config-of-old
refuses 'without LLVM nothing is built' 'LLVM .* cannot be left out' --without-llvm-config
finish
