"""What names do when a description changes: they follow the things, not their places."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from docbound import build_request, naming
from docbound.commands.build import build
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics
from docbound.naming import Names
from docbound.service import Object
from docbound.settings.settings import Settings
from tests.interpret.cases_support import built


def described(paths: str = "{}", schemas: str = "{}") -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": yaml.safe_load(paths),
        "components": {"schemas": yaml.safe_load(schemas)},
    }


class History:
    """One package, generated again and again."""

    def __init__(self, **settings: Any) -> None:
        self.kept: dict[str, str] = {}
        self.settings = Settings(package="p", **settings)
        self.found: list[Diagnostic] = []

    def next(self, description: dict[str, Any]) -> Names:
        """The names of the next version; what was found is in ``found``."""
        self.api, _ = built(copy.deepcopy(description))
        diagnostics = Diagnostics()
        names = naming.resolve_names(self.api, self.settings, self.kept, diagnostics)
        self.kept, self.found = names.kept(), list(diagnostics)
        return names

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.found]

    def fields(self, names: Names) -> dict[str, list[str]]:
        """The fields of each class by its name."""
        return {
            names.models[pointer].name: [field.name for field in item.fields]
            for pointer, item in self.api.definitions.items()
            if isinstance(item, Object)
        }

    def methods(self, names: Names) -> dict[str, str]:
        """The path behind each method."""
        return {
            names.operations[item.pointer].method: f"{item.method} {item.path}"
            for item in self.api.operations
        }


# --- alternatives


def variant(*fields: str, title: str = "", tag: str = "") -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": "string"} for name in fields}
    if tag:
        properties["kind"] = {"const": tag}
    made: dict[str, Any] = {"type": "object", "properties": properties}
    return made | ({"title": title} if title else {})


def union(*variants: dict[str, Any], key: str = "oneOf") -> dict[str, Any]:
    found = described()
    found["components"]["schemas"]["Pet"] = {key: list(variants)}
    return found


@pytest.mark.parametrize("key", ["oneOf", "anyOf"])
@pytest.mark.parametrize(
    "how",
    [{"title": True}, {"tag": True}, {}],
    ids=["by title", "by tag", "by shape"],
)
def test_alternatives_keep_their_names(key: str, how: dict[str, bool]) -> None:
    def made(word: str, *fields: str) -> dict[str, Any]:
        return variant(*fields, **dict.fromkeys(how, word))

    cat, dog, eel = made("cat", "purr"), made("dog", "bark"), made("eel", "shock")
    history = History()
    before = history.fields(history.next(union(cat, dog, key=key)))
    reordered = history.fields(history.next(union(dog, cat, key=key)))
    assert reordered == before
    inserted = history.fields(history.next(union(eel, dog, cat, key=key)))
    assert {name: inserted[name] for name in before} == before
    assert len(inserted) == 3
    removed = history.fields(history.next(union(eel, cat, key=key)))
    assert removed == {name: fields for name, fields in inserted.items() if "bark" not in fields}
    assert "name-clash" not in history.codes


def test_an_alternative_that_grows_keeps_its_name() -> None:
    history = History()
    history.next(union(variant("a", "b"), variant("c", "d")))
    grown = history.next(union(variant("c", "d", "e"), variant("x"), variant("a", "b")))
    assert history.fields(grown) == {
        "PetWithA": ["a", "b"],
        "PetWithC": ["c", "d", "e"],
        "PetWithX": ["x"],
    }


def test_what_is_within_an_alternative_follows_it() -> None:
    def holder(name: str, inner: str) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {name: variant(inner), "all": {"type": "string"}},
        }

    history = History()
    one, two = holder("one", "a"), holder("two", "b")
    one["properties"]["same"] = variant("in_one")
    two["properties"]["same"] = variant("in_two")
    before = history.fields(history.next(union(one, two)))
    assert history.fields(history.next(union(two, one))) == before


def test_alternatives_within_alternatives() -> None:
    def made(*inner: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {"type": "object", "properties": {name: {"oneOf": list(inner)}}} for name in ("x", "y")
        ]

    history = History()
    one, two = made(variant("a"), variant("b"))
    before = history.fields(history.next(union(one, two)))
    one, two = made(variant("b"), variant("a"))
    assert history.fields(history.next(union(two, one))) == before


def test_combinations_with_siblings_keep_their_names() -> None:
    def beside(*variants: dict[str, Any]) -> dict[str, Any]:
        found = union(*variants)
        found["components"]["schemas"]["Pet"] |= variant("shared")
        return found

    cat, dog = variant("purr", title="Cat"), variant("bark", title="Dog")
    history = History()
    before = history.fields(history.next(beside(cat, dog)))
    assert history.fields(history.next(beside(dog, cat))) == before


def test_indistinct_alternatives_are_reported() -> None:
    history = History()
    history.next(union(variant("a"), variant("a")))
    assert "indistinct-alternatives" in history.codes
    history.next(union(variant("a", title="One"), variant("a", title="Two")))
    assert "indistinct-alternatives" not in history.codes


def test_alternatives_are_named_by_their_tags() -> None:
    history = History()
    names = history.next(union(variant("a", tag="cat"), variant("b", tag="dog")))
    assert sorted(history.fields(names)) == ["PetCat", "PetDog"]


def test_names_kept_without_facts_go_by_place() -> None:
    """As files were that knew nothing but pointers."""
    history = History()
    history.kept = {
        "#/components/schemas/Pet/oneOf/0": "First",
        "#/components/schemas/Pet/oneOf/1": "Second",
    }
    names = history.next(union(variant("a"), variant("b")))
    assert history.fields(names) == {"First": ["a"], "Second": ["b"]}
    names = history.next(union(variant("b"), variant("a")))
    assert history.fields(names) == {"First": ["a"], "Second": ["b"]}


def test_parameters_with_models_follow_their_names() -> None:
    def parameters(*names: str) -> dict[str, Any]:
        listed = [
            {
                "name": name,
                "in": "query",
                "content": {"application/json": {"schema": variant(f"in_{name}")}},
            }
            for name in names
        ]
        found = described("/a: {get: {operationId: list, responses: {}}}")
        found["paths"]["/a"]["get"]["parameters"] = listed
        return found

    history = History()
    before = history.fields(history.next(parameters("one", "two")))
    after = history.fields(history.next(parameters("zero", "two", "one")))
    assert {name: after[name] for name in before} == before


# --- operations

ARRIVALS = """
/arrivals: {get: {operationId: listArrivals, responses: {}}}
/departures: {get: {operationId: listDepartures, responses: {}}}
"""


TRADED = """
/arrivals: {get: {operationId: listDepartures, responses: {}}}
/departures: {get: {operationId: listArrivals, responses: {}}}
"""


@pytest.mark.parametrize("facts", [True, False], ids=["kept facts", "only names"])
def test_operations_that_trade_paths_keep_their_names(facts: bool) -> None:
    history = History()
    before = history.methods(history.next(described(ARRIVALS)))
    assert before["list_arrivals"] == "GET /arrivals"
    if not facts:
        kept = history.kept.items()
        history.kept = {place: name for place, name in kept if "~id" not in place}
    assert history.methods(history.next(described(TRADED))) == {
        "list_arrivals": "GET /departures",
        "list_departures": "GET /arrivals",
    }
    assert history.codes == ["operation-moved", "operation-moved"]


def test_an_operation_that_moves_keeps_its_name_and_arguments() -> None:
    history = History()
    one = "/a/{x}: {get: {operationId: ship, parameters: [{name: X-Y, in: header}], responses: {}}}"
    history.next(described(one))
    place = "#/paths/~1a~1{x}/get"
    history.kept[place] = "the_ship"
    history.kept[f"{place}/parameters/header:X-Y"] = "mark"
    names = history.next(described(one.replace("/a/", "/v2/a/")))
    (operation,) = names.operations.values()
    assert (operation.method, operation.arguments) == ("the_ship", ("mark", "x"))


def test_a_changed_operation_id_keeps_the_name_and_is_reported() -> None:
    history = History()
    history.next(described(ARRIVALS))
    renamed = ARRIVALS.replace("listArrivals", "arrivalsV2")
    names = history.next(described(renamed))
    assert history.methods(names)["list_arrivals"] == "GET /arrivals"
    assert history.codes == ["operation-renamed"]
    assert "'listArrivals' is now 'arrivalsV2'" in history.found[0].message
    assert names.operations["#/paths/~1arrivals/get"].former_id == "listArrivals"
    history.next(described(renamed))
    assert history.codes == []


def test_a_renamed_template_parameter_changes_no_name() -> None:
    history = History()
    one = """
/pets/{id}:
  parameters: [{name: id, in: path, required: true, schema: {type: string}}]
  get:
    responses:
      '200': {description: d, content: {application/json: {schema: {type: object, properties: {a: {}}}}}}
  put:
    operationId: savePet
    requestBody: {content: {application/json: {schema: {type: object, properties: {b: {}}}}}}
    responses: {}
"""  # noqa: E501
    before = history.next(described(one))
    fields = history.fields(before)
    after = history.next(
        described(one.replace("{id}", "{petId}").replace("name: id", "name: petId"))
    )
    assert history.fields(after) == fields
    assert [(item.method, item.arguments, item.body) for item in after.operations.values()] == [
        (item.method, item.arguments, item.body) for item in before.operations.values()
    ]


@pytest.mark.parametrize(
    ("before", "now"),
    [("'201'", "'200'"), ("application/json", "application/vnd.acme+json")],
)
def test_a_status_or_media_type_that_changes_renames_no_class(before: str, now: str) -> None:
    one = """
/ships:
  post:
    operationId: addShip
    responses:
      '201':
        description: d
        content:
          application/json: {schema: {type: object, properties: {a: {type: object, properties: {b: {}}}}}}
      '404': {description: d, content: {application/json: {schema: {type: object, properties: {c: {}}}}}}
"""  # noqa: E501
    history = History()
    fields = history.fields(history.next(described(one)))
    assert history.fields(history.next(described(one.replace(before, now, 1)))) == fields


def test_a_status_that_is_added_is_no_successor() -> None:
    one = """
/ships:
  post:
    operationId: addShip
    responses:
      '201': {description: d, content: {application/json: {schema: {type: object, properties: {a: {}}}}}}
"""  # noqa: E501
    history = History()
    before = history.fields(history.next(described(one)))
    two = described(one)
    answers = two["paths"]["/ships"]["post"]["responses"]
    answers["200"] = copy.deepcopy(answers["201"])
    after = history.fields(history.next(two))
    assert before.items() <= after.items()


# --- the order of arguments


def call(*parameters: str, body: str = "") -> dict[str, Any]:
    """An operation with parameters such as ``query:limit!``; ``!`` marks a required one."""
    found = described("/a: {post: {operationId: send, responses: {}}}")
    operation = found["paths"]["/a"]["post"]
    operation["parameters"] = [
        {
            "in": text.split(":")[0],
            "name": text.split(":")[1].rstrip("!"),
            "required": text.endswith("!"),
            "schema": {"type": "string"},
        }
        for text in parameters
    ]
    if body:
        operation["requestBody"] = {
            "required": body.endswith("!"),
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    return found


def order(history: History, description: dict[str, Any]) -> tuple[str, ...]:
    (operation,) = history.next(description).operations.values()
    return operation.positional


def test_only_what_is_required_and_the_body_are_positional() -> None:
    optional = call("header:h", "query:q", "query:r!", body="b")
    assert order(History(), optional) == ("r", "body")
    required = call("header:h!", "query:q", "cookie:c!", "query:r!", body="b!")
    assert order(History(), required) == ("r", "body", "h", "c")


def test_the_order_stays() -> None:
    history = History()
    assert order(history, call("query:a!", "query:b!", body="b!")) == ("a", "b", "body")
    assert order(history, call("query:b!", "query:n!", "query:a", body="b!")) == (
        "a",
        "b",
        "body",
    )
    history = History()
    assert order(history, call("query:a!")) == ("a",)
    assert order(history, call("query:n!", "query:a!")) == ("a", "n")
    assert order(history, call("query:n", "query:a!", body="b")) == ("a", "n")


def test_a_renamed_argument_keeps_its_place() -> None:
    history = History()
    assert order(history, call("query:a!", "query:b!")) == ("a", "b")
    pin = {"#/paths/~1a/post/parameters/query:a": "alpha"}
    history.settings = Settings(package="p", rename=pin)
    assert order(history, call("query:a!", "query:b!")) == ("alpha", "b")


def test_older_packages_keep_their_optional_arguments_positional() -> None:
    history = History()
    history.kept = {"#/paths/~1a/post": "send"}
    found = order(history, call("query:a", "query:b!", body="b"))
    assert found == ("b", "a", "body")
    assert order(history, call("query:c", "query:b!", "query:a", body="b")) == found


# --- client.yaml


def test_a_pin_at_a_place_that_moved_is_an_error() -> None:
    pin = {"#/components/schemas/Pet/oneOf/0": "Tabby"}
    history = History(rename=pin)
    history.next(union(variant("a"), variant("b")))
    assert history.codes == []
    history.next(union(variant("b"), variant("a")))
    assert history.codes == ["moved-place"]
    assert history.found[0].hint == "write '#/components/schemas/Pet/oneOf/1'"


PAGES = """
openapi: 3.1.0
info: {title: Ships, version: '1'}
paths:
  /ships:
    get:
      operationId: listShips
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {type: object, properties: {next: {type: string}, data: {type: array, items: {type: string}}}}
"""  # noqa: E501


@pytest.mark.parametrize("facts", [True, False], ids=["kept facts", "only names"])
def test_settings_of_a_renamed_operation_stop_with_its_new_name(
    tmp_path: Path, facts: bool
) -> None:
    spec, config = tmp_path / "openapi.yaml", tmp_path / "client.yaml"
    spec.write_text(PAGES, encoding="utf-8")
    config.write_text(
        "pagination: {listShips: {parameter: cursor, next: next, items: data}}\n",
        encoding="utf-8",
    )
    names = tmp_path / "names.yaml"
    source = build_request.BuildRequest(
        description=spec, output=tmp_path / "out", config=config, names=names
    )
    assert not build(source, write=True).failed
    if not facts:
        kept = yaml.safe_load(names.read_text(encoding="utf-8"))
        short = {key: name for key, name in kept.items() if "~id" not in key}
        names.write_text(yaml.safe_dump(short), encoding="utf-8")
    spec.write_text(PAGES.replace("listShips", "ships_list"), encoding="utf-8")
    outcome = build(source, write=True)
    (error,) = [item for item in outcome.diagnostics if item.severity.value == "error"]
    assert error.code == "renamed-operation"
    assert error.hint == "write ships_list"
    assert error.position is not None and error.position.file == config.as_posix()
    config.write_text(
        config.read_text(encoding="utf-8").replace("listShips", "ships_list"),
        encoding="utf-8",
    )
    assert not build(source, write=True).failed
    module = next((tmp_path / "out").glob("*/api/default_api.py"))
    assert "list_ships_iter" in module.read_text(encoding="utf-8")
