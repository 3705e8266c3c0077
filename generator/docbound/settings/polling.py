"""What client.yaml says of calls that are repeated until some work is done (``polling``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from docbound.records import record
from docbound.settings.pagination import wire_path
from docbound.settings.response_signs import SignSettings, read_sign
from docbound.settings.yaml_node import Node


@record
class PollingSettings:
    """For one operation; see :class:`docbound.runtime.service.polling.Polling`."""

    done: SignSettings = SignSettings()
    failed: SignSettings | None = None
    code: tuple[str, ...] = ()
    every: float = 2.0
    timeout: float = 600.0


def _seconds(node: Node) -> float:
    value = node.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
        return float(value)
    node.report("wrong-value", "a number of seconds is expected here", "write one such as 2")
    return 1.0


FIELDS: Final[Mapping[str, Callable[[Node], object]]] = {
    "done": read_sign,
    "failed": read_sign,
    "code": wire_path,
    "every": _seconds,
    "timeout": _seconds,
}


def _entry(node: Node) -> PollingSettings:
    found: dict[str, Any] = node.fields(FIELDS)
    if isinstance(node.value, dict) and "done" not in node.members():
        node.report(
            "missing-setting",
            "nothing says when the work is done",
            "add `done:`, such as `done: {field: done, is: true}`",
        )
    return PollingSettings(**found)


def read(node: Node) -> dict[str, PollingSettings]:
    """The setting ``polling``, by operationId."""
    return node.mapping(_entry)
