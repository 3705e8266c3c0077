"""Which names for types name themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docbound.service import Alias, Array, Definition, Named, Pointer, Type, Union, UnionDefinition
from docbound.service import Mapping as MapType


def leads_back(
    pointer: Pointer,
    types: Iterable[Type],
    definitions: Mapping[Pointer, Definition],
    *,
    through_containers: bool,
) -> bool:
    """Whether a name for a type is met again inside what it stands for, through other such names.
    Objects end the search: what they hold is looked up later.

    Args:
        pointer: the alias or union.
        types: what it stands for: the type of the alias, the members of the union.
        definitions: all definitions of the service.
        through_containers: whether items of arrays and values of maps count. Such a name is
            recursive, but has values; one that leads back without a container has none.
    """
    waiting = [*types]
    seen: set[Pointer] = set()
    while waiting:
        match waiting.pop():
            case Named(pointer=target) if target not in seen:
                if target == pointer:
                    return True
                seen.add(target)
                match definitions.get(target):
                    case Alias() as alias:
                        waiting.append(alias.type)
                    case UnionDefinition() as choice:
                        waiting.extend(choice.members)
                    case _:
                        continue
            case Union() as union:
                waiting.extend(union.members)
            case Array() as array if through_containers:
                waiting.extend((*array.prefix, array.items))
            case MapType() as mapping if through_containers:
                waiting.append(mapping.values)
            case _:
                continue
    return False
