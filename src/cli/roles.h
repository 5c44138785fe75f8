/* SPDX-License-Identifier: BSD-3-Clause */
/* Finding in one table the columns that something made with another table refers to. */
#ifndef EQS_CLI_ROLES_H
#define EQS_CLI_ROLES_H

#include <eqsieve/table.h>

/* The columns of TABLE called NAMES, in that order, and TARGET (or NULL). EQS_INPUT on an unknown
   name or a text column. Freed with eqs_roles_drop, not with eqs_roles_free. */
eqs_status eqs_roles_named(eqs_ctx *ctx, eqs_roles *roles, const eqs_table *table,
                           const eqs_names *names, const char *target);
void eqs_roles_drop(eqs_roles *roles);

#endif
