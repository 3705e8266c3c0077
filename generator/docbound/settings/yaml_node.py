"""Reads typed values out of a settings file; whatever does not fit becomes a positioned diagnostic,
with a hint.

A :class:`Node` is a place in the file. Its methods give the value as the wanted type, or a harmless
default together with a diagnostic, so that one run shows every mistake.
"""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Position, Severity
from docbound.diagnostics.suggestions import did_you_mean
from docbound.document import Document, child
from docbound.records import record
from docbound.service import JSONValue, Pointer

T = TypeVar("T")


@record
class Node:
    """A value of a settings file and its place.

    Attributes:
        value: what is there.
        pointer: where.
        document: the file.
        diagnostics: gets a finding for what does not fit.
    """

    value: JSONValue
    pointer: Pointer
    document: Document
    diagnostics: Diagnostics

    def text(self) -> str:
        """The value as a text; numbers count as one, because ``version: 1.0`` is what people
        write.
        """
        match self.value:
            case str():
                return self.value
            case bool() | None | list() | dict():
                return self._mistyped("a text", "")
            case number:
                return str(number)

    def flag(self) -> bool:
        """The value as a boolean."""
        return (
            self.value if isinstance(self.value, bool) else self._mistyped("true or false", False)
        )

    def word(self, allowed: Iterable[str]) -> str:
        """The value as one of a few words; the first of them is the default."""
        words = tuple(allowed)
        if isinstance(self.value, str) and self.value in words:
            return self.value
        self.report(
            "wrong-value",
            f"{self._shown()} is not one of {', '.join(words)}",
            _suggestion(str(self.value), words) or f"choose one of {', '.join(words)}",
        )
        return words[0]

    def identifier(self) -> str:
        """The value as a Python name, in the normal form that Python itself reads names in."""
        name = unicodedata.normalize("NFKC", self.text())
        if keyword.iskeyword(name):
            self.report(
                "wrong-value",
                f"{name!r} is a keyword of Python",
                f"use another name, such as `{name.lower()}_`",
            )
            return ""
        if name and not name.isidentifier():
            self.report(
                "wrong-value",
                f"{name!r} is not a Python name",
                "use letters, digits and underscores, and no digit first",
            )
            return ""
        return name

    def texts(self) -> tuple[str, ...]:
        """The value as a list of texts; a single text counts as a list of one."""
        if isinstance(self.value, str):
            return (self.value,)
        return tuple(item.text() for item in self.items())

    def items(self) -> tuple[Node, ...]:
        """The items of a list."""
        if not isinstance(self.value, list):
            return self._mistyped("a list", ())
        return tuple(self._at(str(index), value) for index, value in enumerate(self.value))

    def members(self) -> dict[str, Node]:
        """The members of a mapping whose keys are free."""
        if not isinstance(self.value, dict):
            return self._mistyped("a mapping", {})
        return {key: self._at(key, value) for key, value in self.value.items()}

    def mapping(self, read: Callable[[Node], T]) -> dict[str, T]:
        """A mapping with free keys, each value read by ``read``."""
        return {key: read(node) for key, node in self.members().items()}

    def fields(self, readers: Mapping[str, Callable[[Node], object]]) -> dict[str, object]:
        """A mapping with fixed keys: the value of each key that is there, read by its own reader.

        Keys that are unknown are reported, with the nearest known one.
        """
        found: dict[str, object] = {}
        for key, node in self.members().items():
            if node.value is None:
                continue
            if key in readers:
                found[key] = readers[key](node)
                continue
            self.diagnostics.add(
                Diagnostic(
                    severity=Severity.ERROR,
                    code="unknown-key",
                    message=f"there is no setting {key!r} here",
                    hint=_suggestion(key, readers) or f"known are {', '.join(readers)}",
                    pointer=node.pointer,
                    position=self.document.position(node.pointer, key=True),
                )
            )
        return found

    def position(self) -> Position | None:
        """The place in the file."""
        return self.document.position(self.pointer)

    def report(self, code: str, message: str, hint: str) -> None:
        """Adds an error about this place."""
        self.diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code=code,
                message=message,
                hint=hint,
                pointer=self.pointer,
                position=self.position(),
            )
        )

    def _at(self, key: str, value: JSONValue) -> Node:
        return Node(
            value=value,
            pointer=child(self.pointer, key),
            document=self.document,
            diagnostics=self.diagnostics,
        )

    def _mistyped(self, wanted: str, default: T) -> T:
        self.report(
            "wrong-type",
            f"{wanted} is expected here, not {self._shown()}",
            f"write {wanted}",
        )
        return default

    def _shown(self) -> str:
        match self.value:
            case dict():
                return "a mapping"
            case list():
                return "a list"
            case None:
                return "nothing"
            case other:
                return repr(other)


def _suggestion(word: str, known: Iterable[str]) -> str:
    near = did_you_mean(word, known)
    return f"did you mean {near!r}?" if near else ""
