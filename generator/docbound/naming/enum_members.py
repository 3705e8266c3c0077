"""Names of the members of enums."""

from __future__ import annotations

from docbound.naming import candidates, reserved_names
from docbound.naming.clashes import Item
from docbound.naming.session import NamingSession, escape
from docbound.service import Enum, Pointer


def name_members(definition: Enum, run: NamingSession) -> tuple[str, ...]:
    """Names an enum's members, in the order of its values; a value that is twice has one
    name.
    """
    base = f"{definition.about.pointer}/enum/"
    own = definition.names if len(definition.names) == len(definition.values) else ()
    items: dict[Pointer, Item] = {}
    places: list[Pointer] = []
    for index, value in enumerate(definition.values):
        text = value if isinstance(value, str) else f"{type(value).__name__}:{value!r}"
        names = (
            (candidates.given_member(own[index]),)
            if own and own[index]
            else candidates.member_candidates(value)
        )
        pointer = base + escape(text)
        places.append(pointer)
        items.setdefault(
            pointer,
            Item(pointer=pointer, candidates=names, source=text, rank=names[0] != text),
        )
    given = run.settle(
        list(items.values()),
        numbered=candidates.numbered_member,
        allowed=lambda name: name not in reserved_names.MEMBERS and not name.startswith("_"),
    )
    by_pointer = dict(zip(items, given, strict=True))
    return tuple(by_pointer[pointer] for pointer in places)
