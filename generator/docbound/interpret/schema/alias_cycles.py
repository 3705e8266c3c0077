"""Names that lead back to themselves without anything in between: ``A`` is ``B``, and ``B`` is
``A`` or a text.

A list or an object in between makes a type recursive, which is fine. Without one there is no type
at all, so that the step that closes the circle is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docbound.diagnostics.diagnostic import Effect
from docbound.service import Alias, Anything, Definition, Named, Pointer, Type, UnionDefinition

from ...document.reader import Reader
from .types import members_of, union


def without_circles(
    definitions: dict[Pointer, Definition], reader: Reader
) -> dict[Pointer, Definition]:
    """The same definitions, less the steps that close a circle of mere names; each is reported."""
    found = dict(definitions)
    finished: set[Pointer] = set()
    for start in definitions:
        path: dict[Pointer, Iterator[Pointer]] = {}
        following: Pointer | None = start
        while following is not None or path:
            if following is not None and following not in finished:
                path[following] = iter(_steps(found.get(following)))
            here = next(reversed(path), None)
            if here is None:
                break
            following = next(path[here], None)
            if following is None:
                finished.add(here)
                del path[here]
            elif following in path:
                found[here] = _less(found[here], following)
                reader.warn(
                    "circular-reference",
                    "this schema leads back to itself",
                    here,
                    effect=Effect.HARMLESS if _says(found[here]) else Effect.GUESS,
                    action="the step that closes the circle is left out",
                )
                following = None
                path[here] = iter(_steps(found[here]))
    return found


def _steps(definition: Definition | None) -> tuple[Pointer, ...]:
    """The names that a definition merely means."""
    match definition:
        case Alias(type=type_):
            types = members_of(type_)
        case UnionDefinition(members=types):
            pass
        case _:
            return ()
    return tuple(item.pointer for item in types if isinstance(item, Named))


def _says(definition: Definition) -> bool:
    """Whether anything is left: "A is itself or a text" says no more than "A is a text", and "A is
    itself" says nothing.
    """
    match definition:
        case Alias(type=type_):
            return type_ != Anything()
        case UnionDefinition(members=members):
            return members != (Anything(),)
        case _:
            return True


def _less(definition: Definition, pointer: Pointer) -> Definition:
    def kept(types: tuple[Type, ...]) -> tuple[Type, ...]:
        return tuple(item for item in types if item != Named(pointer=pointer))

    match definition:
        case Alias(type=type_):
            return replace(definition, type=union(kept(members_of(type_))))
        case UnionDefinition(members=members, mapping=mapping, default=default):
            return replace(
                definition,
                members=kept(members) or (Anything(),),
                mapping=tuple(item for item in mapping if item[1].pointer != pointer),
                default=None if default == Named(pointer=pointer) else default,
            )
        case _:
            return definition
