"""A stub of a service, on loopback: answers from fixtures, examples and made values, and checks
what it is sent.
"""
