/* SPDX-License-Identifier: BSD-3-Clause */
/* Finding in one table the columns that something made with another table refers to. */
#include "cli/roles.h"
#include "util/fail.h"
#include <stdlib.h>
#include <string.h>

static eqs_status find_numbers(eqs_ctx *ctx, const eqs_table *table, const char *name, size_t *col)
{
  eqs_status status = eqs_table_find(ctx, table, name, col);
  if (status == EQS_OK && eqs_table_is_text(table, *col))
    return eqs_fail(ctx, EQS_INPUT, "%s: column '%s' holds text, not numbers",
                    eqs_table_path(table), name);
  return status;
}

eqs_status eqs_roles_named(eqs_ctx *ctx, eqs_roles *roles, const eqs_table *table,
                           const eqs_names *names, const char *target)
{
  size_t room = names->n ? names->n : 1;
  size_t *feature = calloc(room, sizeof *feature);
  const char **name = calloc(room, sizeof *name);
  *roles = (eqs_roles){
      .n_features = names->n, .feature = feature, .target = SIZE_MAX, .names = {names->n, name}};
  eqs_status status = EQS_OK;
  if (!feature || !name) status = eqs_fail_memory(ctx, room * sizeof *name);
  for (size_t j = 0; j < names->n && status == EQS_OK; j++) {
    status = find_numbers(ctx, table, names->name[j], &feature[j]);
    if (status == EQS_OK) name[j] = eqs_table_name(table, feature[j]);
  }
  if (target && status == EQS_OK) status = find_numbers(ctx, table, target, &roles->target);
  if (status) eqs_roles_drop(roles);
  return status;
}

void eqs_roles_drop(eqs_roles *roles)
{
  free(roles->feature);
  free((void *)roles->names.name);
  memset(roles, 0, sizeof *roles);
}
