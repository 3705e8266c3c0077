"""Metadata of the distribution: licence, authors, addresses.

Source: PyPA specifications, "Declaring project metadata" (``authors``, ``urls``), "License
expression" and "Well-known project URLs"; OpenAPI, "Contact Object" and "License Object".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from docbound.package import Metadata
from docbound.service import Api, Contact, License
from docbound.settings.metadata import is_mail, spdx, web_address
from docbound.settings.settings import Settings
from docbound.writing.text import one_line

_LONGEST_LABEL: Final = 32
"""Characters that a package index shows of a URL's label."""
_NOISE: Final = frozenset({"the", "license", "licence", "version", "v"})
_ADDRESSES: Final = (
    (re.compile(r"apache\.org/licenses/LICENSE-(\d\.\d)", re.IGNORECASE), "Apache-{}"),
    (re.compile(r"opensource\.org/licenses?/([\w.-]+)", re.IGNORECASE), "{}"),
    (re.compile(r"spdx\.org/licenses/([\w.-]+?)(?:\.html)?$", re.IGNORECASE), "{}"),
)
"""Addresses at which a licence is known, with the identifier that they mean."""


def metadata_of(api: Api, settings: Settings) -> Metadata:
    """The metadata of the distribution.

    Args:
        api: the service; what its description says counts where client.yaml says nothing.
        settings: what client.yaml says.

    Returns:
        The metadata. A licence that has no SPDX identifier is referred to as ``LicenseRef-...``; an
        address that is not ``http`` or ``https``, or no mail address, is left out.
    """
    contact = settings.contact or api.contact
    licence = api.license
    return Metadata(
        license=settings.license or license_expression(licence),
        license_name=settings.license or one_line(licence.name or licence.identifier),
        author=one_line(contact.name),
        email=contact.email if is_mail(contact.email) else "",
        urls=tuple(_urls(api, settings, contact).items()),
        terms=web_address(settings.terms or api.terms),
        keywords=settings.keywords,
    )


def license_expression(licence: License) -> str:
    """The SPDX expression of a description's licence, or an empty string where it names none."""
    for text in (licence.identifier, licence.name):
        found = spdx(text) or spdx(_shortened(text))
        if found:
            return found
    for pattern, identifier in _ADDRESSES:
        match = pattern.search(licence.url)
        found = spdx(identifier.format(match.group(1))) if match else ""
        if found:
            return found
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", licence.name or licence.identifier).strip("-")
    return f"LicenseRef-{slug}" if slug else ""


def _shortened(name: str) -> str:
    """``Apache License, Version 2.0`` as ``apache-2.0``: how SPDX makes identifiers of names."""
    words = [word for word in re.findall(r"[a-z0-9.+]+", name.lower()) if word not in _NOISE]
    words = [re.sub(r"^v(?=\d)", "", word) for word in words]
    if words and words[-1].isdigit() and words[0] == "apache":
        words[-1] += ".0"
    return "-".join(words)


def _urls(api: Api, settings: Settings, contact: Contact) -> dict[str, str]:
    described = (
        ("Documentation", api.external_docs),
        ("Support", contact.url),
        ("Terms of Service", settings.terms or api.terms),
        ("License", "" if settings.license else api.license.url),
    )
    return _labelled((*settings.urls.items(), *described))


def _labelled(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The addresses by label; of several with one label the first counts."""
    found: dict[str, str] = {}
    for label, address in pairs:
        known = {name.casefold() for name in found}
        if label.casefold() not in known and web_address(address):
            found[label[:_LONGEST_LABEL]] = address
    return found
