"""Percent-encoding: what of a value or a name stays as it is, by the place where it is in a URL
(RFC 3986).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import quote

from ..lazy_patterns import lazy_pattern

Escape: TypeAlias = Callable[[str], str]


def escape(text: str) -> str:
    """Escapes everything but the unreserved characters of RFC 3986, section 2.3."""
    return text if text.isalnum() and text.isascii() else quote(text, safe="")


_LONE_PERCENT = lazy_pattern("%(?![0-9A-Fa-f]{2})")


def escape_beside(text: str, safe: str) -> str:
    """Escapes everything but the unreserved characters and ``safe``, which has the percent sign:
    what is an escape already stays one, and one that introduces none is text.
    """
    return quote(_LONE_PERCENT.sub("%25", text) if "%" in text else text, safe=safe)


def escape_reserved(text: str) -> str:
    """Leaves reserved characters and percent triplets as they are (``allowReserved``).

    ``#``, ``[`` and ``]`` have no place in a query and are escaped all the same.
    """
    return escape_beside(text, "!$&'()*+,;=:@/?%")


def escape_reserved_in_path(text: str) -> str:
    """As :func:`escape_reserved`; ``/`` and ``?`` would end the segment and are escaped."""
    return escape_beside(text, "!$&'()*+,;=:@%")


def escape_name(text: str) -> str:
    """A parameter's name in a query: only what would be misread is escaped."""
    return quote(text, safe="!$'()*,;:@/?")


def escape_in_cookie(text: str) -> str:
    """Leaves what a cookie may hold (RFC 6265, section 4.1.1), escapes included: a credential that
    came as a cookie goes back as it came.
    """
    return quote(text, safe="!#$%&'()*+/:<=>?@[]^`{|}~")


def verbatim(text: str) -> str:
    """No escaping: header fields and cookies carry text as it is."""
    return text
