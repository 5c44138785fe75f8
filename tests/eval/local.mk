# tests/eval
