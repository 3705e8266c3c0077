"""Naming: words, cases, reserved names and clashes. Every name of a package is settled here, once,
and looked up by pointer.

See :func:`resolve_names`; the rules for each kind of name are in
:mod:`docbound.naming.candidates`, those for a clash in :mod:`docbound.naming.clashes`.
"""

from docbound.naming.all_names import resolve_names
from docbound.naming.names import ApiName, MethodName, ModelName, Names, OperationName

__all__ = [
    "ApiName",
    "MethodName",
    "ModelName",
    "Names",
    "OperationName",
    "resolve_names",
]
