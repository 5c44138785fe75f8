# tests/program
