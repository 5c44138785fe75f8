#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# eqsieve train and sample, and search --model: files that go on, that others can read, that fit.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/cli/lib.sh"

small='--corpus 300 --max-nodes 12'
eqs train m.st --variables x0,x1 $small --epochs 2 --jsonl --quiet
is 'a model is trained' "$code $(json out epochs) $(json out formulas) $(json out stop)" \
  '0 2 300 epochs'
eqs train m.st --variables x0,x1 $small --epochs 1 --quiet
holds 'and goes on' grep -q '^m.st: [0-9]* parameters, 3 epochs of 300 formulas, loss' out
eqs train n.st --variables x0,x1 $small --epochs 3 --threads 1 --quiet
holds 'to the same bytes' cmp m.st n.st
eqs train t.st --variables x0,x1 --preset paper --hidden 8 --latent 8 --corpus 500 --epochs 10000 --time 0.5 \
  --json --quiet
is 'time ends a training' "$code $(json out stop)" '0 time'
holds 'which validates nonetheless' test "$(json out validation)" != null -a "$(json out restored)" != null
fails 'other settings are refused' 3 'm.st: was trained with other settings' \
  train m.st --variables x0,x1 $small --seed 7
fails 'another dropout is another setting' 3 'm.st: was trained with other settings' \
  train m.st --variables x0,x1 $small --dropout positions
cp m.st before.st
fails 'and so are other names of the variables' 3 "m.st: calls its variables 'x0 x1'" \
  train m.st --variables u,v $small
holds 'and the file stays as it was' cmp m.st before.st
fails 'no two variables have one name' 2 "'x' is there twice" train o.st --variables x,x $small
fails 'nor is any without' 2 'name 2 is empty' train o.st --variables a,,c $small
fails 'not the last either' 2 'name 2 is empty' train o.st --variables a, $small
fails 'variables are needed' 2 'variables' train o.st
fails 'a width without a preset' 2 'preset' train o.st --variables x --hidden 3
fails 'no such folder' 4 'no/such' train no/such/o.st --variables x $small --epochs 1 --quiet

eqs sample m.st --count 30
is 'formulas, one a line' "$code $(wc -l <out)" '0 30'
cp out first
eqs sample m.st --count 60 --threads 1
head -n 30 out >second
holds 'the same seed, the same formulas' cmp first second
eqs sample m.st --count 30 --seed 2
is 'another seed, others' "$(cmp -s first out; echo $?)" 1
eqs sample m.st --count 20 --jsonl
is 'lines of JSON' "$(grep -c '"expression":"' out)" 20
make_data >data.csv
cp out drawn.jsonl
eqs screen data.csv drawn.jsonl --target y --quiet
is 'that screen can score' "$code $(wc -l <out)" '0 20'
eqs sample m.st --count 50 --mask none --jsonl
is 'without a mask, some are none' "$(grep -c '"expression":' out) $(grep -q '"expression":null' out; echo $?)" '50 0'
holds 'and that is said' grep -q '^eqsieve: [0-9]* of 50 samples are no formulas' err
# below OUTER INNER NUMBER: how many of the formulas of out have an OUTER below which INNER occurs
# (NUMBER 1) or does not (0).
below() {
  sed 's/.*"tokens":"\([^"]*\)".*/\1/' out | awk -v outer="$1" -v inner="$2" -v number="$3" '
    function end(i,   operands) {
      operands = $i ~ /^(add|sub|mul|div|pow)$/ ? 2 : $i ~ /^(sqrt|square|exp|log|sin|cos)$/
      for (i++; operands > 0; operands--) i = end(i)
      return i
    }
    { hit = 0
      for (i = 1; i <= NF; i++) if ($i == outer) {
        found = 0
        for (k = i + 1; k < end(i); k++) if ($k == inner) found = 1
        if (found == number) hit = 1
      }
      count += hit }
    END { print count + 0 }'
}
draw() { eqs sample m.st --count 200 --jsonl "$@"; }
draw
holds 'without rules there are nests' test "$(below add add 1)" -gt 0
holds 'and functions without a column below' test "$(below exp x0 0)" -gt 0
draw --forbid 'nest(add; add)'
is 'what may not nest does not' "$(wc -l <out) $(below add add 1)" '200 0'
draw --require 'under(exp; x0)'
is 'what must be below is' "$(wc -l <out) $(below exp x0 0)" '200 0'
holds 'below some' test "$(below exp x0 1)" -gt 0
draw --require 'occurs(sin,x1)'
is 'what must occur does' "$(wc -l <out) $(grep -c '"tokens":"[^"]*sin' out) $(grep -c '"tokens":"[^"]*x1' out)" \
  '200 200 200'
head -n 20 out >first
eqs sample m.st --count 20 --jsonl --require 'occurs(sin,x1)' --threads 1
holds 'more of them only adds some' cmp first out
eqs sample m.st --count 20 --require 'occurs(sqrt,square,exp,log,sin,cos,add,sub,mul,div)' --max-nodes 6
is 'rules that nothing obeys give nothing' "$code $(wc -l <out)" '0 0'
holds 'and that is said' grep -q '^eqsieve: 0 of 20 formulas: .* obeys the rules' err
fails 'rules that nothing can obey' 2 "'tanh' must occur" sample m.st --require 'occurs(tanh)'
fails 'rules need a mask' 2 'mask' sample m.st --mask none --forbid 'nest(add; add)'
fails 'no such file' 4 'none.st' sample none.st
echo 'no weights' >bad.st
fails 'no weights' 3 'not a file of weights' sample bad.st

eqs search data.csv --target y --features x0,x1 --model m.st --max-evals 2000 --quiet --jsonl
is 'a search starts from it' "$code" 0
cp out first
eqs search data.csv --target y --features x0,x1 --model m.st --max-evals 2000 --quiet --jsonl
holds 'and ends the same each time' cmp first out
fails 'another number of features' 3 'tokens in all' \
  search data.csv --target y --model m.st --max-evals 100 --quiet

cat >read.py <<'END'
import json, struct, sys
with open(sys.argv[1], "rb") as file:
    data = file.read()
(length,) = struct.unpack("<Q", data[:8])
header = json.loads(data[8:8 + length])
about = header.pop("__metadata__")
body = data[8 + length:]
assert about["format"] == "eqsieve segvae 1", about
assert about["variables"].split() == ["x0", "x1"], about
tokens = about["vocabulary"].split()
assert tokens[0] == "add" and tokens[-1] == "const", tokens
size = {"F32": 4, "I64": 8}
end = 0
for name, t in header.items():
    count = 1
    for n in t["shape"]:
        count *= n
    begin, end = t["data_offsets"]
    assert end - begin == count * size[t["dtype"]], name
assert end == len(body)
t = header["embedding.weight"]
assert t["shape"] == [len(tokens) + 2 + 3, int(about["embedding"])], t
values = struct.unpack("<%df" % (t["shape"][0] * t["shape"][1]), body[slice(*t["data_offsets"])])
mean = sum(values) / len(values)
spread = sum((v - mean) ** 2 for v in values) / len(values)
assert abs(mean) < 0.1 and 0.8 < spread < 1.2, (mean, spread)
(steps,) = struct.unpack("<q", body[slice(*header["adam.step"]["data_offsets"])])
assert steps == 3 * 2, steps
END
if command -v python3 >/dev/null 2>&1; then
  holds 'Python reads the file' python3 -I read.py m.st
else
  skip 'Python reads the file' 'no Python'
fi
finish
