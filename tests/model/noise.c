/* SPDX-License-Identifier: BSD-3-Clause */
/* Bulk random numbers: the words are Philox's, normals and masks have their moments. */
#include "model/noise.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Test(noise, words_are_those_of_philox)
{
  const uint64_t seed = 0x0123456789abcdef, task = 0xfedcba9876543210;
  eqs_noise noise = eqs_noise_new(seed, task);
  uint32_t words[EQS_NOISE_GROUP];
  for (uint32_t group = 0; group < 3; group++) {
    eqs_noise_words(&noise, words);
    for (uint32_t i = 0; i < 16; i++) {
      const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
      const uint32_t counter[4] = {16 * group + i, 0, (uint32_t)task, (uint32_t)(task >> 32)};
      uint32_t block[4];
      eqs_philox(key, counter, block);
      for (uint32_t j = 0; j < 4; j++) cr_expect(words[16 * j + i] == block[j]);
    }
  }
}

Test(noise, the_counter_carries_into_its_high_word)
{
  eqs_noise noise = eqs_noise_new(1, 2);
  noise.group = UINT64_C(1) << 28; /* times 16 is 2^32 */
  uint32_t words[EQS_NOISE_GROUP], block[4];
  const uint32_t key[2] = {1, 0}, counter[4] = {3, 1, 2, 0};
  eqs_noise_words(&noise, words);
  eqs_philox(key, counter, block);
  cr_expect(words[3] == block[0] && words[16 + 3] == block[1]);
}

Test(noise, tasks_differ_in_every_argument)
{
  const uint64_t base = eqs_noise_task(EQS_NOISE_TRAIN, 1, 2);
  cr_expect(base != eqs_noise_task(EQS_NOISE_SAMPLE, 1, 2));
  cr_expect(base != eqs_noise_task(EQS_NOISE_TRAIN, 2, 1));
  cr_expect(base != eqs_noise_task(EQS_NOISE_TRAIN, 1, 3));
}

Test(noise, a_mask_is_passed_over_whatever_its_length)
{
  static const size_t length[] = {0, 1, 127, 128, 129, 1000};
  float mask[1000];
  for (size_t i = 0; i < sizeof length / sizeof length[0]; i++) {
    eqs_noise drawn = eqs_noise_new(5, 6), skipped = drawn;
    eqs_noise_mask(&drawn, mask, length[i], 0.1f);
    eqs_noise_skip_mask(&skipped, length[i]);
    cr_expect(drawn.group == skipped.group, "%zu numbers", length[i]);
  }
}

Test(noise, normals_have_the_moments_and_tails_of_a_normal)
{
  enum { N = 400000 };
  float *x = malloc(N * sizeof *x);
  eqs_noise noise = eqs_noise_new(5, 6);
  eqs_noise_normal(&noise, x, N);
  double power[5] = {0}, beyond_two = 0, neighbours = 0;
  for (int i = 0; i < N; i++) {
    double v = (double)x[i];
    cr_assert(isfinite(v) && fabs(v) < 5.8);
    for (int k = 1; k <= 4; k++) power[k] += pow(v, k) / N;
    beyond_two += fabs(v) > 2;
    if (i >= 32) neighbours += v * (double)x[i - 32] / N; /* sine and cosine of one pair */
  }
  cr_expect(fabs(power[1]) < 0.008 && fabs(power[2] - 1) < 0.012);
  cr_expect(fabs(power[3]) < 0.03 && fabs(power[4] - 3) < 0.08);
  cr_expect(fabs(beyond_two / N - 0.0455) < 0.0015);
  cr_expect(fabs(neighbours) < 0.008);
  free(x);
}

Test(noise, lengths_need_not_be_whole_groups)
{
  float all[200], some[200] = {0};
  eqs_noise a = eqs_noise_new(1, 1), b = a;
  eqs_noise_normal(&a, all, 200);
  eqs_noise_normal(&b, some, 70);
  cr_expect(memcmp(all, some, 70 * sizeof *all) == 0 && some[70] == 0);
  a = b = eqs_noise_new(1, 1);
  eqs_noise_mask(&a, all, 200, 0.5f);
  memset(some, 0x7f, sizeof some);
  eqs_noise_mask(&b, some, 130, 0.5f);
  cr_expect(memcmp(all, some, 130 * sizeof *all) == 0 && some[130] > 2);
}

Test(noise, masks_drop_the_share_that_was_asked_for)
{
  enum { N = 400000 };
  float *x = malloc(N * sizeof *x);
  eqs_noise noise = eqs_noise_new(7, 8);
  eqs_noise_mask(&noise, x, N, 0.1f);
  unsigned dropped = 0;
  for (int i = 0; i < N; i++) {
    dropped += x[i] == 0;
    cr_assert(x[i] == 0 || fabsf(x[i] - 1 / 0.9f) < 1e-6f);
  }
  cr_expect(fabs((double)dropped / N - 0.1) < 0.0025);
  free(x);
}
