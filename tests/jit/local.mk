# tests/jit
