# SPDX-License-Identifier: BSD-3-Clause
# Reading lines of flat JSON objects: read_json(line, into) fills INTO[key] with strings and numbers
# as text; null becomes "".
function read_json(line, into,   key, value)
{
  split("", into)
  while (match(line, /"[a-z_0-9]+":("[^"]*"|[^,}]*)/)) {
    key = substr(line, RSTART + 1, RLENGTH - 1)
    line = substr(line, RSTART + RLENGTH)
    value = key
    sub(/":.*/, "", key)
    sub(/^[^:]*:/, "", value)
    if (value ~ /^"/) value = substr(value, 2, length(value) - 2)
    into[key] = value == "null" ? "" : value
  }
}
