"""Folders of tests, as if no project were above them: there may be one in ``/`` or ``/tmp``."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound.harness import project


def no_project_above(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the search for a project end at ``folder``.

    Args:
        folder: the outermost that may be a project.
        monkeypatch: restores the search after the test.
    """
    is_project = project._is_project  # pyright: ignore[reportPrivateUsage]

    def is_project_below(each: Path) -> bool:
        return each.is_relative_to(folder) and is_project(each)

    monkeypatch.setattr(project, "_is_project", is_project_below)
