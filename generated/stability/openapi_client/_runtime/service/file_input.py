"""Files to send, in all forms that a caller may give one in."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from os import PathLike
from typing import IO, Annotated, TypeAlias

from .options import UPLOAD

FileContent: TypeAlias = Annotated[
    bytes
    | bytearray
    | memoryview
    | str
    | PathLike[str]
    | IO[bytes]
    | Iterable[bytes]
    | AsyncIterable[bytes],
    UPLOAD,
]
"""The content of an upload: bytes, text (a ``str`` is never a path), a ``Path``, an open binary
file, or an iterator of bytes.
"""

FileInput: TypeAlias = Annotated[
    FileContent | tuple[str, FileContent] | tuple[str, FileContent, str], UPLOAD
]
"""A file to send: its content, or (name, content), or (name, content, media type)."""
