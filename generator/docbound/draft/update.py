"""What newer documentation states differently from documented.yaml.

Only facts that came from documentation are compared: what was written by hand (``at: ours``, or a
source that is not read now) is left out, and nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.document.syntax.yaml_reader import read_yaml
from docbound.draft.draft_result import Drafted
from docbound.draft.errors import DraftError
from docbound.json_values import is_array, is_mapping
from docbound.records import record

Key: TypeAlias = tuple[str, ...]
# What a row states besides its name; the rest says where it is.
_STATED: Final = ("type", "required", "in", "format", "enum", "nullable", "default")


@record
class Fact:
    """A fact of documented.yaml: its value and where it is."""

    value: object
    at: str


@record
class Change:
    """A fact that the documentation now states differently, states newly, or states no longer.

    Attributes:
        kind: ``changed``, ``added`` or ``dropped``.
        what: the fact, in words.
        old: the value in documented.yaml, None if it is new.
        new: the value that is stated now, None if it is gone.
        at: where it is, or was.
    """

    kind: str
    what: str
    old: object
    new: object
    at: str


def compare(drafted: Drafted, output: Path) -> list[Change]:
    """The changes between the description in a folder and a new draft.

    Raises:
        DraftError: the folder has no documented.yaml, or it cannot be read.
    """
    from docbound.draft.writer.documented import documented

    path = output / "documented.yaml"
    if not path.exists():
        raise DraftError(
            f"{path} does not exist: there is nothing to update. Draft it first, without --update."
        )
    old = _stated(path)
    text = documented(drafted.draft, output.name, drafted.sources, beside={})
    new, _ = read_yaml(text, [])
    assert is_mapping(new)
    before, again = flatten(old), _read_again(old, drafted)
    return list(_changes(before, _with_numbers(before, flatten(new), again), again))


def _stated(path: Path) -> Mapping[str, Any]:
    """What a documented.yaml says, once it is known to be one.

    Raises:
        DraftError: it is none.
    """
    from docbound.documented import reader

    found = Diagnostics()
    facts = reader.load(path, found)
    if facts is None:
        raise DraftError(f"{path} cannot be compared: it has faults", found)
    return facts.document.root


def drift(folder: Path, files: Sequence[Path]) -> list[Change]:
    """What the pages that are kept beside a description state differently from its documented.yaml.

    Args:
        folder: the client's folder, with documented.yaml.
        files: the pages, in the order of their ranks.

    Raises:
        DraftError: they cannot be read, or document no operation any more.
    """
    from docbound.draft.drafting import draft_sources

    return compare(draft_sources(files), folder)


def _read_again(old: Mapping[str, Any], drafted: Drafted) -> set[str]:
    """The source keys of documented.yaml whose sources are read now: the same key, or the same file
    under another key.
    """
    names = {Path(text).name for text in drafted.sources.values()}
    listed = old.get("sources")
    again = set(drafted.sources)
    for key, text in listed.items() if is_mapping(listed) else ():
        if any(name in str(text) for name in names) or key == "page":
            again.add(str(key))
    return again


def flatten(facts: Mapping[str, Any]) -> dict[Key, Fact]:
    """The facts of a documented.yaml, each under what it is about.

    A fact without a source of its own has that of what it is in, and a plain value is one.
    """
    found: dict[Key, Fact] = {}
    usual = str(facts.get("at"))
    for operation in facts.get("operations") or ():
        found.update(_operation(operation, usual))
    for model in facts.get("models") or ():
        found.update(_model(model, usual))
    for scheme in facts.get("schemes") or ():
        found[("security scheme", str(scheme.get("name")))] = Fact(
            value=scheme.get("kind"), at=str(scheme.get("at", usual))
        )
    if facts.get("base_url"):
        found[("base URL",)] = _fact(facts["base_url"], usual)
    return found


def _fact(stated: object, usual: str) -> Fact:
    """``{value, at}``, or a plain value with the source of what it is in."""
    if is_mapping(stated):
        return Fact(value=stated.get("value"), at=str(stated.get("at", usual)))
    return Fact(value=stated, at=usual)


def _operation(operation: Mapping[str, Any], usual: str) -> Iterator[tuple[Key, Fact]]:
    path = re.sub(r"\{[^{}]*\}", "{}", str(operation.get("path")))
    key = (f"{operation.get('method')} {path}",)
    at = str(operation.get("at", usual))
    yield key, Fact(value=True, at=at)
    for row in operation.get("parameters") or ():
        name = (
            "body" if row.get("in") == "body" else f"parameter {row.get('wire') or row.get('name')}"
        )
        yield from _row((*key, name), row, at)
    for row in operation.get("statuses") or ():
        yield from _status(key, row if is_mapping(row) else {"code": row}, at)
    for word in ("auth", "content_types"):
        if word in operation:
            yield (*key, word), _fact(operation[word], at)


def _status(key: Key, row: Mapping[str, Any], usual: str) -> Iterator[tuple[Key, Fact]]:
    at = str(row.get("at", usual))
    yield (*key, f"status {row.get('code')}"), Fact(value=True, at=at)
    if row.get("model"):
        model_at = str(row.get("model_at", at))
        yield (*key, f"status {row.get('code')}", "model"), Fact(value=row["model"], at=model_at)


def _model(model: Mapping[str, Any], usual: str) -> Iterator[tuple[Key, Fact]]:
    key = (f"model {model.get('name')}",)
    at = str(model.get("at", usual))
    yield key, Fact(value=True, at=at)
    if model.get("enum"):
        yield (*key, "values"), Fact(value=model["enum"], at=at)
    for row in model.get("fields") or ():
        yield from _row((*key, f"field {row.get('wire')}"), row, at)


def _row(key: Key, row: Mapping[str, Any], usual: str) -> Iterator[tuple[Key, Fact]]:
    at = str(row.get("at", usual))
    yield key, Fact(value=True, at=at)
    for word in _STATED:
        value = row.get(word)
        if value not in (None, False):
            yield (*key, word), Fact(value=value, at=str(row.get(f"{word}_at", at)))


def _with_numbers(
    old: Mapping[Key, Fact], new: Mapping[Key, Fact], sources: set[str]
) -> dict[Key, Fact]:
    """The new facts with the numbers that names of models have in the old ones: a name got one
    where another source, which is not read now, has a model of the same name.
    """
    missing = {
        key[0]
        for key, fact in old.items()
        if len(key) == 1 and key not in new and fact.at.split(":")[0] in sources
    }
    renamed: dict[str, str] = {}
    for name in sorted(missing):
        plain = re.sub(r"(?<=\D)\d+$", "", name)
        if plain != name and (plain,) in new and plain.startswith("model "):
            renamed[plain.removeprefix("model ")] = name.removeprefix("model ")
    if not renamed:
        return dict(new)
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, renamed))})\b")

    def again(text: str) -> str:
        return names.sub(lambda found: renamed[found[0]], text)

    return {
        ((again(key[0]), *key[1:]) if key[0].startswith("model ") else key): (
            Fact(value=again(fact.value), at=fact.at)
            if isinstance(fact.value, str) and key[-1] in ("type", "model")
            else fact
        )
        for key, fact in new.items()
    }


def _changes(
    old: Mapping[Key, Fact], new: Mapping[Key, Fact], sources: set[str]
) -> Iterator[Change]:
    for key, fact in old.items():
        if fact.at.split(":")[0] not in sources or any(
            key[:end] in old and key[:end] not in new for end in range(1, len(key))
        ):
            continue
        now = new.get(key)
        if now is None:
            yield Change(kind="dropped", what=_words(key), old=fact.value, new=None, at=fact.at)
        elif now.value != fact.value:
            yield Change(
                kind="changed",
                what=_words(key),
                old=fact.value,
                new=now.value,
                at=now.at,
            )
    for key, fact in new.items():
        if (
            key in old
            or fact.at == "ours"
            or any(key[:end] not in old for end in range(1, len(key)) if key[:end] in new)
        ):
            continue
        yield Change(kind="added", what=_words(key), old=None, new=fact.value, at=fact.at)


def _words(key: Key) -> str:
    return ": ".join(key)


def line(change: Change) -> str:
    """A change on one line."""
    value = ""
    if change.kind == "changed":
        value = f": {_shown(change.old)} is now {_shown(change.new)}"
    elif (change.new if change.kind == "added" else change.old) is not True:
        value = f": {_shown(change.new if change.kind == 'added' else change.old)}"
    return f"{change.kind}: {change.what}{value} ({change.at})"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if is_array(value) else str(value)


def as_json(change: Change) -> dict[str, object]:
    """A change for machines."""
    return {
        "kind": change.kind,
        "what": change.what,
        "old": change.old,
        "new": change.new,
        "at": change.at,
    }
