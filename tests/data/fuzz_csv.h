/* SPDX-License-Identifier: BSD-3-Clause */
/* The fuzz target, for libFuzzer and for the replay in the tests. */
#ifndef EQS_TESTS_DATA_FUZZ_CSV_H
#define EQS_TESTS_DATA_FUZZ_CSV_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
