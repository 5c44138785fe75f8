/* SPDX-License-Identifier: BSD-3-Clause */
/* Written by coefficients.py: coefficients of the emitters, lowest power first, and the
   parts of constants. Errors are relative to the function. */
#ifndef EQS_JIT_COEFFICIENTS_H
#define EQS_JIT_COEFFICIENTS_H

/* clang-format off */

/* exp(r) = 1 + r + r^2 q(r), |r| <= ln(2)/2 */
static const double exp_f64[] = { /* error 2^-54.7 */
    0x1.0000000000005p-1,
    0x1.5555555555539p-3,
    0x1.55555555522b9p-5,
    0x1.1111111118f95p-7,
    0x1.6c16c17edb707p-10,
    0x1.a01a01751dd52p-13,
    0x1.a019a76fdf2b7p-16,
    0x1.71de87f0079b5p-19,
    0x1.28a1df719dc8fp-22,
    0x1.ae6bcf0d595e6p-26,
};
static const double exp_f32[] = { /* error 2^-25.8 */
    0x1.fffffe0000000p-2,
    0x1.5554b00000000p-3,
    0x1.5556740000000p-5,
    0x1.1227740000000p-7,
    0x1.6bebea0000000p-10,
};

/* log((1+s)/(1-s)) = 2 s + s z (2/3 + z t(z)), z = s^2, (1+s)/(1-s) in sqrt(1/2)..sqrt(2) */
static const double log_f64[] = { /* error 2^-59.0 */
    0x1.999999998ff3fp-2,
    0x1.24924935dacfap-2,
    0x1.c71c5ab295078p-3,
    0x1.7464a3ead94b5p-3,
    0x1.39c7ca7858101p-3,
    0x1.2da0a96d4498dp-3,
};
static const double log_f32[] = { /* error 2^-29.2 */
    0x1.997b3c0000000p-2,
    0x1.2f54da0000000p-2,
};

/* the same with the digits that pow needs */
static const double log_long_f64[] = { /* error 2^-73.5 */
    0x1.9999999999996p-2,
    0x1.2492492492f51p-2,
    0x1.c71c71c5968c2p-3,
    0x1.745d18295a102p-3,
    0x1.3b1364c7df10ap-3,
    0x1.11206f746b6e2p-3,
    0x1.de3d633d4e286p-4,
    0x1.eac63d123cd3dp-4,
};
static const double log_long_f32[] = { /* error 2^-36.8 */
    0x1.999a000000000p-2,
    0x1.24527c0000000p-2,
    0x1.dfa2560000000p-3,
};

/* sin(x) = x + x z p(z), z = x^2, |x| <= pi/2 */
static const double sin_f64[] = { /* error 2^-61.5 */
    -0x1.5555555555555p-3,
    0x1.11111111110c8p-7,
    -0x1.a01a01a014d54p-13,
    0x1.71de3a529f34cp-19,
    -0x1.ae6454d3753c5p-26,
    0x1.6123ccb53d54dp-33,
    -0x1.ae436afd5357bp-41,
    0x1.882f975045593p-49,
};
static const double sin_f32[] = { /* error 2^-27.2 */
    -0x1.55554c0000000p-3,
    0x1.110ed80000000p-7,
    -0x1.9f70540000000p-13,
    0x1.5dbdd00000000p-19,
};

/* the same, |x| <= pi/4 */
static const double sin_short_f64[] = { /* error 2^-57.8 */
    -0x1.5555555555548p-3,
    0x1.111111110f70fp-7,
    -0x1.a01a019be2a37p-13,
    0x1.71de354e28e58p-19,
    -0x1.ae5e453aa45abp-26,
    0x1.5d895486c15afp-33,
};
static const double sin_short_f32[] = { /* error 2^-27.8 */
    -0x1.5555440000000p-3,
    0x1.1106c60000000p-7,
    -0x1.991c200000000p-13,
};

/* cos(x) = 1 - z/2 + z^2 p(z), z = x^2, |x| <= pi/4 */
static const double cos_short_f64[] = { /* error 2^-62.0 */
    0x1.555555555554ap-5,
    -0x1.6c16c16c14e00p-10,
    0x1.a01a019c5c394p-16,
    -0x1.27e4f7cd5008bp-22,
    0x1.1ee9c3848ed69p-29,
    -0x1.8f9a2b9298ddfp-37,
};
static const double cos_short_f32[] = { /* error 2^-32.9 */
    0x1.55554a0000000p-5,
    -0x1.6c0c220000000p-10,
    0x1.99e5240000000p-16,
};

/* asin(x) = x + x z p(z), z = x^2, |x| <= 1/2 */
static const double asin_f64[] = { /* error 2^-55.9 */
    0x1.555555555538ep-3,
    0x1.333333336ec43p-4,
    0x1.6db6db424b636p-5,
    0x1.f1c72c48fb5a0p-6,
    0x1.6e89f2aee4a71p-6,
    0x1.1c6bfa2d7cca7p-6,
    0x1.c6fbcd728d67dp-7,
    0x1.8ed02e845f931p-7,
    0x1.ab5a503422dfbp-8,
    0x1.40469b9750ab2p-6,
    -0x1.0a56817178dd9p-6,
    0x1.059b56afdb3a0p-5,
};
static const double asin_f32[] = { /* error 2^-27.6 */
    0x1.5555c80000000p-3,
    0x1.3301fc0000000p-4,
    0x1.747d040000000p-5,
    0x1.8c2dae0000000p-6,
    0x1.596d2c0000000p-5,
};

/* Constants as sums of parts. Those of ln(2) but the last are short, so that their
   products with an exponent are exact. */
static const double ln2_f64[] = {0x1.62e42fefa4000p-1, -0x1.8432a1b0e2634p-43};
static const double ln2_f32[] = {0x1.62e4000000000p-1, 0x1.7f7d1c0000000p-20};
static const double pi_f64[] = {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53, -0x1.f1976b7ed8fbcp-109};
static const double pi_f32[] = {0x1.921fb60000000p+1, -0x1.777a5c0000000p-24, -0x1.ee59da0000000p-49};
static const double half_pi_f64[] = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};
static const double half_pi_f32[] = {0x1.921fb60000000p+0, -0x1.777a5c0000000p-25, -0x1.ee59da0000000p-50};
static const double two_thirds_f64[] = {0x1.5555555555555p-1, 0x1.5555555555555p-55};
static const double two_thirds_f32[] = {0x1.5555560000000p-1, -0x1.5555560000000p-26};

#endif
