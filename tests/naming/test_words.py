"""How words become names: a table for each kind of name."""

from __future__ import annotations

import pytest

from docbound.naming import candidates
from docbound.naming.words import camel, constant, snake, spell

SNAKE = {
    "photoUrls": "photo_urls",
    "IBLAIPlatformMeta": "iblai_platform_meta",
    "APITokenCost": "api_token_cost",
    "LLMCredentialRequest": "llm_credential_request",
    "CreditBalanceForAccount": "credit_balance_for_account",
    "V1alphaUserApi": "v1alpha_user_api",
    "FakeClassnameTags123Api": "fake_classname_tags123_api",
    "Create200Response": "create200_response",
    "v1alpha/user#account": "v1alpha_user_account",
    "userIDs": "user_ids",
    "USER_ID": "user_id",
    "x-Rate-Limit": "x_rate_limit",
    "a.b[c]": "a_b_c",
    "__typename": "typename",
    "ÉtatCivil": "état_civil",
    "straßeNr": "straße_nr",
    "ﬁeldName": "field_name",
    "user's": "users",
    "模型": "模型",
    "": "",
    "$$$": "",
}

CLASSES = {
    "Credit": "Credit",
    "IBLAIPlatformMeta": "IBLAIPlatformMeta",
    "HTTPValidationError": "HTTPValidationError",
    "AiAccountOrgsUseDefaultLlmKeyCreate 200 Response": (
        "AiAccountOrgsUseDefaultLlmKeyCreate200Response"
    ),
    "user_request": "UserRequest",
    "user request": "UserRequest",
    "v1.Pod": "V1Pod",
    "Page«Credit»": "PageCredit",
    "200_response": "Model200Response",
    "List": "ListClass",
    "Return": "ModelReturn",
    "Field": "ModelField",
    "ApiResponse": "ModelApiResponse",
    "ApiClient": "ModelApiClient",
    "Warning": "ModelWarning",
    "None": "ModelNone",
    "Aux": "ModelAux",
    "模型": "Model模型",
    "": "Empty",
    "***": "StarStarStar",
}

APIS = {
    "credits": "CreditsApi",
    "ai-account": "AiAccountApi",
    "v1alpha/user": "V1alphaUserApi",
    "fake_classname_tags 123#$%^": "FakeClassnameTags123Api",
    "$another-fake?": "AnotherFakeApi",
    "123 things": "Model123ThingsApi",
    "default": "DefaultApi",
}

ACCESSORS = {
    "credits": "credits",
    "ai-account": "ai_account",
    "configuration": "configuration_api",
    "import": "import_api",
    "property": "property_api",
    "2fa": "api_2fa",
}

FIELDS = {
    "photoUrls": "photo_urls",
    "id": "id",
    "type": "type",
    "name": "name",
    "status": "status",
    "time": "time",
    "model_name": "model_name",
    "class": "var_class",
    "_class": "var_class",
    "return": "var_return",
    "async": "var_async",
    "property": "var_property",
    "schema": "var_schema",
    "field": "var_field",
    "float": "var_float",
    "date": "var_date",
    "list": "var_list",
    "copy": "var_copy",
    "json": "var_json",
    "to_dict": "var_to_dict",
    "model_config": "var_model_config",
    "additionalProperties": "var_additional_properties",
    "123-list": "var_123_list",
    "+1": "plus_1",
    "-1": "minus_1",
    "@id": "id",
    "$ref": "ref",
    "filter[name]": "filter_name",
    "ids[]": "ids",
    "★": "black_star",
    "": "empty",
    " ": "space",
    "\ud800": "ud800",
}

ARGUMENTS = {
    "id": "id",
    "list": "list",
    "date": "date",
    "class": "var_class",
    "from": "var_from",
    "self": "var_self",
    "_request_timeout": "request_timeout",
    "X-Request-ID": "x_request_id",
}

METHODS = {
    "creditBalanceForAccount": "credit_balance_for_account",
    "v1alpha/user#account": "v1alpha_user_account",
    "123_test_@#$%_special_tags": "call_123_test_special_tags",
    "import": "call_import",
    "list": "list",
    "api_client": "call_api_client",
    "datetime": "call_datetime",
}

MEMBERS = {
    "delivered": "DELIVERED",
    "foUr": "FOUR",
    "us-east-1": "US_EAST_1",
    "application/json": "APPLICATION_JSON",
    "-efg": "MINUS_EFG",
    "(xyz)": "LEFT_PARENTHESIS_XYZ_RIGHT_PARENTHESIS",
    ">=": "GREATER_THAN_EQUAL",
    "_": "UNDERSCORE",
    " ": "SPACE",
    "": "EMPTY",
    "_abc": "ABC",
    "_NONE_": "NONE",
    "123abc": "ENUM_123ABC",
    "mro": "MRO",
    0: "NUMBER_0",
    -1: "NUMBER_MINUS_1",
    0.5: "NUMBER_0_DOT_5",
    1e-7: "NUMBER_1E_MINUS_07",
    None: "NULL",
}

GIVEN_MEMBERS = {
    "Active": "Active",
    "not-active": "not_active",
    "name": "NAME",
    "None": "NONE",
    "mro": "MRO",
    "1st": "ENUM_1st",
}


@pytest.mark.parametrize(("text", "name"), SNAKE.items())
def test_snake_case(text: str, name: str) -> None:
    assert snake(text) == name


@pytest.mark.parametrize(("text", "name"), CLASSES.items())
def test_class_of_a_model(text: str, name: str) -> None:
    assert candidates.class_candidates(text)[0] == name


@pytest.mark.parametrize(("tag", "name"), APIS.items())
def test_class_of_a_tag(tag: str, name: str) -> None:
    assert candidates.api_class_candidates(tag)[0] == name


@pytest.mark.parametrize(("tag", "name"), ACCESSORS.items())
def test_accessor_of_a_tag(tag: str, name: str) -> None:
    assert candidates.accessor_candidates(tag)[0] == name


@pytest.mark.parametrize(("text", "name"), FIELDS.items())
def test_field(text: str, name: str) -> None:
    assert candidates.field_candidates(text)[0] == name


@pytest.mark.parametrize(("text", "name"), ARGUMENTS.items())
def test_argument(text: str, name: str) -> None:
    assert candidates.argument_candidates(text)[0] == name


@pytest.mark.parametrize(("operation_id", "name"), METHODS.items())
def test_method(operation_id: str, name: str) -> None:
    assert candidates.method_candidates(operation_id, "GET", "/x")[0] == name


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/users/{userId}/items", "users_user_id_items_get"),
        ("POST", "/", "root_post"),
        ("DELETE", "/2fa", "call_2fa_delete"),
    ],
)
def test_method_without_operation_id(method: str, path: str, name: str) -> None:
    assert candidates.method_candidates("", method, path) == (name,)


@pytest.mark.parametrize(("value", "name"), MEMBERS.items())
def test_member(value: str | float | None, name: str) -> None:
    assert candidates.member_candidates(value)[0] == name


def test_booleans_are_no_numbers_as_members() -> None:
    assert candidates.member_candidates(True) == ("TRUE",)


@pytest.mark.parametrize(("given", "name"), GIVEN_MEMBERS.items())
def test_member_names_of_the_description_change_little(given: str, name: str) -> None:
    assert candidates.given_member(given) == name


def test_cases_differ() -> None:
    assert (camel("a-b_c"), constant("a-b c"), snake("a-b C")) == (
        "ABC",
        "A_B_C",
        "a_b_c",
    )


def test_signs_have_names() -> None:
    assert spell("<=a&b") == "less than equal a ampersand b"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\u0300", "combining grave accent"),
        ("\u0300\u0301", "combining grave accent combining acute accent"),
        ("\uff9e", "halfwidth katakana voiced sound mark"),
        ("\ufe33", "presentation form for vertical low line"),
        ("\u2764\ufe0f", "heavy black heart \ufe0f"),
        ("a\u0308", "a\u0308"),
        ("", ""),
    ],
)
def test_marks_are_signs_where_they_are_alone(text: str, words: str) -> None:
    assert spell(text) == words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("\u0300", "CombiningGraveAccent"),
        ("\ufe33", "PresentationFormForVerticalLowLine"),
        ("", "Empty"),
    ],
)
def test_no_candidate_of_a_class_is_reserved(name: str, expected: str) -> None:
    assert candidates.class_candidates(name) == (expected,)
