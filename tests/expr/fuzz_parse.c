/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads any bytes as an expression. What reads must print and read back; nothing may crash. With
   EQS_FUZZER defined this is a target for libFuzzer (-fsanitize=fuzzer); otherwise a test that
   replays mutations of a few texts, the same ones every time. */
#include "expr/expr.h"
#include "util/random.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *const column[] = {"x", "y", "d_MoS1", "e", "two words", "a`b"};
static const eqs_names names = {6, column};

static eqs_expr *read_text(eqs_ctx *ctx, const char *text, size_t length, unsigned flags)
{
  eqs_expr *expr = NULL;
  eqs_status status = eqs_expr_parse(ctx, &expr, text, length, &names, flags);
  if ((status == EQS_OK) != (expr != NULL)) abort();
  if (status != EQS_OK && !*eqs_ctx_message(ctx)) abort();
  return expr;
}

static void check_back(eqs_ctx *ctx, const eqs_expr *expr, eqs_notation notation, unsigned flags)
{
  char *text = eqs_expr_print(expr, &names, notation, 0);
  if (!text) abort();
  flags &= ~(unsigned)EQS_PARSE_PREFIX;
  if (notation == EQS_PREFIX) flags |= EQS_PARSE_PREFIX;
  eqs_expr *back = read_text(ctx, text, strlen(text), flags);
  if (!back || back->n_nodes != expr->n_nodes || eqs_expr_hash(back) != eqs_expr_hash(expr))
    abort();
  eqs_expr_free(back);
  free(text);
}

static void use(eqs_ctx *ctx, eqs_expr *expr, unsigned flags)
{
  if (!eqs_nodes_complete(expr->node, expr->n_nodes)) abort();
  if (eqs_expr_depth(expr) > EQS_MAX_NESTING) abort();
  bool reads_back = !(flags & EQS_PARSE_FIXED) || eqs_expr_params(expr) == 0;
  if (reads_back) check_back(ctx, expr, EQS_INFIX, flags);
  if (reads_back) check_back(ctx, expr, EQS_PREFIX, flags);
  for (int notation = EQS_LATEX; notation <= EQS_C; notation++)
    free(eqs_expr_print(expr, &names, (eqs_notation)notation, EQS_PRINT_HOLES));
  uint64_t hash = eqs_expr_hash(expr);
  eqs_nodes_canonical(expr->node, expr->n_nodes);
  if (eqs_expr_hash(expr) != hash) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  eqs_ctx *ctx = eqs_ctx_new();
  if (!ctx) return 0;
  for (unsigned flags = 0; flags < 4; flags++) {
    eqs_expr *expr = read_text(ctx, (const char *)data, size, flags);
    if (expr) use(ctx, expr, flags);
    eqs_expr_free(expr);
  }
  eqs_ctx_free(ctx);
  return 0;
}

#ifndef EQS_FUZZER
#include <criterion/criterion.h>

static const char *const seed[] = {
    "(((sqrt(exp(x))*y)/cos((sqrt(sin(x))*(((y+(1.3646))-x)-y))))/((x+y)-(d_MoS1*(-0.5987))))",
    "-x^-2.5e-3**y + min(`two words`, max(`a``b`, e()))*c0 - c/c0 + pi - e^2",
    "add mul x -2.5 pow sin `two words` neg inv c7 3",
    "2 - sym(x, y, 2.5*exp(1.5*x) + sym(y, d_MoS1, c0*x/(y + 0.5)))*sym(`two words`, e, 1.5^e)",
    "add sym x y mul 1.5 x sym d_MoS1 `two words` sin div 2.5 d_MoS1",
    "x + + - -- ((1)) ,;#\t\n\x80\xff \"'",
};

/* Changes, inserts, drops or repeats a few bytes of TEXT, which has room for twice its length. */
static size_t mutate(eqs_rng *rng, uint8_t *text, size_t length)
{
  static const char alphabet[] = "()+-*/^,.` \t019exyc\x00\x7f\xc3sin(min(pow(neg ";
  for (unsigned edits = 1 + eqs_rng_below(rng, 4); edits > 0; edits--) {
    size_t at = eqs_rng_below(rng, (uint32_t)length + 1);
    uint8_t byte = (uint8_t)alphabet[eqs_rng_below(rng, sizeof alphabet)];
    size_t run = 1 + eqs_rng_below(rng, 8);
    if (at + run > length) run = length - at;
    switch (eqs_rng_below(rng, 3)) {
    case 0:
      memset(text + at, byte, run ? 1 : 0);
      break;
    case 1:
      memmove(text + at, text + at + run, length - at - run);
      length -= run;
      break;
    default:
      memmove(text + at + run, text + at, length - at);
      length += run;
    }
  }
  return length;
}

Test(fuzz_parse, mutated_texts)
{
  for (uint32_t i = 0; i < 40000; i++) {
    eqs_rng rng = eqs_rng_new(3, i);
    const char *from = seed[i % (sizeof seed / sizeof *seed)];
    size_t length = strlen(from);
    uint8_t *text = malloc(length + 64), *exact;
    memcpy(text, from, length);
    length = mutate(&rng, text, length);
    exact = malloc(length); /* so that a byte read past the end is seen by a sanitizer */
    memcpy(exact, text, length);
    LLVMFuzzerTestOneInput(exact, length);
    free(exact);
    free(text);
  }
}

Test(fuzz_parse, random_bytes)
{
  for (uint32_t i = 0; i < 20000; i++) {
    eqs_rng rng = eqs_rng_new(4, i);
    uint8_t text[64];
    size_t length = eqs_rng_below(&rng, sizeof text + 1);
    for (size_t k = 0; k < length; k++) text[k] = (uint8_t)eqs_rng_u32(&rng);
    LLVMFuzzerTestOneInput(text, length);
  }
}
#endif
