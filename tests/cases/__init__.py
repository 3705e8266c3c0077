"""Small cases: a few lines of description, a call, the wire, the result. See README.md in this
folder.
"""
