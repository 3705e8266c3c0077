"""Keys of a request's body that the description does not have, beside one that it has: most likely a slip of the pen.

An object may have more keys than its schema names, so such a key is sent. It is reported as a mismatch is; a strict client
refuses it.
"""

# The modules of the runtime are one another's friends; its underscores are for the users of a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from pydantic import BaseModel

from .errors import InvalidArgumentError
from .mismatch_log import Reporter
from .mismatches import MapKey, Mismatch, Path, placed, shown
from .models.definitions import ModelPlan, model_plan
from .models.shapes import ANYTHING

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .client.base import ClientCore
    from .service.operations import Operation

_SIMILAR: Final = 0.8
"""The likeness, from 0 to 1, from which on a key counts as a misspelt one."""


def report_unknown_keys(
    client: ClientCore, operation: Operation[Any], value: object, strict: bool
) -> None:
    """Tells the log and the hooks of the probable typing mistakes in a body.

    Args:
        client: whose log and hooks.
        operation: what is called.
        value: the body, checked.
        strict: whether they are an error.

    Raises:
        InvalidArgumentError: there is one, and ``strict`` is true.
    """
    found = list(unknown_keys(value))
    if not found:
        return
    name = operation.name
    if strict:
        title = f"{type(value).__name__}, the body of {name}"
        raise InvalidArgumentError(title, [_problem(each) for each in found])
    subject = f"{name}: the body does not fit its description"
    report = Reporter(client._mismatches, subject, name, client.hooks.on_mismatch)
    for each in found:
        report(each)
    report.flush()


def _problem(found: Mismatch) -> dict[str, Any]:
    message = f"{found.path} is unknown; {found.expected} was perhaps meant"
    return {"type": "unknown_key", "loc": (), "msg": message}


def unknown_keys(value: object) -> Iterator[Mismatch]:
    """The probable typing mistakes in a body.

    Args:
        value: a model, or lists, maps and models of models.

    Yields:
        One mismatch for each key; ``expected`` names the known key that it resembles.
    """
    waiting: list[tuple[Path, object]] = [(None, value)]
    while waiting:
        path, item = waiting.pop()
        if isinstance(item, BaseModel) and hasattr(type(item), "__read_plan__"):
            plan = model_plan(type(item))
            yield from _of_model(item, plan, path)
            for field in plan.fields:
                if field.name in item.model_fields_set:
                    waiting.append(((path, field.wire), getattr(item, field.name)))
        elif isinstance(item, (list, tuple)):
            items = cast("list[object]", item)
            waiting.extend(((path, index), each) for index, each in enumerate(items))
        elif isinstance(item, dict):
            entries = cast("dict[str, object]", item)
            waiting.extend(((path, MapKey(key)), each) for key, each in entries.items())


def _of_model(item: BaseModel, plan: ModelPlan, path: Path) -> Iterator[Mismatch]:
    extra: dict[str, Any] | None = item.__pydantic_extra__
    # Where the description says what undeclared keys hold, they are expected.
    if not extra or plan.extras != ANYTHING:
        return
    names = {
        name: field.wire
        for field in plan.fields
        if field.name not in item.model_fields_set
        for name in (field.wire, field.name)
    }
    for key in extra:
        meant = _closest(key, names)
        if meant is not None:
            place: Path = (path, key)
            yield Mismatch(
                path=shown(place),
                place=placed(place),
                expected=f"the key {meant!r}",
                got=f"the unknown key {key!r}",
            )


def _closest(key: str, names: dict[str, str]) -> str | None:
    from difflib import get_close_matches

    plain = {_plain(name): wire for name, wire in names.items()}
    found = plain.get(_plain(key))
    if found is None:
        close = get_close_matches(_plain(key), plain, n=1, cutoff=_SIMILAR)
        found = plain[close[0]] if close else None
    return found


def _plain(name: str) -> str:
    """A name without its style: ``accountId``, ``account_id`` and ``AccountID`` are the same."""
    return "".join(character for character in name.lower() if character.isalnum())
