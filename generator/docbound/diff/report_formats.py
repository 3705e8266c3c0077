"""The forms of a comparison: text for a terminal, JSON, Markdown, and annotations of a pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import click

from docbound.diagnostics import github_commands
from docbound.diagnostics.display import printable
from docbound.diff.change import MEANING, Change, Class, Comparison
from docbound.service import JSONValue

_COLOURS: Final = {
    Class.BREAKING: "red",
    Class.TYPES: "yellow",
    Class.WIRE: "magenta",
    Class.COMPATIBLE: "green",
    Class.DOCS: "blue",
}


def as_data(comparison: Comparison) -> dict[str, JSONValue]:
    """``{"changes": [...], "class": ..., "bump": ...}``."""
    return {
        "changes": [_change(change) for change in comparison.changes],
        "class": comparison.cls.value,
        "bump": comparison.bump.value,
    }


def _change(change: Change) -> JSONValue:
    place = change.position
    return {
        "class": change.cls.value,
        "pointer": change.pointer,
        "names": list(change.names),
        "what": change.what,
        "why": change.why,
        "advice": change.advice,
        "renamed": list(change.renamed) if change.renamed else None,
        "position": (
            {"file": place.file, "line": place.line, "column": place.column} if place else None
        ),
    }


def _grouped(comparison: Comparison) -> Iterator[tuple[Class, list[Change]]]:
    for cls in Class:
        found = [change for change in comparison.changes if change.cls is cls]
        if found:
            yield cls, found


def labelled(change: Change) -> str:
    """What changed, with the name of what it happened to where the words do not say it."""
    name = change.names[0].partition("(")[0] if change.names else ""
    return change.what if not name or name in change.what else f"{name}: {change.what}"


def _where(change: Change) -> str:
    place = change.position
    if place is not None:
        return f"{place.file}:{place.line}:{place.column}"
    return change.pointer


def text(comparison: Comparison) -> str:
    """For people at a terminal; colours are left out where the output is none."""
    lines: list[str] = []
    for cls, found in _grouped(comparison):
        lines.append(click.style(f"{cls.value}: {MEANING[cls]}", fg=_COLOURS[cls], bold=True))
        for change in found:
            where = printable(_where(change))
            lines.append(f"  {printable(labelled(change))}")
            lines.append(click.style(f"      {printable(change.why)}", dim=True))
            if change.advice:
                lines.append(f"      -> {printable(change.advice)}")
            if where:
                lines.append(click.style(f"      {where}", dim=True))
        lines.append("")
    return "\n".join([*lines, _summary(comparison), ""])


def _summary(comparison: Comparison) -> str:
    if not comparison.changes:
        return f"{comparison.package}: nothing differs"
    counts = ", ".join(f"{len(found)} {cls.value}" for cls, found in _grouped(comparison))
    return f"{comparison.package}: {counts}; a release is {comparison.bump.value}"


def markdown(comparison: Comparison) -> str:
    """For a pull request or a release's page."""
    lines = [
        f"## {comparison.package}: {comparison.cls.value}, {comparison.bump.value}",
        "",
    ]
    if not comparison.changes:
        return f"{lines[0]}\n\nNothing differs.\n"
    for cls, found in _grouped(comparison):
        lines += [f"### {cls.value.capitalize()}: {MEANING[cls]}", ""]
        for change in found:
            where = f" ({_code(_where(change))})" if _where(change) else ""
            advice = f" {change.advice[0].upper()}{change.advice[1:]}." if change.advice else ""
            lines.append(
                f"- **{_markdown(labelled(change))}**:"
                f" {_markdown(change.why)}.{_markdown(advice)}{where}"
            )
        lines.append("")
    return "\n".join(lines)


def _markdown(words: str) -> str:
    """Types and names have signs that Markdown would take for its own."""
    line = printable(" ".join(words.split()))
    return "".join(f"\\{sign}" if sign in "*_[]<>|`#@" else sign for sign in line)


def _code(words: str) -> str:
    """A span of code; nothing in it may end it."""
    return f"`{printable(' '.join(words.split())).replace('`', chr(39))}`"


_LEVELS: Final = {
    Class.BREAKING: "error",
    Class.TYPES: "warning",
    Class.WIRE: "warning",
}


def github(comparison: Comparison) -> str:
    """Workflow commands: an annotation for each change, at its line."""
    lines: list[str] = []
    for change in comparison.changes:
        place = change.position
        file = github_commands.property_value(place.file) if place else ""
        at = f" file={file},line={place.line},col={place.column}," if place else " "
        message = f"{labelled(change)}: {change.why}" + (
            f"; {change.advice}" if change.advice else ""
        )
        level = _LEVELS.get(change.cls, "notice")
        lines.append(
            f"::{level}{at}title={github_commands.property_value(change.cls.value)}::{github_commands.message(message)}"
        )
    return "\n".join([*lines, _summary(comparison), ""])


FORMS: Final[Mapping[str, Callable[[Comparison], str]]] = {
    "text": text,
    "markdown": markdown,
    "github": github,
}
