"""OpenAPI documents inside HTML pages: Redoc's state, Swagger UI's and Scalar's configuration, JSON
in script elements.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from docbound.draft.blocks import At, Description
from docbound.json_values import is_array, is_object

_STARTS: Final = re.compile(
    r"""["']?(?:openapi|swagger)["']?\s*:\s*["'](?:2\.0|3\.\d+(?:\.\d+)?)["']"""
)
_BRACES: Final = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[{}]', re.S)
_JSON_SCRIPT: Final = re.compile(r"<script(?=[^<>]*?type=[\"']application/json[\"'])[^<>]*+>")
_MOST_TRIES: Final = 40
_MOST_SEARCHES: Final = 4
_FARTHEST: Final = 8_000_000
"""Letters before a word in which the object that it stands in is searched."""


def find_description(text: str, key: str) -> Description | None:
    """The OpenAPI document that a page's script carries, the largest if there are several."""
    best: Description | None = None
    size = 0
    decoder = json.JSONDecoder()
    for start, markup in _candidates(text):
        try:
            content, end = decoder.raw_decode(markup)
        except (ValueError, RecursionError):
            continue
        found = _document_in(content)
        if found is not None and end > size:
            size = end
            line = text.count("\n", 0, start) + 1
            best = Description(
                content=found,
                at=At(source=key, line=line),
                lines=_lines(text, start, line),
            )
    return best


def _candidates(text: str) -> Iterator[tuple[int, str]]:
    """Texts that may begin with the JSON object around a word such as ``"openapi": "3.0.3"``."""
    for number, found in enumerate(islice(_STARTS.finditer(text), _MOST_TRIES)):
        nearest = text.rfind("{", 0, found.start())
        outer = _enclosing(text, found.start()) if number < _MOST_SEARCHES else -1
        for start in dict.fromkeys((nearest, outer)):
            if start >= 0:
                yield start, text[start:]
    end = 0
    for script in _JSON_SCRIPT.finditer(text):
        if script.start() < end:  # within the one before
            continue
        closing = text.find("</script>", script.end())
        end = closing if closing >= 0 else len(text)
        content = text[script.end() : end].strip()
        if "openapi" in content or "swagger" in content:
            yield script.end(), (html.unescape(content) if content.startswith("&") else content)


def _enclosing(text: str, end: int) -> int:
    """Where the object begins that a place of a script is in, -1 where it is in none: the word
    that tells a description may come after others.
    """
    opened: list[int] = []
    begin = max(text.rfind("<script", 0, end), end - _FARTHEST, 0)
    for found in _BRACES.finditer(text, begin, end):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            opened.pop()
    return opened[-1] if opened else -1


def _document_in(content: object, depth: int = 0) -> Mapping[str, object] | None:
    """The OpenAPI document that a value is, or has inside."""
    if depth > 8:
        return None
    if (
        isinstance(content, str)
        and ('"openapi"' in content or '"swagger"' in content)
        and '"paths"' in content
    ):
        try:
            return _document_in(json.loads(content), depth + 1)
        except (ValueError, RecursionError):
            return None
    if is_array(content):
        inner = content
    elif is_object(content):
        if ("openapi" in content or "swagger" in content) and is_object(content.get("paths")):
            return content
        inner = list(content.values())
    else:
        return None
    return next(
        (found for item in inner if (found := _document_in(item, depth + 1)) is not None),
        None,
    )


def _lines(text: str, start: int, line: int) -> dict[str, int]:
    """Lines of the paths' keys: enough for provenance where the script has line ends."""
    end = text.find("</script>", start)
    found: dict[str, int] = {}
    piece = text[start : end if end > 0 else len(text)]
    if "\n" not in piece.strip():
        return found
    for key in re.finditer(r'"((?:/[^"\n]*)|(?:[A-Z]\w+))"\s*:', piece):
        found.setdefault(
            key[1],
            line + piece.count("\n", 0, key.start()) if len(found) < 5000 else line,
        )
    return found
