"""Attacks on a client that are made by rules, without end: each has a number, and is the same each
time. The tests try the first of each kind, ``make fuzz`` goes on.
"""
