"""What the sources say in a finding of a rule: messages with ``…`` for what varies, and effects."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

VARIES = "…"
_REPORTING = ("problem", "failure", "warn", "note", "report", "_say", "say")
_MAKING = ("Diagnostic", "Finding", "Wording", "SyntaxProblem")


def reported(path: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The rule, message and effects of each call of a module that reports a finding, as far as they
    are written where it is reported.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        named = {item.arg: item.value for item in node.keywords}
        given = [item for item in node.args if not isinstance(item, ast.Starred)]
        if name in _MAKING:
            code, message = named.get("code"), named.get("message")
        elif name in _REPORTING:
            at = next((n for n, item in enumerate(given[:2]) if _is_rule(item)), None)
            if at is None or len(given) <= at + 1:
                continue
            code, message = given[at], given[at + 1]
        else:
            continue
        effect = named.get("effect")
        effects = {
            item.attr.lower()
            for item in (ast.walk(effect) if effect is not None else ())
            if isinstance(item, ast.Attribute) and getattr(item.value, "id", "") == "Effect"
        }
        if isinstance(code, ast.Constant) and isinstance(code.value, str) and message is not None:
            for text in patterns(message):
                yield code.value, text, frozenset(effects)


def _is_rule(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value


def patterns(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be; nothing where that is not written there."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield _joined(parts)
        case ast.IfExp(body=body, orelse=other):
            yield from patterns(body)
            yield from patterns(other)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            ends = list(patterns(right)) or [VARIES]
            for start in patterns(left):
                yield from (start + end for end in ends)
        case _:
            pass


def _joined(parts: list[ast.expr]) -> str:
    text = ""
    for part in parts:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        elif not text.endswith(VARIES):
            text += VARIES
    return text
