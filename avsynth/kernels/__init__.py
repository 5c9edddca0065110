"""Mathematics on arrays, compiled by numba: arrays, numbers and NamedTuples in and out; no objects, no randomness but counters."""
