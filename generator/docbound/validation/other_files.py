"""What is wrong in the files that a description refers to.

openapi-spec-validator holds the root document against the specification's schema; what is behind a
reference to another file it judges as a schema at most. Here the files are put into the root, and
the whole is judged as one document: a schema becomes a component, so that it is judged once however
many lead to it, and any other part stands where it is referred to first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic
from docbound.document import Document
from docbound.document.pointers import child, join, split
from docbound.records import field, record
from docbound.service import JSONValue, Pointer
from docbound.tables.keywords import KEYWORDS

from . import fast_path


def faults_of_other_files(
    document: Document, line: str, known: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """The findings in files other than the root.

    Args:
        document: the description.
        line: the version of the specification that judges it.
        known: what has been found already, which is not said again.

    Returns:
        None of them where the whole cannot be judged exactly without the validator.
    """
    if len(document.files) < 2:
        return []
    whole = _Whole(document)
    root = whole.root()
    judge = fast_path.walk_of(document, line)
    if root is None or judge is None:
        return []
    objections = fast_path.objections(fast_path.Walk(root, judge.rules, names=judge.names))
    if not objections:
        return []
    from .explain import explain

    said = {(one.code, one.pointer) for one in known}
    return [
        one
        for one in explain(document, objections, line, whole.locate)
        if split(one.pointer)[0] and (one.code, one.pointer) not in said
    ]


_MAPS: Final = frozenset(
    {
        *("callbacks", "content", "examples", "headers", "links", "parameters", "paths"),
        *("patternProperties", "properties", "responses", "schemas"),
    }
)
"""Where bundlers put references though the specification has none: what is there is put in again,
since a reference would be a fault.
"""


_SCHEMAS: Final = frozenset({"schema", *(row.name for row in KEYWORDS if row.holds == "one")})
"""Keys whose value is a schema."""
_MANY_SCHEMAS: Final = frozenset(
    {
        *("$defs", "definitions", "dependentSchemas", "patternProperties", "properties", "schemas"),
        *(row.name for row in KEYWORDS if row.holds == "several"),
    }
)
"""Keys whose value is a map or a list of schemas."""
_KNOWN: Final = frozenset(
    {
        *(row.name for row in KEYWORDS),
        *("example", "examples", "name", "required", "title"),
        *("delete", "get", "head", "options", "patch", "post", "put", "trace"),
        *("callbacks", "components", "content", "definitions", "description", "headers", "in"),
        *("info", "openapi", "operationId", "parameters", "paths", "requestBody", "responses"),
        *("schema", "schemas", "security", "servers", "summary", "swagger", "tags", "value"),
    }
)
"""Keys by which a file is known to be part of a description."""


_TEXTS: Final = frozenset({"description", "summary", "title"})
"""Keys whose value is a text. Some bundlers put the text of another file there by a reference."""
_MOST_AGAIN: Final = 100_000
"""Objects that are put in a second time at most: maps of maps could be put in without end."""


class _UnjudgedError(Exception):
    """A reference leads nowhere, which is said elsewhere, or to what is no description, of which
    nothing may be shown; or the same parts would have to be put in too often.
    """


def _is_schema(place: tuple[str, ...]) -> bool:
    """Whether a schema stands at a place."""
    above, key = ("", "", *place)[-2:]
    return above in _MANY_SCHEMAS or (key in _SCHEMAS and above not in _MAPS)


def _is_text(place: tuple[str, ...]) -> bool:
    """Whether a text stands at a place, as far as the names of keys tell."""
    above, key = ("", "", *place)[-2:]
    return key in _TEXTS and above not in _MAPS and not _is_schema(place)


def _is_description(part: JSONValue) -> bool:
    """Whether most keys of a part of another file are those of descriptions."""
    if not isinstance(part, dict):
        return False
    known = sum(key in _KNOWN or key[:1] in ("/", "2", "4", "5") for key in part)
    return 2 * known >= len(part)


@record(frozen=False, kw_only=False)
class _Whole:
    """Puts a description's files into one document.

    Attributes:
        document: the description.
        places: where in the whole each part of another file stands, by its pointer.
        copies: how many objects were put in more than once.
    """

    document: Document
    places: dict[Pointer, tuple[str, ...]] = field(default_factory=dict[Pointer, "tuple[str, ...]"])
    copies: int = 0
    _parts: dict[tuple[str, ...], Pointer] = field(default_factory=dict["tuple[str, ...]", Pointer])
    _seen: set[Pointer] = field(default_factory=set[Pointer])
    _schemas: list[tuple[str, JSONValue, Pointer]] = field(
        default_factory=list["tuple[str, JSONValue, Pointer]"]
    )

    def root(self) -> dict[str, JSONValue] | None:
        """The whole; None where a reference leads nowhere, or nesting has no end."""
        try:
            whole = self._copied(dict(self.document.root), "#", ())
            section = self._section(whole)
            for name, schema, there in self._schemas:  # each may lead to more
                section[name] = self._copied(schema, there, (*self._schemas_at, name))
        except (_UnjudgedError, RecursionError):
            return None
        return whole if isinstance(whole, dict) else None

    @property
    def _schemas_at(self) -> tuple[str, ...]:
        """Where schemas of other files are put."""
        return ("definitions",) if "swagger" in self.document.root else ("components", "schemas")

    def _section(self, whole: JSONValue) -> dict[str, JSONValue]:
        for key in self._schemas_at:
            whole = whole.setdefault(key, {}) if isinstance(whole, dict) else None
        if not isinstance(whole, dict):
            raise _UnjudgedError
        return whole

    def locate(self, tokens: Sequence[str]) -> Pointer:
        """The pointer of what is reached by ``tokens`` in the whole."""
        for length in range(len(tokens), 0, -1):
            part = self._parts.get(tuple(tokens[:length]))
            if part is not None:
                file, inner = split(child(part, *tokens[length:]))
                return self.document.locate(inner, file)
        return self.document.locate(tokens)

    def _copied(self, value: JSONValue, pointer: Pointer, place: tuple[str, ...]) -> JSONValue:
        if isinstance(value, list):
            return [
                self._copied(item, f"{pointer}/{index}", (*place, str(index)))
                for index, item in enumerate(value)
            ]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str) and (split(pointer)[0] or not reference.startswith("#")):
            return self._followed(reference, pointer, place)
        if pointer in self._seen:
            self.copies += 1
            if self.copies > _MOST_AGAIN:
                raise _UnjudgedError
        self._seen.add(pointer)
        file, tokens = split(pointer)
        return {
            key: self._copied(item, join(file, (*tokens, key)), (*place, key))
            for key, item in value.items()
        }

    def _followed(self, reference: str, pointer: Pointer, place: tuple[str, ...]) -> JSONValue:
        if _is_text(place):
            return ""  # That no reference belongs there is said at that place.
        target = self.document.resolve(reference, pointer)
        if target is None:
            raise _UnjudgedError
        value, there = target
        file, tokens = split(there)
        if not file:
            return {"$ref": join("", tokens)}
        first = self.places.get(there)
        is_again = place[-1] in _MAPS and first != place[: len(first or ())]
        if first is not None and isinstance(value, dict) and not is_again:
            return {"$ref": join("", first)}
        if split(pointer)[0] != file and not _is_description(value):
            raise _UnjudgedError
        if _is_schema(place) and first is None:
            name = f"other-file-{len(self._schemas)}"
            self._schemas.append((name, value, there))
            place = (*self._schemas_at, name)
            self.places[there] = place
            self._parts[place] = there
            return {"$ref": join("", place)}
        self.places[there] = place
        self._parts[place] = there
        return self._copied(value, there, place)
