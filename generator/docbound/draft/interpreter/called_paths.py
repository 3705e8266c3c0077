"""Path templates from called paths: only where the calls show them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from docbound.draft.interpreter.calls import Call
from docbound.draft.secrets import looks_secret
from docbound.json_values import is_array, is_object

_UUID: Final = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.I)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_HEX: Final = re.compile(r"(?=[^a-z]*\d|[a-z]*\d|\w*\d)[0-9a-f]{8,}", re.I)
_PREFIXED: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9]{0,15}[_-](?=\w*\d)[0-9A-Za-z]{8,}+(?:[_-][0-9A-Za-z]{4,}+)*+"
)
_MAIL: Final = re.compile(r"[^@\s/]++@(?=[^@\s/]+?\.[^@\s/])[^@\s/]++")
_MIXED: Final = re.compile(
    r"(?!.*[a-z]{6})(?=[^/]*[a-z])(?=[^/]*[A-Z])(?=[^/]*\d)[A-Za-z0-9_-]{12,}"
)
_LONG_DIGITS: Final = re.compile(r"(?=(?:\D*\d){6})[A-Za-z0-9]{16,}")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.Z+-]+)?")
_VERSION: Final = re.compile(
    r"v\d+(?:\.\d+)*(?:(?:alpha|beta|rc)\d*)?|\d+\.\d+(?:\.\d+)*|\d{4}-\d\d-\d\d", re.I
)


def is_identifier(part: str) -> bool:
    """Whether a part of a path is an identifier by its look: a number, a UUID, a long hexadecimal
    word, a mail address and the like.
    """
    return bool(
        _NUMBER.fullmatch(part)
        or _UUID.fullmatch(part)
        or _HEX.fullmatch(part)
        or _PREFIXED.fullmatch(part)
        or _MAIL.fullmatch(part)
        or _DATE.fullmatch(part)
        or _MIXED.fullmatch(part)
        or _LONG_DIGITS.fullmatch(part)
        or looks_secret(part)
    )


def is_version(part: str) -> bool:
    """Whether a part of a path is a version: ``v2``, ``1.0``, ``2024-05-01``."""
    return bool(_VERSION.fullmatch(part))


def is_marked(part: str) -> bool:
    """Whether a part of a path is a placeholder that the source itself marks."""
    return bool(re.fullmatch(r"\{[^{}]+\}|:[A-Za-z_]\w*|<[^<>]+>|\{\{[^{}]+\}\}|\$\{?\w+\}?", part))


def templates(calls: Sequence[Call]) -> dict[int, str]:
    """The template of each call, by its index.

    A part is a placeholder if it looks like an identifier, or is the only one in which otherwise
    equal calls differ; in a source that marks its placeholders, other words are what they say.
    """
    paths = {index: _parts(call.path) for index, call in enumerate(calls)}
    prefix = _common_prefix(list(paths.values()))
    shaped = {index: _shaped(parts, prefix) for index, parts in paths.items()}
    marked = {
        calls[index].at.source for index, parts in paths.items() if any(map(is_marked, parts))
    }
    _differing(
        {i: parts for i, parts in shaped.items() if calls[i].at.source not in marked}, paths, calls
    )
    return {index: _named(parts) for index, parts in shaped.items()}


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _common_prefix(paths: Iterable[list[str]]) -> int:
    """How many leading parts all calls share: those of a base path are no identifiers, whatever
    they look like.
    """
    listed = list(paths)
    if len(listed) < 2:
        return 0
    count = 0
    for parts in zip(*listed, strict=False):
        if len(set(parts)) > 1:
            break
        count += 1
    return min(count, 4)


def _shaped(parts: list[str], prefix: int) -> list[str]:
    shaped: list[str] = []
    for index, part in enumerate(parts):
        fixed = (
            index < 4
            and index < len(parts) - 1
            and is_version(part)
            and (index < prefix or part.lower().startswith("v"))
        )
        if is_marked(part) or (not fixed and is_identifier(part)):
            shaped.append("{}")
        else:
            shaped.append(part)
    return shaped


def _first_value(parts: list[str]) -> int:
    """The first place that may be a value: after the first word that is no version, which names
    what the calls are about.
    """
    for place, part in enumerate(parts):
        if part != "{}" and not is_version(part) and part.lower() not in ("api", "rest"):
            return place + 1
    return len(parts)


def _differing(
    shaped: dict[int, list[str]], paths: dict[int, list[str]], calls: Sequence[Call]
) -> None:
    """Places where otherwise equal calls differ, and what comes back has the same form."""
    groups: dict[tuple[str, str, int, int, str], set[int]] = defaultdict(set)
    for index, parts in shaped.items():
        for place in range(_first_value(parts), len(parts)):
            if parts[place] != "{}":
                rest = "/".join([*parts[:place], "", *parts[place + 1 :]])
                groups[(calls[index].method, calls[index].base, place, len(parts), rest)].add(index)
    for (_, _, place, _, _), members in sorted(groups.items(), key=lambda pair: str(pair[0])):
        values = {paths[index][place] for index in members}
        if len(values) < 2 or not _values_of_one_thing(members, calls):
            continue
        for index in members:
            shaped[index][place] = "{}"
    _follow(shaped, paths)


def _values_of_one_thing(members: set[int], calls: Sequence[Call]) -> bool:
    """Whether different words in one place are values of one placeholder, rather than names of
    neighbouring operations.

    Answers of the same form say so. Where no answers are known, the difference is all there is to
    go by. Requests that their source calls by different names are different operations.
    """
    if len({calls[index].name for index in members}) > 1:
        return False
    shapes = [
        shape for index in sorted(members) if (shape := _shape_of_answer(calls[index])) is not None
    ]
    if not shapes:
        return all(calls[index].response is None for index in members)
    kind, names = shapes[0]
    return all(
        other == kind and names and len(names & others) >= _ALIKE * len(names | others)
        for other, others in shapes[1:]
    ) and bool(names)


_ALIKE: Final = 0.6


def _shape_of_answer(call: Call) -> tuple[str, frozenset[str]] | None:
    """What kind of answer a call got: a list or an object, and the names of its fields; None where
    nothing is known.
    """
    if not call.response or call.status >= 400:
        return None
    try:
        content = json.loads(call.response)
    except (ValueError, RecursionError):
        return None
    if is_object(content):
        return "object", frozenset(content)
    if is_array(content) and content and is_object(content[0]):
        return "list", frozenset(content[0])
    return None


def _follow(shaped: dict[int, list[str]], paths: dict[int, list[str]]) -> None:
    """A place that is a placeholder for one call is one for every call with the same parts before
    it that has a value seen there.
    """
    known: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for index, parts in shaped.items():
        for place, part in enumerate(parts):
            if part == "{}":
                known[tuple(parts[:place])].add(paths[index][place])
    for index, parts in shaped.items():
        for place in range(len(parts)):
            if parts[place] != "{}" and paths[index][place] in known.get(tuple(parts[:place]), ()):
                parts[place] = "{}"


def _named(parts: list[str]) -> str:
    """A template whose placeholders are named after the part before them."""
    from docbound.draft.naming import singular, words_of

    named: list[str] = []
    taken: dict[str, int] = {}
    for index, part in enumerate(parts):
        if part != "{}":
            named.append(part)
            continue
        before = parts[index - 1] if index and parts[index - 1] != "{}" else ""
        words = words_of(before)
        name = "_".join([*words[:-1], singular(words[-1]), "id"]) if words else "id"
        taken[name] = taken.get(name, 0) + 1
        named.append("{" + (name if taken[name] == 1 else f"{name}{taken[name]}") + "}")
    return "/" + "/".join(named)
