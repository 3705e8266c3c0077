"""Text that is source code already, as a type of its own, apart from text that has to be quoted.

A description's strings are ``str``. What a quoting function or a printer of source code returns is
a :class:`Printed` of its language, and only that may go into a file of the language: templates
(:mod:`docbound.render.quoting_check`) and :func:`python` refuse everything else, whatever is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing import LiteralString


class Printed(str):
    """Text of one language, in which every string of the input is quoted."""

    __slots__ = ()


class PythonSource(Printed):
    """Part of a Python module: expressions, statements, docstrings."""

    __slots__ = ()


class MarkdownSource(Printed):
    """Part of a line, or whole lines, of a Markdown page."""

    __slots__ = ()


class TomlSource(Printed):
    """Part of a TOML file."""

    __slots__ = ()


class JsonSource(Printed):
    """A JSON document."""

    __slots__ = ()


class RawTextError(TypeError):
    """A text would have gone into a file without having been quoted: a fault of docbound, not of
    the description.
    """


_P = TypeVar("_P", bound=Printed)


def python(form: LiteralString, *parts: str) -> PythonSource:
    """``form.format(*parts)`` as Python source.

    Args:
        form: written by docbound's authors; ``{}`` is where a part goes.
        parts: Python source, or names; text of a description goes through
            :func:`docbound.writing.text.string_literal` or ``docstring`` first.

    Raises:
        RawTextError: if a part is neither.
    """
    return _fill(PythonSource, form, parts)


def markdown_source(form: LiteralString, *parts: str) -> MarkdownSource:
    """``form.format(*parts)`` as Markdown; see :func:`python`.

    Text of a description goes through :func:`docbound.writing.text.markdown_cell` or ``markdown``
    first.
    """
    return _fill(MarkdownSource, form, parts)


def _fill(kind: type[_P], form: str, parts: tuple[str, ...]) -> _P:
    for part in parts:
        if type(part) is not kind and part and not is_name(part):
            raise RawTextError(f"neither {kind.__name__} nor a name: {part[:80]!r}")
    return kind(form.format(*parts))


def is_name(text: str) -> bool:
    """Whether ``text`` is an identifier or several joined by dots: no file takes it for anything
    but a name.
    """
    return text.isidentifier() or all(part.isidentifier() for part in text.split("."))
