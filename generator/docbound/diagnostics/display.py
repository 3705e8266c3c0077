"""Findings as text for people and as JSON for machines.

``file:line:col: severity: message [code]``, the source line with a caret below the place, and the
hint: the form that editors and terminals know how to jump to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docbound.diagnostics.diagnostic import Diagnostic, Effect, Position, Severity

if TYPE_CHECKING:
    from docbound.service import JSONValue

_LONGEST: Final = 160
_LONGEST_SENTENCE: Final = 1000
_LEAD: Final = 60
_CUT: Final = "…"
_COMMANDS: Final = ("::", "##[", "##vso[")
"""What commands to GitHub Actions and Azure Pipelines begin with."""


_ACTIONS: Final = {
    Effect.HARMLESS: "the package does not change",
    Effect.GUESS: "an assumption is made",
    Effect.DROP: "the package does not carry it",
}
"""What is said of an effect where nothing more is known."""


def cut_line(line: str, column: int) -> str:
    """The part of a source line that an excerpt shows: all of it, or the surroundings of ``column``
    (from 1).
    """
    if len(line) <= _LONGEST:
        return line
    start = column - 1 - _LEAD if column > _LEAD + len(_CUT) else 0
    part = line[start : start + _LONGEST]
    tail = _CUT if start + _LONGEST < len(line) else ""
    return (_CUT if start else "") + part + tail


def render_diagnostic(diagnostic: Diagnostic) -> str:
    """One finding as text, without a final line end.

    Args:
        diagnostic: what to show; without a position, its pointer replaces it.

    Returns:
        One line, or up to five: the message, the source line, the caret, the hint, and the effect
            with what was done.
    """
    message = _sentence(diagnostic.message)
    head = f"{diagnostic.severity.value}: {message} [{diagnostic.code}]"
    lines: list[str] = []
    position = diagnostic.position
    if position is not None:
        lines.append(f"{_sentence(position.file)}:{position.line}:{position.column}: {head}")
        if position.excerpt.strip():
            excerpt = printable(position.excerpt)
            lines += [f"{_margin(excerpt)}{excerpt}", f"    {_caret(position, excerpt)}"]
    elif diagnostic.pointer not in ("", "#"):  # the message names a file that has no places
        lines.append(f"{_sentence(diagnostic.pointer)}: {head}")
    else:
        lines.append(head)
    if hint := hint_of(diagnostic):
        lines.append(f"    hint: {_sentence(hint)}")
    if diagnostic.effect is not None:
        action = _sentence(diagnostic.action or _ACTIONS[diagnostic.effect])
        lines.append(f"    {diagnostic.effect.value}: {action}")
    return "\n".join(lines)


def _sentence(text: str) -> str:
    """A message as it is printed. A name in it may be as long as a document: its middle is left
    out, for what to do stands at the end.
    """
    if len(text) > _LONGEST_SENTENCE:
        half = _LONGEST_SENTENCE // 2
        text = f"{text[:half]} {_CUT} {text[-half:]}"
    return printable(text)


def hint_of(diagnostic: Diagnostic) -> str:
    """What to do about a finding: its own hint, or that of its rule."""
    if diagnostic.hint:
        return diagnostic.hint
    from docbound.diagnostics.rules import rule_hint  # most runs need no table of rules

    return rule_hint(diagnostic.code)


def _margin(excerpt: str) -> str:
    """What stands before a source line. A CI system reads a line that begins with certain signs as
    a command, however far it is indented.
    """
    return "  | " if excerpt.lstrip().startswith(_COMMANDS) else "    "


def _caret(position: Position, excerpt: str) -> str:
    """A caret below the column; tabs before it are kept, so that it is where the character
    does.
    """
    before = position.column - 1
    if excerpt.startswith(_CUT) and before >= _LEAD + len(_CUT):
        before = _LEAD + len(_CUT)
    lead = excerpt[:before].ljust(before)
    return "".join("\t" if char == "\t" else " " for char in lead) + "^"


def printable(line: str) -> str:
    """The line without characters that would move the terminal's cursor or reorder what it
    shows.
    """
    return "".join(char if char.isprintable() or char == "\t" else "\ufffd" for char in line)


def to_report(diagnostic: Diagnostic) -> dict[str, JSONValue]:
    """One finding for machines: :func:`to_json`, with the hint of its rule if it has none."""
    return {**to_json(diagnostic), "hint": hint_of(diagnostic)}


def to_json(diagnostic: Diagnostic) -> dict[str, JSONValue]:
    """One finding as JSON data: ``severity``, ``code``, ``message``, ``hint``, ``pointer``,
    ``effect`` (``harmless``, ``guess``, ``drop`` or an empty string), ``action`` (what was done)
    and ``position`` (an object of ``file``, ``line``, ``column``, ``excerpt``, or null).
    """
    position = diagnostic.position
    effect = diagnostic.effect
    return {
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "pointer": diagnostic.pointer,
        "effect": "" if effect is None else effect.value,
        "action": diagnostic.action or ("" if effect is None else _ACTIONS[effect]),
        "position": (
            None
            if position is None
            else {
                "file": position.file,
                "line": position.line,
                "column": position.column,
                "excerpt": position.excerpt,
            }
        ),
    }


def from_json(content: dict[str, Any]) -> Diagnostic:
    """The finding that :func:`to_json` gave."""
    place = content["position"]
    fields: dict[str, Any] = {
        **content,
        "severity": Severity(content["severity"]),
        "effect": Effect(content["effect"]) if content["effect"] else None,
        "position": Position(**place) if place else None,
    }
    return Diagnostic(**fields)
