# SPDX-License-Identifier: BSD-3-Clause
# How near the engine comes to what the machine can do. An operator is one or many floating-point
# operations: the roofs are for those that are one.
load data
set terminal svg size 720,480 font "sans-serif,13" background "white"
set output picture
set title title
set logscale xy
set xrange [0.25:8]
set yrange [0.05:400]
set xlabel "operators a byte of the columns read"
set ylabel "10^9 operators a second"
set key left bottom
set grid lc rgb "#dddddd"
min(a, b) = a < b ? a : b
plot min(peak_f32, x * bandwidth) with lines lw 2 lc rgb "#1f77b4" title "f32: multiply-adds, memory", \
     min(peak_f64, x * bandwidth) with lines lw 2 lc rgb "#d62728" title "f64: multiply-adds, memory", \
     $expressions_f32 with points pt 7 lc rgb "#1f77b4" title "work set, f32", \
     $expressions_f64 with points pt 7 lc rgb "#d62728" title "work set, f64", \
     $arithmetic_f32 with points pt 6 lc rgb "#1f77b4" title "arithmetic, f32", \
     $arithmetic_f64 with points pt 6 lc rgb "#d62728" title "arithmetic, f64", \
     $expressions_f32 using 1:2:3 with labels offset 3,0 font ",9" notitle, \
     $arithmetic_f64 using 1:2:3 with labels offset 3,0 font ",9" notitle
