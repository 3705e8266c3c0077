"""A redirect to a signed address of a storage, which has an origin of its own: no credential goes
there, and the signature is in no message and in no log, also where the storage repeats it.
"""

from __future__ import annotations

import logging
import traceback
from urllib.parse import quote

import pytest

from docbound.runtime.errors import ApiConnectionError
from docbound.runtime.service.operations import Operation
from tests.runtime.twins import CannedResponse, Step, Twin

SIGNATURE = "S1GNATURE/VALUE+XYZ="
TOKEN = "T0KEN-9999"
PARAMETERS = (
    *("X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Credential", "AWSAccessKeyId", "Signature"),
    *("X-Goog-Signature", "X-Goog-Credential", "sig", "Policy", "Key-Pair-Id", "hdnts", "token"),
    *("q-signature", "OSSAccessKeyId", "h", "e", "anything"),
)
DOWNLOAD = Operation[object](
    "download",
    "GET",
    "/x",
    responses={"200": {"application/json": None}},
    security=(("bearer", "queryKey", "cookieKey"),),
)


def _endings(place: str) -> dict[str, list[Step]]:
    moved = CannedResponse(302, b"", {"Location": place})
    lower = CannedResponse(302, b"", {"Location": place.replace("https:", "http:")})
    refused = f'{{"message": "no such signature: {SIGNATURE} {quote(SIGNATURE, safe="")}"}}'
    return {
        "data": [moved, CannedResponse(200, b"5")],
        "an error that repeats it": [moved, CannedResponse(403, refused.encode())],
        "no connection": [moved, ApiConnectionError("the connection broke: it was reset")],
        "a circle": [moved],
        "no JSON": [moved, CannedResponse(200, b"{")],
        "a way back without TLS": [moved, lower],
    }


@pytest.mark.parametrize("ending", _endings(""))
@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_signed_address(
    parameter: str, ending: str, twin: Twin, caplog: pytest.LogCaptureFixture
) -> None:
    query = f"{parameter}={quote(SIGNATURE, safe='')}&Expires=1"
    place = f"https://storage.example.net/bucket/object?{query}"
    with caplog.at_level(logging.DEBUG, "sample_client"):
        outcome = twin.call(
            DOWNLOAD,
            responses=_endings(place)[ending],
            retries=1,
            configuration={
                "access_token": TOKEN,
                "api_key": {"queryKey": f"{TOKEN}q", "cookieKey": f"{TOKEN}c"},
                "debug": True,
            },
        )
    assert len(outcome.requests) >= 2
    assert outcome.requests[1].url == place, "a signature must arrive as it is"
    for request in outcome.requests:
        if "storage.example.net" in request.url:
            assert TOKEN not in f"{request.url}{dict(request.headers)}"
    said = caplog.text
    if isinstance(outcome.result, Exception):
        said += "".join(traceback.format_exception(outcome.result)) + repr(outcome.result)
    assert SIGNATURE not in said and quote(SIGNATURE, safe="") not in said
    assert (outcome.result == 5) is (ending == "data")
