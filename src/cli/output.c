/* SPDX-License-Identifier: BSD-3-Clause */
/* Writing results, so that a full disk is noticed and a file is never half-written. */
#include "cli/cli.h"
#include "util/fail.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static eqs_status stdout_failed(eqs_ctx *ctx)
{
  return eqs_fail(ctx, EQS_IO, "standard output: %s (results are incomplete)", strerror(errno));
}

eqs_status eqs_put(eqs_ctx *ctx, const eqs_text *text)
{
  if (text->failed) return eqs_fail_memory(ctx, text->capacity);
  if (text->length && fwrite(text->data, 1, text->length, stdout) != text->length)
    return stdout_failed(ctx);
  return EQS_OK;
}

eqs_status eqs_put_end(eqs_ctx *ctx)
{
  return fflush(stdout) == 0 ? EQS_OK : stdout_failed(ctx);
}

/* Creates DIRECTORY and what is missing above it. */
static int make_directories(const char *directory)
{
  char *path = strdup(directory);
  if (!path) return -1;
  for (char *p = path + 1; *p; p++)
    if (*p == '/') {
      *p = '\0';
      mkdir(path, 0777); /* if it fails, the last one tells */
      *p = '/';
    }
  struct stat is;
  int made = mkdir(path, 0777) == 0 || (errno == EEXIST && stat(path, &is) == 0 &&
                                        (S_ISDIR(is.st_mode) || (errno = ENOTDIR, 0)));
  free(path);
  return made ? 0 : -1;
}

eqs_status eqs_put_prepare(eqs_ctx *ctx, const char *directory)
{
  if (make_directories(directory) == 0 && access(directory, W_OK | X_OK) == 0) return EQS_OK;
  return eqs_fail(ctx, EQS_IO, "%s: %s (choose another --out)", directory, strerror(errno));
}

static int write_all(int file, const char *bytes, size_t n)
{
  while (n > 0) {
    ssize_t written = write(file, bytes, n);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return -1;
    bytes += written;
    n -= (size_t)written;
  }
  return 0;
}

eqs_status eqs_put_file(eqs_ctx *ctx, const char *directory, const char *name, const eqs_text *text)
{
  if (text->failed) return eqs_fail_memory(ctx, text->capacity);
  eqs_status status = EQS_OK;
  eqs_text path = {0}, draft = {0};
  eqs_text_format(&path, "%s/%s", directory, name);
  eqs_text_format(&draft, "%s/.%s.%ld", directory, name, (long)getpid());
  if (path.failed || draft.failed) {
    status = eqs_fail_memory(ctx, strlen(directory) + strlen(name));
    goto done;
  }
  int file = open(draft.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  int failed = file < 0 || write_all(file, text->data, text->length) != 0 || fsync(file) != 0;
  if (file >= 0 && close(file) != 0) failed = 1;
  if (failed || rename(draft.data, path.data) != 0) {
    status = eqs_fail(ctx, EQS_IO, "%s: %s", path.data, strerror(errno));
    unlink(draft.data);
  }
done:
  eqs_text_free(&path);
  eqs_text_free(&draft);
  return status;
}
