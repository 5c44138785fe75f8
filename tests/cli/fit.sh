#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# eqsieve fit: the constants of a known law come back, with what is said about them.
. "$(dirname "$0")/lib.sh"
make_data >d.csv

eqs fit d.csv 'c0*x0^2+c1*x1+c2' --target y --json
is 'a fit ends with 0' "$code" 0
cp out fit.json
is 'its keys' "$(json fit.json '')" 'expression sympy sympy_names complexity complexity_written_out constants train test covariance '
is 'three constants' "$(json fit.json constants)" 3
is 'the first is c0' "$(json fit.json constants.0.name)" c0
for pair in 0:2.5 1:-1.5 2:0.75; do
  value=$(json fit.json "constants.${pair%%:*}.value")
  holds "constant ${pair%%:*} is ${pair#*:}" \
    awk -v a="$value" -v b="${pair#*:}" 'BEGIN { d = a - b; exit !(d < 1e-5 && d > -1e-5) }'
done
is 'all rows were used' "$(json fit.json train.n)" 60
is 'none was rejected' "$(json fit.json train.rejected)" 0
is 'metrics' "$(json fit.json train)" 'n rejected dropped mse mae rmse r2 loss '
is 'no held-out rows' "$(json fit.json test)" null
is 'a covariance of 3 x 3' "$(json fit.json covariance) $(json fit.json covariance.2)" '3 3'
holds 'the variance is the square of the standard error' \
  awk -v v="$(json fit.json covariance.1.1)" -v s="$(json fit.json constants.1.stderr)" \
  'BEGIN { d = v - s * s; exit !(d <= 1e-12 * v && d >= -1e-12 * v) }'

eqs fit d.csv 'c0*x0^2+c1*x1+c2' --target y
holds 'for people: metrics and uncertainties' grep -q 'train .*MAE .*RMSE .*R2 .* on 60 rows' out
is 'a line per constant' "$(grep -c '+-' out)" 3
eqs fit d.csv 'c0*x0^2+c1*x1+c2' --target y --holdout 0.25 --json
is 'a quarter held out' "$(json out train.n)/$(json out test.n)" 45/15
eqs fit d.csv 'c0*x0+c1*x0+c2' --target y --json
is 'constants that the data do not determine have no standard error' \
  "$(json out constants.0.stderr) $(json out constants.1.stderr)" 'null null'
holds 'and are told to people' sh -c "'$program' fit d.csv 'c0*x0+c1*x0+c2' --target y | grep -q 'not determined'"

eqs fit d.csv '2.0*x0+3' --target y --json --no-fit
is '--no-fit leaves no constants' "$(json out constants)" 0
eqs fit d.csv '2.0*x0+3' --target y --json
is 'of literals, those with a point are fitted' "$(json out constants)" 1
for threads in 1 2; do
  eqs fit d.csv 'exp(c*x0)+c*x1' --target y --json --threads $threads
  cp out threads.$threads
done
holds 'one and two threads give the same bytes' cmp threads.1 threads.2
eqs fit d.csv 'c0*x0^2+c1*x1+c2' --target y --json --dtype f32
holds 'in single precision, the reports still count in double' \
  awk -v r="$(json out train.r2)" 'BEGIN { exit !(r > 0.999999) }'
eqs fit d.csv 'c0*x0^2+c1*x1+c2' --target y --json --engine reference
holds 'the reference engine finds the same law' \
  awk -v r="$(json out train.r2)" 'BEGIN { exit !(r > 0.999999) }'
fails 'a fit that is not finite on the training rows' 3 'finite' fit d.csv 'log(x0-9)*1.5' --target y

# A line with every fifth row far above it, which the weights hardly count; the logarithm of x has no
# value in the first three rows.
awk 'BEGIN { print "x,w,y"; for (i = 0; i < 60; i++) { x = i / 20 - 0.1;
  print x "," (i % 5 ? 1 : 1e-9) "," 2 * x + 1 + (i % 5 == 0) * 20 } }' >line.csv
near() { awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; exit !(d < 1e-4 && d > -1e-4) }'; }
for loss in '--loss mae' '--loss quantile:0.5' '--weights w'; do
  eqs fit line.csv 'c*x+c' --target y --features x $loss --json
  holds "$loss: outliers do not move the line" near "$(json out constants.0.value)" 2
  holds "$loss: nor its height" near "$(json out constants.1.value)" 1
done
holds 'the loss counts rows by weight' near "$(json out train.loss)" 0
holds 'the mean square counts them alike' near "$(json out train.mse)" 80
sed 's/1e-09/0/' line.csv >zero.csv
eqs fit zero.csv 'c*x+c' --target y --features x --weights w --json
is 'rows of weight zero are left out' "$(json out train.n)" 48
holds 'from the mean square, too' near "$(json out train.mse)" 0
holds 'which is noted' grep -q 'zero\.csv: 12 of 60 rows left out: their weight is zero' err
eqs fit line.csv 'c*x+c' --target y --features x --loss huber:0.5 --json
holds 'the loss of Huber is below half the mean square' \
  awk -v l="$(json out train.loss)" -v m="$(json out train.mse)" 'BEGIN { exit !(l > 0 && l < m / 2) }'
eqs fit line.csv 'c*log(x)+c' --target y --features x --nonfinite drop:0.1 --json
is 'rows that are not finite are left out' "$code $(json out train.dropped) $(json out train.rejected)" '0 3 0'
eqs fit line.csv 'c*log(x)+c' --target y --features x --nonfinite drop:0.04 --json
is 'but no more than was said' "$code" 3
# Where x is zero, the derivative by c is 0 * inf.
awk 'BEGIN { print "x,z,y"; for (i = 0; i < 30; i++) { x = i * 0.3; z = (i * 7) % 11 * 0.2;
  print x "," z "," sqrt(x * (z + 2.5)) } }' >root.csv
for loss in mse mae; do
  eqs fit root.csv 'sqrt(x*(c+z))' --target y --loss $loss --json
  holds "$loss: a row that lacks a derivative does not end the fit" near "$(json out constants.0.value)" 2.5
done
# Squares of derivatives of 1e200 overflow, errors of the formula do not.
awk 'BEGIN { print "x,y"; for (i = 1; i < 9; i++) print i "e200," 1.7 * i }' >large.csv
eqs fit large.csv '1.7e-200*x' --target y --loss mae --json
is 'a formula whose constant cannot have an error is reported' "$code $(json out constants.0.stderr)" '0 null'
eqs fit large.csv '1.7e-200*x' --target y --loss mae
holds 'and says why' grep -q 'derivatives are too large' out
printf 'x,y\n1,2\n2,3\n' >two.csv
eqs fit two.csv 'c*x+c' --target y
holds 'two rows leave no error of two constants' grep -q 'no more rows than constants' out
for wrong in '--loss huber' '--loss rmse' '--loss quantile:1' '--nonfinite drop:1' '--nonfinite keep'; do
  eqs fit line.csv 'c*x' --target y $wrong
  is "$wrong is refused" "$code" 2
done
eqs fit line.csv 'c*x' --target y --weights y
is 'the target is no weight' "$code" 3
finish
