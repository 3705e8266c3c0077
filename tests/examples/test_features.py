"""Each feature and option of the runtime has a section with a block that the tests run, and that
really uses it.

``features.yaml`` lists them. That the list is complete is compared with the runtime itself:
whatever a user can set, read or catch is named there.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from docbound.runtime.call.hooks import Attempt, Hooks
from docbound.runtime.client.sync_client import BaseApiClient
from docbound.runtime.config.configuration import BaseConfiguration
from docbound.runtime.errors import ApiException
from docbound.runtime.mismatch_record import Mismatch
from docbound.runtime.service.options import CallOptions, Retries
from docbound.tables import exception_names
from tests.examples.test_printed import RUN, Outcome, perform
from tests.support.blocks import ROOT, Block

HEADING: Final = re.compile(r"^(#+) +(.*?) *$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """An entry of features.yaml; see there."""

    name: str
    at: str
    uses: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict[str, object])
    logs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def _read() -> Iterator[Feature]:
    content = yaml.safe_load((Path(__file__).parent / "features.yaml").read_text())
    for group, entries in content.items():
        for name, entry in entries.items():
            lists = {key: tuple(map(str, entry.get(key, ()))) for key in ("uses", "prints", "logs")}
            assert entry.keys() <= {"at", "settings", *lists}, name
            yield Feature(
                name=f"{group}: {name}",
                at=entry["at"],
                settings=entry.get("settings", {}),
                **lists,
            )


FEATURES: Final = list(_read())


def slug(heading: str) -> str:
    """The fragment that leads to a heading, as the usual renderers of Markdown make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def section(page: str, fragment: str) -> range | None:
    """The lines of a section, up to the next heading of its level or above; None where there is
    none.
    """
    found: tuple[int, int] | None = None
    fenced = False
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        fenced ^= line.lstrip().startswith("```")
        heading = None if fenced else HEADING.match(line)
        if heading is None:
            continue
        level = len(heading[1])
        if found is None and slug(heading[2]) == fragment:
            found = (number, level)
        elif found is not None and level <= found[1]:
            return range(found[0], number)
    return None if found is None else range(found[0], len(lines) + 1)


def words(code: str) -> set[str]:
    """The names in a program, and its short texts."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                found.add(name)
            case ast.keyword(arg=str(name)) | ast.Constant(value=str(name)):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.alias(name=name):
                found.update((name, name.partition(".")[0]))
            case _:
                continue
    return found


@functools.cache
def outcome(block: Block) -> Outcome:
    """What a block does; each is run once."""
    return perform(block)


def shows(block: Block, feature: Feature) -> bool:
    """Whether a block uses a feature, and does what the list says."""
    if not words(block.code).issuperset(feature.uses):
        return False
    if not (feature.prints or feature.settings or feature.logs):
        return True
    done = outcome(block)
    return (
        all(text in done.printed for text in feature.prints)
        and all(text in done.logged for text in feature.logs)
        and (not feature.settings or any(map(feature_settings(feature), done.connected)))
    )


def feature_settings(feature: Feature) -> Any:
    def fits(connected: object) -> bool:
        return all(getattr(connected, name) == value for name, value in feature.settings.items())

    return fits


@pytest.mark.parametrize("feature", FEATURES, ids=str)
def test_feature_is_shown(
    feature: Feature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page, _, fragment = feature.at.partition("#")
    lines = section(page, fragment)
    assert lines is not None, f"{page} has no heading #{fragment}"
    blocks = [block for block in RUN if block.page == page and block.line in lines]
    assert blocks, f"{feature.at} has no block that is run"
    assert any(
        shows(block, feature) for block in blocks
    ), f"no block below {feature.at} shows this: {feature}"


# --- completeness


def _keywords(function: Any) -> set[str]:
    return set(inspect.signature(function).parameters) - {"self", "method", "path"}


FAMILIAR: Final = {
    "server_variables",
    "server_operation_index",
    "server_operation_variables",
    "ignore_operation_servers",
    "safe_chars_for_path_param",
    "datetime_format",
    "date_format",
    "debug",
    "token_url",
}
"""Settings of ``Configuration`` that code for older packages knows, or that need one sentence: its
docstring has it.
"""

DESIRED: Final = {
    "ApiClient": _keywords(BaseApiClient.__init__) - {"configuration"},
    "with_options": _keywords(BaseApiClient.with_options),
    "request": _keywords(BaseApiClient.request),
    "call": {f"_{name}" for name in CallOptions._fields if name != "link"},
    "Configuration": _keywords(BaseConfiguration.__init__) - FAMILIAR,
    "Retries": {each.name for each in dataclasses.fields(Retries)},
    "hooks": {each.name for each in dataclasses.fields(Hooks)},
    "Attempt": {each.name for each in dataclasses.fields(Attempt)},
    "Mismatch": {each.name for each in dataclasses.fields(Mismatch)},
    "ApiException": {name for name in vars(ApiException(404)) if name[0] != "_"},
}


@pytest.mark.parametrize("owner", DESIRED)
def test_everything_is_on_the_list(owner: str) -> None:
    listed = {word for feature in FEATURES for word in feature.uses}
    assert DESIRED[owner] - listed == set()


def test_every_error_is_on_the_list() -> None:
    listed = {word for feature in FEATURES for word in (*feature.uses, *feature.prints)}
    assert set(exception_names.NAMES) <= set(" ".join(listed).split())


def test_settings_that_are_not_shown_are_described() -> None:
    described = inspect.getdoc(BaseConfiguration.__init__) or ""
    assert {name for name in FAMILIAR if name not in described} == set()
