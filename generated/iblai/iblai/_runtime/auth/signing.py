"""Signing of requests by a function of the user's (``Configuration.sign_request``), which sees each
request as it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from ..errors import ApiTypeError, ApiValueError
from ..http.origins import AddressError, parse
from ..transport.header_validation import merge_headers
from ..transport.protocol import Request


def signer(sign: Callable[[Request], Any]) -> Callable[[Request], Request]:
    """``sign`` as calls use it: it gives header fields to add, or another request to the same
    origin.
    """

    def signed(request: Request) -> Request:
        given = sign(
            Request(
                request.method,
                request.url,
                dict(request.headers),
                request.body,
                request.operation,
            )
        )
        if isinstance(given, Request):
            return _checked(request, given)
        if not isinstance(given, Mapping):
            raise ApiTypeError(
                "sign_request gives header fields to add, or a Request, not a"
                f" {type(given).__name__}"
            )
        headers = dict(request.headers)
        merge_headers(headers, cast("Mapping[str, str]", given))
        return Request(request.method, request.url, headers, request.body, request.operation)

    return signed


def _checked(request: Request, given: Request) -> Request:
    """Another request, which leads to the same origin and can be sent.

    Raises:
        ApiValueError: it does not.
    """
    try:
        target = parse(given.url)
    except AddressError as error:
        raise ApiValueError(f"the URL that sign_request gave cannot be used: {error}") from None
    if target.origin != parse(request.url).origin:
        raise ApiValueError(
            f"sign_request may not send a request to another origin ({target.origin})"
        )
    headers: dict[str, str] = {}
    merge_headers(headers, given.headers)
    return Request(given.method, str(target), headers, given.body, request.operation)
