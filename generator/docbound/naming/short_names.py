"""Names of methods without what an operationId repeats.

Tools make operationIds that are distinct in the whole description: they put the tag before the name
of the operation (``activity/get-feeds``, ``PetsController_findAll``), or add the path and the
method to that of a function (FastAPI's ``create_flow_flows_post``). A method is in the class of its
tag, so that what is left is enough: ``activity.get_feeds``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from docbound.naming import reserved_names
from docbound.naming.call_tree import tag_of
from docbound.naming.words import snake
from docbound.service import Operation, Pointer
from docbound.tables.http_methods import METHODS

_MAKERS: Final = frozenset(
    ["api", "controller", "endpoint", "handler", "resource", "rest", "service", "view", "viewset"]
)
"""What frameworks append to the name of a tag: ``PetsController_findAll``."""

_PLURALS: Final = (
    ("ies", "y"),
    ("yses", "ysis"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("s", ""),
)
"""Endings of plurals, and what they are the plural of."""

_SPACES: Final = re.compile(r"[/.:#]")
"""What parts the name of a group from that of an operation in it: ``drive.files.list``."""


def short_names(operations: Sequence[Operation]) -> dict[Pointer, str]:
    """The short names of operations, by their pointers; those that have none are left out.

    Args:
        operations: all operations of a description.

    Returns:
        Words that a method can be called after. Where two operations of one tag would be called
        the same, both keep their operationIds.
    """
    mount = common_start([operation.path for operation in operations])
    found: dict[Pointer, str] = {}
    by_tag: dict[str, list[Operation]] = {}
    names = _distinct_names(operations, mount)
    for operation in operations:
        by_tag.setdefault(tag_of(operation), []).append(operation)
    for tag, group in by_tag.items():
        short = {each.pointer: _short(each, tag, names[each.pointer]) for each in group}
        wanted = Counter(short[each.pointer] or snake(each.operation_id) for each in group)
        found.update(
            (pointer, name) for pointer, name in short.items() if name and wanted[name] == 1
        )
    return found


def _distinct_names(operations: Sequence[Operation], mount: str) -> dict[Pointer, str]:
    """The operationIds, or what FastAPI made them of; of those that have one operationId, the
    methods of HTTP tell all but the first apart.
    """
    first = {each.operation_id: each.pointer for each in reversed(operations)}
    uses = Counter(each.operation_id for each in operations)
    found: dict[Pointer, str] = {}
    for each in operations:
        given = each.operation_id
        name = function_of(each, mount)
        if given and not name and uses[given] > 1:
            is_first = first[given] == each.pointer
            by_method = given if is_first else f"{given}_{each.method.lower()}"
            name = _function_of_several(each, mount) or by_method
        found[each.pointer] = name or given
    return found


def _short(operation: Operation, tag: str, name: str) -> str:
    """What is left of a name, as that of a method; empty where it is the operationId."""
    given = operation.operation_id
    name = snake(_after_tag(name, tag) or name)
    is_usable = name.isidentifier() and name not in reserved_names.METHODS
    return name if is_usable and name != snake(given) else ""


def function_of(operation: Operation, mount: str) -> str:
    """The function that FastAPI made an operationId of, which is function, path and method with
    every other character as ``_`` (``fastapi.utils.generate_unique_id``); empty for another one,
    and where path and method are all that there is.

    Args:
        operation: the operation.
        mount: the start that all paths have, which the application need not know of.
    """
    name = operation.operation_id
    for path in dict.fromkeys((operation.path, operation.path.removeprefix(mount))):
        end = re.sub(r"\W", "_", path) + f"_{operation.method.lower()}"
        function = name.removesuffix(end)
        if path and function != name:
            is_alone = _words(name) == _words(f"{operation.path} {operation.method}")
            return function.strip("_") if function.isidentifier() and not is_alone else ""
    return ""


def _function_of_several(operation: Operation, mount: str) -> str:
    """A function of FastAPI that serves several methods of a path, whose operationId is that of one
    of them, with the method that it serves here: ``ping_post`` beside ``ping``.
    """
    for method in METHODS:
        function = function_of(replace(operation, method=method.upper()), mount)
        if function:
            return f"{function}_{operation.method.lower()}"
    return ""


def common_start(paths: Iterable[str]) -> str:
    """The segments that all paths start with: ``/api/v1``."""
    split = {tuple(path.split("/")[1:-1]) for path in paths}
    common: list[str] = []
    for parts in zip(*split, strict=False) if len(split) > 1 else ():
        if len(set(parts)) > 1 or "{" in parts[0]:
            break
        common.append(parts[0])
    return "".join(f"/{part}" for part in common)


def _after_tag(name: str, tag: str) -> str:
    """What follows the name of the tag in an operationId; empty where it does not have one."""
    wanted = _words(tag)
    if not wanted:
        return ""
    parts = _SPACES.split(name)
    for index, part in enumerate(parts[:-1]):
        if _after(_words(part), wanted) == ():
            return "_".join(parts[index + 1 :])
    rest = _after(_words(name), wanted)
    return "_".join(rest) if rest else ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in snake(text).split("_") if word)


def _after(words: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words behind those of a tag, and behind what frameworks append to it; None where other
    words stand there.
    """
    if len(words) < len(wanted):
        return None
    if any(singular(a) != singular(b) for a, b in zip(words, wanted, strict=False)):
        return None
    rest = words[len(wanted) :]
    return rest[1:] if rest and rest[0] in _MAKERS else rest


def singular(word: str) -> str:
    """A word without the ending of a plural, so that both forms compare equal."""
    for ending, single in _PLURALS:
        if (
            word.endswith(ending)
            and not word.endswith(("ss", "sis", "us"))
            and len(word) > len(ending) + 1
        ):
            return word.removesuffix(ending) + single
    return word
