#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Derives every coefficient of the emitters and prints coefficients.h.

Minimax polynomials by Remez' exchange in 60-digit decimal arithmetic. Coefficients are rounded to
the target format one after the other from the lowest, and where the interval is on one side of zero
the rest is fitted again each time, so that rounding costs next to nothing. Usage: coefficients.py > coefficients.h
"""
import struct
from decimal import Decimal as D, getcontext, localcontext

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


def arctan_inverse(n, eps=EPS):
    """arctan(1/n)"""
    total, power, k = D(0), D(1) / n, 1
    while power > eps:
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


# The same relative to exp(r), for where one has been added.
def exp_tail_w(r):
    return r * r / (1 + r * (1 + r * exp_q(r)))


# log(1 + r) = r + r^2 q(r)
def log1p_q(r):
    return series(-D(1) / 2, lambda n: -r * (n + 2) / (n + 3))


def log1p_w(r):
    return abs(r) / (1 + r * log1p_q(r))


# log(1 + r) = r + h + r h p(r), h = -r^2/2
def log1p_p(r):
    return series(-D(2) / 3, lambda n: -r * (n + 3) / (n + 4))


def log1p_cubic_w(r):
    return r * r / 2


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
HALF_PI = (PI / 2) ** 2 * D('1.004')
QUARTER_PI = (PI / 4) ** 2 * D('1.008')

# The small tables have 2^4 entries for f64 and 2^3 for f32.
TABLE_BITS = {64: 4, 32: 3}
MANTISSA = {64: 52, 32: 23}


def inverse_with_log(near, bits):
    """A number close to NEAR whose logarithm is a float but for a small part of its last place."""
    for i in range(1, 10000):
        inverse = rounded(near * (1 + D((-1) ** i * (i // 2)) / 2 ** 18), 32)
        log = inverse.ln()
        mantissa, exponent = float(log).hex().split('p')
        if abs(log - rounded(log, bits)) * D(2) ** ((52 if bits == 64 else 23) - int(exponent)) < D('0.01'):
            return inverse


def short_inverse(a, b):
    """The number closest to 2 / (A + B) among the longest short ones with which m/c - 1 is exact for
    m from A to B: what is lost in the last places of m is gained at its first ones."""
    slack = 1 if a < 1 else 2
    for unit in (256, 128, 64, 32, 16, 8):
        inverse = D(round(unit * 2 / (a + b))) / unit
        if max(abs(a * inverse - 1), abs(b * inverse - 1)) * unit <= slack:
            return inverse


def log_table(bits, short):
    """Where x = 2^k m, m in the j-th of the intervals of equal length in the bits of x, of which one
    is around 1: the numbers 1/c, -log of them, and the least and largest m/c - 1. SHORT: 1/c is so
    short that m/c - 1 is exact; else its logarithm has no rounding error to speak of."""
    size = 2 ** TABLE_BITS[bits]
    below = size // 2 + (1 if bits == 64 else 0)
    inverses, logs, low, high = [], [], D(0), D(0)
    for j in range(size):
        # In units of an interval, which is twice as long above 1 as below.
        def at(u):
            return 1 + D(u) / size if u >= 0 else 1 + D(u) / (2 * size)
        a, b = at(D(j - below) - D('0.5')), at(D(j - below) + D('0.5'))
        if j == below:
            inverse = D(1)
        elif short:
            inverse = short_inverse(a, b)
        else:
            inverse = inverse_with_log(2 / (a + b), bits)
        inverses.append(inverse)
        logs.append(-inverse.ln())
        low, high = min(low, a * inverse - 1), max(high, b * inverse - 1)
    return below, inverses, logs, low * D('1.001'), high * D('1.001')


LOG_TABLE = {bits: log_table(bits, False) for bits in (64, 32)}
POW_TABLE = {bits: log_table(bits, True) for bits in (64, 32)}


def short_log(x, bits):
    unit = D(2) ** (42 if bits == 64 else 16)
    return (x * unit).to_integral_value() / unit


def exp_table(bits):
    """2^(j / size) less j times what adding one to j's place in the exponent and mantissa adds."""
    out = []
    for j in range(2 ** TABLE_BITS[bits]):
        value = float(rounded((LN2 * j / 2 ** TABLE_BITS[bits]).exp(), bits))
        form, whole = ('d', 'Q') if bits == 64 else ('f', 'I')
        number, = struct.unpack(whole, struct.pack(form, value))
        number -= j << (MANTISSA[bits] - TABLE_BITS[bits])
        out.append(D(struct.unpack(form, struct.pack(whole, number))[0]))
    return out


# What a large number is multiplied with to find its place in the turns of a circle.
with localcontext() as long:
    long.prec = 420
    TURN = 1 / (4 * (4 * arctan_inverse(5, D(10) ** -410) - arctan_inverse(239, D(10) ** -410)))


def turn_table(unit, scale, n, keep):
    """2^unit / pi less multiples of 2, times 2^scale, as a sum of N doubles."""
    with localcontext() as long:
        long.prec = 420
        value = TURN * D(2) ** unit % 2 * D(2) ** scale
        return parts(value, 64, n, keep)


def turn_f64(j):
    """For x = 2^(32 j) y, 2^30 <= y < 2^62: factors of y, whose last bit is worth 2^-22 or more."""
    return turn_table(32 * j - 22, 22, 4, None)


def turn_f32(e):
    """For 2^e <= x < 2^(e+1), e > 0: factors of x. Its product with the first is exact in double."""
    return turn_table(e - 23, 23 - e, 2, 29)


FITS = [
    ('exp', 'exp(r) = 1 + r + r^2 q(r), |r| <= ln(2)/2', exp_q, exp_w, -HALF_LN2, HALF_LN2, 10, 5),
    ('exp_tail', 'the same with |r| <= ln(2)/2 over the size of the table', exp_q, exp_tail_w,
     {b: -HALF_LN2 / 2 ** TABLE_BITS[b] for b in (64, 32)},
     {b: HALF_LN2 / 2 ** TABLE_BITS[b] for b in (64, 32)}, 5, 2),
    ('log1p', 'log(1 + r) = r + r^2 q(r), for what log_inverse leaves', log1p_q, log1p_w,
     {b: LOG_TABLE[b][3] for b in (64, 32)}, {b: LOG_TABLE[b][4] for b in (64, 32)}, 8, 4),
    ('log_cubic', 'log(1 + r) = r + h + r h p(r), h = -r^2/2, for what pow_inverse leaves', log1p_p,
     log1p_cubic_w, {b: POW_TABLE[b][3] for b in (64, 32)},
     {b: POW_TABLE[b][4] for b in (64, 32)}, 9, 5),
    ('sin', 'sin(x) = x + x z p(z), z = x^2, |x| <= pi/2', sin_p, sin_w, D(0), HALF_PI, 8, 4),
    ('sin_short', 'the same, |x| <= pi/4', sin_p, sin_w, D(0), QUARTER_PI, 6, 3),
    ('cos_short', 'cos(x) = 1 - z/2 + z^2 p(z), z = x^2, |x| <= pi/4', cos_p, cos_w, D(0),
     QUARTER_PI, 6, 3),
    ('asin', 'asin(x) = x + x z p(z), z = x^2, |x| <= 1/2', asin_p, asin_w, D(0), D('0.2501'), 12, 5),
]


def rounded_down(value, bits):
    """The largest float of BITS bits that is not above VALUE, which is positive."""
    near = rounded(value, bits)
    if near <= value:
        return near
    form, whole = ('d', 'Q') if bits == 64 else ('f', 'I')
    number, = struct.unpack(whole, struct.pack(form, float(near)))
    return D(struct.unpack(form, struct.pack(whole, number - 1))[0])


def parts(value, bits, n, keep=None, to=rounded):
    """VALUE as a sum of N floats; all but the last have KEEP bits only (None: all)."""
    out = []
    for i in range(n):
        part = to(value, bits)
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
            ends = [end[bits] if isinstance(end, dict) else end for end in (low, high)]
            c, worst = fit(f, w, *ends, n, bits)
            print('static const double %s_f%d[] = { /* error 2^%.1f */' % (name, bits, log2(worst)))
            for k in c:
                print('    %s,' % text(k))
            print('};')
        print()
    print('/* x / pi less multiples of 2 is the sum of products of x with these numbers: for floats, of')
    print('   those of the binary exponent of x from 1 on; for doubles, of those of every 32nd from 30 on')
    print('   and x with the exponent that is left. */')
    for name, table, n, length in ('turn_f64', turn_f64, 4, 32), ('turn_f32', turn_f32, 2, 128):
        rows = [table(i + (name == 'turn_f32')) for i in range(length)]
        for k in range(n):
            print('static const double %s_%d[] = {' % (name, k))
            for i in range(0, length, 4):
                print('    %s,' % ', '.join(text(row[k]) for row in rows[i:i + 4]))
            print('};')
    print()
    for name, comment, table in (
            ('exp_table', '2^(j/n), less j/n in the exponent and mantissa as an integer', exp_table),
            ('log_inverse', '1/c for the interval of m', lambda bits: LOG_TABLE[bits][1]),
            ('log_table', 'log(c)', lambda bits: LOG_TABLE[bits][2]),
            ('pow_inverse', '1/c so short that m/c - 1 is exact', lambda bits: POW_TABLE[bits][1]),
            ('pow_log', 'log(c), short enough to add multiples of ln2 exactly',
             lambda bits: [short_log(x, bits) for x in POW_TABLE[bits][2]]),
            ('pow_log_low', 'what it lacks',
             lambda bits: [x - short_log(x, bits) for x in POW_TABLE[bits][2]])):
        print('/* %s */' % comment)
        for bits in 64, 32:
            print('static const double %s_f%d[] = {' % (name, bits))
            for k in table(bits):
                print('    %s,' % text(rounded(k, bits)))
            print('};')
        print()
    print('/* How many of the intervals lie below the one around 1. */')
    for bits in 64, 32:
        print('enum { log_below_f%d = %d };' % (bits, LOG_TABLE[bits][0]))
    print()
    print('/* Constants as sums of parts. Those of ln(2) but the last are short, so that their')
    print('   products with an exponent are exact. Those of pi are positive. */')
    for name, value, n, keep, to in (('ln2', LN2, 2, {64: 40, 32: 15}, rounded),
                                     ('ln2_step', LN2, 2, {64: 36, 32: 12}, rounded),
                                     ('pi', PI, 3, {}, rounded_down),
                                     ('half_pi', PI / 2, 3, {}, rounded_down)):
        for bits in 64, 32:
            p = parts(value, bits, n, keep.get(bits), to)
            print('static const double %s_f%d[] = {%s};' % (name, bits,
                                                            ', '.join(text(x) for x in p)))
    print('\n#endif')


main()
