"""What formatting skips is formatted, on packages of descriptions that nobody wrote for us."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import black
import pytest

from docbound import document, interpret, lower, naming
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.output.manifest import FileTree
from docbound.render import render
from docbound.render.formatting import is_formatted
from docbound.settings import settings

CORPUS = Path(os.environ.get("DOCBOUND_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
DOCUMENTS = ("openapi-specification-google-maps-platform-openapi3-a8ec87.json.gz",)


def package_of(name: str, folder: Path) -> FileTree:
    path = folder / "openapi.json"
    path.write_bytes(gzip.decompress((CORPUS / "specs" / name).read_bytes()))
    found = Diagnostics()
    loaded = document.load(path, found)
    assert loaded is not None
    api = interpret.build(loaded, found)
    settings_ = settings.defaults(api.title, None, "sample_client")
    names = naming.resolve_names(api, settings_, {}, found)
    return render(lower.lower(api, names, settings_, found))


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"NOT PROVED: {CORPUS} is absent")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_black_has_nothing_to_do_where_it_is_not_called(name: str, tmp_path: Path) -> None:
    for path, text in package_of(name, tmp_path).items():
        to_format = path.endswith(".py") and "/_runtime/" not in path
        if to_format and is_formatted(text):
            assert black.format_str(text, mode=black.Mode(line_length=100)) == text, path
