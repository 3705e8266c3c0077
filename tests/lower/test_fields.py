"""Fields of models: a few lines of schema beside the attribute's annotation and default."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound.package import AliasModel, EnumModel, ObjectModel
from tests.lower.lowering import field, lowered, model

FIELDS = """
    components:
      schemas:
        Other: {type: object, properties: {a: {type: string}}}
        Color: {type: string, enum: [red, green]}
        Size: {type: [integer, "null"], enum: [1, 2, null]}
        Maybe: {type: [string, "null"]}
        Thing:
          type: object
          required: [must, mustNull]
          properties:
            must: {type: string}
            mustNull: {type: [string, "null"]}
            x: %s
    """

OPTIONAL = {
    "{type: string}": ("str | None", "None"),
    '{type: [string, "null"]}': ("Nullable[str]", "None"),
    "{type: integer, default: 0}": ("int", "0"),
    "{type: number, default: 0}": ("int | float", "0"),
    "{type: number}": ("int | float | None", "None"),
    "{type: boolean, default: true}": ("bool", "True"),
    "{type: string, default: it's}": ("str", '"it\'s"'),
    '{type: [string, "null"], default: ""}': ("Nullable[str]", '""'),
    '{type: [string, "null"], default: null}': ("Nullable[str]", "None"),
    "{type: integer, default: many}": ("int | None", "None"),
    "{type: array, prefixItems: [{type: string}, {type: integer}], minItems: 2, maxItems: 2}": (
        "tuple[str, int] | None",
        "None",
    ),
    "{type: array, prefixItems: [{type: string}], minItems: 1, items: false}": (
        "tuple[str] | None",
        "None",
    ),
    "{type: array, prefixItems: [{type: string}]}": (
        "tuple[str, *tuple[Any, ...]] | tuple[()] | None",
        "None",
    ),
    "{type: array, prefixItems: [{type: string}], items: false}": (
        "tuple[str] | tuple[()] | None",
        "None",
    ),
    "{type: array, items: {type: string}, default: [a, b]}": (
        "list[str]",
        '["a", "b"]',
    ),
    "{type: string, format: date, default: 2024-01-31}": (
        "datetime.date",
        'JSONDefault("2024-01-31")',
    ),
    "{type: string, format: date-time}": ("datetime.datetime | None", "None"),
    "{type: string, format: time}": ("datetime.time | None", "None"),
    "{type: string, format: uuid}": ("uuid.UUID | None", "None"),
    "{type: string, format: byte}": ("Base64 | None", "None"),
    "{type: string, format: decimal}": ("Decimal | None", "None"),
    "{type: string, format: password}": (
        "Annotated[str | None, Field(repr=False)]",
        "None",
    ),
    "{type: string, enum: [a, b]}": ('Open[Literal["a", "b"]] | None', "None"),
    "{type: string, enum: [a, b], default: a}": ('Open[Literal["a", "b"]]', '"a"'),
    "{const: a}": ('Literal["a"] | None', "None"),
    "{type: integer, enum: [1, 2]}": ("OpenInt[Literal[1, 2]] | None", "None"),
    "{type: number, enum: [0.5, 2]}": ("int | float | None", "None"),
    "{type: object, enum: [a, b]}": ('Open[Literal["a", "b"]] | None', "None"),
    "{enum: [1, a]}": ('OpenValue[Literal[1, "a"]] | None', "None"),
    "{type: [string, integer]}": ("str | int | None", "None"),
    "{type: array, items: {type: [string, integer]}}": (
        "list[str | int] | None",
        "None",
    ),
    '{type: array, items: {type: [string, "null"]}}': (
        "list[Nullable[str]] | None",
        "None",
    ),
    "{type: object, additionalProperties: {type: integer}}": (
        "dict[str, int] | None",
        "None",
    ),
    "{$ref: '#/components/schemas/Other'}": ("Other | None", "None"),
    "{$ref: '#/components/schemas/Color'}": ("Open[Color] | None", "None"),
    "{$ref: '#/components/schemas/Maybe'}": ("Nullable[Maybe]", "None"),
    "{}": ("Any", "None"),
    "true": ("Any", "None"),
}


@pytest.mark.parametrize(("schema", "expected"), OPTIONAL.items())
def test_optional_field(tmp_path: Path, schema: str, expected: tuple[str, str]) -> None:
    found = field(lowered(tmp_path, FIELDS % schema), "Thing", "x")
    assert (found.annotation.code, found.default_code) == expected


def test_a_tuple_of_very_many_lengths_is_a_list(tmp_path: Path) -> None:
    schema = "{type: array, prefixItems: [" + "{type: string}, {type: integer}, " * 500 + "]}"
    found = field(lowered(tmp_path, FIELDS % schema), "Thing", "x")
    assert found.annotation.code == "list[Any] | None"
    shut = schema.replace("]}", "], items: false}")
    found = field(lowered(tmp_path, FIELDS % shut), "Thing", "x")
    assert found.annotation.code == "list[str | int] | None"


def test_required_fields_have_no_default(tmp_path: Path) -> None:
    package = lowered(tmp_path, FIELDS % "{}")
    must, null = (field(package, "Thing", name) for name in ("must", "mustNull"))
    assert (must.annotation.code, must.default_code) == ("str", None)
    assert null.annotation.code == 'Annotated[Nullable[str], Field(alias="mustNull")]'
    assert null.default_code is None
    assert null.type.code == "str"
    assert null.notes == ("nullable",)


def test_secret_fields_are_hidden(tmp_path: Path) -> None:
    package = lowered(tmp_path, FIELDS % "{type: string}", "secret_fields: [must]\n")
    found = field(package, "Thing", "must")
    assert found.secret
    assert found.annotation.code == "Annotated[str, Field(repr=False)]"


def test_an_enum_and_what_needs_imports(tmp_path: Path) -> None:
    package = lowered(tmp_path, FIELDS % "{$ref: '#/components/schemas/Color'}")
    color = model(package, "Color")
    assert isinstance(color, EnumModel)
    assert (color.base, color.members[0].name, color.members[0].value_code) == (
        "StrEnum",
        "RED",
        '"red"',
    )
    found = field(package, "Thing", "x").annotation
    assert {item.module for item in found.neighbours} == {".models.color"}
    assert {item.name for item in found.imports} == {"Open"}
    assert found.models == ("Color",)


def test_values_that_python_takes_for_equal_make_no_enum(tmp_path: Path) -> None:
    schemas = "\n    components: {schemas: {Mixed: {enum: [1, true, a]}}}\n"
    mixed = model(lowered(tmp_path, schemas), "Mixed")
    assert isinstance(mixed, AliasModel)
    assert mixed.of_code == 'OpenValue[Literal[1, True, "a"]]'


def test_read_only_fields_are_not_required_in_requests(tmp_path: Path) -> None:
    package = lowered(
        tmp_path,
        """
        paths:
          /things:
            post:
              operationId: add
              requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
              responses: {"200": {description: ok}}
            get:
              operationId: get
              responses:
                "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Shown"}}}}
        components:
          schemas:
            Thing:
              {type: object, required: [id, name], properties: {id: {type: string, readOnly: true}, name: {type: string}}}
            Shown:
              type: object
              required: [id, key]
              properties: {id: {type: string, readOnly: true}, key: {type: string, writeOnly: true}}
        """,  # noqa: E501
    )
    assert not field(package, "Thing", "id").required
    assert field(package, "Thing", "id").notes == ("optional", "read-only")
    assert field(package, "Shown", "id").required
    assert not field(package, "Shown", "key").required


CHOICES = """
    components:
      schemas:
        Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
        Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
        Pet:
          oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]
          discriminator: {propertyName: kind, mapping: {cat: Cat, dog: "#/components/schemas/Dog"}}
        Either: {anyOf: [{$ref: "#/components/schemas/Cat"}, {type: string}]}
        Tree: {type: array, items: {$ref: "#/components/schemas/Tree"}}
        Named: {type: array, items: {$ref: "#/components/schemas/Cat"}}
        Bag: {type: object, properties: {a: {type: string}}, additionalProperties: {$ref: "#/components/schemas/Cat"}}
    """  # noqa: E501


def test_choices_and_other_names_for_types(tmp_path: Path) -> None:
    package = lowered(tmp_path, CHOICES)
    pet, either, tree, named = (model(package, name) for name in ("Pet", "Either", "Tree", "Named"))
    assert isinstance(pet, AliasModel)
    assert pet.type.code == "Cat | Dog | UnknownVariant"
    assert (pet.of_code, pet.tag) == ("Cat | Dog", "kind")
    assert {("cat", "Cat"), ("dog", "Dog")} <= set(pet.mapping)
    assert isinstance(either, AliasModel)
    assert (either.type.code, either.tag) == ("Cat | str", "")
    assert isinstance(tree, AliasModel)
    assert (tree.type.code, tree.of_code) == ('"list[Tree]"', "list[Tree]")
    assert isinstance(named, AliasModel)
    assert named.type.code == "list[Cat]"


def test_typed_additional_properties(tmp_path: Path) -> None:
    bag = model(lowered(tmp_path, CHOICES), "Bag")
    assert isinstance(bag, ObjectModel)
    assert bag.additional is not None
    assert bag.additional.code == "Cat"


@pytest.mark.parametrize(
    ("title", "doc"),
    [("X", ""), ("x", ""), ("The X of a thing", "The X of a thing"), ("X-1", "X-1")],
)
def test_a_title_that_is_the_name_in_words_is_no_description(
    tmp_path: Path, title: str, doc: str
) -> None:
    package = lowered(tmp_path, FIELDS % f"{{type: string, title: {title}}}")
    assert field(package, "Thing", "x").doc == doc
