"""``Accept`` lists what can be read as it is described, and everything only where nothing can."""

from __future__ import annotations

from typing import Any

import pytest

from docbound.runtime.request.request_plan import RequestPlan
from docbound.runtime.service.operations import Operation, Responses, Stream
from docbound.runtime.service.options import NO_OPTIONS


@pytest.mark.parametrize(
    ("responses", "accept"),
    [
        ({"200": {"application/xml": "Pet", "application/json": "Pet"}}, "application/json"),
        ({"200": {"text/csv": "list[Pet]", "application/hal+json": "Pet"}}, "application/hal+json"),
        ({"200": {"application/xml": "Pet"}}, "application/xml"),
        (
            {"200": {"application/xml": "str", "application/json": "Pet"}},
            "application/json, application/xml",
        ),
        ({"200": {"text/plain": "str", "image/png": "BinaryResponse"}}, "text/plain, image/png"),
        ({"200": {"application/zip": None, "text/yaml": "Any"}}, "application/zip, text/yaml"),
        (
            {"200": {"text/event-stream": Stream("Event"), "application/json": "Pet"}},
            "application/json, text/event-stream",
        ),
        (
            {"200": {"application/json": "Pet"}, "400": {"application/xml": "Problem"}},
            "application/json",
        ),
        ({"200": {"application/xml": "Pet"}, "400": {"application/xml": "str"}}, "application/xml"),
        (
            {"200": {"html/text": "Pet"}, "400": {"application/problem+json": "Problem"}},
            "html/text, application/problem+json",
        ),
        ({"200": {}}, ""),
    ],
)
def test_what_a_call_accepts(responses: Responses, accept: str) -> None:
    operation: Operation[Any] = Operation("x", "GET", "/x", responses=responses)
    draft = RequestPlan(operation).draft((), NO_OPTIONS)
    assert draft.accept == draft.headers.get("Accept", "") == accept
