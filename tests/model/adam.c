/* SPDX-License-Identifier: BSD-3-Clause */
/* Adam against steps worked out by hand, and against its formula in double over many steps. */
#include "model/adam.h"
#include <criterion/criterion.h>
#include <math.h>

static eqs_vae_config settings(void)
{
  eqs_vae_config config;
  eqs_vae_config_init(&config);
  config.learning_rate = 0.1f;
  config.beta1 = 0.5f;
  config.beta2 = 0.75f;
  config.epsilon = 0;
  return config;
}

/* Step 1 with g = 2: m = 1, v = 1, m^ = 2, v^ = 4: w falls by 0.1 * 2 / 2.
   Step 2 with g = -2: m = -0.5, v = 1.75, m^ = -2/3, v^ = 4: w rises by 0.1 * (2/3) / 2. */
Test(adam, two_steps_by_hand)
{
  eqs_vae_config config = settings();
  float w = 1, m = 0, v = 0, g = 2;
  eqs_adam adam = eqs_adam_at(&config, 1);
  eqs_adam_update(&adam, 1, &w, &m, &v, &g);
  cr_expect(m == 1 && v == 1 && fabsf(w - 0.9f) < 1e-6f);
  adam = eqs_adam_at(&config, 2);
  g = -2;
  eqs_adam_update(&adam, 1, &w, &m, &v, &g);
  cr_expect(m == -0.5f && v == 1.75f && fabsf(w - (0.9f + 0.1f / 3)) < 1e-6f);
}

Test(adam, follows_the_formula_at_every_length)
{
  enum { N = 37, STEPS = 200 };
  eqs_vae_config config;
  eqs_vae_config_init(&config);
  float w[N], m[N] = {0}, v[N] = {0}, g[N];
  double dw[N], dm[N] = {0}, dv[N] = {0};
  for (int i = 0; i < N; i++) dw[i] = w[i] = (float)i / 10;
  for (int step = 1; step <= STEPS; step++) {
    eqs_adam adam = eqs_adam_at(&config, (uint64_t)step);
    for (int i = 0; i < N; i++) g[i] = sinf((float)(i * step));
    eqs_adam_update(&adam, N, w, m, v, g);
    for (int i = 0; i < N; i++) {
      double gi = (double)g[i];
      dm[i] = 0.5 * dm[i] + 0.5 * gi;
      dv[i] = 0.999 * dv[i] + 0.001 * gi * gi;
      dw[i] -= 5e-4 * dm[i] / (1 - pow(0.5, step)) / (sqrt(dv[i] / (1 - pow(0.999, step))) + 1e-8);
    }
  }
  for (int i = 0; i < N; i++)
    cr_expect(fabs((double)w[i] - dw[i]) < 2e-5, "%d: %g, %g", i, (double)w[i], dw[i]);
}

Test(adam, without_a_gradient_nothing_moves)
{
  eqs_vae_config config;
  eqs_vae_config_init(&config);
  eqs_adam adam = eqs_adam_at(&config, 1);
  float w = 3, m = 0, v = 0, g = 0;
  eqs_adam_update(&adam, 1, &w, &m, &v, &g);
  cr_expect(w == 3 && m == 0 && v == 0);
}
