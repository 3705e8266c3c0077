"""The pages of a package as a site: ``mkdocs build --strict`` finds nothing wrong with them.

MkDocs is in an environment of its own, made by ``make mkdocs``; ``DOCBOUND_MKDOCS`` names another
interpreter.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from docbound import build_request
from docbound.commands.fresh_build import fresh_build
from tests.support.blocks import ROOT
from tests.support.clients import CLIENTS, Client
from tests.support.services import made_services

_GIVEN = os.environ.get("DOCBOUND_MKDOCS")
PYTHON = Path(_GIVEN) if _GIVEN else ROOT / ".docbound" / "mkdocs" / "bin" / "python"

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason=f"no MkDocs at {PYTHON}: make mkdocs")

LINKS = "[a](guide/auth.md#login) ![b](img.png) <a href='c.html'>c</a> [d][1]\n\n[1]: ../d.yaml\n"
CONTENT = {"application/json": {"schema": {"$ref": "#/components/schemas/Index"}}}
LINKING = {
    "openapi": "3.1.0",
    "info": {"title": "Links", "version": "1", "description": LINKS},
    "tags": [{"name": "a b/c", "description": LINKS}],
    "paths": {
        "/a/{id}": {
            "get": {
                "tags": ["a b/c"],
                "summary": "[s](s.md)",
                "description": LINKS,
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "description": LINKS,
                        "schema": {"type": "string"},
                    }
                ],
                "responses": {"200": {"description": LINKS, "content": CONTENT}},
            }
        }
    },
    "components": {
        "schemas": {
            "Index": {
                "type": "object",
                "description": LINKS,
                "properties": {
                    "[p](p.md)": {"type": "string", "description": LINKS},
                    "readme": {"$ref": "#/components/schemas/README"},
                },
            },
            "README": {"type": "string", "enum": ["[e](e.md)", "f"], "description": LINKS},
        }
    },
}


@pytest.mark.parametrize("client", [*CLIENTS, *made_services()], ids=lambda client: client.name)
def test_a_site_of_the_pages(client: Client, tmp_path: Path) -> None:
    assert _complaints(client.folder / "docs", tmp_path) == ""


def test_descriptions_that_link_to_files_of_their_own(tmp_path: Path) -> None:
    description = tmp_path / "openapi.yaml"
    description.write_text(yaml.safe_dump(LINKING), encoding="utf-8")
    source = build_request.BuildRequest(
        description=description, output=tmp_path / "out", package="links_client"
    )
    assert not fresh_build(source, write=True).failed
    assert _complaints(tmp_path / "out" / "docs", tmp_path) == ""


def _complaints(pages: Path, folder: Path) -> str:
    """What MkDocs says against a site of nothing but ``pages``."""
    shutil.copytree(pages, folder / "docs")
    (folder / "mkdocs.yml").write_text("site_name: Pages\n", encoding="utf-8")
    command = [str(PYTHON), "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder / "site")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        assert len(list((folder / "site").rglob("*.html"))) > 1
        return ""
    return done.stdout + done.stderr
