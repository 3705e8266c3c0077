"""JSON values and the schemas of a description: which values a schema accepts, and values made for
it.
"""

from .validity import Judge, Misfit

__all__ = ["Judge", "Misfit"]
