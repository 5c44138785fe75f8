#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The manual says what the program does: every option of every command, every key of info and train.
. "$(dirname "$0")/lib.sh"
page=$top_srcdir/doc/eqsieve.1

for command in search screen fit predict export train sample bench info; do
  missing=
  for option in $("$program" $command --help | sed -n 's/^  --\([a-z0-9-]*\).*/\1/p'); do
    # mdoc writes "--" as "-" after Fl, and macro lines may name several.
    grep -Eq -- "Fl -$option( |\$)" "$page" || missing="$missing --$option"
  done
  is "the manual has all options of $command" "$missing" ''
  holds "and the command itself" grep -q "^\.It Cm $command\$" "$page"
done
unknown=
for option in $(sed -n 's/.*Fl -\([a-z0-9-]*\).*/\1/p' "$page" | sort -u); do
  for command in search screen fit predict export train sample bench info ''; do
    "$program" $command --help | grep -q -- "--$option" && continue 2
  done
  unknown="$unknown --$option"
done
is 'the manual has no option that is none' "$unknown" ''
keys=$("$program" info --json | grep -o '"[a-z_]*":' | tr -d '":')
missing=
for key in $keys; do
  sed -n '/^\.Ss info/,/^\.Sh/p' "$page" | grep -q "^\.Qq $key\( \|\$\)" || missing="$missing $key"
done
is 'the manual has all keys of info' "$missing" ''
missing=
for key in weights $(sed -n '/^static void report_json/,/^}/p' "$top_srcdir/src/cli/cmd_train.c" |
  grep -oE '(\{|key\(&json, )"[a-z_]+"' | grep -oE '[a-z_]+"' | tr -d '"'); do
  grep -q "^\.Qq $key\( \|\$\)" "$page" || missing="$missing $key"
done
is 'and those of train' "$missing" ''
is 'info has some' "$(echo "$keys" | grep -cx version)" 1
if command -v mandoc >/dev/null 2>&1; then
  is 'mandoc has no complaint' "$(mandoc -T lint -W warning "$page" 2>&1)" ''
else
  skip 'mandoc has no complaint' 'no mandoc'
fi
finish
