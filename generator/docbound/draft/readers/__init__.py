"""One module for each markup: a file in, blocks (or recorded calls) out. None of them knows what an
operation is.
"""
