"""Reads requests by their description with openapi-core; run by an interpreter that has it (see
test_openapi_core).

Standard input: ``{"description": {...}, "requests": [{"method", "url", "headers", "body"}]}``, the
body as base64. Standard
output: for each request ``{"parameters": {location: {...}}, "body": ...}``, or ``{"error": ...}``.
"""

import base64
import json
import sys
from urllib.parse import urlsplit

from openapi_core import OpenAPI  # type: ignore[import-not-found]  # not in our environment
from openapi_core.contrib.werkzeug import (  # type: ignore[import-not-found]
    WerkzeugOpenAPIRequest,
)
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request


def read(api: OpenAPI, given: dict) -> dict:  # type: ignore[type-arg]
    """What openapi-core finds in one request."""
    url = urlsplit(given["url"])
    headers = dict(given["headers"])
    builder = EnvironBuilder(
        path=url.path,
        query_string=url.query,
        base_url="http://localhost",
        method=given["method"],
        headers=headers,
        data=base64.b64decode(given["body"]),
        content_type=headers.get("Content-Type"),
    )
    request = WerkzeugOpenAPIRequest(Request(builder.get_environ()))
    try:
        found = api.unmarshal_request(request)
    except Exception as error:
        return {"error": f"{error!r}: {error.__cause__!r}"}
    if found.errors:
        causes = [f"{error!r}: {error.__cause__!r}" for error in found.errors]
        return {"error": "; ".join(causes)}
    parameters = {
        location: getattr(found.parameters, location)
        for location in ("path", "query", "header", "cookie")
    }
    return {"parameters": parameters, "body": found.body}


def main() -> None:
    """Answers standard input."""
    given = json.load(sys.stdin)
    api = OpenAPI.from_dict(given["description"])
    found = [read(api, request) for request in given["requests"]]
    json.dump(found, sys.stdout, default=as_json)


def as_json(value: object) -> object:
    """Octets as text of the same code points, everything else as it prints."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    main()
