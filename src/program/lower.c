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

/* What is done with each kind of node: masks and numbers that are added, so that nothing branches
   on the operator. */
typedef struct rule {
  uint32_t place;     /* of a leaf's value; of an operator's: EQS_NOWHERE if it waits to be fused */
  uint32_t own_index; /* all bits for a leaf whose index stands in its node */
  uint32_t own_number; /* all bits for a free constant, whose number has a place already */
  uint32_t number;     /* 1 for a leaf that needs a number of the pool */
  uint32_t operation;  /* 1 for an operator */
  uint32_t second;     /* all bits for an operator with two operands */
  uint32_t step;       /* 1 for an operator that becomes a step at once */
  uint32_t turns;      /* 1 for one that has its number on the right and commutes */
} rule;

static const rule rules[EQS_N_OPS] = {
    [EQS_OP_NUM] = {.place = EQS_IN_POOL, .number = 1},
    [EQS_OP_VAR] = {.place = EQS_IN_COLUMN, .own_index = ~0U},
    [EQS_OP_PARAM] = {.place = EQS_IN_POOL, .own_index = ~0U, .own_number = ~0U},
    [EQS_OP_PI] = {.place = EQS_IN_POOL, .number = 1},
    [EQS_OP_E] = {.place = EQS_IN_POOL, .number = 1},
#define WAITS(id) (EQS_OP_##id == EQS_OP_MUL || EQS_OP_##id == EQS_OP_SQUARE) /* eqs_waits */
#define EQS_OP(id, token, spelling, arity, ...)                                                    \
  [EQS_OP_##id] = {.place = WAITS(id) ? EQS_NOWHERE : EQS_IN_SLOT,                                 \
                   .operation = 1,                                                                 \
                   .second = arity == 2 ? ~0U : 0,                                                 \
                   .step = !WAITS(id),                                                             \
                   .turns = EQS_OP_##id == EQS_OP_ADD || EQS_OP_##id == EQS_OP_MUL},
#include "expr/ops.def"
#undef WAITS
};

INLINE bool is_pending(eqs_arg arg)
{
  return arg.place == EQS_NOWHERE;
}
INLINE bool is_number(eqs_arg arg)
{
  return arg.place == EQS_IN_POOL;
}

/* Exchanges A and B if CONDITION holds, without a branch. */
INLINE void exchange_if(bool condition, eqs_arg *a, eqs_arg *b)
{
  uint64_t change = (a->both ^ b->both) & -(uint64_t)condition;
  a->both ^= change;
  b->both ^= change;
}

/* A where MASK is all bits, B where it is none. */
INLINE uint32_t choose(uint32_t mask, uint32_t a, uint32_t b)
{
  return (a & mask) | (b & ~mask);
}

/* Operands of an active node are read again by its adjoint; all others are done with, if WANTED,
   which is 0 or 1. */
INLINE void drop(ends *s, const eqs_lowered *reader, eqs_arg arg, uint32_t wanted, bool keep)
{
  if (keep) wanted &= !reader->active;
  *s->free_slot = arg.index;
  s->free_slot += (arg.place == EQS_IN_SLOT) & wanted;
}

/* A step into a slot of its own, which is returned, where it is WANTED; else nothing. */
INLINE uint32_t emit(ends *s, unsigned kernel, eqs_arg a0, eqs_arg a1, eqs_arg a2, uint32_t wanted,
                     bool keep)
{
  uint32_t dst = s->free_slot[-1];
  s->free_slot -= wanted;
  s->lowest = s->free_slot < s->lowest ? s->free_slot : s->lowest;
  if (keep) s->uses[dst] = 1;
  s->step->kernel = kernel;
  s->step->dst = dst;
  s->step->arg[0] = a0;
  s->step->arg[1] = a1;
  s->step->arg[2] = s->step->arg[3] = a2;
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

/* An operator on settled operands, not both numbers. A product, and a square, waits: it may still
   be fused into a sum. */
INLINE void lower_plain(ends *s, eqs_lowered *e, eqs_op op, eqs_arg x, eqs_arg y, bool keep)
{
  const rule *r = &rules[op];
  unsigned pool = (unsigned)is_number(x) | (unsigned)is_number(y) << 1;
  unsigned turn = is_number(x) & r->turns;
  drop(s, e, x, r->step, keep);
  drop(s, e, y, r->step & r->second, keep);
  exchange_if(turn, &x, &y);
  e->arg = eqs_arg_at(r->place, emit(s, eqs_value_kernel[op][pool + turn], x, y, y, r->step, keep));
}

/* Operators of which an operand is a product that waits. */
INLINE void lower_waiting(ends *s, eqs_lowered *e, eqs_op op, bool keep)
{
  eqs_lowered *x = &s->entry[e->x], *y = &s->entry[e->y];
  if (op != EQS_OP_ADD && op != EQS_OP_SUB)
    lower_plain(s, e, op, settle(s, x, keep), settle(s, y, keep), keep);
  else if (is_pending(x->arg))
    lower_fused(s, e, op == EQS_OP_SUB ? EQS_OP_FMS : EQS_OP_FMA, x, y, keep);
  else
    lower_fused(s, e, op == EQS_OP_SUB ? EQS_OP_FNMA : EQS_OP_FMA, y, x, keep);
}

INLINE void lower_operator(ends *s, uint32_t i, eqs_op op, bool keep)
{
  eqs_lowered *e = &s->entry[i], *x = e + 1;
  uint32_t second = x->size & rules[op].second;
  eqs_lowered *y = x + second;
  e->x = i + 1;
  e->y = i + 1 + second;
  e->size = 1 + second + y->size;
  e->active = x->active | y->active;
  if (!is_pending(x->arg) & !is_pending(y->arg) & !(is_number(x->arg) & is_number(y->arg))) {
    lower_plain(s, e, op, x->arg, y->arg, keep);
  } else if (is_number(x->arg) & is_number(y->arg)) {
    compute_number(s->program, s->n_pool, e->active, op, x->arg.index, y->arg.index);
    e->arg = eqs_arg_at(EQS_IN_POOL, s->n_pool++);
  } else {
    lower_waiting(s, e, op, keep);
  }
}

/* The number of a leaf that is no variable. */
INLINE double leaf_number(const eqs_node *node)
{
  if (__builtin_expect((node->op == EQS_OP_PI) | (node->op == EQS_OP_E), 0))
    return node->op == EQS_OP_PI ? 3.14159265358979323846 : 2.71828182845904523536;
  return node->value;
}

/* The subtree of a cut as one leaf. */
INLINE void lower_cut(ends *s, const eqs_cut *cut)
{
  eqs_lowered *e = &s->entry[cut->first];
  e->size = cut->end - cut->first;
  e->active = 0;
  e->arg = eqs_arg_at(EQS_IN_COLUMN, cut->column);
}

/* Treats every node as a leaf and returns how many are operators, listed in OPERATOR from right to
   left. The number of a node that has none is written over. */
INLINE uint32_t lower_leaves(ends *s, const eqs_expr *expr, const eqs_cuts *cuts,
                             uint32_t *operator)
{
  uint32_t n = 0, left = cuts ? cuts->n : 0, cut_end = left ? cuts->cut[left - 1].end : 0;
  for (uint32_t i = expr->n_nodes; i-- > 0;) {
    if (i + 1 == cut_end) {
      const eqs_cut *cut = &cuts->cut[--left];
      lower_cut(s, cut);
      i = cut->first;
      cut_end = left ? cuts->cut[left - 1].end : 0;
      continue;
    }
    const eqs_node *node = &expr->node[i];
    eqs_lowered *e = &s->entry[i];
    const rule *r = &rules[node->op];
    operator[n] = i;
    n += r->operation;
    s->pool[choose(r->own_number, node->index, s->n_pool)] = leaf_number(node);
    e->size = 1;
    e->active = r->own_number;
    e->arg = eqs_arg_at(r->place, choose(r->own_index, node->index, s->n_pool));
    s->n_pool += r->number;
  }
  return n;
}

/* All slots are free, the lowest on top. Only those that the last program used can have moved. */
INLINE ends start(eqs_program *program, const eqs_expr *expr, const eqs_cuts *cuts)
{
  eqs_lowering *s = program->scratch;
  for (uint32_t slot = 0; slot < program->n_slots; slot++)
    s->free_slot[s->all_slots - 1 - slot] = slot;
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
  const uint32_t *operator= program->scratch->operator;
  uint32_t n = lower_leaves(&s, expr, cuts, program->scratch->operator);
  for (uint32_t k = 0; k < n; k++)
    lower_operator(&s, operator[k], expr->node[operator[k]].op, keep);
  eqs_arg result = settle(&s, s.entry, keep);
  finish(program, &s, result);
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
