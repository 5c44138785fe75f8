/* SPDX-License-Identifier: BSD-3-Clause */
/* Plain C for several instruction sets. */
#ifndef EQS_UTIL_CLONES_H
#define EQS_UTIL_CLONES_H

/* A function marked so is compiled for several instruction sets and chosen when it is loaded. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) &&                            \
    !defined(__SANITIZE_ADDRESS__)
#define EQS_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define EQS_CLONES
#endif

#endif
