#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The manual says what the program does: every option of every command, and every key of
# its results.
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

# section NAME...: those parts of the manual.
section() {
  for part in "$@"; do sed -n "/^\.Ss $part\$/,/^\.S[hs]/p" "$page"; done
}

# quoted: the keys of JSON on standard input, which no string of these results looks like.
quoted() { grep -oE '"[a-z0-9_]+" *:' | tr -d '": ' | sort -u; }

# told COMMAND NAME...: the sections tell of every key in out. A key that is a word of some other key
# too, such as a status, stands in them as It Cm.
told() {
  command=$1
  shift
  quoted <out >got
  section "$@" >text
  { sed -nE 's/^\.(Qq|It Qq|It Cm) ([a-z0-9_]+)( .*)?$/\2/p' text; quoted <text; } | sort -u >known
  is "$command has results" "$code" 0
  is 'and the manual all of their keys' "$(comm -23 got known | xargs)" ''
}

# no_more NAME: the section tells of no key that is not in out.
no_more() {
  section "$1" >text
  { sed -nE 's/^\.(It )?Qq ([a-z0-9_]+).*/\2/p' text; quoted <text; } | sort -u >named
  is 'and no more than those' "$(comm -13 got named | xargs)" ''
}

make_data >d.csv
printf 'c*x0^2+c*x1+c\nx0+\n' >e.txt
small='--corpus 100 --max-nodes 12 --epochs 1 --quiet'
eqs search d.csv --target y --holdout 0.2 $small --max-evals 2000 --json
told search search
no_more search
eqs fit d.csv 'c*x0^2+c*x1+c' --target y --holdout 0.2 --json --quiet
told fit fit search
no_more fit
eqs screen d.csv e.txt --target y --json --quiet
told screen screen
no_more screen
echo 'x0*x1' >x.txt
eqs bench score --expressions x.txt --rows 20 --repeats 1 --json
told bench bench
no_more bench
eqs info --json
told info info
if [ "$(json out costs)" = null ]; then
  skip 'and no more than those' 'there is nothing to choose'
else
  no_more info
fi
eqs train m.st --variables x0,x1 $small --json
told train 'Options of train'
no_more 'Options of train'
eqs sample m.st --count 2 --jsonl
told sample 'Options of sample'
no_more 'Options of sample'

if command -v mandoc >/dev/null 2>&1; then
  is 'mandoc has no complaint' "$(mandoc -T lint -W warning "$page" 2>&1)" ''
else
  skip 'mandoc has no complaint' 'no mandoc'
fi
finish
