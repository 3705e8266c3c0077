"""Text, code spans and tags of HTML, one after the other.

A scanner of our own rather than :mod:`html.parser`: what that makes of broken markup changes from
one version of Python to the next, and the same description must give the same bytes under each of
them; and to it ``<T>`` is a tag. Here only elements of HTML are, and those that need an end only
where one follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.entities import html5
from typing import Final, Literal, NamedTuple

from docbound.writing.markdown.elements import HIDDEN, KNOWN, NEED_NO_END

Kind = Literal["text", "code", "open", "close"]


class Token(NamedTuple):
    """One piece of a text.

    Attributes:
        kind: what it is; ``code`` is a span with its backticks.
        text: what is to be shown, or the element's name.
        source: what was there.
        rest: the attributes of a tag, as they are written.
    """

    kind: Kind
    text: str
    source: str = ""
    rest: str = ""


# The semicolon is required: in addresses, `&copy=2` is no sign.
_REFERENCE: Final = r"&(?P<entity>#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_ENTITY: Final = re.compile(_REFERENCE)
_MARK: Final = re.compile(
    r"(?P<ticks>`++)"
    r"|(?P<comment><!--)"
    # There is no `<` within a tag, so that no two attempts look at the same character.
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*+)(?=[\s/>\\])"
    r"""(?P<rest>(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>"""
    rf"|{_REFERENCE}"
)
_ATTRIBUTE: Final = re.compile(
    r"""(?<![-\w])([A-Za-z][-\w]*+)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"']++)"""
)


def elements(text: str) -> Iterator[Token]:
    """The tokens of ``text``, entities decoded, without comments, scripts and styles.

    A tag that needs an end and has neither that nor attributes is text: ``Bearer <code>``.
    """
    tokens = list(_tokens(text))
    last_end = {token.text: number for number, token in enumerate(tokens) if token.kind == "close"}
    hidden = ""
    for number, token in enumerate(tokens):
        name = token.text
        has_end = token.kind == "open" and last_end.get(name, -1) > number
        if hidden:
            hidden = "" if token.kind == "close" and name == hidden else hidden
        elif token.kind != "open":
            yield token
        elif name in HIDDEN and has_end:
            hidden = name
        elif name in NEED_NO_END or has_end or "=" in token.rest:
            yield token
        else:
            yield Token("text", token.source)


def attribute(rest: str, wanted: str) -> str:
    """The value of the attribute ``wanted`` of a tag, entities decoded; empty without one."""
    for name, value in _ATTRIBUTE.findall(rest):
        if name.lower() == wanted:
            return _ENTITY.sub(_decoded, value.strip("\"'"))
    return ""


def _tokens(text: str) -> Iterator[Token]:
    span_ends = _span_ends(text)
    last_comment_end = text.rfind("-->")
    at = shown = 0
    while mark := _MARK.search(text, at):
        at = mark.end()
        match mark.lastgroup:
            case "ticks":
                end = span_ends.get(mark.start(), 0)
                token = Token("code", text[mark.start() : end]) if end else None
                at = end or at
            case "comment":
                ends = at <= last_comment_end
                token = Token("text", "") if ends else None
                at = text.find("-->", at) + 3 if ends else at
            case "entity":
                token = Token("text", _decoded(mark))
            case _:
                token = _tag(mark)
        if token is None:
            continue
        if shown < mark.start():
            yield Token("text", text[shown : mark.start()])
        shown = at
        if token.text:
            yield token
    if shown < len(text):
        yield Token("text", text[shown:])


def _tag(mark: re.Match[str]) -> Token | None:
    name = mark["name"].lower()
    if name not in KNOWN:
        return None
    return Token("close" if mark["end"] else "open", name, mark.group(), mark["rest"])


def _decoded(mark: re.Match[str]) -> str:
    """What an entity means; itself where HTML has none of the name."""
    entity = mark["entity"]
    if entity.startswith("#"):
        return unescape(mark.group())
    return html5.get(f"{entity};", mark.group())


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """``text`` with all that is in no code span changed."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(_span_ends(text).items()):
        if start >= at:
            parts += [change(text[at:start]), text[start:end]]
            at = end
    return "".join([*parts, change(text[at:])])


def _span_ends(text: str) -> dict[int, int]:
    """Where each run of backticks that begins a code span has its end, in the same paragraph.

    Source: CommonMark 0.31, "Code spans".
    """
    following: dict[int, int] = {}
    found: dict[int, int] = {}
    for run in reversed(list(re.finditer("`+", text))):
        length = len(run.group())
        end = following.get(length)
        if end is not None and text.find("\n\n", run.end(), end) < 0:
            found[run.start()] = end
        following[length] = run.end()
    return found
