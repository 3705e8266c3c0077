"""What must stay true of the generator's sources: no service is a special case, a layout is
data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.blocks import ROOT
from tests.support.clients import CLIENTS

CACHES = {"__pycache__", ".mypy_cache", ".ruff_cache"}


def _sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not CACHES.intersection(path.parts):
                yield path


def _service_words() -> Iterator[str]:
    """What only a description or client.yaml says: titles of services, as written, and their hosts.

    The folder of a client may be called by any word, such as "square".
    """
    for client in CLIENTS:
        if client.settings.title:
            yield rf"\b{re.escape(client.settings.title)}\b"
        for base in client.service.base_urls():
            host = urlsplit(base).hostname or ""
            yield rf"\b{re.escape('.'.join(host.split('.')[-2:]))}\b"


def test_no_service_has_a_name_in_the_generator() -> None:
    pattern = re.compile("|".join(_service_words()))
    for path in _sources("generator", "templates"):
        assert not pattern.search(path.name), path
        assert not pattern.search(path.read_text(encoding="utf-8")), path


def test_the_older_layout_is_data() -> None:
    pattern = re.compile(r"[\"']prior[\"']|\bPRIOR\b")
    allowed = {
        ROOT / "generator/docbound/render/package_files.py",
        ROOT / "generator/docbound/settings/client_yaml_keys.py",
        ROOT
        / "generator/docbound/draft/interpreter/generated_pages.py",  # reads a layout from imports
        ROOT / "generator/docbound/draft/writer/disk.py",  # writes client.yaml
    }
    for path in _sources("generator", "templates/base"):
        if path not in allowed:
            assert not pattern.search(path.read_text(encoding="utf-8")), path


def test_the_runtime_imports_relatively() -> None:
    for path in _sources("generator/docbound/runtime"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) generator\b", text, re.MULTILINE), path


def test_nothing_unfinished() -> None:
    pattern = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError|for simplicity)\b")
    for path in _sources("generator", "templates"):
        assert not pattern.search(path.read_text(encoding="utf-8")), path
