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
#include <sys/auxv.h>
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

/* Tries DIRECTORY/NAME.so; true if the plug-in was loaded from there. */
static bool try_directory(attempt *search, const char *directory)
{
  eqs_text path = {0}, symbol = {0}, missing = {0};
  eqs_plugin_verdict verdict = {0};
  eqs_text_format(&path, "%s/%s.so", directory, search->name);
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

/* Whether INFO is of the program itself: then the library is linked into it. */
static bool in_program(const Dl_info *info)
{
  Dl_info program;
  const void *headers = (const void *)getauxval(AT_PHDR); /* in memory */
  return dladdr(headers, &program) && program.dli_fbase == info->dli_fbase;
}

/* Whether DIRECTORY is where libtool puts what is not installed yet. */
static bool in_build_tree(const char *directory)
{
  const char *slash = strrchr(directory, '/');
  return strcmp(slash ? slash + 1 : directory, ".libs") == 0;
}

/* Where the shared library that runs has its plug-ins, wherever it was moved to: in the folder
   beside it where they are installed, or with it while nothing is. Empty in a program that the
   library is linked into. */
static void folder_of_library(char folder[PATH_MAX])
{
  static const char here, installed[] = "/" PACKAGE;
  Dl_info info;
  *folder = '\0';
  if (!dladdr(&here, &info) || !info.dli_fname || in_program(&info)) return;
  const char *slash = strrchr(info.dli_fname, '/');
  size_t length = slash ? (size_t)(slash - info.dli_fname) : 0;
  if (length == 0 || length > PATH_MAX - sizeof installed) return;
  memcpy(folder, info.dli_fname, length);
  folder[length] = '\0';
  if (!in_build_tree(folder)) strcpy(folder + length, installed);
}

static void find(attempt *search)
{
  const char *chosen = secure_getenv("EQSIEVE_PLUGIN_DIR");
  char own[PATH_MAX];
  folder_of_library(own);
  bool moved = strcmp(own, EQS_PLUGIN_DIR) != 0;
  bool found = (chosen && *chosen && try_directory(search, chosen)) ||
               (*own && moved && try_directory(search, own)) ||
               try_directory(search, EQS_PLUGIN_DIR);
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
