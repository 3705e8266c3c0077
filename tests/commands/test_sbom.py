"""Bills of materials: of docbound, and of a generated package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from docbound.cli import main
from docbound.commands.sbom import bill

GENERATED = Path(__file__).parents[2] / "generated"


def printed(*arguments: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["sbom", *arguments])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_docbound() -> None:
    found = printed()
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    names = {item["name"] for item in found["components"]}
    assert {"black", "click", "jinja2", "markupsafe", "pydantic-core", "pyyaml"} <= names
    assert "pytest" not in names
    refs = {item["bom-ref"] for item in found["components"]}
    refs.add(found["metadata"]["component"]["bom-ref"])
    assert {item["ref"] for item in found["dependencies"]} == refs
    assert all(set(item["dependsOn"]) <= refs for item in found["dependencies"])
    assert printed() == found


def test_a_generated_package() -> None:
    found = printed(str(GENERATED / "togai"))
    assert found["metadata"]["component"]["name"] == "togai-client"
    assert {"pydantic", "urllib3"} <= {item["name"] for item in found["components"]}


def test_what_is_not_installed_is_listed_with_its_range() -> None:
    found = bill("x", "1", ["no-such-distribution-here>=2"])
    [component] = found["components"]
    assert component["name"] == "no-such-distribution-here"
    assert ">=2" in component["description"]
    assert "version" not in component


def test_a_folder_without_a_package(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["sbom", str(tmp_path)])
    assert done.exit_code == 2
    assert "has no pyproject.toml" in done.output
