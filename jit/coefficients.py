#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Derives every coefficient of the emitters and prints coefficients.h.

Minimax polynomials by Remez' exchange in 60-digit decimal arithmetic. Coefficients are rounded to
the target format one after the other from the lowest, and where the interval is on one side of zero
the rest is fitted again each time, so that rounding costs next to nothing. Usage: coefficients.py > coefficients.h
"""
import struct
from decimal import Decimal as D, getcontext

getcontext().prec = 60
EPS = D(10) ** -55


def series(term, ratio):
    """The sum that starts with TERM; ratio(n) takes term n to term n + 1."""
    total, n = D(0), 0
    while abs(term) > EPS or n < 4:
        total += term
        term *= ratio(n)
        n += 1
    return total


def arctan_inverse(n):
    """arctan(1/n)"""
    total, power, k = D(0), D(1) / n, 1
    while power > EPS:
        total += power / k if k % 4 == 1 else -power / k
        power /= n * n
        k += 2
    return total


PI = 4 * (4 * arctan_inverse(5) - arctan_inverse(239))
LN2 = D(2).ln()


def solve(a, b):
    """Gaussian elimination with pivoting."""
    n = len(b)
    a = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[p] = a[p], a[i]
        for r in range(i + 1, n):
            f = a[r][i] / a[i][i]
            a[r] = [x - f * y for x, y in zip(a[r], a[i])]
    x = [D(0)] * n
    for i in reversed(range(n)):
        x[i] = (a[i][n] - sum(a[i][j] * x[j] for j in range(i + 1, n))) / a[i][i]
    return x


def cosine(t):
    return series(D(1), lambda n: -t * t / ((2 * n + 1) * (2 * n + 2)))


def remez(grid, target, weight, low, n):
    """The N coefficients of x^LOW, x^(LOW+1), ... that minimise max |weight (target - p)|."""
    m = len(grid)
    pick = sorted({round((m - 1) * float((1 - cosine(PI * i / n)) / 2)) for i in range(n + 1)})
    for _ in range(30):
        rows = [[grid[g] ** (low + j) for j in range(n)] + [(-1) ** i / weight[g]]
                for i, g in enumerate(pick)]
        solution = solve(rows, [target[g] for g in pick])
        c, level = solution[:n], abs(solution[n])
        error = []
        for x, f, w in zip(grid, target, weight):
            p = D(0)
            for k in reversed(c):
                p = p * x + k
            error.append(w * (f - p * x ** low))
        # The largest error of every run of one sign.
        extrema, start = [], 0
        for i in range(1, m + 1):
            if i == m or (error[i] > 0) != (error[start] > 0):
                extrema.append(max(range(start, i), key=lambda g: abs(error[g])))
                start = i
        while len(extrema) > n + 1:
            extrema.pop(0 if abs(error[extrema[0]]) < abs(error[extrema[-1]]) else -1)
        worst = max(abs(e) for e in error)
        if len(extrema) < n + 1 or extrema == pick or worst <= level * D('1.0001'):
            break
        pick = extrema
    return c, worst


def rounded(value, bits):
    """VALUE rounded to a float of BITS bits."""
    if bits == 64:
        return D(float(value))
    return D(struct.unpack('f', struct.pack('f', float(value)))[0])


def fit(f, w, low, high, n, bits):
    """N rounded coefficients of f on [LOW, HIGH] under weight w, and the weighted error."""
    m = 60 * n
    grid = [low + (high - low) * (1 - cosine(PI * (2 * i + 1) / (2 * m))) / 2 for i in range(m)]
    target, weight = [f(x) for x in grid], [w(x) for x in grid]
    fixed, rest, c = [], target[:], None
    for j in range(n):
        # Without a constant term, polynomials on both sides of zero are no Haar space.
        if low >= 0 or j == 0:
            c, _ = remez(grid, rest, weight, j, n - j)
        fixed.append(rounded(c.pop(0), bits))
        rest = [t - fixed[j] * x ** j for t, x in zip(rest, grid)]
    worst = max(abs(t * v) for t, v in zip(rest, weight))
    return fixed, worst


# exp(r) = 1 + r + r^2 q(r); the weight makes the error relative to exp(r) - 1, for tanh.
def exp_q(r):
    return series(D(1) / 2, lambda n: r / (n + 3))


def exp_w(r):
    return abs(r) / (1 + r * exp_q(r))


# log((1 + s) / (1 - s)) = 2 s + s z (2/3 + z t(z)), z = s^2
def log_t(z):
    return sum(2 * z ** i / (2 * i + 5) for i in range(60))


def log_w(z):
    return z * z / 2


# sin(x) = x + x z p(z), z = x^2
def sin_p(z):
    return series(-D(1) / 6, lambda n: -z / ((2 * n + 4) * (2 * n + 5)))


def sin_w(z):
    return z / (1 + z * sin_p(z))


# cos(x) = 1 - z / 2 + z^2 p(z)
def cos_p(z):
    return series(D(1) / 24, lambda n: -z / ((2 * n + 5) * (2 * n + 6)))


def cos_w(z):
    return z * z / (1 - z / 2 + z * z * cos_p(z))


# asin(x) = x + x z p(z)
def asin_p(z):
    total, c, k, power = D(0), D(1) / 2, 1, D(1)
    while power * c > EPS:
        total += c * power / (2 * k + 1)
        power *= z
        c *= D(2 * k + 1) / (2 * k + 2)
        k += 1
    return total


def asin_w(z):
    return z / (1 + z * asin_p(z))


# Intervals are a little wider than exact arithmetic would need: the multiple that is subtracted in
# a reduction is found with a rounding error.
HALF_LN2 = LN2 / 2 * D('1.0001')
ROOT = ((D(2).sqrt() - 1) / (D(2).sqrt() + 1)) ** 2 * D('1.0001')
HALF_PI = (PI / 2) ** 2 * D('1.004')
QUARTER_PI = (PI / 4) ** 2 * D('1.008')

FITS = [
    ('exp', 'exp(r) = 1 + r + r^2 q(r), |r| <= ln(2)/2', exp_q, exp_w, -HALF_LN2, HALF_LN2, 10, 5),
    ('log', 'log((1+s)/(1-s)) = 2 s + s z (2/3 + z t(z)), z = s^2, (1+s)/(1-s) in sqrt(1/2)..sqrt(2)',
     log_t, log_w, D(0), ROOT, 6, 2),
    ('log_long', 'the same with the digits that pow needs', log_t, log_w, D(0), ROOT, 8, 3),
    ('sin', 'sin(x) = x + x z p(z), z = x^2, |x| <= pi/2', sin_p, sin_w, D(0), HALF_PI, 8, 4),
    ('sin_short', 'the same, |x| <= pi/4', sin_p, sin_w, D(0), QUARTER_PI, 6, 3),
    ('cos_short', 'cos(x) = 1 - z/2 + z^2 p(z), z = x^2, |x| <= pi/4', cos_p, cos_w, D(0),
     QUARTER_PI, 6, 3),
    ('asin', 'asin(x) = x + x z p(z), z = x^2, |x| <= 1/2', asin_p, asin_w, D(0), D('0.2501'), 12, 5),
]


def parts(value, bits, n, keep=None):
    """VALUE as a sum of N floats; all but the last have KEEP bits only (None: all)."""
    out = []
    for i in range(n):
        part = rounded(value, bits)
        if keep and i < n - 1:
            mantissa, exponent = float(part).hex().split('p')
            scale = D(2) ** (int(exponent) - keep + 1)
            part = (part / scale).to_integral_value() * scale
        out.append(part)
        value -= part
    return out


def log2(x):
    return float(abs(x).ln() / LN2)


def text(value):
    # A number of either format is exact as a double.
    return float(value).hex()


def main():
    print('/* SPDX-License-Identifier: BSD-3-Clause */')
    print('/* Written by coefficients.py: coefficients of the emitters, lowest power first, and the')
    print('   parts of constants. Errors are relative to the function. */')
    print('#ifndef EQS_JIT_COEFFICIENTS_H\n#define EQS_JIT_COEFFICIENTS_H\n')
    print('/* clang-format off */\n')
    for name, comment, f, w, low, high, n64, n32 in FITS:
        print('/* %s */' % comment)
        for bits, n in (64, n64), (32, n32):
            c, worst = fit(f, w, low, high, n, bits)
            print('static const double %s_f%d[] = { /* error 2^%.1f */' % (name, bits, log2(worst)))
            for k in c:
                print('    %s,' % text(k))
            print('};')
        print()
    print('/* Constants as sums of parts. Those of ln(2) but the last are short, so that their')
    print('   products with an exponent are exact. */')
    for name, value, n, keep in (('ln2', LN2, 2, {64: 40, 32: 15}), ('pi', PI, 3, {}),
                                 ('half_pi', PI / 2, 3, {}), ('two_thirds', D(2) / 3, 2, {})):
        for bits in 64, 32:
            p = parts(value, bits, n, keep.get(bits))
            print('static const double %s_f%d[] = {%s};' % (name, bits,
                                                            ', '.join(text(x) for x in p)))
    print('\n#endif')


main()
