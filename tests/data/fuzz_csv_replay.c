/* SPDX-License-Identifier: BSD-3-Clause */
/* Runs the fuzz target of the CSV reader without libFuzzer: mutations of good files from a fixed
   seed, and plain random bytes. The target aborts on a broken promise. */
#include "fuzz_csv.h"
#include "util/random.h"
#include <criterion/criterion.h>
#include <string.h>

enum { ROOM = 512 };

static const char *const seeds[] = {
    "x,y\n1.5,2\n3,4e-2\n",
    "\xef\xbb\xbf\x69\x64;x;y\r\na;1;\r\n\"b\";nan;3\r\n\r\n",
    "\"a,b\",\"c\"\"d\"\n\"1\",\"line\nend\"\n2,\n",
    "x\n1\n\n3\n",
    "t\tu\n0.1\t1e308\n-inf\tn/a\n",
};

/* Bytes that mean something to the reader come more often than others. */
static uint8_t any_byte(eqs_rng *rng)
{
  static const char special[] = ",;\t\"\n\r\0 .e-+09an\xef";
  return eqs_rng_below(rng, 3) ? (uint8_t)special[eqs_rng_below(rng, sizeof special - 1)]
                               : (uint8_t)eqs_rng_below(rng, 256);
}

/* Changes, inserts, drops or repeats a few bytes of DATA and returns the new size. */
static size_t mutate(eqs_rng *rng, uint8_t *data, size_t size)
{
  for (uint32_t edits = 1 + eqs_rng_below(rng, 6); edits > 0; edits--) {
    size_t at = eqs_rng_below(rng, (uint32_t)size + 1);
    size_t run = 1 + eqs_rng_below(rng, 8);
    if (run > size - at) run = size - at;
    switch (eqs_rng_below(rng, 4)) {
    case 0:
      if (at < size) data[at] = any_byte(rng);
      break;
    case 1:
      if (size < ROOM) {
        memmove(data + at + 1, data + at, size - at);
        data[at] = any_byte(rng);
        size++;
      }
      break;
    case 2:
      memmove(data + at, data + at + run, size - at - run);
      size -= run;
      break;
    case 3:
      if (size + run <= ROOM) {
        memmove(data + at + run, data + at, size - at);
        size += run;
      }
      break;
    }
  }
  return size;
}

Test(fuzz_csv, mutations_of_good_files_keep_every_promise)
{
  eqs_rng rng = eqs_rng_new(31, 0);
  for (int turn = 0; turn < 20000; turn++) {
    const char *seed = seeds[eqs_rng_below(&rng, sizeof seeds / sizeof seeds[0])];
    uint8_t data[ROOM];
    size_t size = strlen(seed);
    memcpy(data, seed, size);
    size = mutate(&rng, data, size);
    LLVMFuzzerTestOneInput(data, size);
  }
}

Test(fuzz_csv, random_bytes_keep_every_promise)
{
  eqs_rng rng = eqs_rng_new(32, 0);
  for (int turn = 0; turn < 20000; turn++) {
    uint8_t data[ROOM];
    size_t size = eqs_rng_below(&rng, 64);
    for (size_t i = 0; i < size; i++)
      data[i] = turn % 2 ? any_byte(&rng) : (uint8_t)eqs_rng_below(&rng, 256);
    LLVMFuzzerTestOneInput(data, size);
  }
}
