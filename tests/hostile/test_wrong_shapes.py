"""Each value of each file that docbound reads, replaced by what does not belong there: the file is
taken, or every error has its place, and neither takes long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from docbound import document
from docbound.commands import names_file
from docbound.diagnostics.diagnostic import Diagnostics, Severity
from docbound.documented import reader
from docbound.draft import update
from docbound.settings import settings

_BOMB: Final = (
    "[&a [x, x, x, x, x, x, x, x], &b [*a, *a, *a, *a, *a, *a, *a, *a],"
    " &c [*b, *b, *b, *b, *b, *b, *b, *b], &d [*c, *c, *c, *c, *c, *c, *c, *c],"
    " &e [*d, *d, *d, *d, *d, *d, *d, *d], &f [*e, *e, *e, *e, *e, *e, *e, *e],"
    " &g [*f, *f, *f, *f, *f, *f, *f, *f], &h [*g, *g, *g, *g, *g, *g, *g, *g]]"
)
SHAPES: Final = {
    "null": b"null",
    "a number": b"7",
    "a number beyond all": b"1" + b"0" * 5_000,
    "no number": b".nan",
    "a boolean": b"true",
    "a list": b"[1, a, null]",
    "a mapping": b"{a: 1}",
    "a deep nest": b"[" * 190 + b"]" * 190,
    "too deep a nest": b"{a: " * 400 + b"1" + b"}" * 400,
    "a megabyte": b'"' + b"x" * 1_000_000 + b'"',
    "a tag": b"!!python/object/apply:os.abort []",
    "a date": b"2020-01-01",
    "a set": b"!!set {a, b}",
    "an alias bomb": _BOMB.encode(),
    "a circle": b"&r [*r]",
    "control characters": rb'"a\0\x1b[31m"',
    "half a character": rb'"\ud800"',
    "no UTF-8": b'"\xff\xfe"',
    "a NUL": b"a\0b",
}
FILES: Final[dict[str, Any]] = {
    "documented.yaml": {
        "format": "documented/1",
        "sources": {"page": {"title": "A page"}},
        "at": "page",
        "base_url": {"value": "https://cats.example.com", "at": "page:1"},
        "operations": [
            {
                "method": "GET",
                "path": "/cats",
                "parameters": [{"wire": "limit", "in": "query", "enum": ["a"]}],
                "auth": {"value": ["bearer"], "at": "page:2"},
                "statuses": ["404", {"code": "200", "model": "Cat", "at": "page:3"}],
            }
        ],
        "models": [{"name": "Cat", "fields": [{"wire": "name", "type": "string"}]}],
        "schemes": [{"name": "bearer", "kind": "http-bearer"}],
    },
    "client.yaml": {
        "package": "cats_client",
        "secret_fields": ["token"],
        "rename": {"operations": {"getCat": "get_cat"}},
        "pagination": {"listCats": {"kind": "cursor", "parameter": "cursor", "next": "next"}},
        "filters": {"tags": ["cats"]},
        "overlays": ["overlay.yaml"],
    },
    "names.yaml": {"#/components/schemas/Cat": "Cat", "#/tags/": "DefaultApi"},
    "overlay.yaml": {
        "overlay": "1.0.0",
        "info": {"title": "More", "version": "1"},
        "actions": [{"target": "$.info", "update": {"title": "Cats"}}, {"target": "$.paths"}],
    },
}


def variants(node: Any) -> Iterator[tuple[str, bytes]]:
    """Where a shape is in the place of a value, and the whole text with it as ``SHAPE``."""
    mark = "\u2020"

    def below(value: Any, put: Callable[[Any], Any], place: str) -> Iterator[tuple[str, bytes]]:
        yield place, json.dumps(put(mark), ensure_ascii=False).encode()
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from below(inner, lambda new, k=key: put({**value, k: new}), f"{place}/{key}")
        elif isinstance(value, list):
            for i, inner in enumerate(value):
                yield from below(
                    inner, lambda new, i=i: put([*value[:i], new, *value[i + 1 :]]), f"{place}/{i}"
                )

    for place, text in below(node, lambda new: new, ""):
        yield place, text.replace(f'"{mark}"'.encode(), b"SHAPE")


def documented(path: Path, found: Diagnostics) -> None:
    facts = reader.load(path, found)
    if facts is not None:
        update.flatten(facts.document.root)


def names(path: Path, found: Diagnostics) -> None:
    try:
        names_file.read(path)
    except ValueError as error:
        assert len(str(error)) < 2_000


def client(path: Path, found: Diagnostics) -> None:
    settings.load(path, found)


def overlay(path: Path, found: Diagnostics) -> None:
    root = path.with_name("openapi.yaml")
    root.write_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n")
    document.load(root, found, overlays=[path])


READERS: Final = {
    "documented.yaml": documented,
    "client.yaml": client,
    "names.yaml": names,
    "overlay.yaml": overlay,
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_wrong_shape_is_a_finding_with_its_place(name: str, shape: str, tmp_path: Path) -> None:
    path = tmp_path / name
    for place, text in variants(FILES[name]):
        path.write_bytes(text.replace(b"SHAPE", SHAPES[shape]))
        found = Diagnostics()
        READERS[name](path, found)
        nowhere = [item for item in found if item.position is None]
        assert not [item for item in nowhere if item.severity is Severity.ERROR], (place, nowhere)
