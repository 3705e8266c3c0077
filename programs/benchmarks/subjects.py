"""The descriptions that are measured, by size.

The small ones are the four clients of this project and one made for measuring. The middle ones are
published by services themselves, in OpenAPI 3, valid, in one file, with 20 to 150 operations: for
each class of size (up to 39, 59, 79, 109 and 150 operations) one or two of those that most peers
complete, as many in YAML as in JSON. The large ones are the largest of the corpus, and what users
name first; the largest of all comes from npm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics

from .paths import ROOT, corpus_document, npm_document
from .services import orders, written

CLIENTS: Final = ("togai", "iblai", "pulze", "stability")
MIDDLE: Final = {
    "Twilio Intelligence": "twilio-oai-twilio-intelligence-v2-6c155e",
    "Webex": "webex-openapi-specs-webex-messaging-3a99df",
    "Twilio Flex": "twilio-oai-twilio-flex-v1-385070",
    "Adyen Balance": "adyen-openapi-balanceplatformservice-v2-52c344",
    "Spotify": "spotify-web-api-fixed-spotify-open-api-7da979",
    "Adyen Management": "adyen-openapi-managementservice-v1-0b0c0d",
}
LARGE: Final = {
    "largefile": "swagger-parser-largefile-6eeed0",
    "GitHub": "ogen-api.github.com-174d80",
    "Jira": "nswag-jira-open-api-1fd6be",
    "OpenAI": "openai-openapi-openapi-64afa6",
    "full-swagger": "swagger-typescript-api-full-swagger-scheme-1c56da",
    "Rebilly": "redocly-cli-rebilly-description-ab6ff0",
    "Box": "box-openapi-openapi-c67946",
    "Lob": "lob-openapi-lob-api-bundled-72bc4e",
}
LARGEST: Final = "GitHub in full"
_LARGEST_AT: Final = ("@octokit/openapi@23.0.2", "package/generated/api.github.com.json")
"""Its npm package, and the file in that: 13 MB, 1,223 operations, 3,815 models, 38,600 fields."""
QUICK: Final = frozenset({"orders", "Twilio Flex", "Box"})
"""For a quick look."""
_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A description to generate from.

    Attributes:
        path: of the document.
        group: its class of size, in words.
        operations: how many its paths have.
    """

    name: str
    path: Path
    group: str
    operations: int

    @property
    def slug(self) -> str:
        """Its name as that of a folder."""
        return self.name.replace(" ", "-")


def subjects(folder: Path, *, quick: bool) -> list[Subject]:
    """The descriptions: the four clients and one of ours, and, where there is a corpus, some of it.

    Args:
        folder: where they are unpacked.
        quick: only :data:`QUICK`.
    """
    small = {client: ROOT / "specs" / client / "openapi.yaml" for client in CLIENTS}
    small["orders"] = written(orders(), folder / "orders")
    groups = {
        "small": small,
        "middle": _unpacked(MIDDLE, folder),
        "large": _unpacked(LARGE, folder),
    }
    largest = None if quick else npm_document(*_LARGEST_AT, folder / "npm")
    if largest:
        groups["large"][LARGEST] = largest
    return [
        Subject(name=name, path=path, group=group, operations=_operations(path))
        for group, found in groups.items()
        for name, path in found.items()
        if name in QUICK or not quick
    ]


def _unpacked(identifiers: Mapping[str, str], folder: Path) -> dict[str, Path]:
    found = {
        name: corpus_document(identifier, folder / identifier)
        for name, identifier in identifiers.items()
    }
    return {name: path for name, path in found.items() if path is not None}


def content(path: Path) -> dict[str, Any]:
    """A document as plain data; empty if it cannot be read."""
    loaded = document.load(path, Diagnostics())
    return dict(loaded.root) if loaded else {}


def _operations(path: Path) -> int:
    return sum(
        method in _METHODS
        for item in (content(path).get("paths") or {}).values()
        if isinstance(item, dict)
        for method in item
    )
