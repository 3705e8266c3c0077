"""Path templates as people write them: ``{proxy+}``, ``{rest*}``, ``{id:[0-9]+}``, ``{ id }``,
``:id`` and ``<int:id>`` beside OpenAPI's ``{id}``.

Gateways and web frameworks have such expressions. OpenAPI takes all between the braces for a name;
where no parameter has that name and one has the plain name, the latter is meant. A segment without
braces is a fixed text, unless a path parameter has its name that is nowhere else in the path.

Query parameters may be in a template, too: ``/things?page={page}`` and ``/things{?page,limit}``
mean the declared parameters of these names.

Specification: "Path Templating"; RFC 6570 for ``*``, ``+``, ``#``, ``{?…}`` and ``{&…}``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.records import record
from docbound.runtime.lazy_patterns import lazy_pattern

from ..document.reader import Node, Reader

_EXPRESSION: Final = re.compile(r"\{((?:[^{}]|\{[^{}]*\})+)\}")
_MODIFIED: Final = lazy_pattern(r"\s*([+#]?)([^\W\d][\w.~-]*)(\+|\*{1,2}|:.+)?\s*", re.DOTALL)
_FORM: Final = lazy_pattern(r"\{([?&])([\w.~-]+\*?(?:,[\w.~-]+\*?)*)\}")
"""``{?page,limit}`` and ``{&page}``: query parameters (RFC 6570, sections 3.2.8 and 3.2.9)."""
_SEGMENT: Final = lazy_pattern(r"(?<=/)(?::([^\W\d][\w-]*)|<(?:\w+:)?([^\W\d][\w-]*)>)(?=/|$)")
_SEVERAL: Final = frozenset({"+", "*", "**", "#"})
"""Marks of expressions that may mean several segments of a path."""


@record
class PathTemplate:
    """A path whose expressions are plain names.

    Attributes:
        path: the path.
        names: the names, in order, each once.
        open: those that may mean several segments, and so have slashes that are not escaped.
        queries: names of query parameters that the template has and nothing declares.
    """

    path: str
    names: tuple[str, ...]
    open: frozenset[str] = frozenset()
    queries: tuple[str, ...] = ()


def path_template(
    reader: Reader, path: str, operation: Node, nodes: Mapping[tuple[str, str], Node]
) -> PathTemplate:
    """Reads the path of an operation.

    Args:
        reader: reports expressions that are more than a name.
        path: the path as it is written.
        operation: the operation, for findings.
        nodes: its parameters, by location and name.
    """
    declared = {name: node for (place, name), node in nodes.items() if place == "path"}
    in_query = {name for place, name in nodes if place == "query"} - declared.keys()
    path, queries = _without_forms(reader, path, operation, in_query)
    names: dict[str, None] = {}
    several: set[str] = set()

    def plain(match: re.Match[str]) -> str:
        text = match[1]
        if text in in_query and "?" in _EXPRESSION.sub("", match.string[: match.start()]):
            _report(reader, f"{{{text}}}", (operation,), "it is the query parameter of that name")
            return match[0]
        parts = _MODIFIED.fullmatch(text)
        name = text
        if text not in declared and parts is not None and parts[2] in declared:
            name = parts[2]
            if {parts[1], parts[3]} & _SEVERAL and not _is_exploded(declared[name]):
                several.add(name)
            places = (operation, declared[name])
            _report(reader, f"{{{text}}}", places, f"it is read as {{{name}}}")
        names.setdefault(name)
        return f"{{{name}}}"

    def of_framework(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name not in declared or name in names:
            return match[0]
        _report(reader, match[0], (declared[name],), f"it is read as {{{name}}}")
        names.setdefault(name)
        return f"{{{name}}}"

    path = _EXPRESSION.sub(plain, path)
    path = _SEGMENT.sub(of_framework, path)
    return PathTemplate(path=path, names=tuple(names), open=frozenset(several), queries=queries)


def _without_forms(
    reader: Reader, path: str, operation: Node, declared: Container[str]
) -> tuple[str, tuple[str, ...]]:
    """A path without its ``{?…}`` and ``{&…}``, and the names in them that are not declared."""
    undeclared: dict[str, None] = {}
    for match in _FORM.finditer(path):
        _report(reader, match[0], (operation,), "its names are query parameters")
        names = (name.rstrip("*") for name in match[2].split(","))
        undeclared |= dict.fromkeys(name for name in names if name not in declared)
    return _FORM.sub("", path), tuple(undeclared)


def _is_exploded(parameter: Node) -> bool:
    """Whether ``*`` means what it means in RFC 6570, the parts of a list or object apart, and not
    the rest of a path, which is one text.
    """
    stated = (parameter.member("schema") or parameter).member("type")
    is_compound = stated is not None and stated.value in ("array", "object")
    return is_compound or any(parameter.member(key) for key in ("style", "explode"))


def _report(reader: Reader, text: str, places: tuple[Node, ...], action: str) -> None:
    for node in places:
        reader.note(
            "path-expression",
            f"`{text}` in the path is more than the name of a parameter",
            node.pointer,
            effect=Effect.HARMLESS,
            action=action,
            key_at=places[0].pointer.rpartition("/")[0],
        )
