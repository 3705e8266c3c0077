"""What client.yaml says of operations whose response depends on an argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from docbound.records import field, record
from docbound.settings.yaml_node import Node


@record
class ResponseSettings:
    """Which kind of response the values of an argument ask for.

    Attributes:
        argument: the wire name of a parameter or of a field of the body.
        values: for each value, as text, a schema of the description or a media type.
        default: the value that is meant by a call that does not say; empty: the description's.
    """

    argument: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    default: str = ""


_KEYS: Final[Mapping[str, Callable[[Node], object]]] = {
    "argument": Node.text,
    "values": lambda node: node.mapping(Node.text),
    "default": lambda node: value_text(node),
}


def read(node: Node) -> dict[str, ResponseSettings]:
    """The setting ``responses``: by what names an operation."""
    return node.mapping(_entry)


def value_text(node: Node) -> str:
    """A value of an argument, as the key of a mapping has it."""
    return str(node.value).lower() if isinstance(node.value, bool) else node.text()


def _entry(node: Node) -> ResponseSettings:
    found: dict[str, Any] = node.fields(_KEYS)
    settings = ResponseSettings(**found)
    if isinstance(node.value, dict):
        for key, given in (("argument", settings.argument), ("values", settings.values)):
            if not given:
                node.report(
                    "missing-setting",
                    f"a response that depends on an argument needs `{key}`",
                    f"add `{key}:` to the entry",
                )
    return settings
