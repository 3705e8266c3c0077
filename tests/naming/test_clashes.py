"""Who gets a name that several want, and that names once given stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docbound.diagnostics.diagnostic import Diagnostics, Effect
from docbound.naming import Names, resolve_names
from docbound.service import Api
from docbound.settings import settings
from docbound.settings.settings import Settings
from tests.naming.services import component, enum, inline, operation, service

DEFAULTS = settings.defaults("Things", "things", None)


def names_of(
    api: Api,
    candidates: Settings = DEFAULTS,
    kept: dict[str, str] | None = None,
    diagnostics: Diagnostics | None = None,
) -> Names:
    return resolve_names(
        api,
        candidates,
        kept or {},
        diagnostics if diagnostics is not None else Diagnostics(),
    )


def classes(names: Names) -> list[str]:
    return [name.name for name in names.models.values()]


def test_components_keep_their_names_over_inline_schemas() -> None:
    api = service(inline("#/paths/x", "Pet"), component("Pet"))
    assert classes(names_of(api)) == ["Pet2", "Pet"]


def test_a_name_that_needs_no_change_wins_over_one_that_does() -> None:
    api = service(component("pet"), component("Pet"))
    assert classes(names_of(api)) == ["Pet2", "Pet"]


def test_a_number_never_takes_the_name_of_another() -> None:
    api = service(component("Pet"), component("pet"), component("Pet2"))
    assert classes(names_of(api)) == ["Pet", "Pet3", "Pet2"]


def test_names_that_end_in_a_digit_are_numbered_readably() -> None:
    api = service(component("V1"), component("v1"))
    assert classes(names_of(api)) == ["V1", "V1_2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Same" * 60, "same" * 60),
        ("a-" * 40 + "Same" * 20, "A-" * 40 + "Same" * 20),
        ("é" * 150, "É" * 150),
    ],
)
def test_names_longer_than_a_file_may_have_are_distinguished(first: str, second: str) -> None:
    names = names_of(service(component(first), component(second)))
    one, other = names.models.values()
    assert one.name != other.name
    assert one.module != other.module
    assert max(len(f"{name.name}.md".encode()) for name in (one, other)) < 255


def test_files_must_differ_where_case_does_not_count() -> None:
    names = names_of(service(component("FooBar"), component("Foobar")))
    assert classes(names) == ["FooBar", "Foobar2"]


def test_models_give_way_to_api_classes_and_exports() -> None:
    api = service(component("ThingsApi"), component("ApiClient"), operations=[operation("list")])
    assert classes(names_of(api)) == ["ThingsApi2", "ModelApiClient"]


def test_two_fields_that_become_one() -> None:
    names = names_of(
        service(component("A", "a-b", "a_b", "DateCreated", "DateCreated<", "@id", "id"))
    )
    assert names.fields["#/components/schemas/A"] == {
        "a-b": "a_b_2",
        "a_b": "a_b",
        "DateCreated": "date_created",
        "DateCreated<": "date_created_less_than",
        "@id": "at_id",
        "id": "id",
    }


def test_members() -> None:
    names = names_of(service(enum("E", "a-b", "a_b", "A B", "a-b")))
    assert names.members["#/components/schemas/E"] == (
        "A_B",
        "A_UNDERSCORE_B",
        "A_SPACE_B",
        "A_B",
    )


def test_given_member_names_win() -> None:
    names = names_of(service(enum("E", "x", "y", names=("First", "First"))))
    assert names.members["#/components/schemas/E"] == ("First", "First_2")


def test_methods_leave_room_for_their_variants() -> None:
    api = service(operations=[operation("list"), operation("list_iter"), operation("List")])
    methods = [name.method for name in names_of(api).operations.values()]
    assert methods == ["list", "list_iter_2", "list_2"]


def test_methods_of_other_classes_do_not_matter() -> None:
    api = service(operations=[operation("get", tag="a"), operation("Get", tag="b", path="/b")])
    assert [name.method for name in names_of(api).operations.values()] == ["get", "get"]


def test_constants_leave_room_for_pages() -> None:
    api = service(operations=[operation("list"), operation("list_pages")])
    names = names_of(api).operations.values()
    assert [(name.method, name.constant) for name in names] == [
        ("list", "LIST"),
        ("list_pages", "LIST_PAGES_2"),
    ]


def test_the_body_is_called_after_its_model_unless_a_parameter_is() -> None:
    api = service(
        component("LLMKey"),
        operations=[
            operation("a", body="LLMKey"),
            operation("b", "llm_key", body="LLMKey"),
        ],
    )
    names = names_of(api).operations.values()
    assert [(name.arguments, name.body) for name in names] == [
        ((), "llm_key"),
        (("llm_key",), "llm_key_body"),
    ]


def test_operations_without_a_tag_are_the_default_ones() -> None:
    names = names_of(service(operations=[operation("a", tag="")]))
    assert names.apis["#/tags/"].name == "DefaultApi"
    assert names.apis["#/tags/"].module == "default_api"
    assert names.apis["#/tags/"].accessor == "default"


def test_apis_stand_in_the_order_of_the_tags() -> None:
    api = service(
        operations=[operation("a", tag="z"), operation("b", tag="y", path="/b")],
        tags=["y", "z"],
    )
    assert list(names_of(api).apis) == ["#/tags/y", "#/tags/z"]


def test_a_clash_is_reported_with_its_place() -> None:
    found = Diagnostics()
    names_of(service(component("A", "a-b", "a_b")), diagnostics=found)
    (finding,) = found
    assert finding.code == "name-clash"
    assert finding.pointer == "#/components/schemas/A/properties/a-b"
    assert "'a-b' is called 'a_b_2'" in finding.message


def test_pinned_names_win() -> None:
    candidates = replace(
        DEFAULTS,
        rename={
            "#/components/schemas/Pet": "Animal",
            "#/components/schemas/Pet/properties/class": "kind",
            "#/paths/~1a/get": "fetch",
            "#/paths/~1a/get/parameters/0": "first",
            "#/tags/things": "StuffApi",
        },
        accessors={"things": "stuff"},
        body_names={"a": "payload"},
    )
    api = service(
        component("Pet", "class"),
        component("Animal"),
        operations=[operation("a", "q", body="Pet")],
    )
    names = names_of(api, candidates)
    assert classes(names) == ["Animal", "Animal2"]
    assert names.fields["#/components/schemas/Pet"] == {"class": "kind"}
    (call,) = names.operations.values()
    assert (call.method, call.arguments, call.body) == ("fetch", ("first",), "payload")
    assert (names.apis["#/tags/things"].name, names.apis["#/tags/things"].accessor) == (
        "StuffApi",
        "stuff",
    )


@pytest.mark.parametrize("name", ["close", "_configuration_class", "__init__"])
def test_an_accessor_cannot_stand_over_what_the_client_has(name: str) -> None:
    found = Diagnostics()
    candidates = replace(DEFAULTS, accessors={"things": name})
    names_of(service(operations=[operation("a")]), candidates, diagnostics=found)
    assert [item.code for item in found] == ["unusable-name"]


@pytest.mark.parametrize(
    ("tag", "accessor", "says"),
    [
        ("stream", "stream_api", "the package itself has 'stream'"),
        ("With options", "with_options_api", "the package itself has 'with_options'"),
        ("import", "import_api", "'import' is a keyword of Python"),
    ],
)
def test_a_tag_that_gives_way_to_the_client_is_said(tag: str, accessor: str, says: str) -> None:
    found = Diagnostics()
    names = names_of(service(operations=[operation("a", tag=tag)]), diagnostics=found)
    assert names.apis[f"#/tags/{tag}"].accessor == accessor
    (finding,) = found
    assert (finding.code, finding.effect) == ("name-clash", Effect.HARMLESS)
    assert repr(tag) in finding.message and accessor in finding.message and says in finding.message
    assert finding.pointer == "#/paths/~1a/get/tags/0" and "`accessors`" in finding.hint
    pinned, silent = replace(DEFAULTS, accessors={tag: "mine"}), Diagnostics()
    assert names_of(service(operations=[operation("a", tag=tag)]), pinned, diagnostics=silent)
    assert not list(silent)


def test_a_method_that_gives_way_is_said() -> None:
    found = Diagnostics()
    names_of(service(operations=[operation("import")]), diagnostics=found)
    (finding,) = found
    assert (
        finding.message
        == "'import' is called 'call_import', because 'import' is a keyword of Python"
    )


@pytest.mark.parametrize("name", ["class", "two words", "copy", "_x"])
def test_a_pinned_name_that_cannot_be_is_an_error(name: str) -> None:
    found = Diagnostics()
    candidates = replace(DEFAULTS, rename={"#/components/schemas/A/properties/x": name})
    names = names_of(service(component("A", "x")), candidates, diagnostics=found)
    assert [item.code for item in found] == ["unusable-name"]
    assert names.fields["#/components/schemas/A"] == {"x": "x"}


def test_a_pin_that_belongs_to_nothing_is_reported_with_a_hint() -> None:
    found = Diagnostics()
    candidates = replace(DEFAULTS, rename={"#/components/schemas/Pett": "Animal"})
    names_of(service(component("Pet")), candidates, diagnostics=found)
    (finding,) = found
    assert finding.code == "unknown-place"
    assert finding.hint == "did you mean '#/components/schemas/Pet'?"


def test_kept_names_stay_whatever_is_added() -> None:
    before = names_of(
        service(
            component("pet_store", "a-b"),
            inline("#/paths/x", "Thing"),
            operations=[operation("b-c", path="/z")],
        )
    )
    after = names_of(
        service(
            component("PetStore"),
            component("Thing"),
            component("pet_store", "a_b", "a-b"),
            inline("#/paths/x", "Thing"),
            operations=[operation("b_c", path="/y"), operation("b-c", path="/z")],
        ),
        kept=before.kept(),
    )
    assert classes(after) == ["PetStore2", "Thing2", "PetStore", "Thing"]
    assert after.fields["#/components/schemas/pet_store"] == {
        "a_b": "a_b_2",
        "a-b": "a_b",
    }
    assert [name.method for name in after.operations.values()] == ["b_c_2", "b_c"]


def test_an_inline_model_and_the_field_that_holds_it_have_names_of_their_own() -> None:
    place = "#/components/schemas/Pet/properties/petStatus"
    api = service(component("Pet", "petStatus"), inline(place, "Pet petStatus"))
    first = names_of(api)
    second = names_of(api, kept=first.kept())
    assert second.models[place].name == "PetPetStatus"
    assert second.fields["#/components/schemas/Pet"] == {"petStatus": "pet_status"}
