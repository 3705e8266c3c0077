"""Names that a file gives to its own parts: ``$id``, ``$anchor``, ``$dynamicAnchor`` and ``$self``.

Source: JSON Schema 2020-12 core, 8.2; OpenAPI 3.2.0, "OpenAPI Object" (``$self``) and 3.1,
"Relative References in API Description URIs".
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from docbound.records import field, record
from docbound.service import JSONValue

_KEYWORDS = ("$id", "$anchor", "$dynamicAnchor", "$self")
_DATA = frozenset({"example", "examples", "default", "const", "enum"})


@record(frozen=False)
class Identifiers:
    """What one file names.

    Attributes:
        resources: absolute or relative URI of a part to its tokens.
        anchors: the URI of the part around it and the anchor, to its tokens.
        bases: tokens of a part to its URI.
    """

    resources: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    anchors: dict[tuple[str, str], tuple[str, ...]] = field(
        default_factory=dict[tuple[str, str], tuple[str, ...]]
    )
    bases: dict[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str])

    def base(self, tokens: tuple[str, ...]) -> str:
        """The URI of the innermost named part around ``tokens``, or an empty string."""
        for length in range(len(tokens), -1, -1):
            if tokens[:length] in self.bases:
                return self.bases[tokens[:length]]
        return ""


def identifiers(text: str, data: JSONValue) -> Identifiers:
    """Collects the names that a file gives to its parts.

    Args:
        text: the file's text; without any of the keywords in it there is nothing to collect.
        data: the file's data.
    """
    found = Identifiers()
    if any(keyword in text for keyword in _KEYWORDS):
        for tokens, base, node in _named(data):
            _note(found, tokens, base, node)
    return found


def _note(
    found: Identifiers, tokens: tuple[str, ...], base: str, node: dict[str, JSONValue]
) -> None:
    own = _own_uri(node, base, is_root=not tokens)
    if own != base:
        found.resources.setdefault(own, tokens)
        found.bases[tokens] = own
    for keyword in ("$anchor", "$dynamicAnchor"):
        anchor = node.get(keyword)
        if isinstance(anchor, str):
            found.anchors.setdefault((own, anchor), tokens)


def _own_uri(node: dict[str, JSONValue], base: str, *, is_root: bool) -> str:
    uri = node.get("$self" if is_root and "$self" in node else "$id")
    if not isinstance(uri, str):
        return base
    try:
        return urldefrag(urljoin(base, uri)).url
    except ValueError:
        return base


def _named(
    data: JSONValue,
) -> Iterator[tuple[tuple[str, ...], str, dict[str, JSONValue]]]:
    """Every object of the data with its tokens and the URI around it; what is only an example is
    left out.
    """
    waiting: list[tuple[tuple[str, ...], str, JSONValue]] = [((), "", data)]
    while waiting:
        tokens, base, node = waiting.pop()
        match node:
            case dict():
                yield tokens, base, node
                inner = _own_uri(node, base, is_root=not tokens)
                for key, value in reversed(node.items()):
                    # ``properties`` may well declare a property that is called "example".
                    if key not in _DATA or tokens[-1:] == ("properties",):
                        waiting.append(((*tokens, key), inner, value))
            case list():
                for index, value in enumerate(node):
                    waiting.append(((*tokens, str(index)), base, value))
            case _:
                continue
