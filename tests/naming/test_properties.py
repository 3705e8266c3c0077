"""Laws of naming, for any names at all."""

from __future__ import annotations

import keyword
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.naming import Names, reserved_names, resolve_names
from docbound.service import Api
from docbound.settings import settings
from tests.naming.services import component, enum, operation, service

CANDIDATES = settings.defaults("Things", "things", None)
ODD = st.sampled_from(
    [
        "a-b",
        "a_b",
        "A_B",
        "aB",
        "class",
        "list",
        "_x",
        "x",
        "X",
        "1",
        "-1",
        "+1",
        "",
        "★",
        "模型",
        "ß",
        "SS",
        "ﬁ",
        "fi",
        "\u0300",
        "-\u0300",
        "\u0300-\u0301",
        "\u2605\ufe0f",
        "\ufe33",
        "\uff9e",
        "Empty",
    ]
)
NAMES = st.lists(st.one_of(ODD, st.text(max_size=8)), unique=True, max_size=8)


def settled(api: Api, kept: dict[str, str] | None = None) -> Names:
    return resolve_names(api, CANDIDATES, kept or {}, Diagnostics())


def is_name(name: str) -> bool:
    return (
        name.isidentifier()
        and not keyword.iskeyword(name)
        and unicodedata.normalize("NFKC", name) == name
    )


@given(NAMES)
def test_fields_are_distinct_identifiers(wire_names: list[str]) -> None:
    names = settled(service(component("A", *wire_names))).fields["#/components/schemas/A"]
    assert list(names) == wire_names
    assert len(set(names.values())) == len(wire_names)
    for name in names.values():
        assert is_name(name)
        assert name not in reserved_names.FIELDS
        assert not name.startswith("_")


@given(NAMES)
def test_models_are_distinct_classes_in_distinct_modules(components: list[str]) -> None:
    names = settled(service(*(component(name) for name in components))).models.values()
    assert len(names) == len(components)
    assert len({name.name.casefold() for name in names}) == len(components)
    assert len({name.module.casefold() for name in names}) == len(components)
    for name in names:
        assert is_name(name.name)
        assert is_name(name.module)
        assert name.name not in reserved_names.CLASSES


@given(NAMES, NAMES)
def test_methods_and_arguments(operation_ids: list[str], parameters: list[str]) -> None:
    calls = [
        operation(one, *parameters, path=f"/{index}") for index, one in enumerate(operation_ids)
    ]
    names = settled(service(operations=calls)).operations.values()
    assert len({name.method for name in names}) == len(calls)
    assert len({name.constant for name in names}) == len(calls)
    for name in names:
        assert is_name(name.method)
        assert is_name(name.constant)
        assert len(set(name.arguments)) == len(parameters)
        assert all(
            is_name(argument) and not argument.startswith("_") for argument in name.arguments
        )


@given(NAMES)
def test_tags(tags: list[str]) -> None:
    calls = [operation("a", tag=tag, path=f"/{i}") for i, tag in enumerate(tags) if tag]
    names = settled(service(operations=calls)).apis.values()
    assert len({name.module.casefold() for name in names}) == len(calls)
    assert len({name.accessor for name in names}) == len(calls)
    assert all(is_name(name.name) and is_name(name.accessor) for name in names)


@given(NAMES)
def test_members_are_distinct_identifiers(values: list[str]) -> None:
    names = settled(service(enum("E", *values))).members["#/components/schemas/E"]
    assert len(set(names)) == len(values)
    assert all(is_name(name) and not name.startswith("_") for name in names)
    assert not reserved_names.MEMBERS.intersection(names)


def service_with(names: list[str]) -> Api:
    """A service that uses the same names for everything."""
    return service(
        *(component(name, *names) for name in names),
        enum("~values", *names),
        operations=[operation(name, *names, tag=name) for name in names],
    )


def in_detail(names: Names) -> tuple[object, ...]:
    return (names.models, names.fields, names.members, names.apis, names.operations)


@given(NAMES)
def test_the_same_input_gives_the_same_names_and_keeping_changes_none(
    names: list[str],
) -> None:
    first = settled(service_with(names))
    assert in_detail(settled(service_with(names))) == in_detail(first)
    again = settled(service_with(names), kept=first.kept())
    assert in_detail(again) == in_detail(first)
    assert again.kept() == first.kept()


@given(NAMES.filter(bool), st.data())
def test_adding_anything_anywhere_renames_nothing(names: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(names) - 1))
    before = settled(service_with(names[:place] + names[place + 1 :]))
    after = settled(service_with(names), kept=before.kept())
    for pointer, model in before.models.items():
        assert after.models[pointer] == model
    for pointer, fields in before.fields.items():
        assert fields.items() <= after.fields[pointer].items()
    for tag, api in before.apis.items():
        assert after.apis[tag] == api
    for pointer, call in before.operations.items():
        same = after.operations[pointer]
        assert same.method == call.method
        assert [name for index, name in enumerate(same.arguments) if index != place] == list(
            call.arguments
        )
