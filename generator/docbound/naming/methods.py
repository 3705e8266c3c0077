"""Names of methods: one for each operation, and those that client.yaml gives it besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, TypeAlias

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.naming import candidates, reserved_names
from docbound.naming.call_tree import CallTree, Group
from docbound.naming.clashes import Choices, Item, settle_scope
from docbound.naming.former_names import is_free
from docbound.naming.names import ApiName, MethodName
from docbound.naming.session import NamingSession
from docbound.naming.short_names import short_names
from docbound.naming.words import normalise
from docbound.service import Api, Operation, Pointer
from docbound.settings.settings import Settings

_DERIVED: Final = ("_with_http_info", "_without_preload_content", "_iter")
_Unlabelled: TypeAlias = tuple[Pointer, str, str]
"""The class of a method, its name, and its row in the operation table."""

STYLE: Final = "#~method_names"
"""Where the names file says that methods have short names; a package without it has the older
ones, made of the whole operationId.
"""


def name_methods(
    api: Api,
    settings: Settings,
    run: NamingSession,
    tree: CallTree,
    apis: Mapping[Pointer, ApiName],
) -> dict[Pointer, tuple[MethodName, ...]]:
    """Names the methods of every operation.

    Args:
        api: the service.
        settings: the package's settings.
        run: the run.
        tree: which class each operation is in.
        apis: the names of the classes.

    Returns:
        By the operation's pointer its own method, then further ones.
    """
    short = short_names(api.operations) if _is_short(settings, run) else {}
    by_group: dict[Pointer, list[Operation]] = {group.pointer: [] for group in tree.groups}
    for operation in api.operations:
        by_group[tree.group_of(operation)].append(operation)
    own: dict[Pointer, _Unlabelled] = {}
    also: dict[Pointer, list[_Unlabelled]] = {}
    for group in tree.groups:
        operations = by_group[group.pointer]
        further = _further(group, tree)
        methods = _settled(group, operations, further, short, tree, run)
        constants = iter(_constants([*methods, *(name for _, name in further)]))
        for operation, name in zip(operations, methods, strict=True):
            own[operation.pointer] = (group.pointer, name, next(constants))
        for pointer, name in further:
            also.setdefault(pointer, []).append((group.pointer, name, next(constants)))
    named = _labelled(own, also, tree, apis, short)
    return _with_former(named, run, tree, apis)


def _is_short(settings: Settings, run: NamingSession) -> bool:
    """Whether methods get short names: in a package that is new, or was made so."""
    kept = run.choices.kept
    style = settings.method_names or kept.get(STYLE) or ("operation_id" if kept else "short")
    if style == "short":
        run.record[STYLE] = style
    return style == "short"


def _further(group: Group, tree: CallTree) -> list[tuple[Pointer, str]]:
    """The methods of a class whose operations have their own method elsewhere: the operation's
    pointer, and the name.
    """
    return [
        (pointer, placement.method)
        for pointer, placements in tree.placed.items()
        for placement in placements[1:]
        if placement.path == group.path
    ]


def _settled(
    group: Group,
    operations: list[Operation],
    further: list[tuple[Pointer, str]],
    short: Mapping[Pointer, str],
    tree: CallTree,
    run: NamingSession,
) -> tuple[str, ...]:
    pinned = {
        each.pointer: tree.placed[each.pointer][0].method
        for each in operations
        if each.pointer in tree.placed
    }
    taken = [*tree.below(group), *(claim for _, name in further for claim in _claims(name))]
    return run.settle(
        [_item(operation, short.get(operation.pointer, "")) for operation in operations],
        numbered=candidates.numbered_snake,
        allowed=lambda name: name not in reserved_names.METHODS and not name.startswith("_"),
        claims=_claims,
        taken=taken,
        keep_all=True,
        pinned={**run.choices.pinned, **pinned},
    )


def _item(operation: Operation, short: str) -> Item:
    whole = candidates.method_candidates(operation.operation_id, operation.method, operation.path)
    return Item(
        pointer=operation.pointer,
        candidates=(short, *whole) if short else whole,
        source=operation.operation_id or f"{operation.method} {operation.path}",
        reserved="" if short else candidates.reserved_method(operation.operation_id),
    )


def _claims(name: str) -> tuple[str, ...]:
    """What a method occupies: its name, and those of the methods derived from it."""
    return (name, *(name + ending for ending in _DERIVED))


def _constants(methods: list[str]) -> tuple[str, ...]:
    """The rows' names in the operation table; only the package itself sees them, so nothing
    is kept or reported.
    """
    items = [
        Item(pointer=str(index), candidates=(normalise(method.upper()),), source=method)
        for index, method in enumerate(methods)
    ]
    named = settle_scope(
        items,
        Choices(pinned={}, kept={}),
        Diagnostics(),
        numbered=candidates.numbered_snake,
        allowed=str.isidentifier,
        claims=lambda name: (name, f"{name}_PAGES"),
    )
    return tuple(named[item.pointer] for item in items)


def _labelled(
    own: Mapping[Pointer, _Unlabelled],
    also: Mapping[Pointer, list[_Unlabelled]],
    tree: CallTree,
    apis: Mapping[Pointer, ApiName],
    short: Mapping[Pointer, str],
) -> dict[Pointer, tuple[MethodName, ...]]:
    """The methods with what messages call them.

    A name is enough where no other method has it, and it says what is called; ``list`` does not.
    """
    every = [*own.values(), *(method for methods in also.values() for method in methods)]
    count = Counter(name for _, name, _ in every)

    def labelled(pointer: Pointer, method: _Unlabelled) -> MethodName:
        api, name, constant = method
        is_enough = count[name] == 1 and name != short.get(pointer) and pointer not in tree.placed
        label = name if is_enough else ".".join((*apis[api].path, name))
        return MethodName(api=api, method=name, label=label, constant=constant)

    return {
        pointer: tuple(labelled(pointer, each) for each in (method, *also.get(pointer, ())))
        for pointer, method in own.items()
    }


def _with_former(
    named: dict[Pointer, tuple[MethodName, ...]],
    run: NamingSession,
    tree: CallTree,
    apis: Mapping[Pointer, ApiName],
) -> dict[Pointer, tuple[MethodName, ...]]:
    """The methods, and those that keep former names, where nothing else has these now."""
    taken = {
        (each.api, claim)
        for own in named.values()
        for each in own
        for claim in _claims(each.method)
    }
    taken |= {(group.pointer, name) for group in tree.groups for name in tree.below(group)}
    at = {name.path: pointer for pointer, name in apis.items()}
    found = dict(named)
    for pointer, own in named.items():
        now = ".".join((*apis[own[0].api].path, own[0].method))
        for *path, name in tree.former.get(pointer, ()):
            api = at.get(tuple(path), "")
            if any(each.api == api and each.method == name for each in own):
                continue
            occupied = [claim for place, claim in taken if place == api]
            if api and is_free(name, occupied, pointer, run.diagnostics):
                label = ".".join((*path, name))
                constant = f"FORMER_{len(found[pointer])}_{normalise(own[0].constant)}"
                former = MethodName(api=api, method=name, label=label, constant=constant, now=now)
                found[pointer] = (*found[pointer], former)
    return found
