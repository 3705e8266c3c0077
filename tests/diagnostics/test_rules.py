"""The table of rules is complete, shown, and tried."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import docbound
from docbound.cli import main
from docbound.diagnostics.rules import page, rules
from docbound.validation import merging
from tests.support.message_patterns import reported

PACKAGE = Path(docbound.__file__).parent
TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs/rules.md"


def codes(path: Path) -> Iterator[str]:
    """What a module names as the code of a finding: ``code="..."``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("Diagnostic", "problem", "failure", "Wording"):
                values = [item.value for item in node.keywords if item.arg == "code"]
                values += node.args[:1] if name in ("problem", "failure") else []
                for value in values:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield value.value


def test_each_code_in_the_source_is_a_rule() -> None:
    found = {code for path in PACKAGE.rglob("*.py") for code in codes(path)}
    assert len(found) > 60
    assert found <= set(rules())


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_each_rule_is_in_the_source_and_complete(rule: object) -> None:
    entry = rules()[getattr(rule, "id", "")]
    source = entry.id.partition("-")[2] if entry.id.startswith("drift-") else entry.id
    quoted = re.compile(rf'"{re.escape(source)}"')
    assert any(quoted.search(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", entry.id)
    assert entry.what[0].islower() or entry.what[0] == "`"
    assert not entry.what.endswith(".")
    assert entry.why.endswith(".")
    assert entry.mend.endswith(".")


def test_the_page_is_made_of_the_table() -> None:
    if os.environ.get("DOCBOUND_UPDATE"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


def test_explain() -> None:
    done = CliRunner().invoke(main, ["explain", "unresolved-reference"])
    assert done.exit_code == 0
    assert done.output == (
        "unresolved-reference: a `$ref` leads to nothing\n\n"
        "  says: `…` cannot be resolved…\n"
        "  says: the dynamic reference `…` cannot be resolved\n"
        "  says: the reference … cannot be resolved: …\n"
        "  says: the validator cannot follow …\n"
        "  says: a reference cannot be resolved: …\n"
        "  effect: harmless or drop\n"
        "  why:  What it should describe is missing.\n"
        "  mend: Mend the pointer.\n"
    )
    listed = CliRunner().invoke(main, ["explain"]).output.splitlines()
    assert [line.split()[0] for line in listed] == list(rules())
    wrong = CliRunner().invoke(main, ["explain", "unresolvd-reference"])
    assert wrong.exit_code == 2
    assert "did you mean unresolved-reference?" in wrong.output


# --- each rule in a broken input, to the letter --------------------------------------------------


def shown_by(case: Path) -> list[list[str]]:
    """The findings of a case, each as its lines."""
    text = (case / "expected.txt").read_text(encoding="utf-8")
    found: list[list[str]] = []
    for line in text.splitlines():
        if re.search(r"\b(?:error|warning|note): .*\[[a-z0-9-]+\]$", line) or "::" in line[:10]:
            found.append([line])
        elif found and line.startswith("    "):
            found[-1].append(line)
    return found


def rule_of(finding: list[str]) -> str:
    named = re.search(r"\[([a-z0-9-]+)\](?:$|::)", finding[0])
    assert named is not None, finding
    return named[1]


CASES = sorted(path.parent for path in (TESTS / "failures").glob("*/expected.txt"))
SHOWN: dict[str, list[list[str]]] = {}
for each in CASES:
    for one in shown_by(each):
        SHOWN.setdefault(rule_of(one), []).append(one)

IN_OTHER_WORDS = {
    **merging.SAME_MATTER,
    "outside-file": frozenset({"unresolved-reference"}),
    "remote-file": frozenset({"unresolved-reference"}),
}
"""Findings that are said in the words of an objection, where the validator has one, or as the
reason of another: a case with the rule's name shows one of these."""

ELSEWHERE = yaml.safe_load((Path(__file__).parent / "elsewhere.yaml").read_text(encoding="utf-8"))
"""Rules without a broken input in tests/failures: why, and the test that shows their text."""


@pytest.mark.parametrize("rule", rules())
def test_each_rule_has_a_broken_input_with_its_exact_text(rule: str) -> None:
    if rule in ELSEWHERE:
        entry = ELSEWHERE[rule]
        assert rule not in SHOWN, f"{rule} has a case; take it out of elsewhere.yaml"
        assert entry["why"].endswith(".")
        text = (TESTS / entry["test"]).read_text(encoding="utf-8")
        assert entry["says"] in text, f"{entry['test']} does not show it"
        return
    if rule in SHOWN:
        return
    case = TESTS / "failures" / rule.replace("-", "_")
    said = {rule_of(finding) for finding in shown_by(case)} if case in CASES else set()
    assert said & IN_OTHER_WORDS.get(rule, frozenset()), f"no case shows [{rule}]"


def test_nothing_is_elsewhere_that_is_no_rule() -> None:
    assert set(ELSEWHERE) <= set(rules())


WITHOUT_A_PLACE = frozenset(
    {
        *("useless-filter", "no-handwritten-modules", "unreadable-names", "cannot-write"),
        *("unreadable-file", "oversized-file", "unusable-path"),
    }
)
"""Rules about what was typed or about a file as a whole, beside those of `docbound check`."""


@pytest.mark.parametrize("rule", sorted(SHOWN))
def test_each_finding_can_be_acted_on(rule: str) -> None:
    """Position, source line with a marker, hint; the effect where a description is at fault."""
    in_a_file = rules()[rule].topic not in OF_COMMANDS and rule not in WITHOUT_A_PLACE
    for finding in SHOWN[rule]:
        head, *rest = finding
        if head.startswith("::"):
            assert re.match(r"::(error|warning|notice) file=[^,]+,line=\d+,col=\d+,", head)
            assert "%0A" in head, f"no hint: {head}"
            continue
        assert any(line.startswith("    hint: ") for line in rest), f"no hint: {head}"
        placed = re.match(r"[^:\n]+:\d+:\d+: ", head)
        assert placed or not in_a_file, f"no position: {head}"
        if placed and not head.startswith("input.json:1:1"):
            marked = [line for line in rest if line.strip() == "^"]
            assert marked or not in_a_file or _is_blank(head), f"no marker: {head}"
        if "input." in head and rules()[rule].topic in OF_DESCRIPTIONS:
            effects = [line for line in rest if re.match(r" {4}(harmless|guess|drop): .", line)]
            assert effects or rule in WITHOUT_AN_EFFECT, f"no effect: {head}"


def _is_blank(head: str) -> bool:
    """Whether a finding is about a file that has no line to show, or none that may be shown."""
    return (
        re.search(
            r"is not text in|is empty|here \[invalid-|cannot be read|module \S+ replaces"
            r"|\[not-an-object\]|the file is an? [^,]* \[other-format\]",
            head,
        )
        is not None
    )


OF_COMMANDS = frozenset(
    {"The project", "Comparing and releasing", "Programs and servers", "The output"}
)
OF_DESCRIPTIONS = frozenset(
    {
        *("References", "The form of a description", "Paths, operations, parameters"),
        *("Servers and security", "Schemas"),
    }
)
WITHOUT_AN_EFFECT = frozenset(
    {
        *("ignored-alternatives", "ignored-encoding", "ignored-keyword", "no-responses"),
        "repeated-fields",
    }
)
"""Notes about what no package carries: nothing was done."""


@pytest.mark.parametrize("rule", sorted(SHOWN))
def test_the_table_says_what_the_findings_say(rule: str) -> None:
    """Message patterns and effects of the table are those of the findings."""
    entry = rules()[rule]
    for finding in SHOWN[rule]:
        head = re.sub(r"^::.*?::(?:[^:]*: )?|%0A.*$", "", finding[0])
        message = re.sub(r"^.*?\b(?:error|warning|note): | \[[a-z0-9-]+\]$", "", head)
        assert any(_fits(pattern, message) for pattern in entry.says), message
        for line in finding[1:]:
            effect = re.match(r" {4}(harmless|guess|drop): ", line)
            assert effect is None or effect[1] in entry.effects, (effect, entry.effects)


def test_the_table_says_what_the_sources_say() -> None:
    """A message that is worded where it is reported is in the table, and so is its effect."""
    known = 0
    for path in sorted(PACKAGE.rglob("*.py")):
        for code, text, effects in reported(path):
            entry = rules().get(code)
            if entry is None or not text.strip("… :."):
                continue
            known += 1
            assert any(_fits(pattern, text) for pattern in entry.says), (code, text)
            assert effects <= set(entry.effects), (code, effects)
    assert known > 200


def _fits(pattern: str, message: str) -> bool:
    parts = (re.escape(part) for part in pattern.split("…"))
    return re.fullmatch(".*?".join(parts), message) is not None
