"""Reading descriptions: JSON and YAML to plain data, the position of every pointer, ``$ref`` across
files.

:func:`load` gives a :class:`Document`; :func:`child`, :func:`join` and :func:`split` handle its
pointers.
"""

from .document import Document
from .file_set import STANDARD_INPUT
from .loading import load
from .pointers import child, escape, join, split, unescape

__all__ = [
    "STANDARD_INPUT",
    "Document",
    "child",
    "escape",
    "join",
    "load",
    "split",
    "unescape",
]
