# jit
