"""Helpers of the tests: fixtures, transports that replay them, a stub server, blocks of
documentation.
"""
