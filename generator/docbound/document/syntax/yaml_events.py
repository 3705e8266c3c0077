"""The events of a YAML text, from libyaml where it is there, otherwise from PyYAML's own parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import yaml

from docbound.document.syntax.syntax_problems import SyntaxProblem, UnreadableError

_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


_WORDS: Final = {
    "mapping values are not allowed in this context": "there is a colon where no value can begin",
    "mapping values are not allowed here": "there is a colon where no value can begin",
    "did not find expected key": "a key is missing here, or the line is indented wrongly",
    "did not find expected ',' or ']'": "a comma or ] is missing here",
    "did not find expected ',' or '}'": "a comma or } is missing here",
    "did not find expected node content": "a value is missing here",
    "did not find expected '-' indicator": (
        "a dash is missing here, or the line is indented wrongly"
    ),
    "found character that cannot start any token": "no value can begin with this character",
    "found unexpected end of stream": "the text ends in the middle of a value",
    "could not find expected ':'": "a colon is missing before this line",
    "found undefined tag handle": "the tag has a prefix that is not declared",
}
"""Other words for those of the two parsers."""


MERGE_TAG: Final = "tag:yaml.org,2002:merge"
"""The tag of ``<<``, which some tools write out."""


def events(text: str) -> Iterator[yaml.Event]:
    """Parses ``text``.

    Raises:
        UnreadableError: while iterating, where the text stops being YAML.
    """
    # PyYAML's stubs know the parsers as loaders only, hence Any for the one bound method.
    parser: Any = _parser_class()(text)
    get_event: Callable[[], yaml.Event | None] = parser.get_event
    try:
        while (event := get_event()) is not None:
            yield event
            if event.__class__ is yaml.StreamEndEvent:
                return
    except yaml.YAMLError as error:
        raise UnreadableError(_problem(error, text)) from None


def offset_of(event: yaml.Event) -> int:
    """Where an event starts, in characters; the stubs allow for events without a mark, which no
    parser makes.
    """
    mark = event.start_mark
    return 0 if mark is None else mark.index


def _parser_class() -> Callable[[str], object]:
    try:
        from yaml import _yaml
    except ImportError:  # PyYAML was built without libyaml
        return yaml.SafeLoader
    return _yaml.CParser


def _problem(error: yaml.YAMLError, text: str) -> SyntaxProblem:
    if not isinstance(error, yaml.MarkedYAMLError):
        return _unprintable(text, str(error))
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark is not None else 0
    words = (error.problem or "the text cannot be parsed").rstrip(".")
    return SyntaxProblem(
        code="invalid-yaml",
        message=f"not valid YAML: {_WORDS.get(words, words)}{_since(error)}",
        offset=offset,
        hint=_hint(text, offset),
    )


def _since(error: yaml.MarkedYAMLError) -> str:
    """Where the list or mapping began that the error is in."""
    mark = error.context_mark
    for words, name in (("flow sequence", "list"), ("flow mapping", "mapping")):
        if mark is not None and words in (error.context or ""):
            return f", in the {name} that begins at line {mark.line + 1}"
    return ""


def _unprintable(text: str, words: str) -> SyntaxProblem:
    match = _FORBIDDEN.search(text)
    if match is None:
        return SyntaxProblem(code="invalid-yaml", message=f"not valid YAML: {words}", offset=0)
    return SyntaxProblem(
        code="invalid-yaml",
        message=f"not valid YAML: the control character U+{ord(match[0]):04X} is not allowed in it",
        offset=match.start(),
        hint="remove it, or write it as an escape in a double-quoted string",
    )


def _hint(text: str, offset: int) -> str:
    """What usually causes an error at this place."""
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:].partition("\n")[0]
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab indents this line; YAML is indented with spaces"
    before = line[: offset - start]
    if line.startswith("%"):
        return "remove this line, or put the value in quotes if it is none of YAML's directives"
    if before.endswith(("\\u", "\\U")):
        return "write the character itself, or \\U and its eight digits, instead of two halves"
    if line[offset - start : offset - start + 1] == ":" and ":" in before:
        return "put the value in quotes, because it contains a colon"
    if line[offset - start : offset - start + 1] in {"@", "`", "%"}:
        return "put the value in quotes, because it starts with a reserved character"
    return ""
