"""The keys of client.yaml, in the order of the documentation, and how each value is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from docbound.service import Contact
from docbound.settings import (
    credentials,
    helpers,
    metadata,
    package_names,
    pagination,
    polling,
    resources,
    response_signs,
    responses,
    retries,
    webhooks,
)
from docbound.settings.filters import Filters, OperationSet
from docbound.settings.yaml_node import Node

LAYOUTS: Final = ("modern", "prior")


_OPERATION_SET: Final[Mapping[str, Callable[[Node], object]]] = dict.fromkeys(
    ("tags", "paths", "operations"), Node.texts
)


def _operation_set(node: Node) -> OperationSet:
    found: dict[str, Any] = node.fields(_OPERATION_SET)
    return OperationSet(**found)


def _filters(node: Node) -> Filters:
    found: dict[str, Any] = node.fields({**_OPERATION_SET, "exclude": _operation_set})
    return Filters(**found)


def _package(node: Node) -> str:
    name = node.text()
    wrong = package_names.fault(name)
    if wrong:
        node.report(
            "wrong-value",
            f"{name!r} {wrong}",
            "use letters, digits and underscores, no digit first, as in `acme_client`",
        )
    return name


_DISTRIBUTION: Final = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_VERSION: Final = (
    r"v?(\d+!)?\d+(\.\d+)*([-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?"
    r"(-\d+|[-_.]?(post|rev|r)[-_.]?\d*)?([-_.]?dev[-_.]?\d*)?(\+[a-z0-9]+([-_.][a-z0-9]+)*)?"
)


def _distribution(node: Node) -> str:
    """A distribution's name (PyPA specifications, "Names and normalization")."""
    name = node.text()
    if not re.fullmatch(_DISTRIBUTION, name):
        node.report(
            "wrong-value",
            f"{name!r} is not the name of a distribution",
            "use ASCII letters, digits, `-`, `_` and `.`, with a letter or digit at both ends",
        )
    return name


def _version(node: Node) -> str:
    """A version (PyPA specifications, "Version specifiers", appendix on parsing)."""
    version = node.text()
    if not re.fullmatch(_VERSION, version, re.IGNORECASE | re.ASCII):
        node.report(
            "wrong-value",
            f"{version!r} is not a Python version",
            "write one such as `1.0.0`",
        )
    return version


def _license(node: Node) -> str:
    """A licence (PyPA specifications, "License expression")."""
    expression = metadata.spdx(node.text())
    if node.value and not expression:
        node.report(
            "wrong-value",
            f"{node.value!r} is not an SPDX licence expression",
            "write one such as `Apache-2.0` or `MIT`, or `LicenseRef-Proprietary` for one that SPDX"
            " does not list",
        )
    return expression


def _contact(node: Node) -> Contact:
    """A mapping, or one text: ``Name <mail@example.org>``, a mail address, an address of the web,
    or a name.
    """
    if isinstance(node.value, dict):
        found: dict[str, Any] = node.fields(dict.fromkeys(("name", "email", "url"), Node.text))
        return Contact(**found)
    text = node.text().strip()
    if text.startswith(("http://", "https://")):
        return Contact(url=text)
    name, _, last = f" {text}".replace("<", " <").rpartition(" ")
    email = last.removeprefix("<").removesuffix(">")
    if re.fullmatch(r"[^<>@\s]+@[^<>@\s]+", email) and not set("<>@") & set(name):
        return Contact(name=name.strip(), email=email)
    return Contact(name=text)


def _address(node: Node) -> str:
    address = node.text()
    if not metadata.web_address(address):
        node.report(
            "wrong-value",
            f"{address!r} is not an address of the web",
            "write one such as `https://example.org/docs`",
        )
    return address


READERS: Final[Mapping[str, Callable[[Node], object]]] = {
    "package": _package,
    "distribution": _distribution,
    "version": _version,
    "layout": lambda node: node.word(LAYOUTS),
    "title": Node.text,
    "description": Node.text,
    "environment": credentials.read_environment,
    "credentials": lambda node: node.mapping(credentials.read_credential),
    "helpers": helpers.read,
    "pagination": pagination.read,
    "polling": polling.read,
    "rename": lambda node: node.mapping(Node.identifier),
    "resources": resources.read,
    "method_names": lambda node: node.word(("short", "operation_id")),
    "accessors": lambda node: node.mapping(Node.identifier),
    "body_names": lambda node: node.mapping(Node.identifier),
    "secret_fields": Node.texts,
    "error_events": Node.texts,
    "errors": response_signs.read_errors,
    "retries": retries.read,
    "idempotency": lambda node: node.mapping(Node.text),
    "responses": responses.read,
    "deep_object_lists": lambda node: node.word(("mixed", "numbered", "brackets")),
    "numbers": lambda node: node.word(("float", "decimal")),
    "overlays": Node.texts,
    "filters": _filters,
    "lenient": Node.flag,
    "allowed_hosts": Node.texts,
    "allowed_paths": Node.texts,
    "readme": Node.texts,
    "keywords": Node.texts,
    "license": _license,
    "contact": _contact,
    "terms": _address,
    "urls": lambda node: node.mapping(_address),
    "handwritten": Node.text,
    "webhooks": webhooks.read,
    "released": Node.text,
    "keep_names": Node.flag,
    "zero_versions": lambda node: node.word(("shifted", "strict", "free")),
}
"""Each key of client.yaml, and what reads its value."""


def known_keys() -> tuple[str, ...]:
    """The keys that client.yaml may have, in the order of the documentation."""
    return tuple(READERS)
