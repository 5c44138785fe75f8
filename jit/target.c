/* SPDX-License-Identifier: BSD-3-Clause */
/* Finding out what the target can do, and LLVM's description of it. */
#include "jit/target.h"

#include "util/fail.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void initialise(void)
{
#if LLVM_HAS_X86_TARGET
  LLVMInitializeX86TargetInfo();
  LLVMInitializeX86Target();
  LLVMInitializeX86TargetMC();
  LLVMInitializeX86AsmPrinter();
#endif
#if LLVM_HAS_AARCH64_TARGET
  LLVMInitializeAArch64TargetInfo();
  LLVMInitializeAArch64Target();
  LLVMInitializeAArch64TargetMC();
  LLVMInitializeAArch64AsmPrinter();
#endif
}

/* A copy of TEXT from malloc; a string of LLVM's is disposed of. */
static char *take(char *text)
{
  char *copy = text ? strdup(text) : NULL;
  if (text) LLVMDisposeMessage(text);
  return copy;
}

eqs_status eqs_jit_host(eqs_ctx *ctx, char **cpu, char **features)
{
  *cpu = take(LLVMGetHostCPUName());
  *features = take(LLVMGetHostCPUFeatures());
  if (*cpu && *features) return EQS_OK;
  free(*cpu);
  free(*features);
  *cpu = *features = NULL;
  return eqs_fail_memory(ctx, 0);
}

/* Whether the comma-separated FEATURES switch FEATURE on. */
static bool has_feature(const char *features, const char *feature)
{
  size_t length = strlen(feature);
  for (const char *p = features; *p;) {
    size_t span = strcspn(p, ",");
    if (span == length + 1 && *p == '+' && strncmp(p + 1, feature, length) == 0) return true;
    p += span + (p[span] == ',');
  }
  return false;
}

/* What the levels of the x86-64 psABI have, and the processors that reach them, for those who name
   one and no features. LLVM knows, but does not tell through its C API. */
static const char *level_features(const char *cpu)
{
  static const char *const v3[] = {"x86-64-v3",  "haswell",    "broadwell", "skylake", "alderlake",
                                   "raptorlake", "meteorlake", "znver1",    "znver2",  "znver3"};
  static const char *const v4[] = {
      "x86-64-v4",      "skylake-avx512", "cascadelake", "cooperlake",     "icelake-client",
      "icelake-server", "tigerlake",      "rocketlake",  "sapphirerapids", "emeraldrapids",
      "graniterapids",  "znver4",         "znver5"};
  for (size_t i = 0; i < sizeof v4 / sizeof *v4; i++)
    if (strcmp(cpu, v4[i]) == 0) return "+avx512f,+avx512vl,+avx512dq,+avx512bw,+avx2,+fma";
  for (size_t i = 0; i < sizeof v3 / sizeof *v3; i++)
    if (strcmp(cpu, v3[i]) == 0) return "+avx2,+fma";
  return "";
}

static void find_width(eqs_jit_machine *m)
{
  m->vector_bytes = 16;
  if (strncmp(m->triple, "x86_64", 6) != 0) {
    m->fma = strncmp(m->triple, "aarch64", 7) == 0;
    return;
  }
  if (has_feature(m->features, "avx2")) m->vector_bytes = 32;
  if (has_feature(m->features, "avx512f") && has_feature(m->features, "avx512dq") &&
      has_feature(m->features, "avx512vl"))
    m->vector_bytes = 64;
  m->fma = has_feature(m->features, "fma");
}

/* LLVM takes an unknown name for a 32-bit processor, and ends the program when it is then asked for
   64-bit code: the one feature that all have is spelled out. */
static char *with_64bit(const char *features, const char *triple)
{
  static const char feature[] = "+64bit";
  size_t length = strlen(features);
  char *all = malloc(length + sizeof feature + 1);
  if (!all) return NULL;
  bool x86 = strncmp(triple, "x86_64", 6) == 0;
  memcpy(all, features, length + 1);
  if (x86) snprintf(all + length, sizeof feature + 1, "%s%s", length ? "," : "", feature);
  return all;
}

static eqs_status find_names(eqs_ctx *ctx, eqs_jit_machine *m, const eqs_jit_target *target)
{
  char *cpu, *features;
  eqs_status status = eqs_jit_host(ctx, &cpu, &features);
  if (status) return status;
  const char *asked = target ? target->cpu : NULL;
  if (target && target->features)
    m->features = strdup(target->features);
  else if (!asked || strcmp(asked, cpu) == 0)
    m->features = strdup(features);
  else
    m->features = strdup(level_features(asked));
  m->cpu = strdup(asked ? asked : cpu);
  m->triple =
      target && target->triple ? strdup(target->triple) : take(LLVMGetDefaultTargetTriple());
  free(cpu);
  free(features);
  return m->cpu && m->features && m->triple ? EQS_OK : eqs_fail_memory(ctx, 0);
}

eqs_status eqs_jit_machine_init(eqs_ctx *ctx, eqs_jit_machine *m, const eqs_jit_target *target)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  *m = (eqs_jit_machine){0};
  pthread_once(&once, initialise);
  eqs_status status = find_names(ctx, m, target);
  if (status) return status;
  find_width(m);
  char *all = with_64bit(m->features, m->triple);
  if (!all) return eqs_fail_memory(ctx, strlen(m->features));
  free(m->features);
  m->features = all;

  LLVMTargetRef llvm_target;
  char *message = NULL;
  if (LLVMGetTargetFromTriple(m->triple, &llvm_target, &message)) {
    status = eqs_fail(ctx, EQS_NO_ENGINE, "%s: LLVM cannot make code for it: %s", m->triple,
                      message ? message : "unknown target");
    LLVMDisposeMessage(message);
    return status;
  }
  m->machine = LLVMCreateTargetMachine(llvm_target, m->triple, m->cpu, m->features,
                                       LLVMCodeGenLevelDefault, LLVMRelocPIC, LLVMCodeModelSmall);
  return m->machine ? EQS_OK
                    : eqs_fail(ctx, EQS_NO_ENGINE, "%s: LLVM makes no code for it", m->triple);
}

void eqs_jit_machine_free(eqs_jit_machine *m)
{
  if (m->machine) LLVMDisposeTargetMachine(m->machine);
  free(m->triple);
  free(m->cpu);
  free(m->features);
  *m = (eqs_jit_machine){0};
}
