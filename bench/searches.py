# SPDX-License-Identifier: BSD-3-Clause
"""What the benchmarks in Python share: running the program, and files of results, a line of JSON
each, from which an interrupted run goes on."""

import argparse
import concurrent.futures
import csv
import datetime
import json
import math
import os
import pathlib
import platform
import random
import subprocess
import sys
import threading

TOP = pathlib.Path(__file__).resolve().parents[1]


class Failed(Exception):
    """The program did not do what it was asked for."""


def read_csv(path):
    with open(path, newline="") as file:
        header, *rows = csv.reader(file)
    return header, [[float(cell) for cell in row] for row in rows]


def write_csv(path, header, rows):
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([header] + [[repr(cell) for cell in row] for row in rows])


def root_mean_square(rows):
    """Of the last column."""
    return math.sqrt(sum(row[-1] ** 2 for row in rows) / len(rows))


def add_noise(rows, level, name, seed):
    """Normal noise on the last column, LEVEL times its root mean square wide."""
    draw = random.Random(f"{name} {seed}")
    width = level * root_mean_square(rows)
    return [row[:-1] + [row[-1] + width * draw.gauss(0, 1)] for row in rows]


def eqsieve(program, *words, text=None):
    """What it prints."""
    words = [str(word) for word in words]
    try:
        done = subprocess.run([program, *words], input=text, capture_output=True, text=True)
    except OSError as error:
        raise Failed(f"{program}: {error.strerror} (see --eqsieve)") from error
    if done.returncode:
        raise Failed(f"{' '.join(words)}: exit code {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def screen(program, points, formulas, *options):
    """A line of results for each formula."""
    out = eqsieve(program, "screen", points, "-", "--quiet", *options,
                  text="".join(formula + "\n" for formula in formulas))
    return [json.loads(line) for line in out.splitlines()]


def search(program, *words):
    """Its result: front, recommended (a formula of it), stats."""
    result = json.loads(eqsieve(program, "search", *words, "--quiet", "--json"))
    if not result["front"]:
        raise Failed(f"{' '.join(map(str, words))}: the search found no formula")
    return {**result, "recommended": result["front"][result["selected"]]}


def read_options(doc, add, jobs=os.cpu_count()):
    """The options that ADD adds to those of every benchmark; what follows "--" is for the search."""
    words = sys.argv[1:]
    at = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(description=doc, usage="%(prog)s [OPTION...] [-- OPTION...]",
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add(parser)
    parser.add_argument("--eqsieve", default=os.environ.get("EQSIEVE", "eqsieve"),
                        metavar="PROGRAM", help="default: $EQSIEVE, then eqsieve")
    parser.add_argument("--jobs", type=int, default=jobs, metavar="N",
                        help=f"searches at a time, each on one thread ({jobs})")
    parser.add_argument("--out", metavar="FILE",
                        help="results, a line of JSON each; what is there is not run again")
    parser.add_argument("--table", action="store_true", help="only print the table of FILE")
    options = parser.parse_args(words[:at])
    options.rest = words[at + 1:]
    return options


def cpu():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def commit():
    done = subprocess.run(["git", "-C", TOP, "rev-parse", "--short", "HEAD"], capture_output=True,
                          text=True)
    return done.stdout.strip()


def whole_lines(path):
    """The lines of PATH, and how many bytes they take: what a run that was killed has half written
    comes after them."""
    text = pathlib.Path(path).read_bytes()
    size = text.rfind(b"\n") + 1
    return [json.loads(line) for line in text[:size].splitlines()], size


class Results:
    """The lines of a file, or of no file. All of them were made with one SETTINGS, and no two agree
    in all KEYS. Before those of each run stands a line that says when, where and at which commit."""

    def __init__(self, options, settings, keys):
        self.path, self.keys, self.lock = options.out, keys, threading.Lock()
        self.lines, self.about, size = [], [], 0
        old = self.path and os.path.exists(self.path) and os.path.getsize(self.path)
        if old:
            lines, size = whole_lines(self.path)
            for line in lines:
                (self.about if "settings" in line else self.lines).append(line)
        if options.table:
            if not self.about:
                raise Failed("--table: --out names no file of results")
            return
        if self.about and self.about[0]["settings"] != settings:
            raise Failed(f"{self.path} was made with other settings ({self.about[0]['settings']}); "
                         "name another file with --out")
        if old and not self.about:
            raise Failed(f"{self.path} holds no whole line of results; "
                         "remove it, or name another file with --out")
        if old:
            os.truncate(self.path, size)
        self.now = {"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
                    "cpu": cpu(), "jobs": options.jobs, "commit": commit(),
                    "version": eqsieve(options.eqsieve, "--version").splitlines()[0],
                    "settings": settings}

    def write(self, line):
        if self.path:
            with open(self.path, "a") as file:
                print(json.dumps(line), file=file)

    def has(self, task):
        return any(all(line[key] == task[key] for key in self.keys) for line in self.lines)

    def add(self, line):
        with self.lock:
            if not self.about or self.about[-1] != self.now:
                self.about.append(self.now)
                self.write(self.now)
            self.lines.append(line)
            self.write(line)
            print(", ".join(f"{key} {line[key]}" for key in self.keys) + ": done", file=sys.stderr)

    def heading(self):
        runs = [f"{about['cpu']}, {about['date']}, commit {about['commit']}, {about['settings']}"
                for about in self.about]
        return "; ".join(dict.fromkeys(runs))


def run(options, results, tasks, work):
    """Adds WORK(task), a dict, to the results for each of TASKS that they lack."""
    if options.table:
        return
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runs = [pool.submit(lambda task: results.add({**task, **work(task)}), task)
                for task in tasks if not results.has(task)]
        try:
            for future in concurrent.futures.as_completed(runs):
                future.result()
        except BaseException:
            for future in runs:
                future.cancel()
            raise


def main(body):
    """BODY() as a program."""
    try:
        body()
    except (Failed, OSError) as error:
        sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
