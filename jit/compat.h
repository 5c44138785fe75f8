/* SPDX-License-Identifier: BSD-3-Clause */
/* LLVM's C API, versions 16 to 20: the one place that includes it. What we use has not changed
   between them except where noted here. */
#ifndef EQS_JIT_COMPAT_H
#define EQS_JIT_COMPAT_H

#include <llvm-c/Analysis.h>
#include <llvm-c/Core.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <llvm/Config/llvm-config.h>

#if LLVM_VERSION_MAJOR < 16
#error "LLVM 16 or later is needed"
#endif

/* The pass instcombine is told to stop at one iteration from 18 on; before, it had no options. */
#if LLVM_VERSION_MAJOR >= 18
#define EQS_INSTCOMBINE "instcombine<no-verify-fixpoint>"
#else
#define EQS_INSTCOMBINE "instcombine"
#endif

#endif
