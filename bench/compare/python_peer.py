# SPDX-License-Identifier: BSD-3-Clause
"""NumPy and numexpr: python_peer.py numpy|numexpr DATA EXPRESSIONS DTYPE REPEATS LOSSES."""
import ast
import json
import os
import statistics
import sys
import time

import numpy as np

COLUMNS = 11
NAMES = [f"x{j}" for j in range(COLUMNS - 1)]


class Squares(ast.NodeTransformer):
    """numexpr has no square(): a ** 2, which it multiplies out."""

    def visit_Call(self, node):
        self.generic_visit(node)
        if node.func.id == "square":
            return ast.BinOp(node.args[0], ast.Pow(), ast.Constant(2))
        return node


def prepare_numpy(text, columns):
    code = compile(text, "expression", "eval")
    scope = {name: getattr(np, name) for name in "sin cos tan exp log sqrt square tanh".split()}
    scope.update(zip(NAMES, columns))
    return lambda: eval(code, scope)


def prepare_numexpr(text, columns):
    import numexpr
    import numexpr.necompiler

    numexpr.set_num_threads(1)
    tree = Squares().visit(ast.parse(text, mode="eval"))
    text = ast.unparse(ast.fix_missing_locations(tree))
    used = [name for name in NAMES if name in text]
    compiled = numexpr.NumExpr(text, [(name, numexpr.necompiler.getType(columns)) for name in used])
    arguments = [columns[NAMES.index(name)] for name in used]
    return lambda: compiled(*arguments)


def main(peer, data, expressions, dtype, repeats, losses):
    clock = time.process_time if os.environ.get("PEER_CLOCK") == "cpu" else time.perf_counter
    columns = np.fromfile(data).reshape(COLUMNS, -1)
    columns = columns.astype(np.float32 if dtype == "f32" else np.float64)
    target = columns[-1]
    rows = len(target)
    np.seterr(all="ignore")  # floats overflow where doubles do not
    lines = [line for line in open(expressions).read().splitlines() if line.strip()]
    prepare = prepare_numpy if peer == "numpy" else prepare_numexpr

    start = clock()
    formulas = [prepare(line, columns) for line in lines]
    prepare_us = (clock() - start) / len(lines) * 1e6

    def score():
        loss = []
        for formula in formulas:
            residual = formula() - target
            loss.append(float(np.dot(residual, residual)) / rows)
        return loss

    score()
    seconds = []
    for _ in range(int(repeats)):
        start = clock()
        loss = score()
        seconds.append(clock() - start)
    median = statistics.median(seconds)
    module = __import__(peer)
    nodes = float(os.environ.get("PEER_NODES", "nan")) * len(lines)
    print(json.dumps({
        "peer": f"{'NumPy' if peer == 'numpy' else peer} {module.__version__}", "where": "here",
        "dtype": dtype, "rows": rows, "threads": 1, "expressions": len(lines),
        "gnode_per_s": nodes * rows / median * 1e-9, "us_per_expr": median / len(lines) * 1e6,
        "prepare_us": prepare_us, "median": median,
        "mad": statistics.median(abs(s - median) for s in seconds), "repeats": int(repeats),
    }, separators=(",", ":")))
    with open(losses, "w") as out:
        out.writelines(f"{value!r}\n" for value in loss)


main(*sys.argv[1:])
