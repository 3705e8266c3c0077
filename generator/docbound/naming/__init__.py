"""Naming: words, cases, reserved names and clashes. Every name of a package is settled here, once,
and looked up by pointer.

See :func:`resolve_names`; the rules for each kind of name stand in
:mod:`docbound.naming.candidates`, those for a clash in :mod:`docbound.naming.scope`.
"""

from docbound.naming.names import ApiName, ModelName, Names, OperationName
from docbound.naming.resolve import resolve_names

__all__ = [
    "ApiName",
    "ModelName",
    "Names",
    "OperationName",
    "resolve_names",
]
