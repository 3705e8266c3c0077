"""Signs of responses as Python source."""

from __future__ import annotations

from docbound.package import SignRow
from docbound.writing.python_source import Node, call, sequence, strings
from docbound.writing.text import string_literal


def sign_node(row: SignRow) -> Node:
    """``ResponseSign(path=("ok",), values=(False,))``."""
    return call(
        "ResponseSign",
        path=strings(row.path),
        values=sequence(map(_plain, row.values)) if row.values else None,
        others=sequence(map(_plain, row.others)) if row.others else None,
    )


def _plain(value: object) -> str:
    return string_literal(value) if isinstance(value, str) else repr(value)
