"""Mathematics on arrays, compiled by numba: arrays, numbers, NamedTuples in and out; randomness only by counters."""
