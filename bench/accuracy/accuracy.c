/* SPDX-License-Identifier: BSD-3-Clause */
/* How far the engine's functions are from the exact values: every float, many doubles and pairs. A
   line of JSON for each function. */
#include "sweep.h"
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double MAX_ULP = 4;

typedef struct settings {
  const char *cpu, *function, *dtype;
  uint64_t samples, stride;
} settings;

static const char usage[] =
    "usage: accuracy [OPTION]...\n"
    "  --cpu NAME       the processor to make code for, as x86-64-v3 (default: this one)\n"
    "  --function NAME  this one alone\n"
    "  --dtype f32|f64  this one alone\n"
    "  --samples N      random arguments of doubles and pairs (default: 100000000)\n"
    "  --stride N       every N-th float (default: 1)\n";

static double seconds_now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void print(const eqs_native *native, eqs_dtype dtype, const truth_function *f, bool every,
                  const sweep_result *r, double seconds)
{
  char ulp[32] = "null", y[32] = "null";
  if (isfinite(r->worst)) snprintf(ulp, sizeof ulp, "%.4f", r->worst);
  if (f->binary) snprintf(y, sizeof y, "\"%a\"", r->y);
  printf(
      "{\"function\":\"%s\",\"dtype\":\"%s\",\"cpu\":\"%s\",\"arguments\":%llu,"
      "\"every\":%s,\"ulp\":%s,\"mean\":%.4f,\"x\":\"%a\",\"y\":%s,\"asked\":%llu,"
      "\"doubt\":%.2g,\"seconds\":%.1f}\n",
      f->name, dtype == EQS_F64 ? "f64" : "f32", native->cpu, (unsigned long long)r->n,
      every ? "true" : "false", ulp, r->mean, r->x, y, (unsigned long long)r->asked, r->doubt,
      seconds);
  fflush(stdout);
}

/* Whether the function keeps the promise. */
static bool measure(const settings *s, const eqs_native *native, eqs_dtype dtype,
                    const truth_function *f)
{
  bool floats = dtype == EQS_F32 && !f->binary;
  double start = seconds_now(), margin = dtype == EQS_F64 ? SWEEP_MARGIN_F64 : SWEEP_MARGIN_F32;
  sweep_result r =
      floats ? sweep_floats(native, f, s->stride) : sweep_random(native, dtype, f, s->samples);
  print(native, dtype, f, floats && s->stride == 1, &r, seconds_now() - start);
  bool sure = r.doubt < margin / 2, near = r.worst <= MAX_ULP;
  if (!sure)
    fprintf(stderr, "accuracy: %s: the C library errs by %g units; the margin for it is %g\n",
            f->name, r.doubt, margin);
  if (!near)
    fprintf(stderr, "accuracy: %s: %g units of the last place at (%a, %a)\n", f->name, r.worst, r.x,
            r.y);
  return sure && near;
}

static bool measure_all(const settings *s, eqs_dtype dtype)
{
  eqs_ctx *ctx = eqs_ctx_new();
  eqs_native *native;
  eqs_jit_target target = {NULL, s->cpu, NULL};
  bool made = eqs_native_new(ctx, &native, &target, dtype) == EQS_OK, good = made;
  if (!made) fprintf(stderr, "accuracy: %s\n", eqs_ctx_message(ctx));
  for (unsigned i = 0; made && i < n_truth_functions; i++) {
    const truth_function *f = &truth_functions[i];
    if (!s->function || strcmp(s->function, f->name) == 0)
      good = measure(s, native, dtype, f) && good;
  }
  eqs_native_free(native);
  eqs_ctx_free(ctx);
  return good;
}

static settings read_settings(int argc, char **argv)
{
  static const struct option options[] = {
      {"cpu", required_argument, NULL, 'c'},    {"function", required_argument, NULL, 'f'},
      {"dtype", required_argument, NULL, 'd'},  {"samples", required_argument, NULL, 'n'},
      {"stride", required_argument, NULL, 's'}, {0}};
  settings s = {.samples = 100000000, .stride = 1};
  for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) switch (c) {
    case 'c':
      s.cpu = optarg;
      break;
    case 'f':
      s.function = optarg;
      break;
    case 'd':
      s.dtype = optarg;
      break;
    case 'n':
      s.samples = strtoull(optarg, NULL, 10);
      break;
    case 's':
      s.stride = strtoull(optarg, NULL, 10);
      break;
    default:
      s.stride = 0;
    }
  if (s.stride > 0 && s.samples > 0 && optind == argc) return s;
  fputs(usage, stderr);
  exit(2);
}

int main(int argc, char **argv)
{
  settings s = read_settings(argc, argv);
  bool good = true;
  if (!s.dtype || strcmp(s.dtype, "f32") == 0) good = measure_all(&s, EQS_F32);
  if (!s.dtype || strcmp(s.dtype, "f64") == 0) good = measure_all(&s, EQS_F64) && good;
  return good ? 0 : 1;
}
