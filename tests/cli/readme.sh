#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The README's examples: each line that begins with "$ eqsieve" in a block of console text is run,
# and where the block shows output, the program writes the same. "..." stands for anything.
. "$(dirname "$0")/lib.sh"
# The examples begin in the top folder of the project.
ln -s "$top_srcdir/data" data
mkdir bin && ln -s "$program" bin/eqsieve
PATH=$work/bin:$PATH

awk '
  /^```console$/ { inside = 1; next }
  /^```$/ { inside = 0; next }
  inside && /^\$ / { n++; print substr($0, 3) >("command." n); shown = "shown." n; next }
  inside { print >shown }
  END { print n + 0 >"n" }' "$top_srcdir/README.md"

# matches SHOWN OUT: line by line; a shown line of "..." stands for any lines, "..." within one for
# any text.
matches() {
  awk -v shown="$1" '
    function fits(text, pattern,   part, m, i, at) {
      m = split(pattern, part, /\.\.\./)
      if (substr(text, 1, length(part[1])) != part[1]) return 0
      text = substr(text, length(part[1]) + 1)
      for (i = 2; i <= m; i++) {
        if (part[i] == "") { if (i == m) return 1; continue }
        at = index(text, part[i])
        if (!at) return 0
        text = substr(text, at + length(part[i]))
      }
      return text == ""
    }
    { out[NR] = $0 }
    END {
      i = 1; skipping = 0
      while ((getline line < shown) > 0) {
        if (line == "...") { skipping = 1; continue }
        while (skipping && i <= NR && !fits(out[i], line)) i++
        if (i > NR || !fits(out[i], line)) { print "no line fits: " line; exit 1 }
        i++; skipping = 0
      }
      exit !(skipping || i > NR)
    }' "$2"
}

i=1
while [ $i -le "$(cat n)" ]; do
  command=$(cat command.$i)
  case $command in
  eqsieve*)
    sh -c "$command" >out 2>err </dev/null
    status=$?
    if [ $status -ne 0 ]; then
      fail "$command" "exit code $status" "$(head -c 600 err)"
    elif [ -f shown.$i ] && ! matches shown.$i out >why; then
      fail "$command" "$(cat why)" "$(head -n 30 out)"
    else
      pass "$command"
    fi
    ;;
  *) sh -c "$command" || fail "$command" ;;
  esac
  i=$((i + 1))
done
holds 'the README has examples' test "$i" -gt 5
finish
