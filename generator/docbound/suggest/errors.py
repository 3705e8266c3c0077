"""Errors that a service reports with a status of success, by the shapes of its responses: a flag
such as ``ok``, or ``errors`` beside ``data`` (GraphQL over HTTP).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from docbound.lower.setting_references import rule_for
from docbound.records import record
from docbound.service import Array, JSONValue, Operation, Pointer, Primitive, Type
from docbound.settings.operation_rules import ALL

from .pagination import fields_of, plain
from .suggestion import Described, Suggestion

_FLAGS: Final = ("ok", "success", "succeeded", "issuccess", "issuccessful")
_CODES: Final = ("error", "errorcode", "errcode", "code", "error.code")
_GRAPHQL: Final = frozenset(("data", "errors", "extensions"))


@record
class _Found:
    """A proposal for one operation: the entry, what speaks for it, and the places of both."""

    name: str
    value: dict[str, JSONValue]
    reason: str
    places: tuple[Pointer, ...]


def suggest(described: Described) -> Iterator[Suggestion]:
    """A rule for all where two operations or more share it, else an entry for the operation."""
    context = described.context
    found: list[_Found] = []
    for operation in context.api.operations:
        names = context.names.operations[operation.pointer]
        if rule_for(context.settings.errors, operation, names) is None:
            each = _of(described, operation)
            found += [] if each is None else [each]
    found = [replace(each, value=_fullest(each, found)) for each in found]
    for value in _distinct(found):
        group = [each for each in found if each.value == value]
        names_ = tuple(each.name for each in group)
        shared = len(group) > 1 and ALL not in context.settings.errors
        for each in group[:1] if shared else group:
            key = ALL if shared else each.name
            more = f" ({len(group)} operations: {', '.join(names_[:4])})" if shared else ""
            yield Suggestion(
                section="errors",
                key=key,
                value=each.value,
                reason=each.reason + more,
                unsure="whether errors come with a status of success",
                operations=names_ if shared else (each.name,),
                lines=described.lines(each.places),
            )
        if shared:
            return  # One rule for all; what others need is the maintainer's.


def _fullest(entry: _Found, found: list[_Found]) -> dict[str, JSONValue]:
    """The entry with the same field that says most: not every response names its code."""
    same = [each.value for each in found if each.value["field"] == entry.value["field"]]
    return max(same, key=len)


def _distinct(found: list[_Found]) -> list[dict[str, JSONValue]]:
    """The entries, each once, the most frequent first."""
    values = [each.value for each in found]
    distinct = [value for index, value in enumerate(values) if value not in values[:index]]
    return sorted(distinct, key=values.count, reverse=True)


def _of(described: Described, operation: Operation) -> _Found | None:
    for response in operation.responses:
        if not response.status.startswith("2"):
            continue
        for media in response.contents:
            if media.type is None or not media.content_type.startswith("application/json"):
                continue
            fields = {
                ".".join(path): (type_, place)
                for path, type_, place in fields_of(described, media.type, 2)
            }
            value = _by_flag(described, operation, fields) or _by_errors(fields)
            if value is not None:
                field = str(value["field"])
                method = f"{operation.method} {operation.path}"
                return _Found(
                    name=described.name(operation),
                    value=value,
                    reason=f"{method}: `{field}` of the response tells whether the call succeeded",
                    places=(operation.pointer, fields[field][1]),
                )
    return None


Fields = dict[str, tuple[Type, Pointer]]


def _by_flag(
    described: Described, operation: Operation, fields: Fields
) -> dict[str, JSONValue] | None:
    for name, (type_, _) in fields.items():
        if plain(name) not in _FLAGS or not _is(type_, "boolean"):
            continue
        value: dict[str, JSONValue] = {"field": name, "is": False}
        known = {**_of_errors(described, operation), **fields}
        code = next((each for each in known if _is_code(each, known[each][0])), "")
        return {**value, "code": code} if code else value
    return None


def _of_errors(described: Described, operation: Operation) -> Fields:
    """The fields of the first error that an operation describes."""
    for response in operation.responses:
        if response.status.startswith("2"):
            continue
        for media in response.contents:
            if media.type is not None:
                found = fields_of(described, media.type, 2)
                return {".".join(path): (type_, place) for path, type_, place in found}
    return {}


def _is_code(path: str, type_: Type) -> bool:
    words = ".".join(plain(part) for part in path.split("."))
    return words in _CODES and _is(type_, "string")


def _by_errors(fields: Fields) -> dict[str, JSONValue] | None:
    """``errors`` beside ``data``, and nothing else."""
    top = {path for path in fields if "." not in path}
    if not {"data", "errors"} <= top <= _GRAPHQL or not isinstance(fields["errors"][0], Array):
        return None
    return {"field": "errors"}


def _is(type_: Type, kind: str) -> bool:
    return isinstance(type_, Primitive) and type_.kind == kind
