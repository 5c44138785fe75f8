/* SPDX-License-Identifier: BSD-3-Clause */
/* Moving a constant factor or summand into the free constants of a subtree that can take it up. Two
   constants where one is enough make a formula longer and its fit ill-conditioned. */
#ifndef EQS_SEARCH_ABSORB_H
#define EQS_SEARCH_ABSORB_H

#include "search/formula/tree.h"

/* Each of these says whether it can be done and does it only if COMMIT is set, so that a caller can
   ask first. False leaves the tree as it was. */

/* Multiplies the value of subtree I by C, changing its constants alone. With FIXED fixed numbers
   may be changed as well: they become free constants, so this is for replacing a free constant. */
bool eqs_absorb_factor(eqs_tree *tree, unsigned i, double c, bool fixed, bool commit);

/* Adds C to the value of subtree I. Fixed numbers may become free constants. */
bool eqs_absorb_summand(eqs_tree *tree, unsigned i, double c, bool commit);

/* Takes a free factor out of subtree I, which loses two nodes: what is left times *C is what was
   there. */
bool eqs_strip_factor(eqs_tree *tree, unsigned i, double *c, bool commit);

/* Takes a free summand out of subtree I likewise: what is left plus *C is what was there. */
bool eqs_strip_summand(eqs_tree *tree, unsigned i, double *c, bool commit);

#endif
