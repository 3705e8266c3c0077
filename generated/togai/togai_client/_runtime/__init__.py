"""The engine that every generated package carries as ``_runtime``: ordinary Python, copied byte for
byte.
"""
