/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists of words with commas between them, as options take them. */
#ifndef EQS_UTIL_LIST_H
#define EQS_UTIL_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* A list being read: for (eqs_list l = {text}; eqs_list_next(&l);) ... */
typedef struct eqs_list {
  const char *rest; /* NULL behind the last word */
  const char *word; /* not terminated */
  size_t length;    /* 0: nothing between two commas, or beside one */
} eqs_list;

/* Goes on to the next word, without the blanks around it; false when there is none. There is one
   more than commas, so an empty list has one, which is empty. */
bool eqs_list_next(eqs_list *list);

#endif
