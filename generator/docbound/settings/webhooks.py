"""What client.yaml says of the signatures of webhooks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from docbound.records import record
from docbound.settings.yaml_node import Node

SCHEMES: Final = ("standard", "hmac", "public_key")
ENCODINGS: Final = ("hex", "base64")
HASHES: Final = ("sha256", "sha512", "sha384", "sha1")
PUBLIC_KEYS: Final = ("ed25519", "ecdsa-sha256", "rsa-sha256")
ALGORITHMS: Final = (*HASHES, *PUBLIC_KEYS)
SECRETS: Final = ("text", "hex", "base64")


@record
class WebhookSettings:
    """How the service signs what it sends by itself; see
    :class:`docbound.runtime.webhooks.WebhookSignature`.
    """

    scheme: str = SCHEMES[0]
    header: str = ""
    algorithm: str = ALGORITHMS[0]
    encoding: str = ENCODINGS[0]
    prefix: str = ""
    separator: str = ","
    signed: str = "{body}"
    timestamp_header: str = ""
    timestamp_prefix: str = ""
    tolerance: int = 300
    secret_encoding: str = SECRETS[0]
    secret_prefix: str = ""


def _tolerance(node: Node) -> int:
    if isinstance(node.value, int) and not isinstance(node.value, bool) and node.value > 0:
        return node.value
    node.report("wrong-value", "a number of seconds is expected here", "write a number such as 300")
    return 300


FIELDS: Final[dict[str, Callable[[Node], object]]] = {
    "scheme": lambda node: node.word(SCHEMES),
    "header": Node.text,
    "algorithm": lambda node: node.word(ALGORITHMS),
    "encoding": lambda node: node.word(ENCODINGS),
    "prefix": Node.text,
    "separator": Node.text,
    "signed": Node.text,
    "timestamp_header": Node.text,
    "timestamp_prefix": Node.text,
    "tolerance": _tolerance,
    "secret_encoding": lambda node: node.word(SECRETS),
    "secret_prefix": Node.text,
}
_OF_STANDARD: Final = ("scheme", "tolerance")


def read(node: Node) -> WebhookSettings:
    """The setting ``webhooks``."""
    found: dict[str, Any] = node.fields(FIELDS)
    settings = WebhookSettings(**found)
    if not isinstance(node.value, dict):
        return settings
    members = node.members()
    if settings.scheme == "standard":
        for key in found:
            if key not in _OF_STANDARD:
                members[key].report(
                    "wrong-value",
                    f"Standard Webhooks fix what `{key}` is",
                    "remove it, or write `scheme: hmac`",
                )
        return settings
    if not settings.header:
        node.report(
            "missing-setting",
            f"`scheme: {settings.scheme}` needs the header of the signature",
            "add `header:`",
        )
    settings = _with_algorithm(settings, members)
    _check_signed(settings, members.get("signed", node))
    return settings


def _with_algorithm(settings: WebhookSettings, members: Mapping[str, Node]) -> WebhookSettings:
    """The settings with the usual algorithm of their scheme, or the one that is given, if the
    scheme has it.
    """
    of_scheme = PUBLIC_KEYS if settings.scheme == "public_key" else HASHES
    if "algorithm" not in members:
        return replace(settings, algorithm=of_scheme[0])
    if settings.algorithm in ALGORITHMS and settings.algorithm not in of_scheme:
        members["algorithm"].report(
            "wrong-value",
            f"`scheme: {settings.scheme}` has no algorithm {settings.algorithm!r}",
            f"write {', '.join(of_scheme[:-1])} or {of_scheme[-1]}",
        )
    return settings


def _check_signed(settings: WebhookSettings, node: Node) -> None:
    """What is signed holds the body, and a moment only where there is one."""
    names = re.findall(r"\{([^{}]*)\}", settings.signed)
    if not {"body", "form"} & set(names):
        node.report(
            "wrong-value", "`signed` does not hold the body", "add `{body}` or `{form}` to it"
        )
        return
    has_moment = settings.timestamp_header or settings.timestamp_prefix
    if "timestamp" in names and not has_moment:
        node.report(
            "missing-setting",
            "`signed` holds a timestamp, and nothing says where it comes from",
            "add `timestamp_header:` or `timestamp_prefix:`",
        )
    if has_moment and "timestamp" not in names:
        node.report(
            "wrong-value",
            "the timestamp is not signed, so anyone can change it",
            "add `{timestamp}` to `signed`, or remove the timestamp",
        )
