"""Right and wrong calls, and what mypy and pyright say of them.

Each file of ``calls`` is user code of one made description, or of the documented clients. A line
with ``# error`` must be an error for both checkers, in strict mode; all others must be none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import jedi
import pytest

from docbound.build_request import BuildRequest
from docbound.commands.fresh_build import fresh_build
from docbound.settings.filters import Filters
from programs.corpus import documents
from tests.support.checkers import Findings, mypy, pyright
from tests.support.runs import run_python

HERE = Path(__file__).parent
CALLS = sorted((HERE / "calls").glob("*.py"))
OF_CORPUS: Final = {
    "corpus_chat": ("openai-openapi-openapi-64afa6", ("Chat", "Files", "Images")),
    "corpus_forge": ("ogen-api.github.com-174d80", ("issues",)),
}
"""Packages of large real descriptions, and the tags of which they are made."""
MARK = "  # error"


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The folders of the packages of all made descriptions."""
    return tuple(
        _made(description, tmp_path_factory.mktemp(description.stem))
        for description in sorted((HERE / "descriptions").glob("*.yaml"))
    )


def _made(
    description: Path, folder: Path, name: str | None = None, tags: tuple[str, ...] = ()
) -> Path:
    config = folder / "client.yaml"
    own = HERE / "settings" / f"{name or description.stem}.yaml"
    more = own.read_text(encoding="utf-8") if own.is_file() else ""
    config.write_text(f"package: {name or description.stem}\n{more}", encoding="utf-8")
    request = BuildRequest(
        description=description,
        config=config,
        output=folder / "made",
        lenient=name is not None,
        filters=Filters(tags=tags) if tags else None,
    )
    outcome = fresh_build(request, write=True)
    assert not outcome.failed, [finding.message for finding in outcome.diagnostics]
    return folder / "made"


@pytest.fixture(scope="session", params=["mypy", "pyright"])
def findings(
    request: pytest.FixtureRequest,
    packages: tuple[Path, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Findings:
    if request.param == "mypy":
        return mypy(HERE / "calls", packages=packages)
    apis = [each for package in packages for each in package.glob("*/a[pi][io]")]
    return pyright(tmp_path_factory.mktemp("pyright"), HERE / "calls", *apis, packages=packages)


@pytest.mark.parametrize("file", CALLS, ids=[file.stem for file in CALLS])
def test_exactly_the_wrong_calls_are_errors(file: Path, findings: Findings) -> None:
    _compare(file, findings)


def test_the_packages_themselves_are_clean(findings: Findings, packages: tuple[Path, ...]) -> None:
    _are_clean(findings, packages)


def _are_clean(findings: Findings, packages: tuple[Path, ...]) -> None:
    inside = {
        file: lines
        for file, lines in findings.items()
        if any(Path(file).is_relative_to(folder.resolve()) for folder in packages)
    }
    assert inside == {}


@pytest.mark.skipif(not documents.is_present(), reason="the corpus is not here")
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_so_are_those_of_real_descriptions(
    checker: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    known = {entry.id: entry for entry in documents.entries()}
    made = tuple(
        _made(known[entry].unpack(folder / "in"), folder, name, tags)
        for name, (entry, tags) in OF_CORPUS.items()
        for folder in [tmp_path_factory.mktemp(name)]
    )
    calls = HERE / "corpus_calls"
    found = (
        mypy(calls, packages=made)
        if checker == "mypy"
        else pyright(tmp_path_factory.mktemp("pyright"), calls, packages=made)
    )
    for file in sorted(calls.glob("*.py")):
        _compare(file, found)
    _are_clean(found, made)


def _compare(file: Path, findings: Findings) -> None:
    found = findings.get(str(file.resolve()), {})
    expected = {number for number, line in _lines(file) if line.endswith(MARK)}
    accepted = {number: line for number, line in _lines(file) if number in expected - set(found)}
    refused = {number: text for number, text in found.items() if number not in expected}
    assert (accepted, refused) == ({}, {})


def test_there_are_enough_calls_of_both_kinds() -> None:
    lines = [line for file in CALLS for _, line in _lines(file)]
    assert sum(line.endswith(MARK) for line in lines) >= 60
    assert sum("(" in line and not line.endswith(MARK) for line in lines) >= 60


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    return enumerate(file.read_text(encoding="utf-8").splitlines(), 1)


def test_no_call_loads_the_types(packages: tuple[Path, ...]) -> None:
    program = "import sys, talk; talk.FilesApi(); print('talk.types' in sys.modules)"
    path = os.pathsep.join(map(str, packages))
    done = run_python(program, env=os.environ | {"PYTHONPATH": path})
    assert done.stdout == "False\n"


def test_jedi_completes_a_tree(
    packages: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    jedi.settings.cache_directory = str(tmp_path_factory.mktemp("jedi"))
    project = jedi.Project(
        tmp_path_factory.mktemp("typed"), added_sys_path=list(map(str, packages))
    )
    head = "import tree\nfrom tree.testing import Stub\nclient, stub = tree.ApiClient(), Stub()\n"
    for typed, names in {
        "client.": "beta chat pets",
        "client.chat.": "completions ping_chat",
        "client.chat.completions.": "create create_with_http_info list list_iter messages",
        "client.beta.threads.runs.": "create get retrieve",
        "client.chat.completions.list().": "data last_id",
        "stub.chat.completions.messages.": "list",
    }.items():
        found = {each.name for each in jedi.Script(head + typed, project=project).complete()}
        assert set(names.split()) <= found, typed
