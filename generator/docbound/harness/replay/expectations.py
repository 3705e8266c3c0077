"""Checks a call's result against the fixture's ``expect`` block."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from docbound.fixtures.meta import Expect
from docbound.json_values import is_array
from docbound.records import record

from .call import Result
from .matching import json_differences
from .values import MISSING, attribute, means, plain


@record
class UnmetExpectation:
    """An expectation that was not met: what is wrong, and the key of ``expect`` that says
    otherwise.
    """

    message: str
    key: str = ""


def unmet(
    expect: Expect, result: Result, package: ModuleType, models: ModuleType
) -> Iterator[UnmetExpectation]:
    """Everything in ``expect`` that ``result`` does not fulfil.

    Args:
        expect: the block.
        result: that of the call.
        package, models: the package and its module of models.
    """
    if "items" in expect.given:
        items = result.value if is_array(result.value) else []
        yielded = [plain(attribute(item, expect.key)) for item in items]
        if yielded != list(expect.items):
            yield UnmetExpectation(
                message=f"yielded {yielded!r}, expected {list(expect.items)!r}",
                key="items",
            )
    if "error" in expect.given:
        yield from _error(expect, result.error, package, models)
    elif result.error is not None:
        yield UnmetExpectation(
            message=f"raised {type(result.error).__name__}: {result.error}",
            key="result",
        )
    elif "items" not in expect.given:
        yield from _type(result.value, expect.result, "result", models)
        yield from _value(result.value, expect)


def _error(
    expect: Expect, error: Exception | None, package: ModuleType, models: ModuleType
) -> Iterator[UnmetExpectation]:
    wanted: Any = getattr(package, expect.error, None)
    if wanted is None:
        yield UnmetExpectation(
            message=f"{package.__name__} has no exception {expect.error!r}", key="error"
        )
        return
    if not isinstance(error, wanted):
        got = (
            "nothing was raised" if error is None else f"{type(error).__name__} was raised: {error}"
        )
        yield UnmetExpectation(message=f"expected {expect.error}, {got}", key="error")
        return
    if expect.status is None:
        return
    status = attribute(error, "status")
    if status != expect.status:
        yield UnmetExpectation(
            message=f"the error's status is {status!r}, expected {expect.status}",
            key="status",
        )
    data = attribute(error, "data")
    yield from _type(data, expect.data, "data", models)
    yield from _value(data, expect)
    if expect.body not in str(attribute(error, "body")):
        yield UnmetExpectation(
            message=f"the error's body does not contain {expect.body!r}", key="body"
        )
    if "\n" in str(error):
        yield UnmetExpectation(message="the error's text has more than one line", key="error")


def _type(value: object, wanted: str, key: str, models: ModuleType) -> Iterator[UnmetExpectation]:
    """Holds the type of ``value`` against ``none``, ``plain``, ``Model`` or ``list[Model]``."""
    kind = type(value)
    match wanted:
        case "" | "none":
            fits = value is None
        case "plain":
            fits = not hasattr(kind, "model_fields")
        case _ if wanted.startswith("list["):
            names = [type(item).__name__ for item in value] if is_array(value) else [None]
            fits = all(name == wanted[5:-1] for name in names)
        case _:
            cls: Any = getattr(models, wanted, None)
            fits = isinstance(cls, type) and isinstance(value, cls)
            fits = fits or kind.__name__ == wanted
    if not fits:
        yield UnmetExpectation(message=f"expected {wanted or 'none'}, got {kind.__name__}", key=key)


def _value(value: object, expect: Expect) -> Iterator[UnmetExpectation]:
    """Holds a returned value (or an error's ``data``) against ``attributes``, ``present``,
    ``absent`` and ``value``.
    """
    if "value" in expect.given:
        for path, got, wanted in json_differences(plain(value), expect.value):
            yield UnmetExpectation(message=f"{path}: got {got!r}, expected {wanted!r}", key="value")
    for path, wire in expect.attributes.items():
        got = attribute(value, path)
        if got is MISSING:
            yield UnmetExpectation(message=f"{path} is not there", key="attributes")
        elif not means(got, wire):
            yield UnmetExpectation(
                message=f"{path}: got {got!r}, expected {wire!r}", key="attributes"
            )
    fields: Any = getattr(value, "model_fields_set", set[str]())
    for name in expect.present:
        if name not in fields:
            yield UnmetExpectation(
                message=f"{name} was on the wire and is not in model_fields_set",
                key="present",
            )
    for name in expect.absent:
        if name in fields:
            yield UnmetExpectation(
                message=f"{name} was not on the wire and is in model_fields_set",
                key="absent",
            )
