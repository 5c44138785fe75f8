/* SPDX-License-Identifier: BSD-3-Clause */
/* Choosing features and target by name. */
#include "data/cells.h"
#include "data/table.h"
#include "util/fail.h"
#include "util/memory.h"
#include <stdlib.h>
#include <string.h>

typedef enum role { UNUSED, FEATURE, TARGET, EXCLUDED } role;

static eqs_status fail_text(eqs_ctx *ctx, const eqs_table *table, size_t col)
{
  char place[EQS_PLACE_BYTES], shown[EQS_SHOW_BYTES];
  size_t row = 0;
  while (row + 1 < table->rows && *eqs_table_text(table, col, row) == '\0') row++;
  const char *cell = eqs_table_text(table, col, row);
  eqs_show(shown, cell, strlen(cell));
  bool comma = strchr(cell, ',') && strspn(cell, "+-0123456789.,eE") == strlen(cell);
  return eqs_fail(ctx, EQS_INPUT, "%s: column '%s' is text, not numbers: \"%s\" (%s)",
                  eqs_table_place(place, table, row), table->name[col], shown,
                  comma ? "write the decimal comma as a point" : "choose a column of numbers");
}

/* The columns named in LIST, in its order, each of which must be free to take ROLE. A name with a
   comma stands in double quotes, as in CSV. */
static eqs_status assign(eqs_ctx *ctx, const eqs_table *table, const char *list, role wanted,
                         role *roles, size_t *order, size_t *n)
{
  size_t length = strlen(list), cells;
  eqs_status status = EQS_OK;
  char *copy = strdup(list), *name = NULL;
  eqs_cell *cell = NULL;
  if (!copy || !eqs_cells_split(copy, length, ',', NULL, 0, &cells)) {
    status =
        copy ? eqs_fail(ctx, EQS_INPUT, "a quote in the list of columns does not close: %s", list)
             : eqs_fail_memory(ctx, length + 1);
    goto done;
  }
  cell = eqs_alloc(cells, sizeof *cell);
  if (!cell) {
    status = eqs_fail_memory(ctx, cells * sizeof *cell);
    goto done;
  }
  eqs_cells_split(copy, length, ',', cell, cells, &cells);
  for (size_t i = 0; i < cells && !status; i++) {
    size_t col;
    free(name);
    name = strndup(cell[i].text, cell[i].length);
    status =
        name ? eqs_table_find(ctx, table, name, &col) : eqs_fail_memory(ctx, cell[i].length + 1);
    if (status) break;
    if (wanted == FEATURE && roles[col] == TARGET)
      status = eqs_fail(ctx, EQS_INPUT, "column '%s' is the target and no feature", name);
    else if (wanted == FEATURE && roles[col] == FEATURE)
      status = eqs_fail(ctx, EQS_INPUT, "column '%s' is twice among the features", name);
    else if (wanted == FEATURE && eqs_table_is_text(table, col))
      status = fail_text(ctx, table, col);
    else if (roles[col] == UNUSED) {
      roles[col] = wanted;
      if (order) order[(*n)++] = col;
    }
  }
done:
  free(name);
  free(cell);
  free(copy);
  return status;
}

static eqs_status choose_target(eqs_ctx *ctx, const eqs_table *table, const char *name,
                                size_t *target, role *roles)
{
  *target = SIZE_MAX;
  if (!name) return EQS_OK;
  eqs_status status = eqs_table_find(ctx, table, name, target);
  if (status) return status;
  if (eqs_table_is_text(table, *target)) return fail_text(ctx, table, *target);
  roles[*target] = TARGET;
  return EQS_OK;
}

/* Every number column that has no other role. */
static eqs_status choose_all(eqs_ctx *ctx, const eqs_table *table, const char *exclude, role *roles,
                             size_t *order, size_t *n)
{
  eqs_status status =
      exclude && *exclude ? assign(ctx, table, exclude, EXCLUDED, roles, NULL, NULL) : EQS_OK;
  if (status) return status;
  for (size_t j = 0; j < table->cols; j++)
    if (roles[j] == UNUSED && !eqs_table_is_text(table, j)) order[(*n)++] = j;
  return *n ? EQS_OK
            : eqs_fail(ctx, EQS_INPUT, "%s: no column of numbers is left as a feature",
                       table->path);
}

eqs_status eqs_roles_choose(eqs_ctx *ctx, eqs_roles *roles, const eqs_table *table,
                            const char *target, const char *features, const char *exclude)
{
  eqs_roles r = {.target = SIZE_MAX};
  size_t cols = table->cols;
  role *taken = eqs_alloc_zero(cols, sizeof *taken);
  const char **name = NULL;
  r.feature = eqs_alloc(cols, sizeof *r.feature);
  eqs_status status = taken && r.feature ? choose_target(ctx, table, target, &r.target, taken)
                                         : eqs_fail_memory(ctx, cols * sizeof *r.feature);
  if (!status)
    status = features ? assign(ctx, table, features, FEATURE, taken, r.feature, &r.n_features)
                      : choose_all(ctx, table, exclude, taken, r.feature, &r.n_features);
  if (!status && !(name = eqs_alloc(r.n_features, sizeof *name)))
    status = eqs_fail_memory(ctx, r.n_features * sizeof *name);
  free(taken);
  if (status) {
    free(r.feature);
    return status;
  }
  for (size_t j = 0; j < r.n_features; j++) name[j] = table->name[r.feature[j]];
  r.names = (eqs_names){r.n_features, name};
  *roles = r;
  return EQS_OK;
}

eqs_status eqs_roles_weigh(eqs_ctx *ctx, eqs_roles *roles, const eqs_table *table, const char *name)
{
  size_t col;
  eqs_status status = eqs_table_find(ctx, table, name, &col);
  if (status) return status;
  if (eqs_table_is_text(table, col)) return fail_text(ctx, table, col);
  for (size_t j = 0; j < roles->n_features; j++)
    if (roles->feature[j] == col)
      return eqs_fail(ctx, EQS_INPUT, "column '%s' is a feature and no weight (exclude it)", name);
  if (roles->target == col)
    return eqs_fail(ctx, EQS_INPUT, "column '%s' is the target and no weight", name);
  roles->weighted = 1;
  roles->weight = col;
  return EQS_OK;
}

void eqs_roles_free(eqs_roles *roles)
{
  free(roles->feature);
  free((void *)roles->names.name);
  *roles = (eqs_roles){.target = SIZE_MAX};
}
