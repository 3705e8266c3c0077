"""Settings: what the package is, as client.yaml tells it, or as the description's title
suggests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics, Position
from docbound.records import field, record
from docbound.service import Contact
from docbound.settings import metadata, package_names, pagination, sign_in, webhooks
from docbound.settings.filters import NO_FILTERS, Filters, OperationSet
from docbound.settings.pagination import PaginationSettings
from docbound.settings.sign_in import SignInSettings
from docbound.settings.webhooks import WebhookSettings
from docbound.settings.yaml_node import Node

LAYOUTS: Final = ("modern", "prior")
_HINT: Final = 'a client.yaml holds settings such as "package: cats_client"'
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
_LONGEST_WORD: Final = 40  # a package's name becomes a folder's, which may have 255 bytes


@record
class Environment:
    """Names of environment variables that are read when nothing is given: for the host, the log
    level, and the name and the secret of an OAuth 2 client.
    """

    host: str = ""
    log: str = ""
    client_id: str = ""
    client_secret: str = ""


@record
class Credential:
    """For one security scheme: the variable that holds the credential, the word sent before it, and
    how tokens are fetched.
    """

    environment: str = ""
    prefix: str = ""
    sign_in: SignInSettings | None = None


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


@record
class Settings:
    """What client.yaml says; every key may be left out. specs/README.md describes them.

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
    rename: Mapping[str, str] = field(default_factory=dict[str, str])
    accessors: Mapping[str, str] = field(default_factory=dict[str, str])
    body_names: Mapping[str, str] = field(default_factory=dict[str, str])
    secret_fields: tuple[str, ...] = ()
    error_events: tuple[str, ...] = ("error",)
    idempotency: Mapping[str, str] = field(default_factory=dict[str, str])
    deep_object_lists: str = ""
    numbers: str = "float"
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
    found: dict[str, Any] = root.fields(_READERS)
    diagnostics.extend(own)
    if own.has_errors:
        return None
    for key in ("overlays", "allowed_paths"):
        found[key] = tuple(path.parent / name for name in found.get(key, ()))
    if found.get("handwritten"):
        found["handwritten"] = path.parent / found["handwritten"]
    return Settings(**found, places=_places(root))


def known_keys() -> tuple[str, ...]:
    """The keys that client.yaml may have, in the order of the documentation."""
    return tuple(_READERS)


def named(
    settings: Settings, api_title: str, package: str | None, output_name: str | None
) -> Settings:
    """The settings with the names that the package and the distribution get.

    Args:
        settings: what client.yaml says.
        api_title: the description's title.
        package: the import package's name, where the caller wishes one; it comes before that of
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


def _package_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    noise = {"api", "rest", "openapi", "swagger", "the", "client", "v1", "v2", "v3"}
    kept = [word.removesuffix("client") for word in words if word not in noise] or words
    if not kept:
        return ""
    name = "_".join([*(word[:_LONGEST_WORD] for word in kept[:4]), "client"])
    return f"api_{name}" if name[0].isdigit() else name


# --- what each key holds


def _environment(node: Node) -> Environment:
    return Environment(**_strings(node, "host", "log", "client_id", "client_secret"))


def _credential(node: Node) -> Credential:
    readers: dict[str, Callable[[Node], object]] = {
        "environment": Node.text,
        "prefix": Node.text,
        "sign_in": sign_in.read,
    }
    found: dict[str, Any] = node.fields(readers)
    return Credential(**found)


def _strings(node: Node, *keys: str) -> dict[str, Any]:
    return node.fields(dict.fromkeys(keys, Node.text))


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


def _helpers(node: Node) -> tuple[HelperSettings, ...]:
    helpers = tuple(_helper(item) for item in node.items())
    names = [helper.name for helper in helpers]
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        node.report(
            "wrong-value",
            f"there are several helpers called {name!r}",
            "give each one a name of its own",
        )
    return helpers


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
        return Contact(**_strings(node, "name", "email", "url"))
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


_READERS: Final[Mapping[str, Callable[[Node], object]]] = {
    "package": _package,
    "distribution": _distribution,
    "version": _version,
    "layout": lambda node: node.word(LAYOUTS),
    "title": Node.text,
    "description": Node.text,
    "environment": _environment,
    "credentials": lambda node: node.mapping(_credential),
    "helpers": _helpers,
    "pagination": pagination.read,
    "rename": lambda node: node.mapping(Node.identifier),
    "accessors": lambda node: node.mapping(Node.identifier),
    "body_names": lambda node: node.mapping(Node.identifier),
    "secret_fields": Node.texts,
    "error_events": Node.texts,
    "idempotency": lambda node: node.mapping(Node.text),
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
_NAMING_PLACES: Final = (
    "credentials",
    "helpers",
    "pagination",
    "rename",
    "accessors",
    "body_names",
    "secret_fields",
    "idempotency",
    "filters",
)
"""Settings that name something in the description, and so may name something that is not there."""


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
    return places
