"""The table of rules: what each finding says, why it matters, and how to mend it.

``rules.yaml`` beside this module has the entries. Nothing of it is loaded where documents are read:
``docbound explain`` and the page of rules are made of it, and tests hold every finding against it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

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
    """

    id: str
    topic: str
    what: str
    why: str
    mend: str


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in the order of the page."""
    import yaml  # most runs explain nothing

    text = (Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8")
    groups: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(text)
    return {
        name: Rule(id=name, topic=topic, **entry)
        for topic, entries in groups.items()
        for name, entry in entries.items()
    }


def explained(rule: Rule) -> str:
    """A rule as ``docbound explain`` shows it."""
    return f"{rule.id}: {rule.what}\n\n  why:  {rule.why}\n  mend: {rule.mend}\n"


def page() -> str:
    """The page of all rules, as Markdown."""
    lines = [
        "# Rules",
        "",
        "Each finding ends with the id of its rule in brackets. `docbound explain RULE` prints an",
        "entry of this page. What a finding does to a package (*harmless*, *guess*, *drop*) stands",
        "below it: see [descriptions with faults](guide/descriptions-with-faults.md).",
    ]
    topic = ""
    for rule in rules().values():
        if rule.topic != topic:
            topic = rule.topic
            lines += ["", f"## {topic}", "", "Rule | What | Why it matters | How to mend it"]
            lines += ["--- | --- | --- | ---"]
        cells = (rule.what, rule.why, rule.mend)
        lines.append(" | ".join([f"`{rule.id}`", *(cell.replace("|", "\\|") for cell in cells)]))
    return "\n".join(lines) + "\n"
