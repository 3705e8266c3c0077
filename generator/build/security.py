"""Security schemes and requirements, of 3.x and of Swagger 2.0.

Specification: "Security Scheme Object" and "Security Requirement Object".
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from generator.api import Requirement, Security, SecurityScheme

from .access import Node, Reader

_FLOWS: Final = {
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
    "implicit": "implicit",
    "password": "password",
}
"""Swagger 2.0's words for the OAuth2 flows of 3.x."""

_LOCATIONS: Final = ("header", "query", "cookie")


def security_schemes(
    reader: Reader, section: Node | None
) -> tuple[SecurityScheme, ...]:
    """The schemes of ``components/securitySchemes`` (``securityDefinitions`` in Swagger 2.0); unusable ones are reported."""
    found: list[SecurityScheme] = []
    for name, node in reader.members(section).items():
        target = reader.follow(node)
        if target is None or not isinstance(target.value, dict):
            if target is not None:
                reader.members(target)
            continue
        scheme = _scheme(reader, name, target)
        if scheme is not None:
            found.append(scheme)
    return tuple(found)


def _scheme(reader: Reader, name: str, node: Node) -> SecurityScheme | None:
    description = reader.text(node, "description")
    pointer = node.pointer
    kind = reader.text(node, "type")
    match kind.lower():
        case "apikey":
            return _api_key(reader, name, node)
        case "http":
            return _http(reader, name, node, reader.text(node, "scheme"))
        case "basic" | "bearer":
            if kind.lower() == "bearer" or not reader.swagger:
                reader.warn(
                    "unknown-scheme-type",
                    f"`{kind}` is not a type of security scheme",
                    pointer,
                    effect="repaired",
                    hint=f"read as type `http` with scheme `{kind.lower()}`",
                )
            return _http(reader, name, node, kind)
        case "oauth2":
            return _oauth2(reader, name, node)
        case "openidconnect":
            return SecurityScheme(
                pointer=pointer,
                name=name,
                kind="openIdConnect",
                description=description,
            )
        case "mutualtls":
            return SecurityScheme(
                pointer=pointer, name=name, kind="mutualTLS", description=description
            )
        case _:
            reader.warn(
                "unknown-scheme-type",
                f"`{kind}` is not a type of security scheme",
                pointer,
                effect="dropped",
                hint="one of apiKey, http, mutualTLS, oauth2, openIdConnect",
            )
            return None


def _api_key(reader: Reader, name: str, node: Node) -> SecurityScheme:
    location = reader.text(node, "in")
    parameter = reader.text(node, "name")
    if location not in _LOCATIONS or not parameter:
        reader.warn(
            "incomplete-scheme",
            "an API key needs a `name` and an `in` of header, query or cookie",
            node.pointer,
            effect="repaired",
            hint="a header of the scheme's own name is assumed for what is missing",
        )
    return SecurityScheme(
        pointer=node.pointer,
        name=name,
        kind="apiKey",
        parameter=parameter or name,
        location=location if location in _LOCATIONS else "header",
        description=reader.text(node, "description"),
    )


def _http(reader: Reader, name: str, node: Node, scheme: str) -> SecurityScheme:
    word = scheme.lower()
    if not word:
        word = "bearer"
        reader.warn(
            "incomplete-scheme",
            "an HTTP scheme needs a `scheme`",
            node.pointer,
            effect="repaired",
            hint="bearer is assumed",
        )
    return SecurityScheme(
        pointer=node.pointer,
        name=name,
        kind=word if word in ("basic", "bearer") else "http",
        scheme="" if word in ("basic", "bearer") else scheme,
        bearer_format=reader.text(node, "bearerFormat"),
        description=reader.text(node, "description"),
    )


def _oauth2(reader: Reader, name: str, node: Node) -> SecurityScheme:
    flows = _flows(reader, node)
    client = flows.get("clientCredentials")
    scopes = reader.entries(client.member("scopes")) if client is not None else {}
    return SecurityScheme(
        pointer=node.pointer,
        name=name,
        kind="oauth2",
        token_url=reader.text(client, "tokenUrl") if client is not None else "",
        scopes=tuple(
            (scope, reader.as_text(text) if text.value is not None else "")
            for scope, text in scopes.items()
        ),
        flows=tuple(flows),
        description=reader.text(node, "description"),
    )


def _flows(reader: Reader, node: Node) -> dict[str, Node]:
    """The flows by their 3.x names; Swagger 2.0 has the one flow's facts in the scheme itself."""
    if node.has("flows"):
        return reader.entries(node.member("flows"))
    flow = reader.text(node, "flow")
    if flow:
        return {_FLOWS.get(flow, flow): node}
    return {}


def security(reader: Reader, holder: Node, known: Collection[str]) -> Security | None:
    """The alternatives that ``holder`` (an operation, or the description) states; None where it states none."""
    member = holder.member("security")
    if member is None or member.value is None:
        return None
    alternatives: list[tuple[Requirement, ...]] = []
    for item in reader.items(member):
        found: list[Requirement] = []
        names = reader.members(item)
        for name, scopes in names.items():
            if name not in known:
                reader.warn(
                    "unknown-security-scheme",
                    f"`{name}` is not among the security schemes",
                    scopes.pointer,
                    effect="dropped",
                )
                continue
            texts = reader.texts(scopes) if scopes.value is not None else ()
            found.append(Requirement(scheme=name, scopes=texts))
        alternatives.append(tuple(found))
    return tuple(dict.fromkeys(alternatives))
