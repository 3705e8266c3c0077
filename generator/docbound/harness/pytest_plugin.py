"""A plugin for pytest that collects each fixture as a test.

It does nothing unless it is requested: by ``pytest -p docbound``, or by ``replay = true`` in the
table ``[tool.docbound]`` of pyproject.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from .clients import Client
    from .project import Project

_PROJECT: pytest.StashKey[Project | None] = pytest.StashKey()
_CLIENTS: pytest.StashKey[dict[str, Client]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Finds the project, if the plugin is requested."""
    config.stash[_CLIENTS] = {}
    config.stash[_PROJECT] = _project(config)


def _project(config: pytest.Config) -> Project | None:
    requested = "docbound" in (getattr(config.known_args_namespace, "plugins", None) or ())
    pyproject = config.rootpath / "pyproject.toml"
    if not requested and not (
        pyproject.is_file()
        and "tool.docbound" in pyproject.read_text(encoding="utf-8", errors="replace")
    ):
        return None
    from . import project
    from .errors import HarnessError

    try:
        found = project.find(start=config.rootpath)
    except HarnessError as error:
        raise pytest.UsageError(f"docbound: {error}") from None
    return found if requested or found.replay else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A cassette in the project's folder of fixtures is a file of tests."""
    project = parent.config.stash.get(_PROJECT, None)
    if project is None or file_path.suffix != ".yaml":
        return None
    folder = file_path.parent
    if folder.parent != project.fixtures.absolute() or folder.name not in project.clients():
        return None
    make = cast(
        "Callable[..., pytest.Collector]",
        FixtureFile.from_parent,  # pyright: ignore[reportUnknownMemberType]
    )
    return make(parent, path=file_path)


class FixtureFile(pytest.File):
    """A fixture."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yields its only test."""
        item: pytest.Item = FixtureItem.from_parent(  # pyright: ignore[reportUnknownMemberType]
            self, name=self.path.stem
        )
        yield item


class FixtureFailure(Exception):
    """A fixture that does not hold; the text says where and why."""


class FixtureItem(pytest.Item):
    """Plays one fixture: valid, sync and async, lenient and strict, without loss, as documented."""

    def runtest(self) -> None:
        """Plays it."""
        from docbound.diagnostics.display import render_diagnostic

        from .clients import Client
        from .commands.replay import play
        from .package_import import apart

        project = self.config.stash[_PROJECT]
        assert project is not None
        known = self.config.stash[_CLIENTS]
        name = self.path.parent.name
        client = known.setdefault(name, Client(project, name))
        with apart(client.package):
            findings = play(client, self.path)
        if findings:
            raise FixtureFailure("\n".join(map(render_diagnostic, findings)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings alone, without a traceback."""
        if isinstance(excinfo.value, FixtureFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the test is."""
        return self.path, 0, f"fixture {self.path.parent.name}/{self.name}"
