"""``make draft-score``: drafts the practice pages and prints, page by page, how many facts are
right (docs/guide/drafting.md).

The pages are other people's and are not in this repository. Their folder is named by
``DOCBOUND_PRACTICE_PAGES``; each folder in it has pages, and a ``truth.yaml`` beside them or one
level above. Folders without a truth are drafted too: every fact must be traced to a line.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import yaml

from docbound.draft import drafting
from docbound.draft.errors import DraftError
from docbound.draft.writer import openapi, yaml_text
from programs.draft_score import score
from programs.draft_score.score import Fact

VARIABLE = "DOCBOUND_PRACTICE_PAGES"
_GENERATED = frozenset({"phrase", "ory"})
# Pages that are newer than the truth beside them.
_NEWER = frozenset({"phrase"})
_SAMPLES = frozenset({"gitbook", "readme", "curl", "beers"})


def folders(root: Path) -> list[tuple[str, Path, Path | None]]:
    """Each page folder: its name, where it is, and the true description if there is one."""
    found: list[tuple[str, Path, Path | None]] = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        truth = folder / "truth.yaml"
        inner = [path for path in sorted(folder.iterdir()) if path.is_dir()]
        if truth.exists() and len(inner) > 1:
            found.extend((f"{folder.name}/{path.name}", path, truth) for path in inner)
        else:
            found.append((folder.name, folder, truth if truth.exists() else None))
    return found


def leaves_out(name: str, fact: Fact, value: object) -> bool:
    """What the pages of a folder do not state, by the README of the practice pages."""
    style = name.rsplit("/", 1)[-1]
    in_response = "response" in fact
    if style == "gitbook":
        return (
            fact[-1] == "format"
            or (in_response and fact[-1] in ("required", "enum"))
            or fact[-2:] == ("[]", "type")
        )
    if style == "readme":
        return in_response and fact[-1] in ("required", "enum")
    if style == "curl":
        return (
            fact[-1] in ("required", "enum")
            or (in_response and fact[fact.index("response") + 1].startswith("4"))
            or "X-Request-Id" in fact
        )
    if style in _GENERATED:
        error = (
            in_response
            and fact[fact.index("response") + 1].startswith(("4", "5"))
            and len(fact) > fact.index("response") + 2
        )
        return error or fact[-1] in ("enum", "format", "place")
    return style == "beers" and "parameter" in fact


def known(name: str, fact: Fact, true: dict[Fact, object]) -> bool:
    """Whether the truth can judge a fact.

    It has no default statuses, and that of some pages is older than they are: it says nothing of
    fields and statuses that came since.
    """
    if "response" in fact and fact[fact.index("response") + 1] == "default":
        return False
    if name not in _NEWER:
        return True
    named = [end for end in range(1, len(fact) + 1) if fact[end - 1].startswith(".")]
    named += [fact.index("response") + 2] if "response" in fact else []
    return all(fact[:end] in true for end in named) and (
        fact in true or len(fact) < 2 or "media type" not in fact
    )


def main() -> int:
    """Prints a line a folder, and a last one for all."""
    named = os.environ.get(VARIABLE, "")
    root = Path(named) if named else None
    if root is None or not root.is_dir():
        print(
            f"draft-score: skipped, {VARIABLE} names no folder of practice pages", file=sys.stderr
        )
        return 0
    right = made = true = 0
    pages = 0
    print(
        f"{'pages of':24} {'files':>6} {'operations':>10} {'right':>7} {'wrong':>6} {'missing':>8}"
        f" {'invented':>9} {'precision':>10} {'recall':>7} {'read':>5}"
    )
    for name, folder, truth in folders(root):
        try:
            drafted = drafting.draft_sources([folder])
        except DraftError as error:
            print(f"{name:24} {error}")
            continue
        document = openapi.describe(drafted.draft, drafted.ranks)
        content = yaml.load(
            yaml_text.to_yaml(document.content, document.comments), yaml.CSafeLoader
        )
        files = len(drafted.paths)
        pages += files
        read = f"{drafted.ledger.share:.0%}"
        if truth is None:
            print(
                f"{name:24} {files:6} {len(drafted.draft.operations):10}"
                f" {'no truth beside the pages':>53} {read:>5}"
            )
            continue
        names = name in _GENERATED
        true_facts = score.facts_of(
            yaml.load(truth.read_text(encoding="utf-8"), yaml.CSafeLoader), python_names=names
        )
        drafted_facts = score.facts_of(content, python_names=names)
        if names:
            drafted_facts = {
                fact: value
                for fact, value in drafted_facts.items()
                if known(name, fact, true_facts)
            }
        result = score.compare(
            drafted_facts,
            true_facts,
            leave_out=lambda fact, value, name=name: leaves_out(name, fact, value),
            samples=name.rsplit("/", 1)[-1] in _SAMPLES,
        )
        right += len(result.right)
        made += len(result.right) + len(result.wrong) + len(result.invented)
        true += len(result.right) + len(result.wrong) + len(result.missing)
        print(
            f"{name:24} {files:6} {len(drafted.draft.operations):10} {len(result.right):7}"
            f" {len(result.wrong):6} {len(result.missing):8} {len(result.invented):9}"
            f" {result.precision:10.4f} {result.recall:7.4f} {read:>5}"
        )
        if "--details" in sys.argv:
            print("\n".join(score.lines(result)))
    if made and true:
        print(
            f"{'all with a truth':24} {pages:6} {'':10} {right:7} {'':6} {'':8} {'':9}"
            f" {right / made:10.4f} {right / true:7.4f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
