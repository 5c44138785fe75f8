# tests/search
