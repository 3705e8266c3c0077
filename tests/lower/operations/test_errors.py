"""Exception classes: the responses that operations declare beside the type of each class's data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docbound.package import Package
from docbound.runtime import errors
from docbound.tables import exception_names
from tests.lower.lowering import lowered

Responses = dict[str, str]
"""A schema's name, or a media type and a schema's name, by status."""


def test_the_data_of_a_run_is_that_of_the_runtime() -> None:
    public = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.OpenApiException)
    }
    assert set(exception_names.NAMES) == public
    for status in (*range(300, 400), *range(400, 700)):
        assert exception_names.name_for(status) == errors.exception_class(status).__name__, status


def package_of(folder: Path, *operations: Responses) -> Package:
    paths = {
        f"/{number}": {"get": {"operationId": f"get{number}", "responses": content}}
        for number, responses in enumerate(operations)
        for content in [{status: response(text) for status, text in responses.items()}]
    }
    names = {text.split()[-1] for each in operations for text in each.values() if text}
    schemas = {name: {"type": "object"} for name in sorted(names)}
    components = json.dumps({"schemas": schemas})
    return lowered(folder, f"paths: {json.dumps(paths)}\ncomponents: {components}\n")


def response(text: str) -> dict[str, object]:
    if not text:
        return {"description": "nothing"}
    *media, name = text.split()
    schema = {"$ref": f"#/components/schemas/{name}"}
    content_type = media[0] if media else "application/json"
    return {"description": "a body", "content": {content_type: {"schema": schema}}}


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        pytest.param(
            [{"404": "A"}],
            {"ApiException": "A | Any", "NotFoundException": "A | Any"},
            id="of its status",
        ),
        pytest.param(
            [{"404": "A"}, {"404": "B"}, {"404": "A"}],
            {"ApiException": "A | B | Any", "NotFoundException": "A | B | Any"},
            id="of all operations",
        ),
        pytest.param(
            [{"418": "A", "302": "B"}],
            {"ApiException": "B | A | Any"},
            id="a status without a class",
        ),
        pytest.param(
            [{"503": "A", "5XX": "B"}],
            {"ApiException": "A | B | Any", "ServiceException": "A | B | Any"},
            id="of its hundred, beside a number",
        ),
        pytest.param(
            [{"4XX": "A", "409": "B", "404": ""}],
            {
                "ApiException": "A | B | Any",
                "BadRequestException": "A | Any",
                "UnauthorizedException": "A | Any",
                "ForbiddenException": "A | Any",
                "ConflictException": "B | Any",
                "UnprocessableEntityException": "A | Any",
                "RateLimitException": "A | Any",
            },
            id="a number wins over its hundred, with a body or without",
        ),
        pytest.param(
            [{"200": "B", "default": "A"}],
            dict.fromkeys(
                [
                    "ApiException",
                    "ServiceException",
                    *exception_names.BY_STATUS.values(),
                ],
                "A | Any",
            ),
            id="of the default",
        ),
        pytest.param(
            [{"400": "text/plain A", "401": "image/png B"}],
            {},
            id="no JSON, no data",
        ),
        pytest.param([{"200": "A"}], {}, id="a success is no error"),
        pytest.param(
            [{"404": f"E{number}"} for number in range(9)],
            {},
            id="too many to tell apart",
        ),
        pytest.param(
            [{"404": "RateLimitException", "400": "A"}],
            {
                "ApiException": "A | ModelRateLimitException | Any",
                "BadRequestException": "A | Any",
                "NotFoundException": "ModelRateLimitException | Any",
            },
            id="a model with the name of an exception",
        ),
    ],
)
def test_data(operations: list[Responses], expected: dict[str, str], tmp_path: Path) -> None:
    package = package_of(tmp_path, *operations)
    found = {error.name: error.data.code for error in package.errors}
    assert {name: code for name, code in found.items() if code != "Any"} == expected
    assert not package.errors or package.errors[0].name == "ApiException"
