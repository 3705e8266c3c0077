"""Whether a request to the stub is authorised: whether there is some credential, of the kind that a
security scheme wants, where the scheme wants it. Which one it is does not matter.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from docbound.harness.described_service import Node, Service, ServiceOperation
from docbound.tables.scheme_kinds import (
    BASIC,
    MUTUAL_TLS,
    OPEN_ID_CONNECT,
    SchemeKind,
    kind_of,
)
from docbound.traffic import HttpRequest

_Check: TypeAlias = Callable[[Node, HttpRequest], bool]


def is_authorized(service: Service, operation: ServiceOperation, request: HttpRequest) -> bool:
    """Whether the credentials for one way of authorising the call are there."""
    schemes = service.security_schemes
    if not operation.security or not all(
        name in schemes for alternative in operation.security for name in alternative
    ):
        return True
    return any(
        all(_has_credential(schemes[name], request) for name in alternative)
        for alternative in operation.security
    )


def challenge(service: Service, operation: ServiceOperation) -> str:
    """The value of ``WWW-Authenticate`` (RFC 9110, section 11.6.1) in a response of status 401."""
    kinds = {
        _kind(service.security_schemes[name])
        for alternative in operation.security
        for name in alternative
    }
    return 'Basic realm="docbound"' if BASIC in kinds else 'Bearer realm="docbound"'


def _kind(scheme: Node) -> SchemeKind | None:
    return kind_of(scheme.text("type"), scheme.text("scheme"))


def _has_credential(scheme: Node, request: HttpRequest) -> bool:
    kind = _kind(scheme)
    usual = _has_parameter if kind and "parameter" in kind.parts else _has_field
    check = _CHECKS.get(kind.name, usual) if kind else usual
    return check(scheme, request)


def _has_field(_scheme: Node, request: HttpRequest) -> bool:
    return bool(request.header("authorization"))


def _has_parameter(scheme: Node, request: HttpRequest) -> bool:
    name = scheme.text("name")
    match scheme.text("in"):
        case "query":
            query = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
            return any(key == name for key, _ in query)
        case "cookie":
            cookies = request.header("cookie").split(";")
            return any(part.strip().partition("=")[0] == name for part in cookies)
        case _:
            return bool(request.header(name))


def _has_user(_scheme: Node, request: HttpRequest) -> bool:
    word, _, credential = request.header("authorization").partition(" ")
    try:
        return word.lower() == "basic" and b":" in base64.b64decode(credential, validate=True)
    except (binascii.Error, ValueError):
        return False


def _is_elsewhere(_scheme: Node, _request: HttpRequest) -> bool:
    """What a request does not show, or may carry in any form."""
    return True


_CHECKS: Final[Mapping[str, _Check]] = {
    BASIC.name: _has_user,
    MUTUAL_TLS.name: _is_elsewhere,
    OPEN_ID_CONNECT.name: _is_elsewhere,
}
"""What a credential looks like, where it is more than some parameter or ``Authorization``."""
