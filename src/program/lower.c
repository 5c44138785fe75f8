/* SPDX-License-Identifier: BSD-3-Clause */
/* Lowering values: prefix nodes become steps. The first operand of node i is node i + 1 and the
   second stands behind it, so no stack is needed: one pass finds leaves and operators, a second one
   goes through the operators from right to left. Written once and compiled twice, for value
   programs (KEEP false) and for those that adjoints follow.

   This runs for every expression that is scored, whose operators no processor can predict. So
   counters live in registers, what all operators share is done for all of them without asking
   which, and results that are not wanted are written and not counted. Branches are left for
   products that wait to be fused and for what is known without rows. */
#include "program/lowering.h"
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* Where the program grows. */
typedef struct ends {
  eqs_lowered *entry;
  eqs_step *step;      /* the next one */
  double *pool;        /* the first number */
  uint32_t *free_slot; /* above the one on top */
  uint32_t *lowest;    /* that FREE_SLOT has been */
  uint16_t *uses;
  uint32_t n_pool;
  eqs_program *program;
} ends;

/* What is done with each kind of leaf and operator: masks and numbers that are added, so that
   nothing branches on which it is. */
typedef struct leaf_rule {
  uint32_t place;
  uint32_t own_index;  /* all bits if its index stands in its node */
  uint32_t own_number; /* all bits for a free constant, whose number has a place already */
  uint32_t number;     /* 1 for one that needs a number of the pool */
} leaf_rule;

static const leaf_rule leaf_rules[EQS_FIRST_OPERATOR] = {
    [EQS_OP_NUM] = {.place = EQS_IN_POOL, .number = 1},
    [EQS_OP_VAR] = {.place = EQS_IN_COLUMN, .own_index = ~0U},
    [EQS_OP_PARAM] = {.place = EQS_IN_POOL, .own_index = ~0U, .own_number = ~0U},
    [EQS_OP_PI] = {.place = EQS_IN_POOL, .number = 1},
    [EQS_OP_E] = {.place = EQS_IN_POOL, .number = 1},
};

typedef struct rule {
  uint32_t second; /* all bits for an operator with two operands */
  uint32_t waits;  /* 1 for one that may be fused into a sum */
  uint32_t sums;   /* 1 for one that what waits may be fused into */
  uint32_t turns;  /* 1 for one that has its number on the right and commutes */
} rule;

/* What stands to the left of an operator is a leaf, or has it for its first operand. */
static const rule rules[EQS_N_OPS] = {
#define EQS_LEAF(id, ...) [EQS_OP_##id] = {.sums = 1},
#define IS(id, other) (EQS_OP_##id == EQS_OP_##other)
#define EQS_OP(id, token, spelling, arity, ...)                                                    \
  [EQS_OP_##id] = {.second = arity == 2 ? ~0U : 0,                                                 \
                   .waits = IS(id, MUL) || IS(id, SQUARE), /* eqs_waits */                         \
                   .sums = IS(id, ADD) || IS(id, SUB),                                             \
                   .turns = IS(id, ADD) || IS(id, MUL)},
#include "expr/ops.def"
#undef IS
};

/* Free slots are listed so many at a time, which makes one turn of a loop the usual number. */
enum { SLOTS_AT_ONCE = 8 };

/* How an operator with operands in these two places is lowered: plainly, with a kernel for a number
   on neither side, on the left or on the right, or otherwise. */
enum { PLAIN = 2, NUMBERS = 3, WAITING = 4 };
static const uint8_t forms[4][4] = {
    [EQS_IN_SLOT] = {0, 0, 2, WAITING},
    [EQS_IN_COLUMN] = {0, 0, 2, WAITING},
    [EQS_IN_POOL] = {1, 1, NUMBERS, WAITING},
    [EQS_NOWHERE] = {WAITING, WAITING, WAITING, WAITING},
};

INLINE bool is_pending(eqs_arg arg)
{
  return arg.place == EQS_NOWHERE;
}
INLINE bool is_number(eqs_arg arg)
{
  return arg.place == EQS_IN_POOL;
}

/* Exchanges A and B if CONDITION is 1 and not 0, without a branch. */
INLINE void exchange_if(uint64_t condition, eqs_arg *a, eqs_arg *b)
{
  uint64_t change = (a->both ^ b->both) & (0 - condition);
  a->both ^= change;
  b->both ^= change;
}

/* A where MASK is all bits, B where it is none. */
INLINE uint32_t choose(uint32_t mask, uint32_t a, uint32_t b)
{
  return (a & mask) | (b & ~mask);
}

/* Operands, which are somewhere, of an active node are read again by its adjoint; all others are
   done with, if WANTED, which is 0 or 1. */
INLINE void drop(ends *s, const eqs_lowered *reader, eqs_arg arg, uint32_t wanted, bool keep)
{
  if (keep) wanted &= !reader->active;
  *s->free_slot = arg.index;
  s->free_slot += arg.place & EQS_IN_SLOT & wanted;
}

/* A step into a slot of its own, which is returned, where it is WANTED; else nothing. */
INLINE uint32_t emit(ends *s, unsigned kernel, eqs_arg a0, eqs_arg a1, eqs_arg a2, uint32_t wanted,
                     bool keep)
{
  uint32_t dst = s->free_slot[-1];
  s->free_slot -= wanted;
  s->lowest = s->free_slot < s->lowest ? s->free_slot : s->lowest;
  if (keep) s->uses[dst] = 1;
  uint64_t kernel_dst = eqs_word(kernel, dst);
  memcpy(s->step, &kernel_dst, sizeof kernel_dst);
  s->step->arg[0].both = a0.both;
  s->step->arg[1].both = a1.both;
  s->step->arg[2].both = a2.both;
  if (keep) s->step->arg[3].both = a2.both;
  s->step += wanted;
  return dst;
}

/* The factors of a pending product, a block on the left; returns 2 if the right one is a number. */
INLINE unsigned factors(const ends *s, const eqs_lowered *product, eqs_arg *a, eqs_arg *b)
{
  *a = s->entry[product->x].arg;
  *b = s->entry[product->y].arg;
  exchange_if(is_number(*a), a, b);
  return is_number(*b) << 1;
}

INLINE void drop_factors(ends *s, const eqs_lowered *product, bool keep)
{
  drop(s, product, s->entry[product->x].arg, 1, keep);
  drop(s, product, s->entry[product->y].arg, product->x != product->y, keep);
}

/* Makes sure that the node is computed and says where it is. */
INLINE eqs_arg settle(ends *s, eqs_lowered *e, bool keep)
{
  if (is_pending(e->arg)) {
    eqs_arg a, b;
    unsigned pool = factors(s, e, &a, &b);
    unsigned kernel = e->x == e->y ? EQS_K_square : eqs_value_kernel[EQS_OP_MUL][pool];
    drop_factors(s, e, keep);
    e->arg = eqs_arg_at(EQS_IN_SLOT, emit(s, kernel, a, b, b, 1, keep));
  }
  return e->arg;
}

/* product + z, product - z or z - product in one rounding. E is the sum's own node. */
INLINE void lower_fused(ends *s, eqs_lowered *e, eqs_op op, eqs_lowered *product, eqs_lowered *z,
                        bool keep)
{
  eqs_arg a, b, c = settle(s, z, keep);
  unsigned pool = factors(s, product, &a, &b) | (unsigned)is_number(c) << 2;
  drop_factors(s, product, keep);
  drop(s, e, c, 1, keep);
  e->arg = eqs_arg_at(EQS_IN_SLOT, emit(s, eqs_value_kernel[op][pool], a, b, c, 1, keep));
}

/* An operator on numbers, whose result is the next number: folded if they are fixed, else a uniform
   step. Without ENDS, which would have to leave its registers. */
static __attribute__((noinline)) void compute_number(eqs_program *program, uint32_t next,
                                                     uint32_t active, eqs_op op, uint32_t x,
                                                     uint32_t y)
{
  double *pool = program->pool;
  eqs_arg a = eqs_arg_at(EQS_IN_POOL, x), b = eqs_arg_at(EQS_IN_POOL, y);
  pool[next] = 0;
  if (active)
    program->uniform[program->n_uniform++] =
        (eqs_step){.kernel = eqs_value_kernel[op][eqs_op_arity(op) == 2 ? 2 : 0],
                   .dst = next,
                   .arg = {a, b, b, b}};
  else
    pool[next] = eqs_op_value(op, pool[x], pool[y], 0);
}

/* An operator on settled operands, not both numbers; FORM: which of them is one. WAITS: 1 if it may
   still be fused into a sum. */
INLINE void lower_plain(ends *s, eqs_lowered *e, eqs_op op, eqs_arg x, eqs_arg y, unsigned form,
                        uint32_t waits, bool keep)
{
  const rule *r = &rules[op];
  unsigned turn = form & r->turns, step = waits ^ 1;
  drop(s, e, x, step, keep);
  drop(s, e, y, step & r->second, keep);
  exchange_if(turn, &x, &y);
  uint32_t dst = emit(s, eqs_value_kernel[op][form + turn], x, y, y, step, keep);
  e->arg = eqs_arg_at(EQS_IN_SLOT | (EQS_NOWHERE & (0 - waits)), dst);
}

/* Operators of which an operand is a product that waits. */
INLINE void lower_waiting(ends *s, eqs_lowered *e, eqs_op op, uint32_t waits, bool keep)
{
  eqs_lowered *x = &s->entry[e->x], *y = &s->entry[e->y];
  if (op != EQS_OP_ADD && op != EQS_OP_SUB) {
    eqs_arg a = settle(s, x, keep), b = settle(s, y, keep);
    lower_plain(s, e, op, a, b, forms[a.place][b.place], waits, keep);
  } else if (is_pending(x->arg)) {
    lower_fused(s, e, op == EQS_OP_SUB ? EQS_OP_FMS : EQS_OP_FMA, x, y, keep);
  } else {
    lower_fused(s, e, op == EQS_OP_SUB ? EQS_OP_FNMA : EQS_OP_FMA, y, x, keep);
  }
}

/* BEFORE: the node to the left of I. */
INLINE void lower_operator(ends *s, uint32_t i, eqs_op op, eqs_op before, bool keep)
{
  eqs_lowered *e = &s->entry[i], *x = e + 1;
  uint32_t second = x->size & rules[op].second;
  eqs_lowered *y = x + second;
  e->operands = eqs_word(i + 1, i + 1 + second);
  e->extent = eqs_word(1 + second + y->size, x->active | y->active);
  uint32_t waits = rules[op].waits & rules[before].sums;
  unsigned form = forms[x->arg.place][y->arg.place];
  if (form <= PLAIN) {
    lower_plain(s, e, op, x->arg, y->arg, form, waits, keep);
  } else if (form == NUMBERS) {
    compute_number(s->program, s->n_pool, e->active, op, x->arg.index, y->arg.index);
    e->arg = eqs_arg_at(EQS_IN_POOL, s->n_pool++);
  } else {
    lower_waiting(s, e, op, waits, keep);
  }
}

/* The subtree of a cut as one leaf. */
INLINE void lower_cut(ends *s, const eqs_cut *cut)
{
  eqs_lowered *e = &s->entry[cut->first];
  e->size = cut->end - cut->first;
  e->active = 0;
  e->arg = eqs_arg_at(EQS_IN_COLUMN, cut->column);
}

/* Lists the operators and leaves among the nodes [FIRST, END) from right to left. */
INLINE void list_nodes(eqs_lowering *scratch, const eqs_node *node, uint32_t first, uint32_t end)
{
  uint32_t *operator= scratch->operator+ scratch->n_operators, *leaf = scratch->leaf;
  size_t n_operators = 0, n_leaves = scratch->n_leaves;
  const eqs_node *at = node + end, *begin = node + first;
  for (uint32_t i = end; at > begin;) {
    at--;
    i--;
    size_t is_leaf = at->op < EQS_FIRST_OPERATOR;
    operator[n_operators] = i;
    leaf[n_leaves] = i;
    n_leaves += is_leaf;
    n_operators += 1 - is_leaf;
  }
  scratch->n_operators += n_operators;
  scratch->n_leaves = n_leaves;
}

/* The same of a whole expression, without its cuts, which are lowered. */
INLINE void list_all(ends *s, eqs_lowering *scratch, const eqs_expr *expr, const eqs_cuts *cuts)
{
  size_t end = expr->n_nodes;
  scratch->n_operators = scratch->n_leaves = 0;
  for (uint32_t k = cuts ? cuts->n : 0; k-- > 0; end = cuts->cut[k].first) {
    list_nodes(scratch, expr->node, cuts->cut[k].end, end);
    lower_cut(s, &cuts->cut[k]);
  }
  list_nodes(scratch, expr->node, 0, end);
}

INLINE void lower_leaf(ends *s, eqs_lowered *e, const eqs_node *node)
{
  const leaf_rule *r = &leaf_rules[node->op];
  uint32_t index = node->index;
  s->pool[choose(r->own_number, index, s->n_pool)] = eqs_node_value(node);
  e->arg = eqs_arg_at(r->place, choose(r->own_index, index, s->n_pool));
  e->extent = eqs_word(1, r->own_number);
  s->n_pool += r->number;
}

/* All slots are free, the lowest on top. Only those that the last program used can have moved. */
INLINE ends start(eqs_program *program, const eqs_expr *expr, const eqs_cuts *cuts)
{
  eqs_lowering *s = program->scratch;
  for (uint32_t slot = 0; slot < program->n_slots; slot += SLOTS_AT_ONCE)
    for (uint32_t k = 0; k < SLOTS_AT_ONCE; k++)
      s->free_slot[s->all_slots - 1 - slot - k] = slot + k;
  program->n_nodes = expr->n_nodes;
  program->n_params = expr->n_params;
  program->n_uniform = 0;
  program->column = cuts ? cuts->column : NULL;
  return (ends){.entry = s->entry,
                .step = program->step,
                .pool = program->pool,
                .free_slot = s->free_slot + s->all_slots,
                .lowest = s->free_slot + s->all_slots,
                .uses = s->uses,
                .n_pool = expr->n_params,
                .program = program};
}

INLINE void finish(eqs_program *program, const ends *s, eqs_arg result)
{
  program->n_pool = s->n_pool;
  program->n_slots =
      (uint32_t)(program->scratch->free_slot + program->scratch->all_slots - s->lowest);
  program->n_steps = (uint32_t)(s->step - program->step);
  program->scratch->n_free = (size_t)(s->free_slot - program->scratch->free_slot);
  program->result = eqs_block_of(program, result);
  program->n_values = program->n_steps;
}

INLINE void lower(eqs_program *program, const eqs_expr *expr, const eqs_cuts *cuts, bool keep)
{
  ends s = start(program, expr, cuts);
  eqs_lowering *scratch = program->scratch;
  const eqs_node *node = expr->node;
  list_all(&s, scratch, expr, cuts);
  for (const uint32_t *leaf = scratch->leaf, *end = leaf + scratch->n_leaves; leaf < end; leaf++)
    lower_leaf(&s, &s.entry[*leaf], &node[*leaf]);
  for (const uint32_t *i = scratch->operator, * end = i + scratch->n_operators; i < end; i++)
    lower_operator(&s, *i, node[*i].op, node[*i - (*i > 0)].op, keep);
  finish(program, &s, s.entry->arg); /* the root waits for nothing */
}

int eqs_lower_value_cut(eqs_program *program, const eqs_expr *expr, const eqs_cuts *cuts)
{
  if (eqs_program_reserve(program, expr->n_nodes)) return -1;
  lower(program, expr, cuts, false);
  return 0;
}

int eqs_lower_value(eqs_program *program, const eqs_expr *expr)
{
  return eqs_lower_value_cut(program, expr, NULL);
}

void eqs_lower_kept(eqs_program *program, const eqs_expr *expr, const eqs_cuts *cuts)
{
  lower(program, expr, cuts, true);
}
