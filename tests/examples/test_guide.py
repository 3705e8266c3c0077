"""What our pages say beside Python: links, commands, options, settings."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from click import Command, Context, Group

from docbound.cli import main
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.settings import settings
from tests.support.blocks import ROOT

PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "specs/README.md",
    ROOT / "tests/fixtures/README.md",
]
_CONTEXT = Context(main)
COMMANDS = {
    name: command
    for name in main.list_commands(_CONTEXT)
    if (command := main.get_command(_CONTEXT, name))
}

each_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^()#\s]+)", text):
        assert (page.parent / target).exists(), target


@each_page
def test_commands_and_options_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert isinstance(main, Group)
    for name, rest in re.findall(r"\bdocbound (\w+)([^\n`]*)", text):
        if name in COMMANDS:
            options = _options(COMMANDS[name])
            assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= options, name + rest
    for line in re.findall(r"`(docbound \w+[^`]*)`|\$ (docbound .*)", text):
        assert "".join(line).split()[1] in COMMANDS, line


@each_page
def test_tasks_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    for words in re.findall(r"(?:`|\$ |run: )make ([a-z][a-z -]*[a-z])", text):
        assert set(words.split()) <= targets, words


def test_readme_options_exist() -> None:
    known = set().union(*(_options(command) for command in COMMANDS.values()))
    for name in ("README.md", "docs/guide/client-yaml.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert set(re.findall(r"`(--[a-z][a-z-]*)", text)) <= known


def _options(command: Command) -> set[str]:
    """The options of a command, and those of the commands inside of it."""
    inner = command.commands.values() if isinstance(command, Group) else ()
    own = {
        name
        for parameter in command.params
        for name in (*parameter.opts, *parameter.secondary_opts)
    }
    return own.union(*map(_options, inner))


def test_the_guides_client_yaml_is_accepted(tmp_path: Path) -> None:
    page = (ROOT / "docs/guide/client-yaml.md").read_text(encoding="utf-8")
    file = tmp_path / "client.yaml"
    file.write_text(page.partition("```yaml\n")[2].partition("```")[0])
    diagnostics = Diagnostics()
    loaded = settings.load(file, diagnostics)
    assert [finding.message for finding in diagnostics] == []
    assert loaded is not None
    assert [each.next for each in loaded.pagination["listShips"]] == [("meta", "next")]


def test_each_setting_is_described() -> None:
    keys = {field.name for field in dataclasses.fields(settings.Settings)} - {"places"}
    page = (ROOT / "docs/guide/client-yaml.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`(\w+)`", page))
    assert keys <= described


def test_migration_pages_have_the_same_ten_tasks() -> None:
    pages = sorted((ROOT / "docs/guide").glob("from-*.md"))
    tasks = [re.findall(r"(?m)^## (\d+\. .+)$", page.read_text(encoding="utf-8")) for page in pages]
    assert (len(pages), len(tasks[0])) == (4, 10)
    assert all(each == tasks[0] for each in tasks)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"docs/guide/{page.name}" in readme for page in pages)
