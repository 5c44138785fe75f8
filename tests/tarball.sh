#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# What `make dist` packs: all that is under version control, whatever the package was configured with.
. "${top_srcdir:-.}/tests/cli/lib.sh"

# Automake leaves what stands within a condition as a variable, and writes out everything else.
is 'no condition decides about a file of EXTRA_DIST' \
  "$(sed -n '/^EXTRA_DIST *=/,/[^\\]$/p' "$top_srcdir/Makefile.in" | grep -o 'am__append_[0-9]*')" ''

if ! git -C "$top_srcdir" ls-files --error-unmatch configure.ac >/dev/null 2>&1; then
  skip 'the package has every file of the repository' 'no git, or no clone'
elif ! make -s -C "$top_builddir" distdir distdir="$work/package" >made 2>&1; then
  fail 'the package has every file of the repository' "$(tail -n 20 made)"
else
  git -C "$top_srcdir" ls-files | grep -vE '^(\.ci/|\.gitignore$)' | sort >tracked
  (cd package && find . -type f) | sed 's,^\./,,' | sort >packed
  is 'the package has every file of the repository' "$(comm -23 tracked packed)" ''
fi
finish
