/* SPDX-License-Identifier: BSD-3-Clause */
/* A formula as an object file. */
#include "code/native.h"
#include "eval/engine.h"
#include "eval/pool.h"
#include "eval/reference.h"
#include "program/form.h"
#include "util/fail.h"
#include "util/memory.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAME = 63 };

/* Of C to its edition of 2023, of C++, which the header is for too, and of GNU C: no declaration of
   a function with such a name compiles. */
static const char keywords[] =
    " and and_eq asm bitand bitor catch char8_t char16_t char32_t class co_await co_return "
    "co_yield compl concept consteval constinit const_cast decltype delete dynamic_cast explicit "
    "export friend mutable namespace new noexcept not not_eq operator or or_eq private protected "
    "public reinterpret_cast requires static_cast template this throw try typeid typename using "
    "virtual wchar_t xor xor_eq alignas alignof auto bool break case char const constexpr "
    "continue default do double else enum extern false float for goto if inline int long nullptr "
    "register restrict return short signed sizeof static static_assert struct switch "
    "thread_local true typedef typeof typeof_unqual union unsigned void volatile while _Alignas "
    "_Alignof _Atomic _BitInt _Bool _Complex _Decimal128 _Decimal32 _Decimal64 _Generic "
    "_Imaginary _Noreturn _Static_assert _Thread_local ";

/* Declared by <math.h>, which C of a formula includes, for double; f or l behind for the others. */
static const char functions[] =
    " acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 "
    "fabs fdim floor fma fmax fmin fmod frexp hypot ilogb ldexp lgamma llrint llround log log10 "
    "log1p log2 logb lrint lround modf nan nearbyint nextafter nexttoward pow remainder remquo "
    "rint round scalbln scalbn sin sinh sqrt tan tanh tgamma trunc ";

/* Whether LIST has the first N characters of NAME, which are letters, digits and _, as a word. */
static bool has_word(const char *list, const char *name, size_t n)
{
  char word[MOST_NAME + 3];
  snprintf(word, sizeof word, " %.*s ", (int)n, name);
  return strstr(list, word) != NULL;
}

static bool is_math(const char *name)
{
  size_t n = strlen(name);
  bool other = name[n - 1] == 'f' || name[n - 1] == 'l';
  return has_word(functions, name, n) || (other && has_word(functions, name, n - 1));
}

eqs_status eqs_export_check_name(eqs_ctx *ctx, const char *name)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  size_t length = strlen(name);
  bool good = length > 0 && length <= MOST_NAME && strchr(letters, name[0]);
  if (good && strspn(name, letters) != length)
    for (size_t i = 0; i < length; i++)
      good = good && (strchr(letters, name[i]) || strchr("0123456789", name[i]));
  if (!good)
    return eqs_fail(ctx, EQS_USAGE,
                    "'%s' cannot name a function (use at most %d letters, digits and _, no digit "
                    "in front)",
                    name, MOST_NAME);
  if (has_word(keywords, name, length))
    return eqs_fail(ctx, EQS_USAGE,
                    "'%s' is a keyword of C or C++ and cannot name a function (try %s_)", name,
                    name);
  if (is_math(name))
    return eqs_fail(ctx, EQS_USAGE, "'%s' is a function of the C library already (try %s_)", name,
                    name);
  if (strcmp(name, "memcpy") == 0)
    return eqs_fail(ctx, EQS_USAGE, "'memcpy' is what the object itself calls (try memcpy_)");
  return EQS_OK;
}

/* What the plug-in is told: features come from the environment only with its processor. */
static eqs_jit_target target_of(const eqs_export_target *wanted)
{
  if (wanted && (wanted->cpu || wanted->triple))
    return (eqs_jit_target){.triple = wanted->triple,
                            .cpu = wanted->cpu                                 ? wanted->cpu
                                   : strncmp(wanted->triple, "x86_64", 6) == 0 ? "x86-64"
                                                                               : "generic"};
  return eqs_native_target(NULL);
}

/* The numbers of the program, those computed from constants by the reference. */
static double *numbers_of(const eqs_program *program)
{
  const eqs_engine reference = {
      .tier = EQS_TIER_REFERENCE, .dtype = EQS_F64, .kernels = &eqs_reference_kernels[EQS_F64]};
  double *pool = eqs_alloc(program->n_pool + EQS_POOL_GRAIN, sizeof *pool);
  if (pool) eqs_pool_fill(pool, program, &reference);
  return pool;
}

static eqs_status make(eqs_ctx *ctx, const eqs_program *program, const char *name,
                       const eqs_jit_target *target, eqs_jit_object *object)
{
  const eqs_jit_api *api;
  eqs_form form = {0};
  double *pool = numbers_of(program);
  eqs_status status = pool && eqs_form_make(&form, program, EQS_FORM_VALUES) == 0
                          ? eqs_native_api(ctx, &api)
                          : eqs_fail_memory(ctx, program->n_pool * sizeof *pool);
  if (!status) status = api->formula(ctx, target, &form, pool, name, object);
  free(pool);
  eqs_form_free(&form);
  return status;
}

eqs_status eqs_export_object(eqs_ctx *ctx, const eqs_expr *expr, const char *name,
                             const eqs_export_target *wanted, unsigned char **bytes, size_t *size)
{
  eqs_program program = {0};
  eqs_jit_object object = {0};
  eqs_jit_target target = target_of(wanted);
  eqs_status status = eqs_export_check_name(ctx, name);
  if (!status && eqs_lower_value(&program, expr)) status = eqs_fail_memory(ctx, 0);
  if (!status) status = make(ctx, &program, name, &target, &object);
  eqs_program_free(&program);
  *bytes = object.bytes;
  *size = object.size;
  return status;
}
