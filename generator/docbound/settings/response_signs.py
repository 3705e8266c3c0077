"""What client.yaml says of responses that mean something else than their status: errors in
successful responses (``errors``), and calls that came too early (``retries.when``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from docbound.records import field, record
from docbound.service import JSONValue
from docbound.settings.pagination import wire_path
from docbound.settings.yaml_node import Node


@record
class SignSettings:
    """Where in a response something is looked for, and which values count; see
    :class:`docbound.runtime.service.response_rules.ResponseSign`.
    """

    field: tuple[str, ...] = ()
    values: tuple[JSONValue, ...] = ()
    others: tuple[JSONValue, ...] = ()


@record
class ErrorSettings:
    """How a service reports errors; see
    :class:`docbound.runtime.service.response_rules.ErrorRule`. ``model`` is the pointer of a
    schema, or its name.
    """

    sign: SignSettings | None = None
    code: tuple[str, ...] = ()
    statuses: Mapping[str, int] = field(default_factory=dict[str, int])
    model: str = ""


@record
class ThrottlingSettings:
    """How a response says that a call came too early; see
    :class:`docbound.runtime.service.response_rules.ThrottlingRule`.
    """

    sign: SignSettings = SignSettings()
    statuses: tuple[int, ...] = ()
    wait: tuple[str, ...] = ()
    safe: bool = False


def _values(node: Node) -> tuple[JSONValue, ...]:
    """A value, or a list of them: texts, numbers, true or false."""
    entries = node.items() if isinstance(node.value, list) else (node,)
    for entry in entries:
        if isinstance(entry.value, (list, dict)) or entry.value is None:
            entry.report(
                "wrong-value",
                "a text, a number, true or false is expected here",
                "write the value as the service sends it, or a list of such values",
            )
    return tuple(entry.value for entry in entries)


_SIGN: Final[Mapping[str, Callable[[Node], object]]] = {
    "field": wire_path,
    "is": _values,
    "is_not": _values,
}
SIGN_KEYS: Final = tuple(_SIGN)


def _sign(node: Node, found: dict[str, Any]) -> SignSettings | None:
    """The sign among the fields of a rule, which it takes out of them."""
    given = {name: found.pop(name) for name in SIGN_KEYS if name in found}
    if "is" in given and "is_not" in given:
        node.report(
            "wrong-value",
            "`is` and `is_not` are both given",
            "keep one: `is` for the values that count, or `is_not` for those that do not",
        )
    if not given:
        return None
    if not given.get("field"):
        node.report(
            "missing-setting",
            "nothing says where the value is that is compared",
            "add `field:`, such as `field: ok` or `field: header:X-Status`",
        )
    return SignSettings(
        field=given.get("field", ()),
        values=given.get("is", ()),
        others=given.get("is_not", ()),
    )


def read_sign(node: Node) -> SignSettings:
    """A sign alone: ``{field: done, is: true}``."""
    found: dict[str, Any] = node.fields(_SIGN)
    sign = _sign(node, found)
    if sign is None and isinstance(node.value, dict):
        node.report(
            "missing-setting",
            "nothing says where the value is that is compared",
            "add `field:`, such as `field: ok` or `field: header:X-Status`",
        )
    return sign or SignSettings()


def _status(lowest: int) -> Callable[[Node], int]:
    def read(node: Node) -> int:
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= 599:
            return value
        node.report(
            "wrong-value",
            f"{value!r} is no status from {lowest} to 599",
            "write a number such as 429",
        )
        return 0

    return read


_ERROR: Final[Mapping[str, Callable[[Node], object]]] = {
    **_SIGN,
    "code": wire_path,
    "statuses": lambda node: node.mapping(_status(400)),
    "model": Node.text,
}
ERROR_KEYS: Final = tuple(_ERROR)


def _error(node: Node) -> ErrorSettings:
    found: dict[str, Any] = node.fields(_ERROR)
    sign = _sign(node, found)
    if isinstance(node.value, dict):
        members = node.members()
        if sign is None and "code" not in found:
            node.report(
                "missing-setting",
                "an entry of `errors` says what an error looks like, or where its code is",
                "add `field:` or `code:`",
            )
        for key in ("statuses", "model"):
            needs = "code" if key == "statuses" else "field"
            if key in found and needs not in members:
                members[key].report(
                    "missing-setting", f"`{key}` needs `{needs}`", f"add `{needs}:`, or remove it"
                )
    return ErrorSettings(sign=sign, **found)


def read_errors(node: Node) -> dict[str, tuple[ErrorSettings, ...]]:
    """The setting ``errors``: by operationId, ``tag:NAME`` or ``*``; a list has several entries, of
    which the first that fits a response counts. An empty list says that there is nothing.
    """
    return {
        key: (
            tuple(map(_error, entry.items())) if isinstance(entry.value, list) else (_error(entry),)
        )
        for key, entry in node.members().items()
    }


_THROTTLING: Final[Mapping[str, Callable[[Node], object]]] = {
    **_SIGN,
    "statuses": lambda node: tuple(map(_status(200), node.items())),
    "wait": wire_path,
    "safe": Node.flag,
}
THROTTLING_KEYS: Final = tuple(_THROTTLING)


def _throttling(node: Node) -> ThrottlingSettings:
    found: dict[str, Any] = node.fields(_THROTTLING)
    sign = _sign(node, found)
    if isinstance(node.value, dict):
        missing = "field" if sign is None else "" if found.get("statuses") else "statuses"
        if missing:
            node.report(
                "missing-setting",
                f"an entry of `when` needs `{missing}`",
                "write one such as `{field: code, is: Throttling, statuses: [400]}`",
            )
    return ThrottlingSettings(sign=sign or SignSettings(), **found)


def read_when(node: Node) -> tuple[ThrottlingSettings, ...]:
    """The setting ``retries.when``: one entry or several."""
    return tuple(map(_throttling, node.items() if isinstance(node.value, list) else (node,)))
