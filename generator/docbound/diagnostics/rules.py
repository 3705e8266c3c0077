"""The table of rules: what each finding says, why it matters, and how to mend it.

``rules.yaml`` beside this module has the entries. ``docbound explain`` and the page of rules are
made of it, a finding that has no hint of its own gets that of its rule, and tests hold every
finding against it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from docbound.records import record


@record
class Rule:
    """A rule.

    Attributes:
        id: what a finding ends with, in brackets.
        topic: what it is about, in a few words: the heading of its group.
        what: what the finding says, in general.
        why: what follows from it.
        mend: what to do.
        says: the messages of its findings, ``…`` for what varies.
        effects: what its findings may do to a package; empty where the question does not arise.
    """

    id: str
    topic: str
    what: str
    why: str
    mend: str
    says: tuple[str, ...]
    effects: tuple[str, ...]


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in the order of the page."""
    import yaml  # most runs explain nothing

    text = (Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    groups: dict[str, dict[str, Any]] = yaml.load(text, loader)
    return {
        name: _rule(name, topic, entry)
        for topic, entries in groups.items()
        for name, entry in entries.items()
    }


def _rule(name: str, topic: str, entry: dict[str, Any]) -> Rule:
    lists: dict[str, Any] = {key: tuple(entry[key]) for key in ("says", "effects")}
    return Rule(id=name, topic=topic, **{**entry, **lists})


def rule_hint(code: str) -> str:
    """What a rule says to do, as a hint for a finding that has none of its own.

    Args:
        code: the id of the rule; what is none has no hint.
    """
    rule = rules().get(code)
    if rule is None:
        return ""
    mend = rule.mend.removesuffix(".")
    return mend[:1].lower() + mend[1:]


def explained(rule: Rule) -> str:
    """A rule as ``docbound explain`` shows it."""
    effects = " or ".join(rule.effects)
    lines = [
        f"{rule.id}: {rule.what}",
        "",
        *(f"  says: {text}" for text in rule.says),
        *([f"  effect: {effects}"] if effects else []),
        f"  why:  {rule.why}",
        f"  mend: {rule.mend}",
    ]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    """A text as code of Markdown, whatever backticks it has."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def page() -> str:
    """The page of all rules, as Markdown."""
    lines = [
        "# Rules",
        "",
        "Each finding ends with the id of its rule in brackets. `docbound explain RULE` prints an",
        "entry of this page. `…` in a message is what varies. What a finding does to a package",
        "(*harmless*, *guess*, *drop*) stands below it: see",
        "[descriptions with faults](guide/descriptions-with-faults.md). A finding without a hint",
        "of its own ends with how to mend it.",
    ]
    topic = ""
    for rule in rules().values():
        if rule.topic != topic:
            topic = rule.topic
            head = "Rule | What | What it says | Effect | Why it matters | How to mend it"
            lines += ["", f"## {topic}", "", head, "--- | --- | --- | --- | --- | ---"]
        says = "<br>".join(_code(text) for text in rule.says)
        cells = (rule.what, says, ", ".join(rule.effects), rule.why, rule.mend)
        lines.append(" | ".join([f"`{rule.id}`", *(cell.replace("|", "\\|") for cell in cells)]))
    return "\n".join(lines) + "\n"
