"""The options that every generated method takes as ``**options``, typed for editors and checkers.

Only annotations name this module, so that a call does not load it. It takes ``TypedDict`` from
``typing_extensions``, which pydantic brings along, because pydantic's ``validate_call`` accepts the
one of ``typing`` from Python 3.12 on only.
"""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import TypedDict

from .options import RequestAuth, Retries, Timeout


class RequestOptions(TypedDict, total=False):
    """What a caller may set for one call. What is absent or None is as the client has it.

    Code that wraps calls passes them on: ``def mine(**options: Unpack[RequestOptions])``.
    """

    _request_timeout: Timeout | None
    """Seconds: one number for the whole attempt, or (connect, read)."""
    _request_auth: RequestAuth | None
    """A credential in place of the client's: ``{"in": "header", "key": ..., "value": ...}``."""
    _content_type: str | None
    """Which media type of the description the body is sent as."""
    _headers: Mapping[str, str] | None
    """Further header fields; they win over all others."""
    _host_index: int
    """Which of the described servers the call goes to, from 0."""
    _query: Mapping[str, object] | None
    """Further query parameters."""
    _retries: Retries | int | None
    """How often and when a failed call is repeated; 0 for not at all."""
    _host: str | None
    """The base URL of this call."""
    _strict: bool | None
    """Whether a response that does not fit its description is an error."""
