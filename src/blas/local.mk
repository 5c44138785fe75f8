# src/blas
