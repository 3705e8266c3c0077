"""The faults that descriptions have most often are found without the validator, which takes longer
to import than a small description takes to generate.
"""

import copy
import json
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

from .test_fast_path import LINES, ROOT, compare, findings, loaded, service

Plant = Callable[[Any], None]


def operation(content: Any) -> Any:
    """The only operation of a description."""
    (item,) = content["paths"].values()
    return item.get("get") or item["post"]


def path_item(content: Any) -> Any:
    (item,) = content["paths"].values()
    return item


def schemas(content: Any) -> Any:
    return content["definitions"] if "definitions" in content else content["components"]["schemas"]


def rename_path(content: Any) -> None:
    ((url, item),) = content["paths"].items()
    content["paths"] = {f"{url}/{{lost}}": item}


def duplicated(content: Any) -> None:
    content["paths"]["/again/{id}"] = copy.deepcopy(path_item(content))


def bad_parameter(content: Any) -> None:
    (operation(content)["parameters"])[0]["in"] = "querry"


def repeat_parameter(content: Any) -> None:
    parameters = operation(content)["parameters"]
    parameters.append(copy.deepcopy(parameters[-1]))


PLANTS: dict[str, Plant] = {
    "no description": lambda it: operation(it)["responses"]["200"].pop("description"),
    "no title": lambda it: it["info"].pop("title"),
    "no version": lambda it: it["info"].pop("version"),
    "unknown key": lambda it: operation(it).update({"sumary": "Paints."}),
    "unknown key of info": lambda it: it["info"].update({"licence": {}}),
    "wrong type": lambda it: operation(it).update({"deprecated": "yes"}),
    "wrong type of tags": lambda it: operation(it).update({"tags": "shades"}),
    "wrong type in a schema": lambda it: schemas(it)["Base"].update({"required": "id"}),
    "unknown type of a schema": lambda it: schemas(it)["Base"].update({"type": "objekt"}),
    "bad pattern": lambda it: schemas(it)["Base"]["properties"]["id"].update({"pattern": "("}),
    "undeclared path parameter": rename_path,
    "unused path parameter": lambda it: operation(it)["parameters"].append(
        {"name": "lost", "in": "path", "required": True, "type": "string"}
        if "swagger" in it
        else {"name": "lost", "in": "path", "required": True, "schema": {"type": "string"}}
    ),
    "operationId twice": duplicated,
    "parameter twice": repeat_parameter,
    "unknown place": bad_parameter,
    "tag twice": lambda it: it["tags"].append({"name": "shades"}),
    "reference to nothing": lambda it: operation(it)["responses"].update(
        {"418": {"$ref": "#/components/responses/Teapot"}}
    ),
    "schema of nothing": lambda it: schemas(it).update({"Lost": {"$ref": "#/x/y"}}),
    "required undeclared": lambda it: schemas(it)["Shade"]["required"].append("depth"),
    "default outside of an enum": lambda it: schemas(it)["Colour"].update({"default": "green"}),
    "default of another type": lambda it: schemas(it)["Base"]["properties"]["size"].update(
        {"default": "big"}
    ),
    "default too big": lambda it: schemas(it)["Base"]["properties"]["size"].update({"default": 10}),
    "no responses": lambda it: operation(it).pop("responses"),
    "several": lambda it: [rename_path(it), it["info"].pop("title"), schemas(it).update(X={})],
}

SILENT: dict[str, set[str]] = {
    # The validator does not look at definitions that nothing names, nor into the parts of others.
    "2.0": {"bad pattern", "schema of nothing", "default outside of an enum"},
    "3.0": set(),
    "3.1": {"no responses"},
    "3.2": {"no responses", "no description"},
}
"""What is no fault in a version."""


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("line", LINES)
def test_a_usual_fault_is_found_as_the_validator_finds_it(
    line: str, plant: str, tmp_path: Path
) -> None:
    content = service(line)
    PLANTS[plant](content)
    description = loaded(content, tmp_path)
    assert compare(description, line), "the validator had to be asked"
    assert bool(findings(description, line, fast_path_only=True)) is (plant not in SILENT[line])


@pytest.mark.parametrize("line", LINES)
def test_a_usual_fault_does_not_load_the_validator(line: str, tmp_path: Path) -> None:
    content: Any = service(line)
    PLANTS["several"](content)
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from docbound import document, validation;"
        "from docbound.diagnostics.diagnostic import Diagnostics; found = Diagnostics();"
        f"loaded = document.load(Path({str(path)!r}), found);"
        "assert not validation.validate(loaded, found);"
        "heavy = {'openapi_spec_validator', 'jsonschema', 'referencing', 'pydantic'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = run([sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
