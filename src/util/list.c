/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists of words with commas between them. */
#include "util/list.h"
#include <string.h>

bool eqs_list_next(eqs_list *list)
{
  static const char blank[] = " \t";
  if (list->rest == NULL) return false;
  list->word = list->rest + strspn(list->rest, blank);
  list->length = strcspn(list->word, ",");
  list->rest = list->word[list->length] == ',' ? list->word + list->length + 1 : NULL;
  while (list->length > 0 && strchr(blank, list->word[list->length - 1]) != NULL) list->length--;
  return true;
}
