# tests/code
