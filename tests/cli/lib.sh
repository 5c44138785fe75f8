# SPDX-License-Identifier: BSD-3-Clause
# What the command-line tests share. Sourced; speaks TAP. EQSIEVE names another program to test,
# such as the installed one.
set -u
top_srcdir=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
top_builddir=${top_builddir:-$top_srcdir/build}
program=${EQSIEVE:-$top_builddir/eqsieve}
json_program=$top_builddir/tests/cli/json
work=$(mktemp -d "${TMPDIR:-/tmp}/eqsieve-cli.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
EQSIEVE_CACHE=${EQSIEVE_CACHE-$work/cache}
export EQSIEVE_CACHE
count=0

# eqs ARG...: runs the program; leaves $work/out, $work/err and $code.
eqs() {
  "$program" "$@" >"$work/out" 2>"$work/err" </dev/null
  code=$?
}

pass() {
  count=$((count + 1))
  echo "ok $count - $1"
}

fail() {
  count=$((count + 1))
  echo "not ok $count - $1"
  shift
  for line in "$@"; do printf '%s\n' "$line" | sed 's/^/#   /'; done
}

skip() {
  count=$((count + 1))
  echo "ok $count - $1 # SKIP $2"
}

# holds NAME COMMAND...: passes when the command succeeds.
holds() {
  name=$1
  shift
  if "$@" >"$work/holds" 2>&1; then pass "$name"; else fail "$name" "$*" "$(head -n 20 "$work/holds")"; fi
}

# is NAME GOT WANTED
is() {
  if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "got:    $2" "wanted: $3"; fi
}

# fails NAME CODE PATTERN ARG...: the program ends with CODE, says one line that begins with
# "eqsieve: " and matches PATTERN (extended), and leaves nothing on standard output.
fails() {
  name=$1 wanted=$2 pattern=$3
  shift 3
  eqs "$@"
  if [ "$code" -ne "$wanted" ]; then
    fail "$name" "exit code $code, wanted $wanted" "$(head -c 300 err)"
  elif ! head -n 1 err | grep -q '^eqsieve: '; then
    fail "$name" "no message:" "$(head -c 300 err)"
  elif ! grep -E -q -- "$pattern" err; then
    fail "$name" "the message lacks /$pattern/:" "$(head -c 600 err)"
  elif [ -s out ]; then
    fail "$name" "something on standard output:" "$(head -c 300 out)"
  elif [ "$(wc -c <err)" -gt 2000 ]; then
    fail "$name" "a message of $(wc -c <err) bytes"
  else
    pass "$name"
  fi
}

# json FILE PATH: the value at PATH (keys and indices with dots between them).
json() { "$json_program" "$@"; }

# The four columns of a small table with a known law: y = 2.5 x0^2 - 1.5 x1 + 0.75.
make_data() {
  awk 'BEGIN { print "x0,x1,x2,y"
    for (i = 0; i < 60; i++) { a = (i % 10) / 4 - 1; b = int(i / 10) / 2; c = (i * 7 % 13) / 5
      printf "%.6f,%.6f,%.6f,%.6f\n", a, b, c, 2.5 * a * a - 1.5 * b + 0.75 } }'
}

finish() { echo "1..$count"; }
