"""The engine that every generated package carries as ``_runtime``: ordinary Python, copied byte for
byte.
"""

# For modules that do not load `typing`, which takes longer than all of `import package`. Type
# checkers take any TYPE_CHECKING for true. Without its type, jedi (IPython, some editors) would
# take False literally and complete nothing; pyright does so with a type, but only in the module
# that has the assignment, hence one for all.
TYPE_CHECKING: bool = False
