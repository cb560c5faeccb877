"""Benchmarks: each prints its figures, on data that nothing was fitted on."""
