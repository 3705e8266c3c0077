"""A package as docbound writes one, by hand: what the runtime's models are tried on. It gets its
``_runtime`` in the tests.
"""

__version__ = "1.0.0"
