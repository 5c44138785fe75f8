# SPDX-License-Identifier: BSD-3-Clause
# After how many evaluations of one structure dearer code pays.
load data
set terminal svg size 720,480 font "sans-serif,13" background "white"
set output picture
set title title
set logscale xy
set xrange [1:1e6]
set samples 200
set format x "10^{%L}"
set xlabel "evaluations of one expression"
set ylabel "microseconds an evaluation, code included"
set key right top
set grid lc rgb "#dddddd"
plot for [i=1:n] before[i] / x + each[i] with lines lw 2 title name[i]
