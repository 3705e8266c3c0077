"""Which API class an operation is in, and where the class is: that of its tag, below the client, or
what ``resources`` of client.yaml says.

A resource at the top that is called as the attribute of a tag is the class of that tag; operations
that client.yaml does not place stay with their tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity
from docbound.diagnostics.suggestions import did_you_mean
from docbound.naming import candidates, reserved_names
from docbound.naming.former_names import former_calls
from docbound.naming.session import escape
from docbound.records import record
from docbound.service import Api, Operation, Pointer
from docbound.settings.resources import Placement
from docbound.settings.settings import Settings


@record
class Group:
    """An API class to be.

    Attributes:
        pointer: what its name is looked up, kept and pinned by.
        tag: the tag whose operations it has, or None.
        path: the attributes that lead to it as client.yaml says it; empty where it does not.
    """

    pointer: Pointer
    tag: str | None
    path: tuple[str, ...] = ()

    @property
    def is_nested(self) -> bool:
        """Whether another class leads to it, not the client."""
        return len(self.path) > 1


@record
class CallTree:
    """The classes in the order in which the package shows them, and by operation the methods that
    client.yaml places, the first of which is the operation's own.
    """

    groups: tuple[Group, ...]
    placed: Mapping[Pointer, tuple[Placement, ...]]
    former: Mapping[Pointer, tuple[tuple[str, ...], ...]]
    """By operation the calls that it had before, and keeps for a while."""

    def group_of(self, operation: Operation) -> Pointer:
        """The class of an operation."""
        placements = self.placed.get(operation.pointer)
        return self.at(placements[0].path) if placements else tag_pointer(tag_of(operation))

    def at(self, path: tuple[str, ...]) -> Pointer:
        """The class that a path of client.yaml leads to."""
        return next(group.pointer for group in self.groups if group.path == path)

    def below(self, group: Group) -> Iterator[str]:
        """The attributes of a class that lead to further ones."""
        for each in self.groups:
            if each.is_nested and each.path[:-1] == group.path:
                yield each.path[-1]


def tag_of(operation: Operation) -> str:
    """The tag whose class an operation belongs to: its first one, or an empty string."""
    return operation.tags[0] if operation.tags else ""


def tag_pointer(tag: str) -> Pointer:
    """What an API class's name is looked up by; a description has no place for tags."""
    return f"#/tags/{escape(tag)}"


def resource_pointer(path: tuple[str, ...]) -> Pointer:
    """What the name of a class is looked up by that only client.yaml asks for."""
    return "/".join(("#/resources", *path))


def call_tree(
    api: Api, settings: Settings, kept: Mapping[str, str], diagnostics: Diagnostics
) -> CallTree:
    """Places every operation.

    Args:
        api: the service.
        settings: the package's settings.
        kept: names and facts of earlier runs.
        diagnostics: gets operations that ``resources`` names and that are not there, and names
            that a class has already.
    """
    placed = _placed(api, settings.resources, diagnostics)
    free = [operation for operation in api.operations if operation.pointer not in placed]
    used = dict.fromkeys(map(tag_of, free))
    declared = [tag.name for tag in api.tags if tag.name in used]
    every = [tag.name for tag in api.tags] + [tag_of(operation) for operation in api.operations]
    former = {
        operation.pointer: former_calls(operation.pointer, kept, settings.version)
        for operation in api.operations
    }
    paths = _paths(
        [
            *(each.path for placements in placed.values() for each in placements),
            *(call[:-1] for calls in former.values() for call in calls),
        ]
    )
    tops = _tags_of_tops([path[0] for path in paths if len(path) == 1], every, settings, kept)
    of_tags = {tag: (name,) for name, tag in tops.items()}
    groups = [
        Group(pointer=tag_pointer(tag), tag=tag, path=of_tags.get(tag, ()))
        for tag in dict.fromkeys((*declared, *used))
    ]
    first = {group.path for group in groups}
    for path in paths:
        tag = tops.get(path[0]) if len(path) == 1 else None
        if path not in first:
            pointer = resource_pointer(path) if tag is None else tag_pointer(tag)
            groups.append(Group(pointer=pointer, tag=tag, path=path))
    return CallTree(groups=tuple(_parents_first(groups)), placed=placed, former=former)


def _parents_first(groups: list[Group]) -> Iterator[Group]:
    """Each class of the client, and after it those below it."""
    for top in groups:
        if not top.is_nested:
            yield top
            below = [each for each in groups if each.is_nested and each.path[:1] == top.path]
            yield from below


def _paths(leaves: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Every resource, before those below it."""
    paths = {leaf[:length]: None for leaf in leaves for length in range(1, len(leaf) + 1)}
    return list(paths)


def _tags_of_tops(
    tops: list[str], tags: list[str], settings: Settings, kept: Mapping[str, str]
) -> dict[str, str]:
    """The tags whose attribute of the client is a resource of client.yaml, by that attribute."""
    found: dict[str, str] = {}
    for tag in dict.fromkeys(tags):
        name = (
            settings.accessors.get(tag)
            or kept.get(f"{tag_pointer(tag)}/accessor")
            or candidates.accessor_candidates(tag or "default")[0]
        )
        if name in tops:
            found.setdefault(name, tag)
    return found


# --- what client.yaml names


def _placed(
    api: Api, placements: tuple[Placement, ...], diagnostics: Diagnostics
) -> dict[Pointer, tuple[Placement, ...]]:
    known = _by_name(api.operations)
    found: dict[Pointer, tuple[Placement, ...]] = {}
    for placement in placements:
        name = _normal(placement.operation)
        operation = known.get(name)
        if operation is None:
            if name not in api.left_out and _place(name) not in api.left_out:
                diagnostics.add(_unknown(placement, known))
            continue
        if _is_usable(placement, diagnostics):
            found[operation.pointer] = (*found.get(operation.pointer, ()), placement)
    return found


def _by_name(operations: tuple[Operation, ...]) -> dict[str, Operation]:
    """Operations by what client.yaml calls them: ``GET /pets``, or their operationId."""
    found = {f"{each.method.upper()} {each.path}": each for each in operations}
    for each in operations:
        if each.operation_id:
            found.setdefault(each.operation_id, each)
    return found


def _normal(name: str) -> str:
    """``get  /pets`` as ``GET /pets``; an operationId as it is."""
    method, _, path = name.strip().partition(" ")
    path = path.strip()
    return f"{method.upper()} {path}" if path.startswith("/") else name


def _place(name: str) -> Pointer:
    method, _, path = name.partition(" ")
    return f"#/paths/{escape(path)}/{method.lower()}"


def _unknown(placement: Placement, known: Iterable[str]) -> Diagnostic:
    near = did_you_mean(_normal(placement.operation), list(known))
    return Diagnostic(
        severity=Severity.ERROR,
        code="unknown-name",
        message=(
            f"`resources` names the operation {placement.operation!r}, and the description has none"
            " of that name"
        ),
        hint=(
            f"did you mean {near!r}?"
            if near
            else "write an operationId, or a method and a path as in `GET /pets/{id}`"
        ),
        position=placement.position,
    )


def _is_usable(placement: Placement, diagnostics: Diagnostics) -> bool:
    """Whether no name on the way is one that a class has anyway; reports the first that is."""
    first, *others = placement.path
    taken = first if first in reserved_names.ACCESSORS else ""
    for name in (*others, placement.method):
        taken = taken or (name if name in reserved_names.METHODS else "")
    if taken:
        diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="unusable-name",
                message=f"{placement.call!r} needs the name {taken!r}, which means something else",
                hint=f"use another name under `resources`, such as `{taken}_`",
                position=placement.position,
            )
        )
    return not taken
