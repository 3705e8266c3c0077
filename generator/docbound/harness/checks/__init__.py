"""The one gate: every check between descriptions, facts, packages, pages and fixtures, and the
forms of its report.
"""
