"""Pages of which a saved file shows nothing: their text is made, or fetched, by a script."""

from __future__ import annotations

import re
from typing import Final

_DESCRIPTION: Final = re.compile(
    r"""(?:\bspec-?url\s*=|\bapiDescriptionUrl\s*=|\bdata-url\s*=|\b(?:spec)?url["']?\s*:)"""
    r"""\s*["']([^"'\s<>]{1,300}\.(?:json|ya?ml)\b[^"'\s<>]{0,100})["']""",
    re.I,
)
"""Where viewers of descriptions (Swagger UI, Redoc, RapiDoc, Scalar, Stoplight) name the file."""
_HIDDEN: Final = re.compile(r"<(/?)(?:script|style|noscript|template|head)\b[^<>]*>", re.I)
"""Where text begins or ends that a page does not show."""
_TAG: Final = re.compile(r"<[^<>]*>")
_FEW: Final = 200
"""A page with fewer letters than this, and with scripts, has no text of its own."""


def unread_page(text: str, path: str) -> str:
    """What to do about a page in which no operation is found.

    Args:
        text: the page as HTML.
        path: its path, as the user sees it.

    Returns:
        A sentence; empty where the page has text of its own.
    """
    named = _DESCRIPTION.search(text)
    if named:
        return (
            f"{path} shows the description at {named[1]} and has no text of its own. Save that"
            " file; `docbound generate` makes a client of it."
        )
    if "<script" not in text.lower():
        return ""
    if len("".join(_TAG.sub(" ", _shown(text)).split())) > _FEW:
        return ""
    return (
        f"{path} has no text of its own: a script fetches it. Open the page in a browser, and save"
        " it when all of it is there."
    )


def _shown(text: str) -> str:
    """The page without what it does not show."""
    shown: list[str] = []
    start, is_shown = 0, True
    for tag in _HIDDEN.finditer(text):
        if is_shown:
            shown.append(text[start : tag.start()])
        start, is_shown = tag.end(), tag[1] == "/"
    return "".join(shown) + (text[start:] if is_shown else "")
