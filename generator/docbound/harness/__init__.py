"""The test harness: fixtures, replay, documented facts and the checks between them, for any
project.
"""
