"""Data of the service outside a call: what a request would carry of a value, and the value that a
text stands for. Users of openapi-generator's packages know both as methods of the client.
"""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from importlib import import_module
from typing import Any, cast

from pydantic import SecretBytes, SecretStr

from ..errors import ApiException, ApiTypeError, InvalidJSONError, kind_of
from ..http.media_types import essence, is_json, is_text
from ..models.annotations import namespace
from ..models.annotations.written_types import expression_of
from ..models.decoder import Decoder, decoder
from ..models.encoder import to_plain
from ..response.response_plan import as_text
from ..service.options import NO_OPTIONS
from .base import ClientCore
from .response_errors import mismatch_reporter


def sanitized(value: object) -> Any:
    """``value`` as data that JSON knows; see ``DataMethods.sanitize_for_serialization``."""
    match value:
        case bytes() | bytearray():
            return value
        case Enum():
            return sanitized(cast("object", value.value))
        case SecretStr() | SecretBytes():
            return value.get_secret_value()
        case tuple():
            return tuple(sanitized(item) for item in cast("tuple[object, ...]", value))
        case list() | set() | frozenset():
            return [sanitized(item) for item in cast("list[object]", value)]
        case Mapping():
            items = cast("Mapping[str, object]", value).items()
            return {key: sanitized(item) for key, item in items}
        case _:
            return to_plain(value, request=True)


def deserialized(
    client: ClientCore, response: object, response_type: object, content_type: str | None
) -> Any:
    """The value that a text stands for; see ``DataMethods.deserialize``.

    Args:
        client: its settings say whether a mismatch raises.
        response: a text, octets, or a response with its body.
        response_type: a model class, a type, or its name.
        content_type: the media type; None takes that of the response.
    """
    body, label = _body_of(response)
    content_type = label if content_type is None else content_type
    reader = _reader_of(response_type)
    report = mismatch_reporter(client, "deserialize")
    strict = client._is_strict(NO_OPTIONS)
    try:
        if is_json(essence(content_type)):
            return reader.decode_json(body, strict=strict, report=report) if body else None
        if is_text(essence(content_type)):
            return reader.decode_value(as_text(body, content_type), strict=strict, report=report)
        if content_type.strip():
            reason = f"Unsupported content type: {content_type}"
            raise ApiException(status=0, reason=reason)
        try:
            return reader.decode_json(body, strict=strict, report=report)
        except InvalidJSONError:
            return reader.decode_value(as_text(body, ""), strict=strict, report=report)
    finally:
        report.flush()


def _body_of(response: object) -> tuple[bytes, str]:
    """The octets of a text or of a response, and its content type, where it tells one."""
    headers = getattr(response, "headers", None)
    label = ""
    if isinstance(headers, Mapping):
        fields = cast("Mapping[str, object]", headers).items()
        label = next((str(text) for name, text in fields if name.lower() == "content-type"), "")
    # Older packages give the response as a whole.
    data: object = getattr(response, "data", response)
    match data:
        case str():
            return data.encode("utf-8", "surrogatepass"), label
        case bytes():
            return data, label
        case bytearray():
            return bytes(data), label
        case _:
            raise ApiTypeError(
                f"a response is a text, bytes, or something with one of them as its .data, not a"
                f" {kind_of(response)}"
            )


def _reader_of(response_type: object) -> Decoder:
    if not isinstance(response_type, str):
        try:
            return decoder(response_type)
        except TypeError:
            raise ApiTypeError(
                f"response_type is a type of a response or its text, not {response_type!r:.100}"
            ) from None
    models = import_module(f"{namespace.home()}.models")
    return decoder(expression_of(response_type, frozenset(models.__all__)))
