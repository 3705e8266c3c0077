"""Proposals as YAML, and put into a client.yaml whose other lines stay as they are."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Final, cast

import yaml

from .suggestion import Suggestion

_WIDTH = 96


class MergeError(Exception):
    """A proposal cannot be put into the file; the message says where it would belong."""


def text_of(suggestions: Sequence[Suggestion]) -> str:
    """The proposals as a client.yaml, each with its reason above it."""
    parts: list[str] = []
    for section, group in _by_section(suggestions).items():
        lines = _section_lines(section, group)
        parts.append("\n".join(lines))
    return "\n".join(parts) + ("\n" if parts else "")


def merged(text: str, suggestions: Sequence[Suggestion]) -> str:
    """A client.yaml with the proposals in it; what stands there, comments too, stays.

    Args:
        text: of the file; may be empty.
        suggestions: what is accepted.

    Raises:
        MergeError: a section is written in a way that nothing can be added to line by line.
    """
    root = _composed(text)
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise MergeError("the file holds no mapping at its top")
    if root is not None and root.flow_style:
        raise MergeError("the file is written in braces; write one key a line")
    known = {key.value: (key, value) for key, value in root.value} if root is not None else {}
    lines = text.splitlines()
    insertions: list[tuple[int, list[str]]] = []
    for section, group in _by_section(suggestions).items():
        if section not in known:
            added = _section_lines(section, group)
            insertions.append((len(lines), [""] * bool(lines and lines[-1]) + added))
            continue
        key, value = known[section]
        insertions.append(_into(section, group, key, value))
    # From the last one on, so that places before it stay what they are.
    insertions.sort(key=lambda each: each[0])
    for place, added in reversed(insertions):
        lines[place:place] = added
    return "\n".join(lines) + "\n"


def _composed(text: str) -> yaml.Node | None:
    """The nodes of a YAML text, with their places; None where it is empty."""
    compose = cast(
        "Callable[..., yaml.Node | None]",
        yaml.compose,  # pyright: ignore[reportUnknownMemberType]
    )
    return compose(text, Loader=yaml.SafeLoader) if text.strip() else None


def _into(
    section: str, group: Sequence[Suggestion], key: yaml.Node, value: yaml.Node
) -> tuple[int, list[str]]:
    """Where lines are put into a section that is there, and which."""
    line = key.start_mark.line + 1
    if any(not each.key for each in group):
        raise MergeError(f"line {line}: `{section}` is there already; compare it with the proposal")
    if isinstance(value, yaml.ScalarNode) and value.value == "":
        return line, _entries(group, "  ")
    if not isinstance(value, yaml.MappingNode) or value.flow_style:
        raise MergeError(
            f"line {line}: `{section}` is written in braces or is no mapping; write one entry a"
            " line, or add the proposal by hand"
        )
    present = {each.value for each, _ in value.value}
    twice = [each.key for each in group if each.key in present]
    if twice:
        raise MergeError(f"line {line}: `{section}` has an entry {twice[0]!r} already")
    indent = " " * value.value[0][0].start_mark.column
    return _last_line(value) + 1, _entries(group, indent)


def _last_line(node: yaml.Node) -> int:
    """The last line of a node's own text; what follows it, comments too, is not part of it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    end = node.end_mark
    after = end.column == 0 and end.line > node.start_mark.line
    return end.line - 1 if after else end.line


def _by_section(suggestions: Iterable[Suggestion]) -> dict[str, list[Suggestion]]:
    found: dict[str, list[Suggestion]] = {}
    for each in suggestions:
        found.setdefault(each.section, []).append(each)
    return found


def _section_lines(section: str, group: Sequence[Suggestion]) -> list[str]:
    if not group[0].key:
        (only,) = group
        return [*_reason(only, ""), *_dump({section: only.value}, "")]
    return [f"{section}:", *_entries(group, "  ")]


def _entries(group: Sequence[Suggestion], indent: str) -> list[str]:
    lines: list[str] = []
    for each in group:
        lines += _reason(each, indent)
        lines += _dump({each.key: each.value}, indent)
    return lines


def _reason(suggestion: Suggestion, indent: str) -> list[str]:
    said = suggestion.reason
    if suggestion.unsure:
        said += f". Please look up {suggestion.unsure}: the description does not say it"
    if suggestion.lines:
        said += f" ({_read(suggestion.lines)})"
    said = " ".join(said.split())
    return textwrap.wrap(
        said,
        width=_WIDTH,
        initial_indent=f"{indent}# ",
        subsequent_indent=f"{indent}# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


_MOST_LINES: Final = 8


def _read(lines: Sequence[str]) -> str:
    """``openapi.yaml:7, 12``: each file once, and of many lines the first ones."""
    shown: list[str] = []
    before = ""
    for each in lines[:_MOST_LINES]:
        file, _, line = each.rpartition(":")
        shown.append(line if file == before else each)
        before = file
    more = len(lines) - _MOST_LINES
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _dump(value: object, indent: str) -> list[str]:
    written = yaml.safe_dump(  # pyright: ignore[reportUnknownMemberType]
        value, sort_keys=False, allow_unicode=True, width=_WIDTH
    )
    return [f"{indent}{line}" for line in written.splitlines()]
