"""Lists in parameters and fields of style ``deepObject``, which the specification leaves open.

Specification: Parameter Object, "Style Values": ``deepObject`` is defined for an object of scalars.
"""

from __future__ import annotations

from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Effect, Severity
from docbound.interpret.schema.types import references, types_in
from docbound.lower.context import Context
from docbound.service import Array, Mapping, Pointer, Type, Union

_STYLE: Final = "deepObject"
_STYLES: Final = {
    "": _STYLE,
    "mixed": _STYLE,
    "numbered": f"{_STYLE}Numbered",
    "brackets": f"{_STYLE}Brackets",
}
"""For what ``deep_object_lists`` says: the style that the runtime knows."""


def style_of(context: Context, style: str, type_: Type | None, name: str, pointer: Pointer) -> str:
    """The style of a parameter or field as the runtime knows it; where the description
    does not say how its lists are sent, a warning says what is assumed.

    Args:
        context: the service.
        style: as the description has it.
        type_: what is sent.
        name: its name on the wire.
        pointer: the parameter, or the body that has the field.
    """
    if style != _STYLE or type_ is None or not _has_lists(context, type_):
        return style
    chosen = context.settings.deep_object_lists
    if not chosen:
        context.diagnostics.add(
            Diagnostic(
                severity=Severity.WARNING,
                code="lists-in-deep-objects",
                message=f"the style `deepObject` of `{name}` does not say how lists are sent",
                hint="say `deep_object_lists: mixed`, `numbered` or `brackets` in client.yaml",
                pointer=pointer,
                effect=Effect.GUESS,
                action="scalars repeat their name, objects are numbered",
            )
        )
    return _STYLES[chosen]


def _has_lists(context: Context, type_: Type) -> bool:
    """Whether a list may be anywhere in a value."""
    seen: set[Pointer] = set()
    waiting = [type_]
    while waiting:
        item = waiting.pop()
        match item:
            case Array():
                return True
            case Mapping(values=values):
                waiting.append(values)
            case Union(members=members):
                waiting.extend(members)
            case _:
                for pointer in set(references(item)) - seen:
                    seen.add(pointer)
                    waiting.extend(types_in(context.api.definitions[pointer]))
    return False
