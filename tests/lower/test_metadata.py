"""What the distribution says about itself: from client.yaml, or else from the description."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from docbound import build_request
from docbound.commands.build import build
from docbound.lower.metadata import license_expression
from docbound.service import License
from tests.support.descriptions import CATS


def distribution(
    tmp_path: Path, config: str = "", **about: Any
) -> tuple[dict[str, Any], str, Path]:
    """The ``project`` table, the README and the folder of the package made from a description that
    says ``about``.
    """
    described = yaml.safe_load(CATS)
    described["info"].update(about.pop("info", {}))
    described.update(about)
    spec, client = tmp_path / "openapi.yaml", tmp_path / "client.yaml"
    spec.write_text(yaml.safe_dump(described), encoding="utf-8")
    client.write_text(config or "package: cats_client\n", encoding="utf-8")
    source = build_request.BuildRequest(description=spec, output=tmp_path / "out", config=client)
    outcome = build(source, write=True)
    assert not outcome.failed, list(outcome.diagnostics)
    text = (tmp_path / "out/pyproject.toml").read_text(encoding="utf-8")
    readme = (tmp_path / "out/README.md").read_text(encoding="utf-8")
    return tomllib.loads(text)["project"], readme, tmp_path / "out"


def test_the_description_fills_the_metadata(tmp_path: Path) -> None:
    project, readme, _ = distribution(
        tmp_path,
        info={
            "license": {"name": "Apache 2.0", "url": "https://example.org/licence"},
            "contact": {
                "name": "Cat desk",
                "email": "cats@example.org",
                "url": "https://example.org/help",
            },
            "termsOfService": "https://example.org/terms",
        },
        externalDocs={"url": "https://example.org/docs"},
    )
    assert project["license"] == "Apache-2.0"
    assert project["authors"] == [{"name": "Cat desk", "email": "cats@example.org"}]
    assert project["urls"] == {
        "Documentation": "https://example.org/docs",
        "Support": "https://example.org/help",
        "Terms of Service": "https://example.org/terms",
        "License": "https://example.org/licence",
    }
    for text in ("Apache 2.0", "Cat desk", "https://example.org/terms"):
        assert text in readme


def test_client_yaml_comes_first(tmp_path: Path) -> None:
    project, _, _ = distribution(
        tmp_path,
        "license: mit or apache-2.0\n"
        "contact: Client Team <team@example.org>\n"
        "keywords: [cats, pets]\n"
        "terms: https://example.org/our-terms\n"
        "urls: {Repository: 'https://example.org/git', documentation:"
        " 'https://example.org/ours'}\n",
        info={"license": {"name": "GPL"}, "contact": {"email": "other@example.org"}},
        externalDocs={"url": "https://example.org/docs"},
    )
    assert project["license"] == "MIT OR Apache-2.0"
    assert project["authors"] == [{"name": "Client Team", "email": "team@example.org"}]
    assert project["keywords"] == ["cats", "pets"]
    assert project["urls"] == {
        "Repository": "https://example.org/git",
        "documentation": "https://example.org/ours",
        "Terms of Service": "https://example.org/our-terms",
    }


def test_what_metadata_cannot_hold_is_left_out(tmp_path: Path) -> None:
    project, readme, _ = distribution(
        tmp_path,
        info={
            "contact": {"name": "A\nB", "email": "no mail", "url": "javascript:x()"},
            "termsOfService": "/terms",
        },
    )
    assert project["authors"] == [{"name": "A B"}]
    assert "urls" not in project
    assert "javascript" not in readme


@pytest.mark.parametrize(
    ("licence", "expression"),
    [
        (License(name="MIT"), "MIT"),
        (License(name="The MIT License"), "MIT"),
        (License(name="Apache License, Version 2.0"), "Apache-2.0"),
        (License(name="Apache 2"), "Apache-2.0"),
        (License(name="CC BY 4.0"), "CC-BY-4.0"),
        (License(name="Ours", identifier="mit OR isc"), "MIT OR ISC"),
        (
            License(name="X", url="http://www.apache.org/licenses/LICENSE-2.0.html"),
            "Apache-2.0",
        ),
        (License(name="X", url="https://opensource.org/licenses/MIT"), "MIT"),
        (License(name="Acme API Terms"), "LicenseRef-Acme-API-Terms"),
        (License(name="***"), ""),
        (License(), ""),
    ],
)
def test_licences_become_spdx_expressions(licence: License, expression: str) -> None:
    assert license_expression(licence) == expression


# --- links


def links(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^()\s]*)\)", page.read_text(encoding="utf-8"))
    return [link for link in found if not re.match(r"https?:|mailto:", link)]


def test_no_link_leaves_the_folder_of_the_pages(tmp_path: Path) -> None:
    """A site of the folder ``docs`` has nothing else, and an index shows the README alone."""
    _, _, folder = distribution(tmp_path)
    assert [link for link in links(folder / "README.md") if link[:1] != "#"] == []
    pages = sorted((folder / "docs").glob("*.md"))
    assert (folder / "docs/README.md") in pages
    for page in pages:
        for link in links(page):
            target = link.partition("#")[0] or page.name
            assert (folder / "docs" / target) in pages, f"{page.name}: {link}"


def test_a_model_called_readme_does_not_take_the_index(tmp_path: Path) -> None:
    described = yaml.safe_load(CATS)
    described["components"]["schemas"]["Readme"] = {"type": "object", "properties": {}}
    _, _, folder = distribution(tmp_path, components=described["components"])
    names = [path.name.lower() for path in (folder / "docs").iterdir()]
    assert len(set(names)) == len(names)
    assert "# cats-client" in (folder / "docs/README.md").read_text(encoding="utf-8")
