#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# eqsieve predict and eqsieve export: what is done with a result.
. "$(dirname "$0")/lib.sh"
printf 'a,b,word\n1,2,x\n3,,y\n,5,z\n7,8,w\n' >p.csv

eqs predict 'a*2' p.csv
is 'a bare expression; nan where its column misses a value' "$(tr '\n' ' ' <out)" \
  'prediction 2 6 nan 14 '
eqs predict '3' p.csv
is 'a constant needs no column' "$(tr '\n' ' ' <out)" 'prediction 3 3 3 3 '
echo 'a + 0.5' >bare.txt
eqs predict bare.txt p.csv
is 'a file with an expression' "$(tr '\n' ' ' <out)" 'prediction 1.5 3.5 nan 7.5 '
eqs predict 'log(a-2)' p.csv
is 'values that are not finite are written as they are' "$(sed -n 2p out)" nan
echo '{"front":[{"expression":"a"},{"expression":"a*10"}],"selected":1}' >r.json
eqs predict r.json p.csv
is 'the selected formula of a front' "$(sed -n 2p out)" 10
eqs predict r.json p.csv --select 0
is 'another one' "$(sed -n 2p out)" 1
"$program" predict - p.csv <r.json >out
is 'a result from standard input' "$(sed -n 2p out)" 10
printf 'a\n1\n-1\n' >mark.csv
eqs predict 'a*1.5' mark.csv --missing -1
is 'a marker of missing values' "$(tr '\n' ' ' <out)" 'prediction 1.5 nan '

make_data >d.csv
eqs fit d.csv 'c0*exp(c1*x0)+c2*x1' --target y --json
cp out fit.json
eqs predict fit.json d.csv
holds 'the mean error of the predictions is that of the fit' sh -c "
  cut -d, -f4 d.csv | paste -d, - out | awk -F, -v mae=$(json fit.json train.mae) '
    NR > 1 { d = \$1 - \$2; s += d < 0 ? -d : d } END { d = s / (NR - 1) - mae; exit !(d < 1e-12 && d > -1e-12) }'"

eqs export fit.json --to infix
is 'infix is the expression of the result' "$(cat out)" "$(json fit.json expression)"
eqs export fit.json --to sympy
is 'SymPy too' "$(cat out)" "$(json fit.json sympy)"
eqs export '2.5*E + `d 1`*x1 - lambda' --to sympy
is 'names that SymPy cannot take are others, as comments tell' "$(cat out)" '2.5*x0 + x1_1*x1 - x3
# x0 is "E"
# x1_1 is "d 1"
# x3 is "lambda"'
if python3 -c 'import sympy' 2>/dev/null; then
  is 'SymPy reads them as symbols, and no comment' \
    "$(python3 -c 'import sympy; print(sorted(map(str, sympy.sympify(open("out").read()).free_symbols)))')" \
    "['x0', 'x1', 'x1_1', 'x3']"
else
  skip 'SymPy reads them as symbols, and no comment' 'no SymPy here'
fi
eqs export '2.5*E + `d 1`*x1' --to json
is 'so does JSON' "$(json out sympy): $(json out sympy_names) $(json out sympy_names.x1_1)" \
  '2.5*x0 + x1_1*x1: x0 x1_1  d 1'
eqs export 'x0^2/2' --to latex
is 'LaTeX' "$(cat out)" '\frac{{x_{0}}^{2}}{2}'
eqs export 'sin(x0)+`a b`' --to prefix
is 'prefix, and a name in backquotes' "$(cat out)" 'add sin x0 `a b`'
eqs export 'a.b+`a``b`+c00x' --to json
is 'names are what the parser takes for names' \
  "$(json out variables) $(json out variables.0) $(json out variables.1) $(json out variables.2)" \
  '3 a.b a`b c00x'
eqs export 'x0+`**/ y`' --to c
is 'no name ends the comment that tells it' "$(grep -c '^/\* .*\*/.*\*/' out)" 0
eqs export '2*x0+1' --to json
is 'JSON names the variables' "$(json out variables) $(json out variables.0)" '1 x0'
eqs export fit.json --to c
cc=${CC:-cc}
if command -v "$cc" >/dev/null 2>&1; then
  {
    cat out
    echo '#include <stdio.h>'
    echo 'int main(void) { double x[2] = {-1, 0}; return printf("%.17g", formula(x)) < 0; }'
  } >formula.c
  holds 'the C of a formula compiles' "$cc" -o formula formula.c -lm
  eqs predict fit.json d.csv
  holds 'and computes what predict does' \
    awk -v a="$(./formula)" -v b="$(sed -n 2p out)" 'BEGIN { d = a - b; exit !(d < 1e-12 && d > -1e-12) }'
fi
fails 'export of what is no formula' 3 'column' export 'x0+(' --to latex
finish
