"""Lowering: the service (IR 1), its names and the settings become the Python package (IR 2). See
:func:`lower`.
"""

from docbound.lower.assemble import lower

__all__ = ["lower"]
