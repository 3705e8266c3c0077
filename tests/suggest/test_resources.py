"""`docbound suggest`: the tree of methods that paths and operationIds show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from docbound import pipeline
from docbound.build_request import BuildRequest
from docbound.cli import main
from docbound.diagnostics.diagnostic import Diagnostics

LIST = {"type": "array", "items": {"type": "string"}}


def description(folder: Path, operations: list[str], **more: Any) -> Path:
    """A description with operations such as ``GET /pets listPets [pets] list``."""
    paths: dict[str, Any] = {}
    for line in operations:
        method, path, *rest = line.split()
        response: dict[str, Any] = {"description": "ok"}
        if "list" in rest[1:]:
            response["content"] = {"application/json": {"schema": LIST}}
        tags = [word.strip("[]") for word in rest if word.startswith("[")]
        named = {"operationId": rest[0]} if rest and rest[0] != "-" else {}
        paths.setdefault(path, {})[method.lower()] = {
            **named,
            "tags": tags,
            "responses": {"200": response},
        }
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        paths[path]["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in names
        ]
    file = folder / "openapi.json"
    head = {"openapi": "3.1.0", "info": {"title": "Case", "version": "1"}}
    file.write_text(json.dumps({**head, "paths": paths, **more}))
    return file


def proposed(file: Path, *words: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["suggest", str(file), "--only", "resources", *words])
    assert result.exit_code == 0, result.output
    found = yaml.safe_load(result.stdout)
    return found["resources"] if found else {}


def test_a_tree_of_paths(tmp_path: Path) -> None:
    file = description(
        tmp_path,
        [
            "GET /repos/{owner}/{repo} repos/get [repos]",
            "GET /repos/{owner}/{repo}/branches repos/list-branches [repos] list",
            "GET /repos/{owner}/{repo}/branches/{branch}/protection repos/get-branch-protection",
            "DELETE /repos/{owner}/{repo}/branches/{branch}/protection -",
            "POST /repos/{owner}/{repo}/branches/{branch}/rename repos/rename-branch [repos]",
            "POST /jobs/{id}/cancel -",
            "GET /jobs/{id} retrieveJob",
            "GET /jobs -",
        ],
    )
    assert proposed(file) == {
        "repos": {
            "get": "repos/get",
            "branches": {
                "list": "repos/list-branches",
                "protection": {
                    "get": "repos/get-branch-protection",
                    "delete": "DELETE /repos/{owner}/{repo}/branches/{branch}/protection",
                },
                "rename": "repos/rename-branch",
            },
        },
        "jobs": {
            "cancel": "POST /jobs/{id}/cancel",
            "retrieve": "retrieveJob",
            "list": "GET /jobs",
        },
    }


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        # A flat list of paths is no tree.
        (["GET /pets listPets [pets] list", "GET /pets/{id} getPet [pets]"], {}),
        # What all paths begin with, and versions, are no resources.
        (
            ["GET /api/v1/a/{x}/b listB - list", "GET /api/v1/c getC - list"],
            {"a": {"b": {"list": "listB"}}, "c": {"list": "getC"}},
        ),
        # FastAPI.
        (
            ["POST /flows/{f}/runs create_run_flows__f__runs_post", "GET /flows x_flows_get"],
            {"flows": {"runs": {"create": "create_run_flows__f__runs_post"}, "x": "x_flows_get"}},
        ),
        # Names of Python, signs and colons.
        (
            ["POST /a-b/class/{x}:import -", "GET /close/1st -"],
            {
                "a_b": {"class_": {"import_": "POST /a-b/class/{x}:import"}},
                "close_": {"api_1st": {"get": "GET /close/1st"}},
            },
        ),
        # Dots in place of slashes.
        (
            ["POST /chat.messages.send -", "GET /chat.messages.list -"],
            {
                "chat": {
                    "messages": {
                        "send": "POST /chat.messages.send",
                        "list": "GET /chat.messages.list",
                    }
                }
            },
        ),
    ],
)
def test_kinds(operations: list[str], expected: dict[str, Any], tmp_path: Path) -> None:
    assert proposed(description(tmp_path, operations)) == expected


def test_an_accepted_tree_is_the_package(tmp_path: Path) -> None:
    file = description(
        tmp_path,
        [
            "GET /ships listShips [fleet] list",
            "POST /ships addShip [fleet]",
            "GET /ships/{ship}/crew listCrew [fleet] list",
            "GET /ships/{ship}/crew/{name} getCrewMember [fleet]",
            "POST /ships/{ship}/crew/{name} getCrewMemberLater [fleet]",
        ],
    )
    config = tmp_path / "client.yaml"
    config.write_text("package: case_client\n")
    words = ["suggest", str(file), "--only", "resources", "--config", str(config), "--write"]
    assert CliRunner().invoke(main, words).exit_code == 0
    found = Diagnostics()
    source = BuildRequest(description=file, output=tmp_path / "out", config=config)
    made = pipeline.generate(source, found, {})
    assert made is not None and list(found) == []
    assert sorted(f"{a.attribute}.{m.name}" for a in made.package.apis for m in a.methods) == [
        "ships.add",
        "ships.crew.get_member",
        "ships.crew.list",
        "ships.crew.update",
        "ships.list",
    ]
    assert proposed(file, "--config", str(config)) == {}
