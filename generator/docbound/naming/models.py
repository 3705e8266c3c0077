"""Names of models and of their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Effect, Severity
from docbound.naming import candidates, reserved_names
from docbound.naming.clashes import Item
from docbound.naming.names import ModelName
from docbound.naming.session import NamingSession, escape
from docbound.naming.words import snake
from docbound.service import Api, Named, Object, Pointer

_COMPONENT, _INLINE, _PAYLOAD = 0, 2, 4


def class_claims(name: str) -> tuple[str, ...]:
    """What a class occupies: its name, its module and its documentation page. The last two are
    files, and some file systems ignore case."""
    return (f"class {name.casefold()}", f"module {snake(name).casefold()}")


def name_models(api: Api, run: NamingSession, taken: Iterable[str]) -> dict[Pointer, ModelName]:
    """Names every definition, and every payload that is not just a reference to one.

    Args:
        api: the service.
        run: the run.
        taken: the names of the API classes, which the package's root exports too.
            ``docs/README.md`` is the index of the pages.

    Returns:
        The names, by pointer.
    """
    items = [
        _model(
            definition.about.pointer,
            definition.about.name,
            _COMPONENT if definition.about.component else _INLINE,
        )
        for definition in api.definitions.values()
    ]
    items.extend(
        _model(payload.pointer, payload.name, _PAYLOAD)
        for payload in api.payloads
        if not isinstance(payload.type, Named) and payload.pointer not in api.definitions
    )
    names = run.settle(
        items,
        numbered=candidates.numbered_class,
        allowed=lambda name: reserved_names.model_class(name) == name,
        claims=class_claims,
        taken=[claim for name in ("Readme", *taken) for claim in class_claims(name)],
        keep_all=True,
        pinned={place: name for place, name in run.choices.pinned.items() if name[:1].isupper()},
    )
    named = {
        item.pointer: ModelName(name=name, module=snake(name))
        for item, name in zip(items, names, strict=True)
    }
    _report_positional(api, named, run)
    return named


_POSITIONAL: Final = re.compile(r".*\bOption \d+")
"""The suggested name of a model that only its number among alternatives tells from the others."""


def _report_positional(api: Api, named: Mapping[Pointer, ModelName], run: NamingSession) -> None:
    """Notes about models that are called by their number, and how each gets a better name."""
    for pointer, definition in api.definitions.items():
        name, about = named[pointer].name, definition.about
        is_own = _POSITIONAL.fullmatch(about.name) and not about.component
        if is_own and pointer not in run.choices.pinned and "Option" in name:
            run.diagnostics.add(
                Diagnostic(
                    severity=Severity.WARNING,
                    code="positional-name",
                    message=f"{name!r} is called by its number: no title, constant, type or"
                    " property tells it from the other alternatives",
                    hint=f"give it a `title`, or pin a name in client.yaml, as in"
                    f' `rename: {{"{pointer}": {name.partition("Option")[0]}…}}`',
                    pointer=pointer,
                    effect=Effect.HARMLESS,
                    action=f"it is called {name!r}",
                )
            )


def name_fields(definition: Object, run: NamingSession) -> dict[str, str]:
    """Names an object's fields; returns them by wire name.

    The schema of a field may be at the same place as an inline model: the field itself is
    recorded with the ending ``~field``, which no JSON pointer has, and a pinned name is the field's
    unless it starts with a capital.
    """
    base = f"{definition.about.pointer}/properties/"
    pins = run.choices.pinned
    items: list[Item] = []
    for wire_name in dict.fromkeys(field.name for field in definition.fields):
        names = candidates.field_candidates(wire_name)
        items.append(
            Item(
                pointer=f"{base}{escape(wire_name)}~field",
                candidates=names,
                source=wire_name,
                rank=names[0] != wire_name,
                place=base + escape(wire_name),
            )
        )
    given = run.settle(
        items,
        numbered=candidates.numbered_snake,
        allowed=lambda name: name not in reserved_names.FIELDS and not name.startswith("_"),
        pinned={place: name for place, name in pins.items() if not name[:1].isupper()},
    )
    return {item.source: name for item, name in zip(items, given, strict=True)}


def _model(pointer: Pointer, name: str, rank: int) -> Item:
    """Components choose before inline schemas, and names that need no change before those that
    do.
    """
    names = candidates.class_candidates(name)
    natural = candidates.natural_class(name)
    return Item(
        pointer=pointer,
        candidates=names,
        source=name,
        rank=rank + (names[0] != name),
        reserved=natural if natural in reserved_names.OWN_CLASSES else "",
    )
