"""What users of openapi-generator's packages call outside the API classes:
``ApiClient.sanitize_for_serialization`` and ``ApiClient.deserialize``.
"""

from __future__ import annotations

import datetime
import enum
import typing
import uuid
from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest
import togai_client
from pydantic import SecretStr
from togai_client import aio
from togai_client.models import CreateCreditRequest, CreditRequest

CREDIT = CreditRequest(
    account_id="a", purpose="p", effective_from=datetime.date(2024, 1, 2), priority=1
)
PLAIN = {"accountId": "a", "purpose": "p", "effectiveFrom": "2024-01-02", "priority": 1}
TEXT = '{"accountId": "a", "purpose": "p", "effectiveFrom": "2024-01-02", "priority": 1}'
JSON = "application/json"
MIDNIGHT = datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC)


class Colour(enum.Enum):
    RED = "red"


@pytest.fixture(params=[togai_client.ApiClient, aio.ApiClient], ids=["sync", "async"])
def client(request: pytest.FixtureRequest) -> Any:
    return request.param(access_token="test-token-not-a-secret")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        ("a", "a"),
        (True, True),
        (1.5, 1.5),
        (b"\xff", b"\xff"),
        (Colour.RED, "red"),
        (SecretStr("s"), "s"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Decimal("1.50"), "1.50"),
        (datetime.date(2024, 1, 2), "2024-01-02"),
        (MIDNIGHT, "2024-01-02T00:00:00Z"),
        (CREDIT, PLAIN),
        (CreateCreditRequest(credit_requests=[CREDIT]), {"creditRequests": [PLAIN]}),
        ((1, [CREDIT]), (1, [PLAIN])),
        (MappingProxyType({"a": {"b": CREDIT}, "c": None}), {"a": {"b": PLAIN}, "c": None}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_request_would_carry(client: Any, value: object, plain: object) -> None:
    found = client.sanitize_for_serialization(value)
    assert (found, type(found)) == (plain, type(plain))


def test_what_has_no_json_form_is_refused(client: Any) -> None:
    with pytest.raises(togai_client.ApiTypeError, match="no JSON form: object"):
        client.sanitize_for_serialization([object()])


@pytest.mark.parametrize(
    ("text", "type_", "content_type", "value"),
    [
        (TEXT, "CreditRequest", JSON, CREDIT),
        (TEXT, CreditRequest, None, CREDIT),
        (TEXT.encode(), "CreditRequest", "APPLICATION/JSON; charset=utf-8", CREDIT),
        (SimpleNamespace(data=TEXT), "CreditRequest", None, CREDIT),
        (
            SimpleNamespace(data=TEXT.encode(), headers={"content-type": JSON}),
            CreditRequest,
            None,
            CREDIT,
        ),
        (f"[{TEXT}]", "List[CreditRequest]", "application/vnd.togai+json", [CREDIT]),
        (f"[{TEXT}]", "list[CreditRequest]", JSON, [CREDIT]),
        (f"[{TEXT}]", list[CreditRequest], JSON, [CREDIT]),
        (f"[{TEXT}]", typing.List[CreditRequest], JSON, [CREDIT]),  # noqa: UP006
        (f'{{"a": {TEXT}}}', "dict(str, CreditRequest)", JSON, {"a": CREDIT}),
        ('{"a": {"b": 1}}', "Dict[str, Dict[str, int]]", JSON, {"a": {"b": 1}}),
        ("null", "CreditRequest", JSON, None),
        ("", "CreditRequest", JSON, None),
        ("null", "Optional[int]", JSON, None),
        ('"a"', "Union[int, str]", JSON, "a"),
        ('"2024-01-02"', "date", JSON, datetime.date(2024, 1, 2)),
        ("2024-01-02", "date", "text/plain", datetime.date(2024, 1, 2)),
        ('"2024-01-02T00:00:00Z"', "datetime", None, MIDNIGHT),
        ("1.10", "decimal", JSON, Decimal("1.10")),
        ('{"a": [1, null]}', "object", JSON, {"a": [1, None]}),
        ('{"a": 1}', "str", "text/plain", '{"a": 1}'),
        ("a, b", "str", None, "a, b"),
        ('"é"'.encode(), "str", JSON, "é"),
        ('"é"'.encode("latin-1"), "str", "text/plain; charset=latin-1", '"é"'),
    ],
)
def test_the_value_of_a_text(
    client: Any, text: object, type_: object, content_type: str | None, value: object
) -> None:
    found = client.deserialize(text, type_, content_type)
    assert found == value
    assert isinstance(found, type(value))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda d: d("x", "str", "image/png"), "ApiException", "Unsupported content type: image/p"),
        (lambda d: d("{", "object", JSON), "InvalidJSONError", "line 1, column 2"),
        (lambda d: d("1", "CreditReqest"), "ApiValueError", "did you mean 'CreditRequest'?"),
        (lambda d: d("1", "__import__('os')"), "ApiValueError", "is no type that a response can"),
        (lambda d: d("1", "a b"), "ApiValueError", "'a b' is no type"),
        (
            lambda d: d("1", "Dict[int, str]"),
            "ApiValueError",
            "is no type that a response can have",
        ),
        (lambda d: d(3, "int"), "ApiTypeError", "not a int"),
        (lambda d: d("1", 3), "ApiTypeError", "response_type is a type of a response"),
    ],
)
def test_what_cannot_be_read_is_an_error_of_the_package(
    client: Any, call: Callable[[Any], object], error: str, message: str
) -> None:
    with pytest.raises(togai_client.OpenApiException) as caught:
        call(client.deserialize)
    assert type(caught.value).__name__ == error
    assert message in str(caught.value)


def test_what_does_not_fit_is_reported_or_in_a_strict_client_refused(client: Any) -> None:
    paths: list[str] = []
    client.hooks.on_mismatch.append(lambda found, operation: paths.append(found.path))
    assert client.deserialize('{"priority": "high"}', "CreditRequest").priority == "high"
    assert "$.priority" in paths
    with pytest.raises(togai_client.MismatchError):
        client.with_options(strict=True).deserialize('{"priority": "high"}', "CreditRequest")


def test_what_was_sanitized_is_read_back(client: Any) -> None:
    plain = client.sanitize_for_serialization(CREDIT)
    assert CreditRequest.from_dict(plain) == CREDIT
