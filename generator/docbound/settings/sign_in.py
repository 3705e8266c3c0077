"""What client.yaml says of signing in: for a security scheme, what the package knows of the
service's grants (RFC 6749).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from docbound.records import field, record
from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.settings.metadata import web_address
from docbound.settings.yaml_node import Node

SCOPES_AS: Final = ("field", "claim")
_ORIGIN: Final = lazy_pattern(
    r"https://(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
    r"(?::[1-9]\d{0,4})?"
)
AUTHENTICATIONS: Final = ("basic", "body", "none")
URLS: Final = (
    "token_url",
    "authorization_url",
    "refresh_url",
    "device_authorization_url",
    "revocation_url",
    "discovery_url",
)


@record
class SignInSettings:
    """What a user of the package need not say; see
    :class:`docbound.runtime.service.oauth_flows.SignInDefaults`.
    """

    client_id: str = ""
    client_authentication: str = ""
    token_url: str = ""
    authorization_url: str = ""
    refresh_url: str = ""
    device_authorization_url: str = ""
    revocation_url: str = ""
    discovery_url: str = ""
    scopes: tuple[str, ...] = ()
    token_parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    authorization_parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    redirect_port: int = 0
    redirect_path: str = ""
    statement_audience: str = ""
    statement_scope: str = ""
    statement_lifetime: int = 0
    host_field: str = ""
    host_origins: tuple[str, ...] = ()


def _url(node: Node) -> str:
    url = node.text()
    if url and not url.startswith("/") and not web_address(url):
        node.report(
            "wrong-value",
            f"{url!r} is neither an address of the web nor a path of the service",
            "write one such as `https://login.example.com/token` or `/oauth/token`",
        )
    return url


def _port(node: Node) -> int:
    port = node.value
    if isinstance(port, int) and not isinstance(port, bool) and 0 <= port <= 65535:
        return port
    node.report("wrong-value", "a port is expected here", "write a number such as 8765")
    return 0


def _path(node: Node) -> str:
    path = node.text()
    if path and not path.startswith("/"):
        node.report("wrong-value", f"{path!r} is no path", "begin it with `/`, as in `/callback`")
    return path


def _lifetime(node: Node) -> int:
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    node.report("wrong-value", "a number of seconds is expected here", "write a number such as 300")
    return 0


def _origins(node: Node) -> tuple[str, ...]:
    """Origins, of which the host may begin with ``*.`` and then has two names or more."""
    if isinstance(node.value, str):
        entries: tuple[Node, ...] = (node,)
    else:
        entries = node.items()
    found = tuple(entry.text() for entry in entries)
    for text, entry in zip(found, entries, strict=True):
        if text and not _ORIGIN.fullmatch(text):
            entry.report(
                "wrong-value",
                f"{text!r} is no origin that a token response may name",
                "write one such as `https://api.example.com`, or `https://*.example.com` for all"
                " hosts below",
            )
    return found


def _scopes(node: Node) -> tuple[str, ...]:
    found = node.texts()
    for scope in found:
        if not scope or any(each.isspace() for each in scope):
            node.report(
                "wrong-value",
                f"{scope!r} is no scope",
                "write each scope as an item of a list",
            )
    return found


FIELDS: Final[Mapping[str, Callable[[Node], object]]] = {
    "client_id": Node.text,
    "client_authentication": lambda node: node.word(AUTHENTICATIONS),
    **dict.fromkeys(URLS, _url),
    "scopes": _scopes,
    "token_parameters": lambda node: node.mapping(Node.text),
    "authorization_parameters": lambda node: node.mapping(Node.text),
    "redirect_port": _port,
    "redirect_path": _path,
    "statement_audience": Node.text,
    "statement_scope": lambda node: node.word(SCOPES_AS),
    "statement_lifetime": _lifetime,
    "host_field": Node.text,
    "host_origins": _origins,
}


def read(node: Node) -> SignInSettings:
    """The setting ``sign_in`` of a security scheme."""
    found: dict[str, Any] = node.fields(FIELDS)
    settings = SignInSettings(**found)
    if bool(settings.host_field) is not bool(settings.host_origins) and isinstance(
        node.value, dict
    ):
        node.report(
            "missing-setting",
            "`host_field` and `host_origins` are needed together: a token response may name only"
            " hosts that are known",
            "write both, such as `host_field: instance_url` and `host_origins:"
            " [https://*.example.com]`",
        )
    return settings
