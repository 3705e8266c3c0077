"""Drift that was planted: each change alone is found, at its place, and nothing else is reported."""

# ruff: noqa: E501
from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.harness import project
from docbound.harness.checks import gate
from docbound.harness.checks.sections import SECTIONS

HERE = Path(__file__).parent / "harbour"
LEAST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One change.

    Attributes:
        name: what it is.
        file: the file that is changed, added or removed.
        change: takes the file's text and gives the new one; None removes the file.
        code: the code of the finding.
        place: the file where it has to be found.
        line: a text on the line where it has to be found.
        regenerate: whether the package is made again, so that only the facts differ.
    """

    name: str
    file: str
    change: Callable[[str], str] | None
    code: str
    place: str
    line: str = ""
    regenerate: bool = False


def swap(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, count)

    return change


def within(start: str, old: str, new: str) -> Callable[[str], str]:
    """Replaces ``old`` by ``new`` at its first place behind ``start``."""

    def change(text: str) -> str:
        head, mark, rest = text.partition(start)
        assert mark and old in rest, (start, old)
        return head + mark + rest.replace(old, new, 1)

    return change


SPEC = "specs/harbour/openapi.yaml"
FACTS = "specs/harbour/documented.yaml"
PAGE = "specs/harbour/page.md"
CLIENT = "specs/harbour/client.yaml"
FIXTURES = "tests/fixtures/harbour"
PACKAGE = "generated/harbour/harbour_client"


def generated() -> Iterator[Plant]:
    files = (
        f"{PACKAGE}/__init__.py",
        f"{PACKAGE}/rest.py",
        f"{PACKAGE}/models/ship.py",
        f"{PACKAGE}/api/ships_api.py",
        f"{PACKAGE}/aio/ships_api.py",
        f"{PACKAGE}/_spec.py",
        f"{PACKAGE}/testing.py",
        f"{PACKAGE}/_runtime/errors.py",
        "generated/harbour/README.md",
        "generated/harbour/pyproject.toml",
        "generated/harbour/docs/ShipsApi.md",
        "generated/harbour/docs/Ship.md",
    )
    for file in files:
        yield Plant(
            name=f"edited {file}",
            file=file,
            change=lambda text: text + "# planted\n",
            code="drift-changed",
            place=file,
            line="# planted" if not file.endswith(".md") else "",
        )
        yield Plant(
            name=f"missing {file}", file=file, change=None, code="drift-missing", place=file
        )
        extra = str(Path(file).with_name("planted.md"))
        yield Plant(
            name=f"extra beside {file}",
            file=extra,
            change=lambda text: "planted",
            code="drift-unexpected",
            place=extra,
        )


def described() -> Iterator[Plant]:
    """Changes of the description; the package is made again, so that only the facts differ."""
    rows = {
        "type of a field": (
            swap("name: {type: string, maxLength: 40", "name: {type: integer, maxLength: 40"),
            "type: integer",
        ),
        "limit of a field": (swap("maxLength: 40", "maxLength: 41"), "maxLength: 41"),
        "pattern": (swap("maxLength: 40", "maxLength: 40, pattern: a"), "pattern: a"),
        "format": (swap("format: date-time", "format: date"), "format: date"),
        "enum value added": (swap("enum: [bulk, tanker]", "enum: [bulk, tanker, ferry]"), "ferry"),
        "enum value dropped": (swap("enum: [bulk, tanker]", "enum: [bulk]"), "enum: [bulk]"),
        "default": (swap("default: 1", "default: 2"), "default: 2"),
        "field required": (swap("required: [id, name]", "required: [id, name, kind]"), ""),
        "field no longer required": (swap("required: [id, name]", "required: [id]"), ""),
        "field nullable": (swap("type: [string, 'null']", "type: string"), "note:"),
        "field gone": (
            swap("        berths: {type: integer, default: 1, description: How many.}\n", ""),
            "",
        ),
        "field added": (
            swap(
                "        berths:",
                "        crew: {type: integer, description: How many.}\n        berths:",
            ),
            "",
        ),
        "item type": (swap("items: {type: string}", "items: {type: integer}"), "tags:"),
        "status": (
            swap(
                '"404": {$ref: "#/components/responses/Problem"}',
                '"410": {$ref: "#/components/responses/Problem"}',
            ),
            "",
        ),
        "status added": (
            swap('        "201":', '        "202": {description: Later.}\n        "201":'),
            "",
        ),
        "text of a status": (swap("description: The ship.", "description: A ship."), "A ship."),
        "model of a status": (
            within('"201":', '#/components/schemas/Ship"', '#/components/schemas/Problem"'),
            "Problem",
        ),
        "parameter's type": (
            swap(
                "name: limit, in: query, description: How many., schema: {type: integer",
                "name: limit, in: query, description: How many., schema: {type: string",
            ),
            "",
        ),
        "parameter's limit": (swap("maximum: 50", "maximum: 60"), "maximum: 60"),
        "parameter required": (
            swap("name: kind, in: query,", "name: kind, in: query, required: true,"),
            "required: true",
        ),
        "parameter elsewhere": (
            swap("name: kind, in: query,", "name: kind, in: header,"),
            "in: header",
        ),
        "parameter renamed": (swap("name: kind, in: query,", "name: sort, in: query,"), ""),
        "parameter's example": (swap("example: s1", "example: s2"), "example: s2"),
        "parameter added": (
            swap(
                "        - {name: kind,",
                "        - {name: page, in: query, description: p, schema: {type: integer}}\n        - {name: kind,",
            ),
            "",
        ),
        "path": (swap("  /ships/{id}:", "  /ship/{id}:"), None),
        "method": (swap("    delete:", "    put:"), None),
        "operation added": (
            swap(
                "  /ships/{id}:",
                "  /ships/new:\n    get: {operationId: fresh, tags: [ships], summary: x, responses: {'200': {description: OK}}}\n  /ships/{id}:",
            ),
            "",
        ),
        "security": (
            swap(
                "      operationId: dropShip\n",
                "      operationId: dropShip\n      security: [{key: []}]\n",
            ),
            "key",
        ),
        "security of all": (swap("security: [{token: []}]", "security: [{key: []}]"), None),
        "location of a key": (
            swap("{type: apiKey, in: header", "{type: apiKey, in: query"),
            "in: query",
        ),
        "place of a key": (swap("name: X-Key, description", "name: X-Kex, description"), "X-Kex"),
        "summary": (swap("summary: Read a ship", "summary: Get a ship"), "Get a ship"),
        "base URL": (
            swap("https://api.harbour.example/v2", "https://api.harbour.example/v3"),
            "v3",
        ),
        "body optional": (
            swap(
                "        required: true\n        content:",
                "        required: false\n        content:",
            ),
            "required: false",
        ),
        "media type": (
            swap(
                '          application/json: {schema: {$ref: "#/components/schemas/NewShip"}}',
                '          application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/NewShip"}}',
            ),
            "",
        ),
        "operationId": (swap("operationId: getShip", "operationId: readShip"), None),
        "tag": (within("operationId: dropShip", "tags: [ships]", "tags: [boats]"), "boats"),
    }
    for name, (change, line) in rows.items():
        yield Plant(
            name=f"described: {name}",
            file=SPEC,
            change=change,
            code="description-differs",
            place=SPEC,
            line=line or "",
            regenerate=True,
        )


def documented() -> Iterator[Plant]:
    rows = {
        "unknown key": (swap("partial: false", "partail: false"), "unknown-key", "partail"),
        "unknown key of an operation": (
            swap("summary: Read a ship", "sumary: Read a ship"),
            "unknown-key",
            "sumary",
        ),
        "wrong type": (swap("partial: false", "partial: perhaps"), "wrong-type", "perhaps"),
        "no such source": (swap("at: page:18", "at: pgae:18"), "unknown-source", "pgae"),
        "no such line": (swap("at: page:18", "at: page:x"), "wrong-value", "page:x"),
        "no such method": (swap("method: DELETE", "method: DROP"), "wrong-value", "DROP"),
        "no such model": (
            swap("  - name: NewShip\n", "  - name: NewShip\n    extends: NoShip\n"),
            "unknown-model",
            "NoShip",
        ),
        "missing path": (
            swap("path: /ships, name: list_ships, ", "name: list_ships, "),
            "missing-key",
            "",
        ),
        "missing type": (
            swap("{wire: id, type: string, required: true}", "{wire: id, required: true}"),
            "missing-key",
            "wire: id",
        ),
    }
    for name, (change, code, line) in rows.items():
        yield Plant(
            name=f"documented: {name}", file=FACTS, change=change, code=code, place=FACTS, line=line
        )
    held = {
        "type": swap("{wire: berths, type: integer,", "{wire: berths, type: number,"),
        "required": swap(
            "{wire: kind, type: string, enum", "{wire: kind, type: string, required: true, enum"
        ),
        "enum": swap("enum: [bulk, tanker]", "enum: [bulk, ferry]"),
        "default": swap("default: 1,", "default: 3,"),
        "nullable": swap("nullable: true", "nullable: false"),
        "format": swap("format: date-time", "format: date"),
        "status": swap('{code: "204"}', '{code: "205"}'),
        "name of a method": swap("name: drop_ship", "name: sink_ship"),
        "model": swap("  - name: Problem", "  - name: Trouble"),
        "scheme": swap("kind: bearer", "kind: basic"),
        "base URL": swap("harbour.example/v2", "harbour.example/v4"),
        "accept": swap("accept: [application/json]", "accept: [text/plain]"),
    }
    for name, change in held.items():
        yield Plant(
            name=f"no longer true: {name}",
            file=FACTS,
            change=change,
            code="description-differs",
            place=SPEC,
        )


def pages() -> Iterator[Plant]:
    for number, (old, new) in enumerate(
        (
            ("GET /ships/{id}", "GET /boats/{id}"),
            ("Read a ship", "Fetch a ship"),
            ("`limit`", "`size`"),
            ("404 Not Found", "410 Gone"),
            ("`berths`", "`moorings`"),
        )
    ):
        yield Plant(
            name=f"page {number}",
            file=PAGE,
            change=swap(old, new),
            code="fact-without-source",
            place=FACTS,
        )


def fixtures() -> Iterator[Plant]:
    for case in ("list_ships.example", "get_ship.example", "add_ship.example"):
        file = f"{FIXTURES}/{case}.yaml"
        body = within("response:", '"name": "Ada"', '"name": 7')
        yield Plant(
            name=f"wrong field in {case}",
            file=file,
            change=body,
            code="response-misfit",
            place=file,
            line='"name": 7',
        )
        yield Plant(
            name=f"missing field in {case}",
            file=file,
            change=within("response:", '"id": "s1"', '"is": "s1"'),
            code="response-misfit",
            place=file,
        )
        yield Plant(
            name=f"secret in {case}",
            file=file,
            change=within("response:", '"Ada"', '"ghp_' + "a1B2" * 9 + '"'),
            code="secret",
            place=file,
            line="ghp_",
        )
        yield Plant(
            name=f"credential in {case}",
            file=file,
            change=swap("Bearer test-token-not-a-secret", "Bearer real-token-of-mine"),
            code="secret",
            place=file,
        )
        yield Plant(
            name=f"operation gone in {case}",
            file=file,
            change=lambda text: re.sub(r"operation: \w+", "operation: nope", text, count=1),
            code="fixture-without-operation",
            place=file,
            line="nope",
        )
        yield Plant(
            name=f"no cassette {case}",
            file=file,
            change=lambda text: "- no\n",
            code="not-an-object",
            place=file,
        )
        yield Plant(
            name=f"no meta in {case}",
            file=file,
            change=swap("meta:", "mota:"),
            code="unknown-key",
            place=file,
            line="mota",
        )
        yield Plant(
            name=f"never recorded {case}",
            file=file,
            change=swap("provenance: synthetic", "provenance: recorded"),
            code="not-recorded",
            place=file,
            line="recorded",
        )
    one = f"{FIXTURES}/get_ship.example.yaml"
    yield Plant(
        name="another path",
        file=one,
        change=swap("/v2/ships/s1", "/v2/shops/s1"),
        code="request-misfit",
        place=one,
        line="shops",
    )
    yield Plant(
        name="undescribed status",
        file=one,
        change=swap("code: 200", "code: 206"),
        code="undescribed-status",
        place=one,
    )
    many = f"{FIXTURES}/list_ships.example.yaml"
    yield Plant(
        name="unknown query",
        file=many,
        change=swap("/v2/ships", "/v2/ships?colour=red"),
        code="request-misfit",
        place=many,
        line="colour",
    )


PLANTS = [*generated(), *described(), *documented(), *pages(), *fixtures()]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which nothing is wrong."""
    root = tmp_path_factory.mktemp("harbour")
    shutil.copytree(HERE, root / "specs/harbour")
    runner = CliRunner()
    for command in (
        ["regenerate"],
        ["fixtures", "new", "harbour", "--all"],
        ["fixtures", "new", "harbour", "getShip", "--status", "404"],
    ):
        done = runner.invoke(main, [*command, "--root", str(root)])
        assert done.exit_code == 0, done.output
    assert not errors(root)
    return root


def errors(root: Path) -> list[Diagnostic]:
    result = gate.run(project.find(root), ["harbour"], tuple(SECTIONS))
    return [
        one for item in result.results for one in item.findings if one.severity is not Severity.NOTE
    ]


def test_there_are_enough() -> None:
    assert len(PLANTS) >= LEAST
    assert len({plant.name for plant in PLANTS}) == len(PLANTS)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_a_planted_change_is_found_at_its_place_and_nothing_else(
    clean: Path, tmp_path: Path, plant: Plant
) -> None:
    root = tmp_path / "project"
    shutil.copytree(clean, root)
    file = root / plant.file
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if plant.change is None:
        file.unlink()
    else:
        after = plant.change(before)
        assert after != before
        file.write_text(after, encoding="utf-8")
    if plant.regenerate:
        done = CliRunner().invoke(main, ["regenerate", "--root", str(root)])
        assert done.exit_code == 0, done.output
        for path in (root / FIXTURES).glob("*.yaml"):
            path.unlink()  # whether they still fit is another question
    found = [one for one in errors(root) if one.code != "stale-fixtures"]
    shown = [
        f"{one.code} {one.position.file if one.position else ''}: {one.message}" for one in found
    ]
    assert found, "nothing was found"
    assert {one.code for one in found} == {plant.code}, "\n".join(shown)
    places = {str(Path(one.position.file)) if one.position else "" for one in found}
    assert places == {str(root / plant.place)}, "\n".join(shown)
    if plant.line:
        lines = (root / plant.place).read_text(encoding="utf-8").split("\n")
        at = [lines[one.position.line - 1] for one in found if one.position]
        assert any(plant.line in line for line in at), "\n".join([*shown, *at])
