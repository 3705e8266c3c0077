"""Where a request's body, or an argument that is an object, does not fit its description, although
it can be written: keys that it does not have, and null.

A field that a later description no longer has, or a misspelt one, would go out without a word.
It is sent all the same, since a schema is open unless it says otherwise, and reported as a mismatch
of a response is; a strict client refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from pydantic import BaseModel

from ..errors import InvalidArgumentError
from ..mismatch_log import Hook, MismatchLog, Reporter
from ..mismatch_record import MapKey, Mismatch, Path, mismatch, placed, shown
from ..models.annotations.shapes import ANYTHING
from ..models.definitions import ModelDefinition, model_plan
from ..models.mismatch_repair import accepts_null, expected
from ..models.undeclared_keys import GivenKey

if TYPE_CHECKING:
    from ..service.operations import Operation

_SIMILAR: Final = 0.8
"""The likeness, from 0 to 1, from which on a key counts as a misspelt one."""


def report_mismatches(
    operation: Operation[Any],
    what: str,
    value: object,
    *,
    strict: bool,
    log: MismatchLog,
    hooks: Sequence[Hook],
) -> None:
    """Reports to the log and the hooks where what is sent does not fit its description.

    Args:
        operation: what is called.
        what: ``the body``, or which argument.
        value: that, checked.
        strict: whether a mismatch is an error.
        log, hooks: those of the client.

    Raises:
        InvalidArgumentError: something does not fit, and ``strict`` is true.
    """
    found = list(body_mismatches(value))
    if not found:
        return
    name = operation.name
    if strict:
        title = f"{type(value).__name__}, {what} of {name}"
        raise InvalidArgumentError(title, [_problem(each) for each in found])
    subject = f"{name}: {what} does not fit its description"
    report = Reporter(log, subject, name, hooks)
    for each in found:
        report(each)
    report.flush()


def _problem(found: Mismatch) -> dict[str, Any]:
    message = f"{found.path}: expected {found.expected}, got {found.got}"
    return {"type": "body_misfit", "loc": (), "msg": message}


def body_mismatches(value: object) -> Iterator[Mismatch]:
    """Where a body does not fit its description.

    Args:
        value: a model, or lists, maps and models of models.

    Yields:
        One mismatch for each undeclared key that the program gave, or that resembles a declared
        one; ``expected`` names that. One for each field that is null and may not be.
    """
    waiting: list[tuple[Path, object]] = [(None, value)]
    while waiting:
        path, item = waiting.pop()
        if isinstance(item, BaseModel) and hasattr(type(item), "__read_plan__"):
            plan = model_plan(type(item))
            yield from _undeclared(item, plan, path)
            for field in plan.fields:
                if field.name not in item.model_fields_set:
                    continue
                held: object = getattr(item, field.name)
                if held is not None:
                    waiting.append(((path, field.wire), held))
                elif not accepts_null(field.shape):
                    wanted = expected(field.shape)
                    yield mismatch((path, field.wire), wanted, None)
        elif isinstance(item, (list, tuple)):
            items = cast("list[object]", item)
            waiting.extend(((path, index), each) for index, each in enumerate(items))
        elif isinstance(item, dict):
            entries = cast("dict[str, object]", item)
            waiting.extend(((path, MapKey(key)), each) for key, each in entries.items())


def _undeclared(item: BaseModel, plan: ModelDefinition, path: Path) -> Iterator[Mismatch]:
    extra: dict[str, Any] | None = item.__pydantic_extra__
    if not extra or _expects_more(type(item), plan):
        return
    names = {
        name: field.wire
        for field in plan.fields
        if field.name not in item.model_fields_set
        for name in (field.wire, field.name)
    }
    for key in extra:
        meant = _closest(key, names)
        if meant is None and not isinstance(key, GivenKey):
            continue
        place: Path = (path, key)
        yield Mismatch(
            path=shown(place),
            place=placed(place),
            expected="no such key" if meant is None else f"the key {meant!r}",
            got=f"the unknown key {str(key)!r}",
        )


def _expects_more(cls: type[Any], plan: ModelDefinition) -> bool:
    """Whether the description itself says that there may be undeclared keys, or what they hold."""
    declared: str | None = cls.additional_properties.expression
    return plan.extras != ANYTHING or declared is not None


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
