"""What client.yaml says of retries: the policy of a package, where its users give none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from docbound.records import record
from docbound.settings import response_signs
from docbound.settings.response_signs import ThrottlingSettings
from docbound.settings.yaml_node import Node


@record
class RetrySettings:
    """The policy of the package; what is None stays as in
    :class:`docbound.runtime.service.options.Retries`.
    """

    count: int | None = None
    statuses: tuple[int, ...] | None = None
    methods: tuple[str, ...] | None = None
    backoff: float | None = None
    max_wait: float | None = None
    when: tuple[ThrottlingSettings, ...] = ()


def _count(node: Node) -> int | None:
    if isinstance(node.value, int) and not isinstance(node.value, bool) and node.value >= 0:
        return node.value
    node.report("wrong-value", "a number of repetitions is expected here", "write one such as 2")
    return None


def _seconds(node: Node) -> float | None:
    value = node.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0:
        return value
    node.report("wrong-value", "a number of seconds is expected here", "write one such as 0.5")
    return None


def _statuses(node: Node) -> tuple[int, ...]:
    found: list[int] = []
    for item in node.items():
        value = item.value
        if isinstance(value, int) and not isinstance(value, bool) and 400 <= value <= 599:
            found.append(value)
        else:
            item.report(
                "wrong-value",
                f"{value!r} is no status of an error",
                "write one from 400 to 599, such as 503",
            )
    return tuple(sorted(set(found)))


def _methods(node: Node) -> tuple[str, ...]:
    found: list[str] = []
    for item in node.items():
        text = item.text()
        if text and text.isascii() and text.isalpha() and text.isupper():
            found.append(text)
        elif text:
            item.report(
                "wrong-value", f"{text!r} is no method", "write it in capitals, such as POST"
            )
    return tuple(sorted(set(found)))


FIELDS: Final[Mapping[str, Callable[[Node], object]]] = {
    "count": _count,
    "statuses": _statuses,
    "methods": _methods,
    "backoff": _seconds,
    "max_wait": _seconds,
    "when": response_signs.read_when,
}


def read(node: Node) -> RetrySettings:
    """The setting ``retries``."""
    found: dict[str, Any] = node.fields(FIELDS)
    return RetrySettings(**found)
