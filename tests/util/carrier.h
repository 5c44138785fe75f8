/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_UTIL_CARRIER_H
#define TESTS_UTIL_CARRIER_H

#include "util/plugin.h"

enum { CARRIER_MESSAGE = 4096 };

/* eqs_plugin_load_vetted from within the carrier; its message goes to MESSAGE. */
EQS_API eqs_status carrier_load(const char *name, eqs_plugin_vet *vet, const void **table,
                                char *message);

#endif
