"""The only place that knows black.

Templates print what black would keep, so that black, which is slow, has little to do: a file is given to it only when a line
of code is wider than black allows. ``tests/render`` proves that what is skipped would not have changed.
"""

from __future__ import annotations

import hashlib
from typing import Final

import black
from black.mode import TargetVersion

from generator.tree import FileTree

_MODE: Final = black.Mode(target_versions={TargetVersion.PY311})


def format_tree(tree: FileTree, *, trust: bool = False) -> FileTree:
    """Every Python file of ``tree`` as black leaves it; other files are untouched.

    Args:
        tree: the files by path.
        trust: whether a file whose lines all fit is taken for formatted.

    Raises:
        black.InvalidInput: if a file is no Python, which only a mistake in a template can cause.
    """
    return {
        path: (
            format_source(text)
            if path.endswith(".py") and not (trust and _fits(text))
            else text
        )
        for path, text in tree.items()
    }


_done: dict[bytes, str] = {}


def format_source(text: str) -> str:
    """``text`` as black leaves it; remembered by content as long as the process lives."""
    key = hashlib.blake2b(text.encode(), digest_size=16).digest()
    if key not in _done:
        _done[key] = black.format_str(text, mode=_MODE)
    return _done[key]


def _fits(text: str) -> bool:
    return len(max(text.split("\n"), key=len)) <= _MODE.line_length
