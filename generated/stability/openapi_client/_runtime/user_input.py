"""Cleans texts that users give: blanks and byte order marks around them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from .errors import ApiTypeError, ApiValueError

T = TypeVar("T")

_AROUND = " \t\r\n\f\v\x85\xa0\u2028\u2029\ufeff\u200b\u2060"
_MARKS = ("\xef\xbb\xbf", "\udcef\udcbb\udcbf")
"""A byte order mark that was read as Latin-1, or kept as single bytes."""


def stripped(text: str) -> str:
    """``text`` without blanks, line ends and byte order marks around it."""
    text = text.strip(_AROUND)
    for mark in _MARKS:
        if text.startswith(mark):
            return text.removeprefix(mark).strip(_AROUND)
    return text


def cleaned(value: object, name: str, logger: logging.Logger) -> str:
    """A text that a user gave, without what is around it by mistake; the log says that it was
    left out.

    Args:
        value: as it was given.
        name: of the argument or the environment variable.
        logger: the package's.

    Raises:
        ApiTypeError: it is no text.
    """
    if not isinstance(value, str):
        raise ApiTypeError(f"{name} is a str, not a {type(value).__name__}")
    text = stripped(value)
    if text != value:
        logger.info("%s: blanks, line ends or a byte order mark around it were left out", name)
    return text


def secret(value: object, name: str, logger: logging.Logger) -> str:
    """The same for a credential, which is refused where it holds a character that no service takes.

    Raises:
        ApiValueError: it does; the message does not repeat it.
    """
    return sendable(cleaned(value, name, logger), name)


def sendable(text: str, name: str) -> str:
    """``text``, refused where it holds a character that cannot be seen: no service takes one.

    Raises:
        ApiValueError: it does; the message does not repeat it.
    """
    if not text.isprintable():
        found = next(each for each in text if not each.isprintable())
        raise ApiValueError(f"{name} holds the character U+{ord(found):04X}, which cannot be sent")
    return text


def pairs_of(given: Mapping[str, T], what: str) -> Iterable[tuple[str, T]]:
    """The items of a mapping that a caller gave; refused if it is not one.

    Args:
        given: what was given.
        what: what it should hold, for messages.
    """
    found: Any = getattr(given, "items", None)
    if found is None:
        raise ApiTypeError(f"{what} are a mapping from name to value, not a {type(given).__name__}")
    pairs: Iterable[tuple[str, T]] = found()
    return pairs


def wrong_client(api: object, given: object, right: type) -> ApiTypeError:
    """The error for an API class that gets something else than the client it needs."""
    kind = type(given)
    what = "the asynchronous ApiClient (of aio)" if "Async" in right.__name__ else "an ApiClient"
    return ApiTypeError(
        f"{type(api).__name__} needs {what}, not a {kind.__module__}.{kind.__qualname__}"
    )
