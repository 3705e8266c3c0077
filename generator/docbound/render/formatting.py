"""Formats files with black: the only module that knows it.

Templates print what black would keep, so that black, which is slow, has little to do: a file is
given to it only when a line is wider than black allows and holds more than one thing that cannot be
broken. ``tests/render`` proves that what is skipped would not have changed.
"""

from __future__ import annotations

import re
from functools import cache as once
from typing import Final

from docbound import cache
from docbound.output.manifest import FileTree

_WIDTH: Final = 100

_STRING: Final = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_ATOM: Final = rf"""\ *(?:
        \|\ [\w.]+                                # a member of a union
      | [\w.]+,                                   # a name in a list
      | \w+\ as\ \w+,                            # an imported name
      | from\ [\w.]+\ import\ \(                 # the head of an import
      | (?:async\ )?def\ \w+\(                   # the head of a function
      | \ {{8}}\w+:\ \(                          # the head of an argument's annotation
      | \)\ ->\ \w+:                             # the end of a signature
      | class\ \w+\(                            # the head of a class
      | \ {{8}}[\w.]+                            # a name between brackets
      | \w+\ =\ {_STRING}                        # a text that has a name
      | (?:{_STRING}:\ |\w+=)?(?:{_STRING}|[\w.]+),  # a value, with its key
    )"""
"""Lines that black leaves alone however wide they are."""

_HEAD: Final = r"( *\w+ = )\w+\("
"""The head of a call whose target alone fills the line."""

_FIELD: Final = r"( *)\w+: ([\w.]+)"
"""A field without a default; parentheses help only where its type fits into a line of its own."""

_CODING: Final = re.compile(r"[ \t\f]*#.*?coding[:=]")
"""A line that tells Python the encoding of a file (Python reference, 2.1.4)."""

_FIRST_WIDE: Final = "\u1100"
"""From here on a character may fill two columns by black's count."""

_NARROW: Final = (
    ("\u0300", "\u036f"),
    ("\u0483", "\u0489"),
    ("\u0530", "\u10ff"),
    ("\ufe00", "\ufe0f"),
)
"""The characters, from first to last, that may fill none, so that a line which is broken here might
have fitted.
"""


def format_tree(tree: FileTree, *, trust: bool = True) -> FileTree:
    """Every generated Python file of ``tree`` as black leaves it; the runtime and all other files
    are untouched.

    Args:
        tree: the files by path.
        trust: whether a file without a line that black could break is taken for formatted.

    Raises:
        black.InvalidInput: if a file is no Python, which only a mistake in a template can cause.
    """
    return {
        path: (
            format_source(text)
            if _is_generated(path) and not (trust and is_formatted(text))
            else text
        )
        for path, text in tree.items()
    }


def _is_generated(path: str) -> bool:
    return path.endswith(".py") and "/_runtime/" not in path


@once
def format_source(text: str) -> str:
    """``text`` as black leaves it, remembered by content."""
    key = cache.digest(cache.program(), text)
    known = cache.read("formatted", key)
    if isinstance(known, str) and is_same_code(text, known):
        return known
    # Most packages do not need black at all, and its import takes longer than making a small one.
    import black
    from black.mode import TargetVersion

    mode = black.Mode(target_versions={TargetVersion.PY311}, line_length=_WIDTH)
    formatted = black.format_str(text, mode=mode)
    cache.write("formatted", key, formatted)
    return formatted


def is_same_code(text: str, formatted: str) -> bool:
    """Whether two modules differ by nothing but their layout: what comes from a cache becomes code,
    so it is not believed.

    Args:
        text: as it was rendered.
        formatted: what is said to be the same, as black leaves it. Blanks in docstrings may differ,
            which black sets anew.
    """
    import ast

    def shape(source: str) -> str:
        module = ast.parse(source)
        for node in ast.walk(module):
            match node:
                case ast.Expr(value=ast.Constant(value=str() as words) as constant):
                    constant.value = " ".join(words.split())
                case _:
                    pass
        return ast.dump(module)

    if any(_CODING.match(line) for line in formatted.split("\n", 2)[:2]):
        return False  # the rest would be read in another encoding
    try:
        return shape(text) == shape(formatted)
    except (SyntaxError, ValueError, RecursionError):
        return False


def is_formatted(text: str) -> bool:
    """Whether a rendered module has no line that black could break; what is in docstrings does
    not count.
    """
    lines = text.split("\n")
    is_even = text.isascii()
    if is_even and len(max(lines, key=len)) <= _WIDTH:
        return True
    quoted = False
    for line in lines:
        is_doc = quoted or line.lstrip().startswith('"""')
        marks = line.count('"""') if is_doc else 0
        if not is_doc:
            if not is_even and _has_narrow(line):
                return False
            if _columns(line) > _WIDTH and not _is_whole(line):
                return False
        quoted ^= marks % 2 == 1
    return True


def _has_narrow(line: str) -> bool:
    return not line.isascii() and any(
        first <= character <= last for character in line for first, last in _NARROW
    )


def _columns(line: str) -> int:
    """The most columns that ``line`` may fill."""
    if line.isascii():
        return len(line)
    return len(line) + sum(character >= _FIRST_WIDE for character in line)


def _is_whole(line: str) -> bool:
    """Whether a wide line cannot be broken."""
    if re.fullmatch(_ATOM, line, re.VERBOSE):
        return True
    if head := re.fullmatch(_HEAD, line):
        return len(head[1]) >= _WIDTH
    field = re.fullmatch(_FIELD, line)
    return field is not None and len(field[1]) + 4 + len(field[2]) > _WIDTH
