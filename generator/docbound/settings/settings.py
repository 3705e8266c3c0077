"""Settings: what the package is, as client.yaml tells it, or as the description's title
suggests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics, Position
from docbound.records import field, record
from docbound.service import Contact
from docbound.settings.client_yaml_keys import LAYOUTS, READERS
from docbound.settings.credentials import Credential, Environment
from docbound.settings.filters import NO_FILTERS, Filters
from docbound.settings.helpers import HelperSettings
from docbound.settings.pagination import PaginationSettings
from docbound.settings.polling import PollingSettings
from docbound.settings.resources import Placement
from docbound.settings.response_signs import ErrorSettings
from docbound.settings.responses import ResponseSettings
from docbound.settings.retries import RetrySettings
from docbound.settings.webhooks import WebhookSettings
from docbound.settings.yaml_node import Node

_HINT: Final = 'a client.yaml holds settings such as "package: cats_client"'
_LONGEST_WORD: Final = 40  # a package's name becomes a folder's, which may have 255 bytes


@record
class Settings:
    """What client.yaml says; every key may be left out. docs/guide/client-yaml.md has them.

    ``package`` and ``distribution`` are empty until :func:`named` has settled them. ``places``
    remembers where each setting is, for messages; see :meth:`position`.
    """

    package: str = ""
    distribution: str = ""
    version: str = "1.0.0"
    layout: str = LAYOUTS[0]
    title: str = ""
    description: str = ""
    environment: Environment = Environment()
    credentials: Mapping[str, Credential] = field(default_factory=dict[str, Credential])
    helpers: tuple[HelperSettings, ...] = ()
    pagination: Mapping[str, tuple[PaginationSettings, ...]] = field(
        default_factory=dict[str, tuple[PaginationSettings, ...]]
    )
    polling: Mapping[str, PollingSettings] = field(default_factory=dict[str, PollingSettings])
    rename: Mapping[str, str] = field(default_factory=dict[str, str])
    resources: tuple[Placement, ...] = ()
    method_names: str = ""
    accessors: Mapping[str, str] = field(default_factory=dict[str, str])
    body_names: Mapping[str, str] = field(default_factory=dict[str, str])
    secret_fields: tuple[str, ...] = ()
    error_events: tuple[str, ...] = ("error",)
    idempotency: Mapping[str, str] = field(default_factory=dict[str, str])
    responses: Mapping[str, ResponseSettings] = field(default_factory=dict[str, ResponseSettings])
    deep_object_lists: str = ""
    numbers: str = "float"
    errors: Mapping[str, tuple[ErrorSettings, ...]] = field(
        default_factory=dict[str, tuple[ErrorSettings, ...]]
    )
    retries: RetrySettings = field(default_factory=RetrySettings)
    overlays: tuple[Path, ...] = ()
    filters: Filters = NO_FILTERS
    lenient: bool = False
    allowed_hosts: tuple[str, ...] = ()
    allowed_paths: tuple[Path, ...] = ()
    readme: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    license: str = ""
    contact: Contact = Contact()
    terms: str = ""
    urls: Mapping[str, str] = field(default_factory=dict[str, str])
    handwritten: Path | None = None
    webhooks: WebhookSettings = WebhookSettings()
    released: str = ""
    zero_versions: str = "shifted"
    keep_names: bool = False
    places: Mapping[tuple[str, ...], Position] = field(
        default_factory=dict[tuple[str, ...], Position], compare=False
    )

    def position(self, *path: str) -> Position | None:
        """Where a setting is in client.yaml, or None: ``position("rename",
        "#/components/schemas/Pet")``.
        """
        return self.places.get(path)


def load(path: Path, diagnostics: Diagnostics) -> Settings | None:
    """Reads a client.yaml.

    Args:
        path: the file.
        diagnostics: gets unknown keys, wrong types and wrong values, each with its place.

    Returns:
        The settings, or None when an error is in ``diagnostics``.
    """
    own = Diagnostics()
    loaded = document.load(path, own, hint=_HINT)
    if loaded is None:
        diagnostics.extend(own)
        return None
    root = Node(value=loaded.root, pointer="#", document=loaded, diagnostics=own)
    found: dict[str, Any] = root.fields(READERS)
    diagnostics.extend(own)
    if own.has_errors:
        return None
    for key in ("overlays", "allowed_paths"):
        found[key] = tuple(path.parent / name for name in found.get(key, ()))
    if found.get("handwritten"):
        found["handwritten"] = path.parent / found["handwritten"]
    return Settings(**found, places=_places(root))


def named(
    settings: Settings, api_title: str, package: str | None, output_name: str | None
) -> Settings:
    """The settings with the names that the package and the distribution get.

    Args:
        settings: what client.yaml says.
        api_title: the description's title.
        package: the import package's name, where the caller gives one; it comes before that of
            client.yaml.
        output_name: the name of the distribution's folder, used when the title has no letter in it.

    Returns:
        Settings that name the package ``petstore_client`` for the title ``Petstore API``, where
        nobody names it. The distribution follows the package, unless client.yaml names it.
    """
    name = package or settings.package or _package_name(api_title)
    name = name or _package_name(output_name or "") or "api_client"
    follows = name.replace("_", "-").replace(".", "-")
    return replace(settings, package=name, distribution=settings.distribution or follows)


def defaults(api_title: str, package: str | None, output_name: str | None) -> Settings:
    """The settings of a description that comes without a client.yaml; see :func:`named`."""
    return named(Settings(), api_title, package, output_name)


_VERSION: Final = re.compile(r"\b(?:open ?api|swagger|oas) ?v?[23](?:\.\d+)*\b")
"""The version of OpenAPI in a title, as in ``Petstore - OpenAPI 3.0``."""

_OF_A_DOCUMENT: Final = frozenset(
    ("definition", "docs", "documentation", "reference", "spec", "specification")
)
"""What a title calls the document itself, which a package is not."""


def _package_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", _VERSION.sub("", plain.lower()))
    noise = {"api", "rest", "openapi", "swagger", "the", "client", "v1", "v2", "v3"}
    kept = [word.removesuffix("client") for word in words if word not in noise] or words
    while len(kept) > 1 and kept[-1] in _OF_A_DOCUMENT:
        kept.pop()
    if not kept:
        return ""
    name = "_".join([*(word[:_LONGEST_WORD] for word in kept[:4]), "client"])
    return f"api_{name}" if name[0].isdigit() else name


_NAMING_PLACES: Final = (
    "credentials",
    "helpers",
    "pagination",
    "rename",
    "accessors",
    "body_names",
    "secret_fields",
    "errors",
    "polling",
    "idempotency",
    "overlays",
    "handwritten",
)
"""Settings that name something in the description, and so may name something that is not there."""
_NESTED_PLACES: Final = ("responses", "filters")


def _places(root: Node) -> dict[tuple[str, ...], Position]:
    """The place of every entry of the settings that name something."""
    places: dict[tuple[str, ...], Position] = {}
    members = root.members()
    for key in _NAMING_PLACES:
        node = members.get(key)
        match node:
            case None | Node(value=None):
                continue
            case Node(value=list()):
                entries = {str(index): item for index, item in enumerate(node.items())}
            case Node(value=dict()):
                entries = node.members()
            case _:
                entries = {"0": node}
        for name, entry in entries.items():
            position = entry.position()
            if position is not None:
                places[key, name] = position
    for key in _NESTED_PLACES:
        places.update(_inside((key,), members.get(key)))
    return places


def _inside(path: tuple[str, ...], node: Node | None) -> Iterator[tuple[tuple[str, ...], Position]]:
    """The places of everything in nested mappings and lists; a single value is a list of it."""
    match node:
        case Node(value=dict()):
            entries = node.members()
        case Node(value=list()):
            entries = {str(index): item for index, item in enumerate(node.items())}
        case _:
            return
    for name, entry in entries.items():
        position = entry.position()
        if position is not None:
            yield (*path, name), position
            if not isinstance(entry.value, dict | list):
                yield (*path, name, "0"), position
        yield from _inside((*path, name), entry)
