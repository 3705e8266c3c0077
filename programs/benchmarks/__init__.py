"""Measurements: docbound beside its floors and its peers, by ``python -m programs.benchmarks
[--peers]``; see docs/benchmarks.md.

Times are CPU seconds of a child process, so that a busy machine disturbs them little. What is
compared runs in turns (one round of each after the other), and medians are quoted. Nothing here is
asserted; the laws that hold on every machine are counted in tests/benchmarks.
"""
