"""The tree of methods that paths and operationIds show: ``/repos/{owner}/{repo}/branches`` is
``repos.branches``, its last words or the operationId give the method.

It is proposed where some paths are below others; a description whose paths are a flat list has no
tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import Final

from docbound.lower.context import Context
from docbound.lower.operations.pagination import behind_names
from docbound.naming import reserved_names
from docbound.naming.short_names import common_start, function_of, singular
from docbound.naming.words import snake
from docbound.records import record
from docbound.service import Array, JSONValue, Named, Object, Operation, Type

from .suggestion import Described, Suggestion

_PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_VERSION: Final = re.compile(r"v\d+(?:(?:alpha|beta)\d*)?|api|rest")
_FORMAT: Final = re.compile(r"\.(?:json|xml)$")
_LONGEST: Final = 16
"""Letters of a word that can be a verb; longer ones are sentences written together."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OF_ITEMS: Final = {
    "GET": "get",
    "PUT": "update",
    "PATCH": "update",
    "POST": "update",
    "DELETE": "delete",
}
_OF_LISTS: Final = {
    "GET": "list",
    "PUT": "update",
    "PATCH": "update",
    "POST": "create",
    "DELETE": "delete",
}
"""The methods that an HTTP method stands for at the path of one thing, and at that of many."""

_USUAL: Final = _names("""
    add create delete destroy edit fetch find get insert list modify partial patch post put query
    read remove replace retrieve save set update upsert
    """)
"""Verbs that say what is done to a resource; any other one is what the path's last word says."""

_ONE: Final = frozenset(("fetch", "find", "get", "read", "retrieve"))
"""Verbs that an operationId may have where one thing is read, and where many are."""

_NOISE: Final = _names("a all an and api by for from in method of on operation the to v1 v2 with")


@record
class _Place:
    """Where an operation would be called."""

    path: tuple[str, ...]
    method: str


def suggest(described: Described) -> Iterator[Suggestion]:
    """A proposal for each resource at the top, where the paths show a tree."""
    context = described.context
    if context.settings.resources:
        return
    operations = context.api.operations
    reader = _Reader(context)
    trees: dict[str, dict[str, JSONValue]] = {}
    named: dict[str, list[str]] = {}
    deepest = 0
    for operation in operations:
        place = reader.place(operation)
        if place is None:
            continue
        deepest = max(deepest, len(place.path))
        top, *below = place.path
        node = trees.setdefault(top, {})
        for name in below:
            node = _below(node, name)
        name = described.name(operation)
        if _add(node, operation, place.method, name):
            named.setdefault(top, []).append(name)
    if deepest < 2:
        return
    for top, names in named.items():
        yield Suggestion(
            section="resources",
            key=top,
            value=trees[top],
            reason=_reason(names),
            operations=tuple(names),
        )


def _reason(names: list[str]) -> str:
    if len(names) == 1:
        return "the path of one operation begins so"
    return f"the paths of {len(names)} operations begin so"


def _below(node: dict[str, JSONValue], name: str) -> dict[str, JSONValue]:
    """The resource below another; a method that has the name already goes into it."""
    found = node.setdefault(name, {})
    if isinstance(found, dict):
        return found
    made: dict[str, JSONValue] = {"call": found}
    node[name] = made
    return made


def _add(node: dict[str, JSONValue], operation: Operation, method: str, name: str) -> bool:
    """Adds a method under a name that is free; False where there is none."""
    whole = snake(operation.operation_id)
    verb = _OF_ITEMS.get(operation.method, "")
    for wanted in (method, whole, f"{verb}_{method}" if verb != method else ""):
        if wanted.isidentifier() and wanted not in reserved_names.METHODS and wanted not in node:
            node[wanted] = name
            return True
    return False


class _Reader:
    """Reads paths beside one another: what is below a path says what it is."""

    def __init__(self, context: Context) -> None:
        operations = context.api.operations
        self._context = context
        self._mount = common_start([operation.path for operation in operations])
        self._methods: dict[str, set[str]] = {}
        for operation in operations:
            self._methods.setdefault(_shape(operation.path), set()).add(operation.method)

    def place(self, operation: Operation) -> _Place | None:
        """The place of an operation; None where its path has no words."""
        segments = _segments(operation.path.removeprefix(self._mount))
        words = [segment for segment in segments if segment != "{}"]
        if not words:
            return None
        if "." in words[-1] and segments[-1] != "{}":
            *path, method = (snake(word) for word in ".".join(words).split("."))
        else:
            path = [snake(word) for word in words]
            method = "" if segments[-1] == "{}" else self._action(operation, path)
            if method and len(path) > 1:
                path.pop()
            else:
                method = self._verb(operation, path, is_item=segments[-1] == "{}")
        if not path:
            path, method = [method], self._verb(operation, [method], is_item=False)
        return _Place(path=_usable(path), method=method)

    def _action(self, operation: Operation, path: list[str]) -> str:
        """The method that the last word of a path is: ``/jobs/{id}/cancel``."""
        shape = _shape(operation.path)
        if len(self._methods[shape]) > 1 or any(
            other.startswith(f"{shape}/") for other in self._methods
        ):
            return ""
        last = path[-1]
        tags = {singular(word) for tag in operation.tags for word in _words(tag)}
        given = _words(function_of(operation, self._mount) or operation.operation_id)
        given = list(dropwhile(lambda word: singular(word) in tags, given))
        if given:
            first = last.split("_")[0]
            is_action = given[0] not in _USUAL and given[0] == first
        else:
            is_action = operation.method in ("POST", "PUT") and singular(last) == last
        if not is_action or not last.isidentifier():
            return ""
        return f"{last}_" if last in reserved_names.METHODS else last

    def _verb(self, operation: Operation, path: list[str], *, is_item: bool) -> str:
        """What the operationId says beside the words of path and tags, or else what the HTTP method
        stands for.
        """
        known = {singular(word) for name in path for word in name.split("_")}
        known |= {singular(word) for tag in operation.tags for word in _words(tag)}
        given = _words(function_of(operation, self._mount) or operation.operation_id)
        rest = [word for word in given if singular(word) not in known and word not in _NOISE]
        said = "_".join(rest)
        is_item = is_item or self._is_single(operation, path[-1])
        if not is_item and operation.method == "GET" and said in _ONE:
            return "list"
        is_short = 0 < len(rest) <= 2 and all(len(word) <= _LONGEST for word in rest)
        if is_short and said.isidentifier() and said not in reserved_names.METHODS:
            return said
        table = _OF_ITEMS if is_item else _OF_LISTS
        return table.get(operation.method, operation.method.lower())

    def _is_single(self, operation: Operation, last: str) -> bool:
        """Whether a GET at a path without a parameter at its end gives one thing."""
        if operation.method != "GET" or f"{_shape(operation.path)}/{{}}" in self._methods:
            return False
        types = [
            behind_names(self._context, media.type)
            for response in operation.responses
            if response.status.startswith("2")
            for media in response.contents
            if media.type is not None
        ]
        if not types:
            return singular(last) == last
        return not any(self._holds_list(type_, last) for type_ in types)

    def _holds_list(self, type_: Type, last: str) -> bool:
        """Whether a response is a list, or an object around one where the path speaks of many."""
        if isinstance(type_, Array):
            return True
        definition = (
            self._context.api.definitions.get(type_.pointer) if isinstance(type_, Named) else None
        )
        if not isinstance(definition, Object) or singular(last) == last:
            return False
        fields = (behind_names(self._context, field.type) for field in definition.fields)
        return any(isinstance(each, Array) for each in fields)


def _shape(path: str) -> str:
    return _PARAMETER.sub("{}", path.rstrip("/"))


def _segments(path: str) -> list[str]:
    """The words of a path, ``{}`` for a parameter; what follows a colon is a word of its own."""
    found: list[str] = []
    for segment in path.partition("?")[0].split("/"):
        text = _FORMAT.sub("", segment)
        for part in text.split(":"):
            plain = _PARAMETER.sub("", part).strip(".-_,;()'")
            if plain and (found or not _VERSION.fullmatch(plain)):
                found.append(plain)
            elif _PARAMETER.search(part):
                found.append("{}")
    return found


def _usable(path: list[str]) -> tuple[str, ...]:
    """Names that attributes can have."""
    found: list[str] = []
    for index, name in enumerate(path):
        taken = reserved_names.METHODS if index else reserved_names.ACCESSORS
        plain = name if name.isidentifier() else f"api_{name}"
        found.append(f"{plain}_" if plain in taken else plain)
    return tuple(found)


def _words(text: str) -> list[str]:
    return [word for word in snake(text).split("_") if word]
