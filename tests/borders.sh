#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The borders between folders: who may include whom, what a file must begin with, how long it may
# grow. Reads the sources, runs nothing.
set -u
cd "${top_srcdir:-.}" || exit 99
count=0

# check NAME OFFENDERS: passes when OFFENDERS is empty.
check() {
  count=$((count + 1))
  if [ -z "$2" ]; then
    echo "ok $count - $1"
  else
    echo "not ok $count - $1"
    echo "$2" | sed 's/^/#   /'
  fi
}

sources() { find "$@" -name '*.[ch]' -o -name '*.def' 2>/dev/null | sort; }

# Prints FILE:LINE of quoted includes in folder $1 whose folder is not among the others.
strangers() {
  folder=$1
  shift
  allowed=$(echo "$@" | tr ' ' '|')
  sources "$folder" | xargs grep -nE '^ *# *include +"' /dev/null | grep -vE "include +\"($allowed)/"
}

left=
for folder in util expr data program code eval fit; do
  left="$left $folder"
  case $folder in
  fit) check "src/$folder includes what stands on its left" "$(strangers src/$folder $left blas)" ;;
  *) check "src/$folder includes what stands on its left" "$(strangers src/$folder $left)" ;;
  esac
done
check 'src/model sees tokens, never an expression' "$(strangers src/model util blas model)"
check 'src/model includes no header of expressions' \
  "$(sources src/model | xargs grep -nE 'include +<eqsieve/(expr|table|engine|fit|search)\.h>' /dev/null)"
check 'src/search includes what stands on its left' "$(strangers src/search $left blas model search)"
rooms=
for room in formula settings judge lessons propose sweep paper; do
  rooms="$rooms search/$room"
  check "src/search/$room includes what stands on its left" \
    "$(strangers src/search/$room $left blas model $rooms)"
done
check 'src/bench includes what stands on its left' \
  "$(strangers src/bench $left blas model search bench)"
check 'src/blas includes util alone' "$(strangers src/blas util blas)"
check 'src/cli includes util and public headers alone' "$(strangers src/cli util cli)"
check 'jit includes program, and what program is made of' "$(strangers jit util expr program code jit)"
check 'llvm-c is included in jit alone' \
  "$(sources src include bench | xargs grep -nE 'include +[<"]llvm' /dev/null)"
check 'cblas and lapacke are included in src/blas alone' \
  "$(sources src include jit bench | grep -v '^src/blas/' | xargs grep -nE 'include +[<"](cblas|lapacke|openblas)' /dev/null)"
check 'public headers include public headers alone' \
  "$(sources include | xargs grep -nE 'include +"' /dev/null)"
check 'the library never prints and never exits' \
  "$(sources src jit | grep -v '^src/cli/' | xargs grep -nE '(^|[^_[:alnum:]])(printf|puts|putchar|perror|exit|abort) *\(|fprintf *\( *std(out|err)' /dev/null)"

check 'every file names its licence at its top' \
  "$(find Makefile.am configure.ac eqsieve.pc.in bootstrap.sh src include jit tests bench data doc -type f \
    \( -name '*.[ch]' -o -name '*.def' -o -name '*.h.in' -o -name '*.sh' -o -name '*.1' -o -name '*.py' \
    -o -name '*.mk' -o -name '*.am' -o -name '*.ac' -o -name '*.pc.in' \) | sort |
    while read -r file; do head -n 3 "$file" | grep -q 'SPDX-License-Identifier: BSD-3-Clause' || echo "$file"; done)"
check 'no file is longer than 600 lines' \
  "$(sources src include jit tests bench | while read -r file; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 600 ] || echo "$file: $lines lines"
  done)"

echo "1..$count"
