/* SPDX-License-Identifier: BSD-3-Clause */
/* Finding and loading plug-ins. */
#include <config.h>

#include "util/environment.h"
#include "util/fail.h"
#include "util/plugin.h"
#include "util/text.h"
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What became of a plug-in that was asked for; kept until the process ends. */
typedef struct plugin {
  struct plugin *next;
  const void *table; /* NULL if it could not be loaded, then FAILURE says why */
  char *failure;
  char name[];
} plugin;

static plugin *plugins;
static pthread_mutex_t plugins_lock = PTHREAD_MUTEX_INITIALIZER;

/* One search: the plug-in's name, and what was tried so far for the message. */
typedef struct attempt {
  const char *name;
  eqs_plugin_vet *vet; /* or NULL */
  const void *table;
  eqs_text tried;
} attempt;

static void note(attempt *search, const char *text)
{
  if (search->tried.length) eqs_text_str(&search->tried, "; ");
  eqs_text_str(&search->tried, text);
}

/* What the function SYMBOL of HANDLE returns; NULL without one. */
static const void *table_of(void *handle, const char *symbol)
{
  /* ISO C has no cast from an object pointer to a function pointer. */
  const void *(*get)(void) = NULL;
  void *address = dlsym(handle, symbol);
  memcpy(&get, &address, sizeof get);
  return get ? get() : NULL;
}

/* Loads PATH into *HANDLE and returns its table. */
static const void *open_plugin(const char *path, const char *symbol, void **handle)
{
  *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  return *handle ? table_of(*handle, symbol) : NULL;
}

/* The same once more with VARIABLE in the environment; when memory is short for that, without. */
static const void *open_again(const char *path, const char *symbol, char *variable, void **handle)
{
  eqs_environment environment;
  int added = eqs_environment_add(&environment, variable);
  dlclose(*handle);
  const void *table = open_plugin(path, symbol, handle);
  if (added == 0) eqs_environment_restore(&environment);
  return table;
}

/* Says of PATH, which was loaded, why it is not used. */
static void give_up(attempt *search, const char *path, void *handle, const char *why)
{
  note(search, path);
  eqs_text_format(&search->tried, " (%s)", why);
  search->table = NULL;
  dlclose(handle);
}

/* Tries DIRECTORY/SUB/NAME.so; true if the plug-in was loaded from there. */
static bool try_directory(attempt *search, const char *directory, const char *sub)
{
  eqs_text path = {0}, symbol = {0}, missing = {0};
  eqs_plugin_verdict verdict = {0};
  eqs_text_format(&path, "%s%s/%s.so", directory, sub, search->name);
  eqs_text_format(&symbol, "eqs_plugin_%s", search->name);
  if (path.failed || symbol.failed) goto done;
  if (access(path.data, F_OK) != 0) {
    note(search, path.data);
    goto done;
  }
  void *handle;
  search->table = open_plugin(path.data, symbol.data, &handle);
  if (search->table && search->vet) verdict = search->vet(search->table);
  if (verdict.variable)
    search->table = open_again(path.data, symbol.data, verdict.variable, &handle);
  if (!handle) {
    note(search, dlerror());
  } else if (verdict.refusal) {
    give_up(search, path.data, handle, verdict.refusal);
  } else if (!search->table) {
    eqs_text_format(&missing, "no table from %s", symbol.data);
    give_up(search, path.data, handle, missing.failed ? "no table" : missing.data);
  }
done:
  eqs_text_free(&missing);
  eqs_text_free(&path);
  eqs_text_free(&symbol);
  return search->table != NULL;
}

/* Around FILE, a program or library: the installed layout first, then the build tree's. */
static bool try_around(attempt *search, const char *file)
{
  static const char *const sub[] = {"",       "/eqsieve",  "/../lib/eqsieve",
                                    "/.libs", "/../.libs", "/../../.libs"};
  char directory[PATH_MAX];
  const char *slash = strrchr(file, '/');
  if (!slash || (size_t)(slash - file) >= sizeof directory) return false;
  memcpy(directory, file, (size_t)(slash - file));
  directory[slash - file] = '\0';
  for (size_t i = 0; i < sizeof sub / sizeof sub[0]; i++)
    if (try_directory(search, directory, sub[i])) return true;
  return false;
}

static bool try_around_program(attempt *search)
{
  char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  return try_around(search, path);
}

/* The library's own file, or the program's that it is linked into; "" if that cannot be said. */
static const char *library_file(void)
{
  static const char here;
  Dl_info info;
  return dladdr(&here, &info) && info.dli_fname ? info.dli_fname : "";
}

/* Whether FILE is where libtool puts what is not installed yet. */
static bool in_build_tree(const char *file)
{
  static const char folder[] = "/.libs";
  const char *slash = strrchr(file, '/');
  size_t length = slash ? (size_t)(slash - file) : 0, n = sizeof folder - 1;
  return length >= n && memcmp(slash - n, folder, n) == 0;
}

static void find(attempt *search)
{
  const char *chosen = secure_getenv("EQSIEVE_PLUGIN_DIR");
  const char *library = library_file();
  bool built = in_build_tree(library);
  bool found = (chosen && *chosen && try_directory(search, chosen, "")) ||
               (built && try_around(search, library)) ||
               try_directory(search, EQS_PLUGIN_DIR, "") ||
               (!built && try_around(search, library)) || try_around_program(search);
  if (!found && search->tried.failed) eqs_text_free(&search->tried);
}

/* Searches for the plug-in and puts the outcome on the list; NULL when memory is short. */
static plugin *load(const char *name, eqs_plugin_vet *vet)
{
  size_t length = strlen(name);
  plugin *p = calloc(1, sizeof *p + length + 1);
  if (!p) return NULL;
  attempt search = {.name = name, .vet = vet};
  find(&search);
  memcpy(p->name, name, length + 1);
  p->table = search.table;
  if (p->table)
    eqs_text_free(&search.tried);
  else
    p->failure = search.tried.data;
  p->next = plugins;
  plugins = p;
  return p;
}

eqs_status eqs_plugin_load_vetted(eqs_ctx *ctx, const char *name, eqs_plugin_vet *vet,
                                  const void **table)
{
  pthread_mutex_lock(&plugins_lock);
  plugin *p = plugins;
  while (p && strcmp(p->name, name) != 0) p = p->next;
  if (!p) p = load(name, vet);
  pthread_mutex_unlock(&plugins_lock);
  if (!p) return eqs_fail_memory(ctx, sizeof *p + strlen(name) + 1);
  if (!p->table)
    return eqs_fail(
        ctx, EQS_NO_ENGINE,
        "the plug-in '%s' was not found (set EQSIEVE_PLUGIN_DIR to its folder); tried: %s", name,
        p->failure ? p->failure : "");
  *table = p->table;
  return EQS_OK;
}

eqs_status eqs_plugin_load(eqs_ctx *ctx, const char *name, const void **table)
{
  return eqs_plugin_load_vetted(ctx, name, NULL, table);
}
