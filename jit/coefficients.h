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

/* the same with |r| <= ln(2)/2 over the size of the table */
static const double exp_tail_f64[] = { /* error 2^-56.3 */
    0x1.fffffffffffb9p-2,
    0x1.555555548f770p-3,
    0x1.55555558fcfe0p-5,
    0x1.11123abbe3317p-7,
    0x1.6c14c6b23049dp-10,
};
static const double exp_tail_f32[] = { /* error 2^-25.2 */
    0x1.0008740000000p-1,
    0x1.5556580000000p-3,
};

/* log(1 + r) = r + r^2 q(r), for what log_inverse leaves */
static const double log1p_f64[] = { /* error 2^-56.5 */
    -0x1.fffffffffffd8p-2,
    0x1.5555555555a70p-2,
    -0x1.0000000095213p-2,
    0x1.9999998722f7fp-3,
    -0x1.555542f967065p-3,
    0x1.2492dc2e4787ap-3,
    -0x1.006a519273734p-3,
    0x1.c4aaa4b53d1a9p-4,
};
static const double log1p_f32[] = { /* error 2^-26.8 */
    -0x1.ffffda0000000p-2,
    0x1.5556ae0000000p-2,
    -0x1.00b4a80000000p-2,
    0x1.9591920000000p-3,
};

/* log(1 + r) = r + h + r h p(r), h = -r^2/2, for what pow_inverse leaves */
static const double log_cubic_f64[] = { /* error 2^-65.0 */
    -0x1.5555555555556p-1,
    0x1.ffffffffffe7cp-2,
    -0x1.99999999936f5p-2,
    0x1.555555582a2e4p-2,
    -0x1.2492497a117a4p-2,
    0x1.ffffc74e9a301p-3,
    -0x1.c718e7d118b63p-3,
    0x1.9a833a689f515p-3,
    -0x1.7afb925beac3cp-3,
};
static const double log_cubic_f32[] = { /* error 2^-35.0 */
    -0x1.5555560000000p-1,
    0x1.ffff440000000p-2,
    -0x1.9993680000000p-2,
    0x1.571c380000000p-2,
    -0x1.2a58940000000p-2,
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

/* x / pi less multiples of 2 is the sum of products of x with these numbers: for floats, of
   those of the binary exponent of x from 1 on; for doubles, of those of every 32nd from 30 on
   and x with the exponent that is left. */
static const double turn_f64_0[] = {
    0x1.45f306dc9c883p-2, 0x1.f306dc9c882a5p+22, 0x1.1054a7f09d5f4p+21, 0x1.3abe8fa9a6ee0p+20,
    0x1.a6ee06db14acdp+20, 0x1.8a5664f10e410p+21, 0x1.0e4107f9458ebp+21, 0x1.458eaf7aef158p+21,
    0x1.778ac36e48dc7p+22, 0x1.2371d2126e970p+20, 0x1.374b801924bbbp+21, 0x1.24bba82746487p+21,
    0x1.a32439fc3bd64p+22, 0x1.deb1cb129a73fp+19, 0x1.4d39f74411afbp+20, 0x1.046bea5d76891p+22,
    0x1.768909d338e05p+22, 0x1.38e04d68befc8p+22, 0x1.7df904e64758ep+21, 0x1.23ac7306a673fp+22,
    0x1.4ce7d272117e3p+21, 0x1.08bf177bf2507p+22, 0x1.f250763ff1300p+22, 0x1.f12fffbc0b302p+22,
    0x1.6603fbcbc462dp+17, 0x1.788c5ad053690p+20, 0x1.4da3eda6cfd9ep+18, 0x1.b3f6793e584dcp+20,
    0x1.96136e9e8c7edp+22, 0x1.18fd9a797fa8bp+21, 0x1.7fa8b5d49eeb2p+21, 0x1.3dd63f5f2f8bep+20,
};
static const double turn_f64_1[] = {
    -0x1.6b01ec5417056p-56, 0x1.fc2757d1f534ep-33, 0x1.f534ddc0db629p-33, 0x1.b6c52b3278872p-34,
    -0x1.8778df7c035d4p-34, 0x1.fe5163abdebbcp-33, -0x1.0a21d4f246dc9p-36, 0x1.b7246e3a424ddp-33,
    0x1.2126e97003249p-32, 0x1.924bba8274648p-39, -0x1.f62e6de301e21p-33, 0x1.fc3bd63962535p-34,
    -0x1.a76b2c608bbeep-32, -0x1.77dca0ad144bbp-37, -0x1.a28976f62cc72p-34, -0x1.8b31c7eca5d04p-32,
    -0x1.4ba081bec66e3p-33, 0x1.3991d63983534p-33, 0x1.835339f49c846p-33, -0x1.b1bdd03a21037p-32,
    -0x1.081b5f13801dap-35, 0x1.8ffc4bffef02dp-32, -0x1.0fd33f8086877p-36, -0x1.0d0ee74a5f593p-37,
    0x1.a0a6d1f6d367fp-37, -0x1.25930261b069fp-34, 0x1.3e584dba7a320p-36, -0x1.61738132c3403p-34,
    -0x1.61a015d28ad84p-33, 0x1.7527bac7ebe5fp-33, -0x1.41a0e84c2f8c6p-37, -0x1.85f18c10eb5aep-34,
};
static const double turn_f64_2[] = {
    -0x1.6447e493ad4cep-110, -0x1.1f924eb53361ep-88, 0x1.664f10e4107f9p-87, 0x1.07f9458eaf7afp-91,
    0x1.d5ef5de2b0db9p-88, 0x1.586dc91b8e909p-87, 0x1.d2126e9700325p-92, 0x1.700324977504fp-88,
    0x1.dd413a32439fcp-86, 0x1.cfe1deb1cb12ap-93, -0x1.38d3b5963045ep-87, -0x1.822efb9415a29p-90,
    -0x1.415a28976f62dp-86, -0x1.ec598e3f652e8p-91, 0x1.35a2fbf209cc9p-92, -0x1.bec66e29c67cbp-89,
    0x1.8e60d4ce7d272p-87, -0x1.82d8dee81d108p-87, -0x1.d1081b5f13802p-91, 0x1.0763ff12fffbcp-86,
    -0x1.0fd33f8086877p-100, -0x1.fc04343b9d298p-87, -0x1.d297d64b824b2p-91, 0x1.f6d367ecf27cbp-93,
    -0x1.86c1a7b24585dp-92, 0x1.b74f463f669e6p-89, -0x1.32c3402ba515bp-90, 0x1.16ba93dd63f5fp-88,
    -0x1.4e050683a130cp-87, 0x1.7b3d0739f78a5p-89, -0x1.0eb5ada2b2809p-94, 0x1.7535fdafd88fcp-88,
};
static const double turn_f64_3[] = {
    0x1.e21c820ff28b2p-164, 0x1.c820ff28b1d5fp-144, 0x1.163abdebbc562p-141, -0x1.d4f246dc8e2dfp-148,
    0x1.1b8e909374b80p-143, 0x1.ba5c00c925dd4p-142, -0x1.a22bec5cdbc60p-146, -0x1.cdbc603c429c7p-142,
    0x1.deb1cb129a73fp-141, -0x1.63045df7282b4p-147, 0x1.1afa975da2427p-144, 0x1.a24274ce38136p-144,
    0x1.c7026b45f7e41p-141, -0x1.037d8cdc538d0p-146, -0x1.4e33e566305b2p-148, 0x1.9cfa4e422fc5ep-144,
    0x1.17e2ef7e4a0ecp-143, -0x1.b5f13801da001p-143, 0x1.2fffbc0b301fep-146, 0x1.6603fbcbc462dp-143,
    -0x1.d297d64b824b2p-155, 0x1.4da3eda6cfd9ep-142, -0x1.8130d834f648bp-145, 0x1.36e9e8c7ecd3dp-150,
    0x1.fb34f2ff516bbp-148, -0x1.5d28ad8453814p-149, -0x1.14e050683a131p-147, 0x1.7c5ecf41ce7dep-143,
    0x1.ce7de294a4baap-143, 0x1.497535fdafd89p-144, -0x1.0277039517bd5p-148, 0x1.aba10ac06608ep-142,
};
static const double turn_f32_0[] = {
    0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2,
    0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2,
    0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2,
    0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2,
    0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2,
    0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2, 0x1.45f306e000000p-2,
    0x1.45f306e000000p-2, 0x1.17cc1b7000000p-4, 0x1.17cc1b7000000p-4, 0x1.7cc1b72000000p-8,
    0x1.7cc1b72000000p-8, 0x1.7cc1b72000000p-8, 0x1.7cc1b72000000p-8, 0x1.f306dca000000p-10,
    0x1.f306dca000000p-10, 0x1.e60db94000000p-11, 0x1.cc1b727000000p-12, 0x1.9836e4e000000p-13,
    0x1.306dc9d000000p-14, 0x1.836e4e4000000p-17, 0x1.836e4e4000000p-17, 0x1.836e4e4000000p-17,
    0x1.06dc9c9000000p-18, 0x1.b727221000000p-24, 0x1.b727221000000p-24, 0x1.b727221000000p-24,
    0x1.b727221000000p-24, 0x1.b727221000000p-24, 0x1.b727221000000p-24, 0x1.6e4e441000000p-25,
    0x1.b939105000000p-27, 0x1.b939105000000p-27, 0x1.727220b000000p-28, 0x1.c9c882a000000p-30,
    0x1.c9c882a000000p-30, 0x1.9391055000000p-31, 0x1.27220a9000000p-32, 0x1.391054a000000p-35,
    0x1.391054a000000p-35, 0x1.391054a000000p-35, 0x1.c882a54000000p-38, 0x1.c882a54000000p-38,
    0x1.c882a54000000p-38, 0x1.91054a8000000p-39, 0x1.220a950000000p-40, 0x1.1054a7f000000p-43,
    0x1.1054a7f000000p-43, 0x1.1054a7f000000p-43, 0x1.054a7f1000000p-47, 0x1.054a7f1000000p-47,
    0x1.054a7f1000000p-47, 0x1.054a7f1000000p-47, 0x1.529fc27000000p-53, 0x1.529fc27000000p-53,
    0x1.529fc27000000p-53, 0x1.529fc27000000p-53, 0x1.529fc27000000p-53, 0x1.529fc27000000p-53,
    0x1.4a7f09d000000p-55, 0x1.4a7f09d000000p-55, 0x1.29fc275000000p-57, 0x1.29fc275000000p-57,
    0x1.4fe13ac000000p-60, 0x1.4fe13ac000000p-60, 0x1.4fe13ac000000p-60, 0x1.3f84eb0000000p-62,
    0x1.3f84eb0000000p-62, 0x1.fc2757d000000p-65, 0x1.fc2757d000000p-65, 0x1.fc2757d000000p-65,
    0x1.f84eafa000000p-66, 0x1.f09d5f4000000p-67, 0x1.e13abe9000000p-68, 0x1.c2757d2000000p-69,
    0x1.84eafa4000000p-70, 0x1.09d5f48000000p-71, 0x1.3abe8fb000000p-76, 0x1.3abe8fb000000p-76,
    0x1.3abe8fb000000p-76, 0x1.3abe8fb000000p-76, 0x1.3abe8fb000000p-76, 0x1.d5f47d5000000p-79,
    0x1.d5f47d5000000p-79, 0x1.d5f47d5000000p-79, 0x1.abe8faa000000p-80, 0x1.57d1f53000000p-81,
    0x1.5f47d4d000000p-83, 0x1.5f47d4d000000p-83, 0x1.7d1f535000000p-85, 0x1.7d1f535000000p-85,
    0x1.f47d4d3000000p-87, 0x1.f47d4d3000000p-87, 0x1.e8fa9a7000000p-88, 0x1.d1f534e000000p-89,
    0x1.a3ea69c000000p-90, 0x1.47d4d37000000p-91, 0x1.1f534de000000p-93, 0x1.1f534de000000p-93,
    0x1.f534ddc000000p-97, 0x1.f534ddc000000p-97, 0x1.f534ddc000000p-97, 0x1.f534ddc000000p-97,
    0x1.ea69bb8000000p-98, 0x1.d4d3770000000p-99, 0x1.a9a6ee0000000p-100, 0x1.534ddc1000000p-101,
    0x1.4d37703000000p-103, 0x1.4d37703000000p-103, 0x1.34ddc0e000000p-105, 0x1.34ddc0e000000p-105,
};
static const double turn_f32_1[] = {
    -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33,
    -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33,
    -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33,
    -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33,
    -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33,
    -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33, -0x1.b1bbead603d8bp-33,
    -0x1.b1bbead603d8bp-33, 0x1.391054a7f09d6p-35, 0x1.391054a7f09d6p-35, 0x1.c882a53f84eb0p-38,
    0x1.c882a53f84eb0p-38, 0x1.c882a53f84eb0p-38, 0x1.c882a53f84eb0p-38, -0x1.bbead603d8a83p-41,
    -0x1.bbead603d8a83p-41, -0x1.bbead603d8a83p-41, 0x1.1054a7f09d5f4p-43, 0x1.1054a7f09d5f4p-43,
    -0x1.df56b01ec5417p-44, 0x1.054a7f09d5f48p-47, 0x1.054a7f09d5f48p-47, 0x1.054a7f09d5f48p-47,
    -0x1.f56b01ec54170p-48, -0x1.5ac07b1505c16p-54, -0x1.5ac07b1505c16p-54, -0x1.5ac07b1505c16p-54,
    -0x1.5ac07b1505c16p-54, -0x1.5ac07b1505c16p-54, -0x1.5ac07b1505c16p-54, 0x1.4a7f09d5f47d5p-55,
    0x1.29fc2757d1f53p-57, 0x1.29fc2757d1f53p-57, -0x1.ac07b1505c159p-58, 0x1.4fe13abe8fa9ap-60,
    0x1.4fe13abe8fa9ap-60, -0x1.603d8a82e0acbp-61, 0x1.3f84eafa3ea6ap-62, 0x1.fc2757d1f534ep-65,
    0x1.fc2757d1f534ep-65, 0x1.fc2757d1f534ep-65, -0x1.ec54170565912p-72, -0x1.ec54170565912p-72,
    -0x1.ec54170565912p-72, -0x1.ec54170565912p-72, -0x1.ec54170565912p-72, 0x1.3abe8fa9a6ee0p-76,
    0x1.3abe8fa9a6ee0p-76, 0x1.3abe8fa9a6ee0p-76, -0x1.8a82e0acb223fp-77, -0x1.8a82e0acb223fp-77,
    -0x1.8a82e0acb223fp-77, -0x1.8a82e0acb223fp-77, 0x1.5f47d4d377037p-83, 0x1.5f47d4d377037p-83,
    0x1.5f47d4d377037p-83, 0x1.5f47d4d377037p-83, 0x1.5f47d4d377037p-83, 0x1.5f47d4d377037p-83,
    0x1.7d1f534ddc0dbp-85, 0x1.7d1f534ddc0dbp-85, 0x1.f47d4d377036ep-87, 0x1.f47d4d377036ep-87,
    -0x1.70565911f924fp-92, -0x1.70565911f924fp-92, -0x1.70565911f924fp-92, -0x1.70565911f924fp-92,
    -0x1.70565911f924fp-92, 0x1.f534ddc0db629p-97, 0x1.f534ddc0db629p-97, 0x1.f534ddc0db629p-97,
    0x1.f534ddc0db629p-97, 0x1.f534ddc0db629p-97, -0x1.596447e493ad5p-102, -0x1.596447e493ad5p-102,
    -0x1.596447e493ad5p-102, -0x1.596447e493ad5p-102, -0x1.96447e493ad4dp-106, -0x1.96447e493ad4dp-106,
    -0x1.96447e493ad4dp-106, -0x1.96447e493ad4dp-106, -0x1.96447e493ad4dp-106, -0x1.6447e493ad4cep-110,
    -0x1.6447e493ad4cep-110, -0x1.6447e493ad4cep-110, -0x1.6447e493ad4cep-110, 0x1.377036d8a5665p-111,
    0x1.bb81b6c52b328p-114, 0x1.bb81b6c52b328p-114, -0x1.11f924eb53362p-116, -0x1.11f924eb53362p-116,
    0x1.dc0db6295993cp-117, 0x1.dc0db6295993cp-117, -0x1.1f924eb53361ep-120, -0x1.1f924eb53361ep-120,
    -0x1.1f924eb53361ep-120, 0x1.c0db6295993c4p-121, -0x1.f924eb53361dep-124, -0x1.f924eb53361dep-124,
    0x1.b6c52b3278872p-130, 0x1.b6c52b3278872p-130, 0x1.b6c52b3278872p-130, 0x1.b6c52b3278872p-130,
    0x1.b6c52b3278872p-130, 0x1.b6c52b3278872p-130, 0x1.b6c52b3278872p-130, -0x1.24eb53361de38p-132,
    0x1.b6295993c4390p-133, 0x1.b6295993c4390p-133, -0x1.275a99b0ef1bfp-135, -0x1.275a99b0ef1bfp-135,
};

/* 2^(j/n), less j/n in the exponent and mantissa as an integer */
static const double exp_table_f64[] = {
    0x1.0000000000000p+0,
    0x1.fb5586cf9890fp-1,
    0x1.f72b83c7d517bp-1,
    0x1.f387a6e756238p-1,
    0x1.f06fe0a31b715p-1,
    0x1.edea64c123422p-1,
    0x1.ebfdad5362a27p-1,
    0x1.eab07dd485429p-1,
    0x1.ea09e667f3bcdp-1,
    0x1.ea11473eb0187p-1,
    0x1.eace5422aa0dbp-1,
    0x1.ec49182a3f090p-1,
    0x1.ee89f995ad3adp-1,
    0x1.f199bdd85529cp-1,
    0x1.f5818dcfba487p-1,
    0x1.fa4afa2a490dap-1,
};
static const double exp_table_f32[] = {
    0x1.0000000000000p+0,
    0x1.f72b840000000p-1,
    0x1.f06fe00000000p-1,
    0x1.ebfdae0000000p-1,
    0x1.ea09e60000000p-1,
    0x1.eace540000000p-1,
    0x1.ee89fa0000000p-1,
    0x1.f5818e0000000p-1,
};

/* 1/c for the interval of m */
static const double log_inverse_f64[] = {
    0x1.642cde0000000p+0,
    0x1.5561560000000p+0,
    0x1.47b0520000000p+0,
    0x1.3b213c0000000p+0,
    0x1.2f64720000000p+0,
    0x1.2486920000000p+0,
    0x1.1a72340000000p+0,
    0x1.1103780000000p+0,
    0x1.083e740000000p+0,
    0x1.0000000000000p+0,
    0x1.e1e16a0000000p-1,
    0x1.c728000000000p-1,
    0x1.af31b00000000p-1,
    0x1.999a000000000p-1,
    0x1.86136e0000000p-1,
    0x1.7449740000000p-1,
};
static const double log_inverse_f32[] = {
    0x1.5565000000000p+0,
    0x1.3b1c4e0000000p+0,
    0x1.24956e0000000p+0,
    0x1.1136ee0000000p+0,
    0x1.0000000000000p+0,
    0x1.c7271c0000000p-1,
    0x1.99b19a0000000p-1,
    0x1.7453460000000p-1,
};

/* log(c) */
static const double log_table_f64[] = {
    -0x1.522bdeb36aad2p-2,
    -0x1.26ba22713f853p-2,
    -0x1.f99fc73efa65ep-3,
    -0x1.a996d7e4797bbp-3,
    -0x1.5bda080b085f8p-3,
    -0x1.1126e47e1e8eap-3,
    -0x1.92add59310c2dp-4,
    -0x1.078d8e459e73ap-4,
    -0x1.03a5e3da9c794p-5,
    0x0.0p+0,
    0x1.f0ab020213ac2p-5,
    0x1.e2087834a975dp-4,
    0x1.5fc703838d822p-3,
    0x1.c8fd7c79e9a21p-3,
    0x1.1682ca0fd81ebp-2,
    0x1.464ebe8e603e0p-2,
};
static const double log_table_f32[] = {
    -0x1.26c5200000000p-2,
    -0x1.a976ce0000000p-3,
    -0x1.118eea0000000p-3,
    -0x1.0a91560000000p-4,
    0x0.0p+0,
    0x1.e2107c0000000p-4,
    0x1.c8877e0000000p-3,
    0x1.4633bc0000000p-2,
};

/* 1/c so short that m/c - 1 is exact */
static const double pow_inverse_f64[] = {
    0x1.6000000000000p+0,
    0x1.5800000000000p+0,
    0x1.4800000000000p+0,
    0x1.3800000000000p+0,
    0x1.3000000000000p+0,
    0x1.2800000000000p+0,
    0x1.1800000000000p+0,
    0x1.1000000000000p+0,
    0x1.0800000000000p+0,
    0x1.0000000000000p+0,
    0x1.e000000000000p-1,
    0x1.c800000000000p-1,
    0x1.b000000000000p-1,
    0x1.9800000000000p-1,
    0x1.8800000000000p-1,
    0x1.7000000000000p-1,
};
static const double pow_inverse_f32[] = {
    0x1.5000000000000p+0,
    0x1.4000000000000p+0,
    0x1.2000000000000p+0,
    0x1.1000000000000p+0,
    0x1.0000000000000p+0,
    0x1.c000000000000p-1,
    0x1.a000000000000p-1,
    0x1.7000000000000p-1,
};

/* log(c), short enough to add multiples of ln2 exactly */
static const double pow_log_f64[] = {
    -0x1.4618bc21c6000p-2,
    -0x1.2e8e2bae12000p-2,
    -0x1.fb9186d5e4000p-3,
    -0x1.9525a9cf46000p-3,
    -0x1.5ff3070a7a000p-3,
    -0x1.29552f8200000p-3,
    -0x1.6f0d28ae58000p-4,
    -0x1.f0a30c0118000p-5,
    -0x1.f829b0e780000p-6,
    0x0.0p+0,
    0x1.08598b59e4000p-4,
    0x1.da72763844000p-4,
    0x1.5bf406b544000p-3,
    0x1.d1037f2656000p-3,
    0x1.1178e8227e000p-2,
    0x1.522ae0738a000p-2,
};
static const double pow_log_f32[] = {
    -0x1.1674000000000p-2,
    -0x1.c900000000000p-3,
    -0x1.e270000000000p-4,
    -0x1.f0a0000000000p-5,
    0x0.0p+0,
    0x1.1178000000000p-3,
    0x1.a940000000000p-3,
    0x1.522c000000000p-2,
};

/* what it lacks */
static const double pow_log_low_f64[] = {
    0x1.3d82f484c84ccp-46,
    0x1.67b1e99b72bd8p-45,
    0x1.d572aab993c87p-47,
    0x1.297137d9f158fp-44,
    0x1.8586f183bebf2p-44,
    0x1.5b967f4471dfcp-44,
    0x1.4b4641b664613p-44,
    0x1.d599e83368e91p-45,
    -0x1.980267c7e09e4p-45,
    0x0.0p+0,
    -0x1.7e5dd7009902cp-46,
    0x1.a89401fa71733p-46,
    -0x1.27023eb68981cp-46,
    -0x1.84a7e75b6f6e4p-47,
    0x1.1ef78ce2d07f2p-44,
    0x1.ebe708164c759p-45,
};
static const double pow_log_low_f32[] = {
    -0x1.cababa0000000p-18,
    0x1.070cac0000000p-20,
    -0x1.db8abc0000000p-22,
    -0x1.86008c0000000p-20,
    0x0.0p+0,
    0x1.d044fc0000000p-20,
    -0x1.2c37520000000p-19,
    -0x1.1f8c760000000p-18,
};

/* How many of the intervals lie below the one around 1. */
enum { log_below_f64 = 9 };
enum { log_below_f32 = 4 };

/* Constants as sums of parts. Those of ln(2) but the last are short, so that their
   products with an exponent are exact. Those of pi are positive. */
static const double ln2_f64[] = {0x1.62e42fefa4000p-1, -0x1.8432a1b0e2634p-43};
static const double ln2_f32[] = {0x1.62e4000000000p-1, 0x1.7f7d1c0000000p-20};
static const double ln2_step_f64[] = {0x1.62e42fefa0000p-1, 0x1.cf79abc9e3b3ap-40};
static const double ln2_step_f32[] = {0x1.62e0000000000p-1, 0x1.0bfbe80000000p-15};
static const double pi_f64[] = {0x1.921fb54442d18p+1, 0x1.1a62633145c06p-53, 0x1.c1cd129024e08p-106};
static const double pi_f32[] = {0x1.921fb40000000p+1, 0x1.4442d00000000p-23, 0x1.8469880000000p-47};
static const double half_pi_f64[] = {0x1.921fb54442d18p+0, 0x1.1a62633145c06p-54, 0x1.c1cd129024e08p-107};
static const double half_pi_f32[] = {0x1.921fb40000000p+0, 0x1.4442d00000000p-24, 0x1.8469880000000p-48};

#endif
