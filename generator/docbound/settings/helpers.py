"""What client.yaml says of helpers: functions at the package's root that return a ready client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from docbound.records import record
from docbound.settings.yaml_node import Node

_NO_HELPERS: Final = frozenset(
    [
        "ApiClient",
        "ApiResponse",
        "Configuration",
        "aio",
        "api",
        "api_client",
        "api_response",
        "apis",
        "configuration",
        "exceptions",
        "helpers",
        "hooks",
        "model",
        "models",
        "rest",
        "sign_in",
        "webhooks",
    ]
)
"""What a helper may not be called: what a package's root has anyway."""


@record
class HelperSettings:
    """A function at the package's root that returns a ready client; ``host`` and ``key`` are what
    its keyword arguments are called."""

    name: str = ""
    scheme: str = ""
    prefix: str = ""
    host: str = "host"
    key: str = "key"
    note: str = ""


def _helper(node: Node) -> HelperSettings:
    readers: dict[str, Callable[[Node], object]] = {
        "name": Node.identifier,
        "scheme": Node.text,
        "prefix": Node.text,
        "arguments": lambda inner: inner.fields({"host": Node.identifier, "key": Node.identifier}),
        "note": Node.text,
    }
    found: dict[str, Any] = node.fields(readers)
    arguments: dict[str, Any] = found.pop("arguments", {})
    for key in ("name", "scheme"):
        if not found.get(key):
            node.report(
                "missing-setting",
                f"a helper needs a {key}",
                f"add `{key}:` to the entry",
            )
    helper = HelperSettings(**found, **arguments)
    if helper.name in _NO_HELPERS or helper.name.startswith("_"):
        node.report(
            "wrong-value",
            f"{helper.name!r} means something else at the package's root",
            "use a name such as `get_client`",
        )
    if len({helper.host, helper.key, "prefix"}) < 3:
        node.report(
            "wrong-value",
            "the arguments of a helper need names that differ, also from `prefix`",
            "use names such as `host` and `key`",
        )
    return helper


def read(node: Node) -> tuple[HelperSettings, ...]:
    """Reads the list of helpers; their names differ."""
    helpers = tuple(_helper(item) for item in node.items())
    names = [helper.name for helper in helpers]
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        node.report(
            "wrong-value",
            f"there are several helpers called {name!r}",
            "give each one a name of its own",
        )
    return helpers
