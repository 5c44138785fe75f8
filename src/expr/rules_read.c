/* SPDX-License-Identifier: BSD-3-Clause */
/* Rules: reading them. A rule that cannot be read changes nothing. */
#include "expr/lex.h"
#include "expr/rules.h"
#include "util/fail.h"
#include "util/list.h"
#include "util/text.h"
#include <string.h>

/* A list or rule while it is being read. */
typedef struct cursor {
  eqs_ctx *ctx;
  const char *what; /* "operators", "rule": the place in messages */
  const char *text, *at;
} cursor;

static eqs_status fail_here(const cursor *c, const char *fact)
{
  return eqs_fail(c->ctx, EQS_USAGE, "%s, column %zu: %s", c->what,
                  eqs_text_column(c->text, (size_t)(c->at - c->text)), fact);
}

static void add_operators(eqs_text *text)
{
  for (unsigned op = EQS_FIRST_OPERATOR; op < EQS_FIRST_FUSED; op++)
    eqs_text_format(text, " %s", eqs_op_table[op].token);
  eqs_text_format(text, " %s)", eqs_op_table[EQS_OP_SYM].token);
}

/* Fails with TEXT, which is freed. */
static eqs_status fail_text(const cursor *c, eqs_text *text)
{
  eqs_status status =
      text->failed ? eqs_fail_memory(c->ctx, text->capacity) : fail_here(c, text->data);
  eqs_text_free(text);
  return status;
}

static eqs_status fail_operator(const cursor *c, size_t length)
{
  eqs_text text = {0};
  eqs_text_format(&text, "unknown operator '%.*s' (there are:", (int)length, c->at);
  add_operators(&text);
  return fail_text(c, &text);
}

static void skip_space(cursor *c)
{
  c->at += strspn(c->at, " \t");
}

/* Whether the next character is CHARACTER, which is then passed over. */
static bool take(cursor *c, char character)
{
  skip_space(c);
  if (*c->at != character) return false;
  c->at++;
  skip_space(c);
  return true;
}

/* Leaves may be named too. */
static unsigned find_op(const char *name, size_t length)
{
  for (unsigned op = 0; op < EQS_FIRST_OPERATOR; op++)
    if (strlen(eqs_op_table[op].token) == length && !memcmp(eqs_op_table[op].token, name, length))
      return op;
  return eqs_op_find(name, (unsigned)length);
}

/* The name at C: letters up to a comma, a space or a character of STOP. */
static size_t name_length(const cursor *c, const char *stop)
{
  size_t length = strcspn(c->at, ", \t"), short_of_stop = strcspn(c->at, stop);
  return short_of_stop < length ? short_of_stop : length;
}

/* Names between commas, up to a character of STOP or the end. */
static eqs_status read_list(cursor *c, eqs_op_set *set, const char *stop)
{
  skip_space(c);
  do {
    size_t length = name_length(c, stop);
    if (length == 0)
      return fail_here(c, "an operator is missing (separate them with single commas)");
    unsigned op = find_op(c->at, length);
    if (op == EQS_N_OPS) return fail_operator(c, length);
    eqs_op_set_add(set, op);
    c->at += length;
  } while (take(c, ','));
  return EQS_OK;
}

eqs_status eqs_rules_operators(eqs_ctx *ctx, eqs_rules *rules, const char *list)
{
  cursor c = {ctx, "operators", list, list};
  eqs_op_set set = {{0}};
  eqs_status status = read_list(&c, &set, "");
  if (status) return status;
  if (*c.at) return fail_here(&c, "a comma is missing");
  for (unsigned op = 0; op < EQS_FIRST_OPERATOR; op++) eqs_op_set_add(&set, op);
  rules->allowed = set;
  return EQS_OK;
}

/* ---- Columns ------------------------------------------------------------------------------- */

/* The number of the column whose name is the LENGTH bytes at NAME; NAMES->n if there is none. */
static size_t find_column(const eqs_names *names, const char *name, size_t length)
{
  size_t j = 0;
  while (j < names->n && (strlen(names->name[j]) != length || memcmp(names->name[j], name, length)))
    j++;
  return j;
}

static eqs_status add_column(eqs_ctx *ctx, uint64_t *set, const eqs_names *names, size_t j)
{
  if (j >= 64)
    return eqs_fail(ctx, EQS_LIMIT, "require: '%s' is not among the first 64 features",
                    names->name[j]);
  *set |= (uint64_t)1 << j;
  return EQS_OK;
}

/* The first columns, for a message. */
static void add_columns(eqs_text *text, const eqs_names *names)
{
  enum { MOST = 10 };
  for (size_t j = 0; j < names->n && j < MOST; j++)
    eqs_text_format(text, "%s%.40s", j > 0 ? ", " : "", names->name[j]);
  if (names->n > MOST) eqs_text_format(text, " and %zu more", names->n - MOST);
}

static eqs_status fail_name(const cursor *c, const eqs_names *names, size_t length)
{
  eqs_text text = {0};
  eqs_text_format(&text, "'%.*s' is neither a column (there are: ", (int)length, c->at);
  add_columns(&text, names);
  eqs_text_str(&text, ") nor an operator (there are:");
  add_operators(&text);
  return fail_text(c, &text);
}

static eqs_status fail_column(eqs_ctx *ctx, const eqs_names *names, const char *name, size_t length)
{
  eqs_text text = {0};
  if (find_op(name, length) < EQS_N_OPS) {
    eqs_text_format(&text, "the operator is required by occurs(%.*s)", (int)length, name);
  } else {
    eqs_text_str(&text, "there are: ");
    add_columns(&text, names);
  }
  eqs_status status =
      text.failed
          ? eqs_fail_memory(ctx, text.capacity)
          : eqs_fail(ctx, EQS_INPUT, "require: '%.*s' is no column that formulas may use (%s)",
                     (int)length, name, text.data);
  eqs_text_free(&text);
  return status;
}

/* Columns and nothing else; names may hold spaces. */
static eqs_status read_columns(eqs_ctx *ctx, const eqs_names *names, const char *list,
                               uint64_t *set)
{
  for (eqs_list l = {list}; eqs_list_next(&l);) {
    size_t j = find_column(names, l.word, l.length);
    if (j == names->n) return fail_column(ctx, names, l.word, l.length);
    eqs_status status = add_column(ctx, set, names, j);
    if (status) return status;
  }
  return EQS_OK;
}

/* Columns and operators between commas, up to a closing parenthesis; a column comes first. */
static eqs_status read_names(cursor *c, const eqs_names *names, eqs_op_set *ops, uint64_t *columns)
{
  skip_space(c);
  do {
    size_t length = name_length(c, ")");
    if (length == 0) return fail_here(c, "a name is missing (separate them with single commas)");
    size_t j = find_column(names, c->at, length);
    unsigned op = j < names->n ? 0 : find_op(c->at, length);
    if (j == names->n && op == EQS_N_OPS) return fail_name(c, names, length);
    if (j == names->n) eqs_op_set_add(ops, op);
    eqs_status status = j < names->n ? add_column(c->ctx, columns, names, j) : EQS_OK;
    if (status) return status;
    c->at += length;
  } while (take(c, ','));
  return EQS_OK;
}

/* ---- Rules --------------------------------------------------------------------------------- */

/* Passes over WORD and an opening parenthesis. */
static bool take_word(cursor *c, const char *word)
{
  size_t length = strlen(word);
  skip_space(c);
  if (strncmp(c->at, word, length)) return false;
  const char *after = c->at + length + strspn(c->at + length, " \t");
  if (*after != '(') return false;
  c->at = after + 1;
  return true;
}

static eqs_status read_end(cursor *c, const char *form)
{
  return take(c, ')') && !*c->at ? EQS_OK : fail_here(c, form);
}

/* root(...) and exponent(...): FORBIDDEN ones leave the set, required ones are all of it. */
static eqs_status read_set(cursor *c, eqs_op_set *set, bool forbidden, const char *form)
{
  eqs_op_set listed = {{0}};
  eqs_status status = read_list(c, &listed, ")");
  if (status == EQS_OK) status = read_end(c, form);
  for (int w = 0; w < EQS_RULES_WORDS && status == EQS_OK; w++)
    set->word[w] &= forbidden ? ~listed.word[w] : listed.word[w];
  return status;
}

static eqs_status read_nest(cursor *c, eqs_rules *rules)
{
  static const char form[] = "the form is nest(OUTER,...; INNER,...)";
  eqs_op_set outer = {{0}}, inner = {{0}};
  skip_space(c);
  if (strncmp(c->at, "nest", 4)) return fail_here(c, form);
  c->at += 4;
  if (!take(c, '(')) return fail_here(c, form);
  eqs_status status = read_list(c, &outer, ";)");
  if (status) return status;
  if (!take(c, ';')) return fail_here(c, form);
  status = read_list(c, &inner, ";)");
  if (status == EQS_OK) status = read_end(c, form);
  if (status) return status;
  if (rules->n_nests == EQS_MAX_NESTS)
    return eqs_fail(c->ctx, EQS_LIMIT, "rule '%s': more than %d rules on nesting", c->text,
                    EQS_MAX_NESTS);
  rules->nest[rules->n_nests].outer = outer;
  rules->nest[rules->n_nests++].inner = inner;
  return EQS_OK;
}

static eqs_status read_under(cursor *c, eqs_rules *rules, const eqs_names *names)
{
  static const char form[] = "the form is under(OUTER,...; NAME,...)";
  eqs_rule_under rule = {.required = 0};
  eqs_status status = read_list(c, &rule.outer, ";)");
  if (status) return status;
  if (!take(c, ';')) return fail_here(c, form);
  status = read_names(c, names, &rule.needed, &rule.required);
  if (status == EQS_OK) status = read_end(c, form);
  if (status) return status;
  if (rules->n_unders == EQS_MAX_NESTS)
    return eqs_fail(c->ctx, EQS_LIMIT, "rule '%s': more than %d rules with under", c->text,
                    EQS_MAX_NESTS);
  rules->under[rules->n_unders++] = rule;
  return EQS_OK;
}

static eqs_status read_occurs(cursor *c, eqs_rules *rules, const eqs_names *names)
{
  eqs_op_set needed = rules->needed;
  uint64_t required = rules->required;
  eqs_status status = read_names(c, names, &needed, &required);
  if (status == EQS_OK) status = read_end(c, "the form is occurs(NAME,...)");
  if (status) return status;
  rules->needed = needed;
  rules->required = required;
  return EQS_OK;
}

eqs_status eqs_rules_forbid(eqs_ctx *ctx, eqs_rules *rules, const char *text)
{
  cursor c = {ctx, "rule", text, text};
  if (take_word(&c, "root"))
    return read_set(&c, &rules->root, true, "the form is root(OPERATOR,...)");
  if (take_word(&c, "exponent"))
    return read_set(&c, &rules->exponent, true, "the form is exponent(OPERATOR,...)");
  return read_nest(&c, rules);
}

eqs_status eqs_rules_require(eqs_ctx *ctx, eqs_rules *rules, const eqs_names *names,
                             const char *text)
{
  cursor c = {ctx, "rule", text, text};
  if (take_word(&c, "root"))
    return read_set(&c, &rules->root, false, "the form is root(OPERATOR,...)");
  if (take_word(&c, "exponent"))
    return read_set(&c, &rules->exponent, false, "the form is exponent(OPERATOR,...)");
  if (take_word(&c, "occurs")) return read_occurs(&c, rules, names);
  if (take_word(&c, "under")) return read_under(&c, rules, names);
  uint64_t required = rules->required;
  eqs_status status = read_columns(ctx, names, text, &required);
  if (status == EQS_OK) rules->required = required;
  return status;
}

/* ---- Texts of several rules ---------------------------------------------------------------- */

static eqs_status read_line(eqs_ctx *ctx, eqs_rules *rules, const eqs_names *names,
                            const char *line)
{
  line += strspn(line, " \t");
  if (*line == '\0' || *line == '#') return EQS_OK;
  size_t word = strcspn(line, " \t");
  const char *rule = line + word + strspn(line + word, " \t");
  if (*rule == '\0') return eqs_fail(ctx, EQS_USAGE, "'%s' is not followed by a rule", line);
  if (word == 6 && memcmp(line, "forbid", 6) == 0) return eqs_rules_forbid(ctx, rules, rule);
  if (word == 7 && memcmp(line, "require", 7) == 0)
    return eqs_rules_require(ctx, rules, names, rule);
  return eqs_fail(ctx, EQS_USAGE, "'%s' begins with neither 'forbid' nor 'require'", line);
}

eqs_status eqs_rules_read(eqs_ctx *ctx, eqs_rules *rules, const eqs_names *names, const char *text)
{
  eqs_text line = {0};
  eqs_status status = EQS_OK;
  for (unsigned number = 1; *text != '\0' && status == EQS_OK; number++) {
    size_t length = strcspn(text, "\n"), shown = length;
    if (shown > 0 && text[shown - 1] == '\r') shown--;
    eqs_text_clear(&line);
    eqs_text_add(&line, text, shown);
    text += length + (text[length] == '\n');
    if (line.failed) {
      status = eqs_fail_memory(ctx, length);
      break;
    }
    status = read_line(ctx, rules, names, shown > 0 ? line.data : "");
    if (status == EQS_OK) continue;
    eqs_text_clear(&line);
    eqs_text_str(&line, eqs_ctx_message(ctx));
    if (!line.failed) status = eqs_fail(ctx, status, "rules, line %u: %s", number, line.data);
  }
  eqs_text_free(&line);
  return status;
}
