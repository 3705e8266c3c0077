"""Multipart bodies in their parts (RFC 2046, 5.1; RFC 7578)."""

from __future__ import annotations

import itertools
import re
from email.message import Message

from docbound.records import record


@record
class Part:
    """One part.

    Attributes:
        head: the header lines, as they were sent.
        content: its octets.
    """

    head: bytes
    content: bytes

    @property
    def headers(self) -> dict[str, str]:
        """The header fields, names in small letters."""
        rows = (line.partition(b":") for line in self.head.split(b"\r\n") if b":" in line)
        return {
            name.decode("latin-1").strip().lower(): value.decode("utf-8", "replace").strip()
            for name, _, value in rows
        }

    def option(self, name: str) -> str | None:
        """A parameter of Content-Disposition, such as ``name`` or ``filename``."""
        message = Message()
        message["content-disposition"] = self.headers.get("content-disposition", "form-data")
        found = message.get_param(name, header="content-disposition")
        if isinstance(found, tuple):
            return found[2]
        return found


def split_parts(body: bytes, boundary: str) -> tuple[Part, ...] | None:
    """The parts between the delimiters, in order; None where the body has no such delimiter.

    Args:
        body: the whole body.
        boundary: as the Content-Type has it.
    """
    delimiter = re.compile(
        rb"(?:\A|\r?\n)--" + re.escape(boundary.encode()) + rb"(--)?[ \t]*(?:\r?\n|\Z)"
    )
    places = list(delimiter.finditer(body))
    if not places:
        return None
    parts: list[Part] = []
    for first, second in itertools.pairwise(places):
        if first[1]:
            break
        raw = body[first.end() : second.start()]
        head, mark, content = raw.partition(b"\r\n\r\n")
        if not mark:
            head, _, content = raw.partition(b"\n\n")
            head = head.replace(b"\n", b"\r\n")
        if raw.startswith((b"\r\n", b"\n")):  # a part without headers
            head, content = b"", raw.removeprefix(b"\r").removeprefix(b"\n")
        parts.append(Part(head=head, content=content))
    return tuple(parts)


def join_parts(parts: tuple[Part, ...], boundary: str) -> bytes:
    """The body that :func:`split_parts` reads as ``parts``."""
    mark = b"--" + boundary.encode()
    written = b"".join(
        mark
        + b"\r\n"
        + (part.head + b"\r\n" if part.head else b"")
        + b"\r\n"
        + part.content
        + b"\r\n"
        for part in parts
    )
    return written + mark + b"--\r\n"
