"""Names and values that a header field may have (RFC 9110, section 5)."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ApiTypeError, ApiValueError, kind_of
from ..lazy_patterns import lazy_pattern
from ..user_input import pairs_of


def header_text(name: str, value: str) -> str:
    """``value``, refused if no header field can hold it (RFC 9110, section 5.5): line breaks,
    control characters.
    """
    if not (value.isascii() and value.isprintable()):
        _check_field(name, value)
    return value.strip(" \t")


def media_type_text(value: object) -> str:
    """A value for the field ``Content-Type``, refused if it is no media type (RFC 9110, section
    8.3.1).
    """
    if not isinstance(value, str):
        raise ApiTypeError(f"_content_type is a str, not a {kind_of(value)}")
    text = header_text("Content-Type", value)
    kind, _, subtype = text.partition(";")[0].strip().partition("/")
    if _TOKEN.fullmatch(kind) is None or _TOKEN.fullmatch(subtype) is None:
        raise ApiValueError(
            f"_content_type is {text!r}, which is no media type, such as 'application/json'"
        )
    return text


_CONTROL = lazy_pattern("[\x00-\x08\x0a-\x1f\x7f]")
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_TOKEN = lazy_pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def _check_field(name: str, value: str) -> None:
    found = _CONTROL.search(value)
    if found is not None:
        what = "line break" if found[0] in "\r\n" else "control character"
        raise ApiValueError(f"the header {name!r} cannot hold a {what}")
    if _SURROGATE.search(value):
        raise ApiValueError(f"the header {name!r} cannot hold a lone surrogate")


def token(text: str, what: str) -> str:
    """``text``, refused if it is no token (RFC 9110, section 5.6.2), as names of fields, cookies
    and methods are.

    Args:
        text: such a name.
        what: what it names, for messages.
    """
    if _TOKEN.fullmatch(text) is None:
        raise ApiValueError(f"{text!r} is no name of a {what}")
    return text


def merge_headers(headers: dict[str, str], extra: Mapping[str, str]) -> None:
    """Puts ``extra`` into ``headers``; a field that is there in another case is replaced.

    Raises:
        ApiValueError: a name is none, or a value has a line break.
    """
    for name, value in pairs_of(extra, "header fields"):
        if not (_is_text(name) and _is_text(value)):
            wrong = value if _is_text(name) else name
            raise ApiTypeError(f"the header {name!r} must be a str, not {type(wrong).__name__}")
        if name not in headers:
            key = name.lower()
            for present in headers:
                if present.lower() == key:
                    del headers[present]
                    break
        headers[token(name, "header field")] = header_text(name, value)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
