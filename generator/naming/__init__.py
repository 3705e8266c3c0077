"""Naming: words, cases, reserved names and clashes. Every name of a package is settled here, once, and looked up by pointer.

See :func:`settle`; the rules for each kind of name stand in :mod:`generator.naming.wishes`, those for a clash in
:mod:`generator.naming.scope`.
"""

from generator.naming.names import (
    ApiName,
    ModelName,
    Names,
    OperationName,
)
from generator.naming.settling import settle

__all__ = [
    "ApiName",
    "ModelName",
    "Names",
    "OperationName",
    "settle",
]
