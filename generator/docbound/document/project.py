"""What a description may refer to: the files of its project, and what the user allows by name.

A description often comes from outside. A reference that leads out of the project
(``../../etc/passwd``, or a link inside the folder that points elsewhere) would put other people's
files into a package and into messages.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

_CHECKOUTS: Final = (".git", ".hg", ".jj", ".svn", "_darcs", ".fslckout", ".bzr")
"""What version control systems leave in the top folder of a checkout."""


def folders(root: Path | None) -> tuple[Path, ...]:
    """The folders of the project that a description belongs to, without links.

    The project is the checkout that encloses the description. Where there is none, it is the folder
    of the description, and the present folder where the description is in it.

    Args:
        root: the description's path; None for one that is piped in, which is in the present
            folder.
    """
    present = Path.cwd().resolve()
    if root is None:
        return (_checkout(present) or present,)
    # A description may itself be a link: what is beside it in either place was put there with it.
    homes = dict.fromkeys((root.absolute().parent.resolve(), root.resolve().parent))
    found: list[Path] = []
    for home in homes:
        checkout = _checkout(home)
        if checkout is not None:
            found.append(checkout)
            continue
        found.append(home)
        if home.is_relative_to(present) and not _is_too_wide(present):
            found.append(present)
    return tuple(dict.fromkeys(found))


def encloses(folders: Iterable[Path], path: Path) -> bool:
    """Whether a file is in one of ``folders``, or is one of them, once all links are followed."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, or no path at all
        return False
    return any(real.is_relative_to(folder) for folder in folders)


def _checkout(folder: Path) -> Path | None:
    """The checkout that ``folder`` belongs to. A home folder is none, even where its settings are
    under version control.
    """
    for place in (folder, *folder.parents):
        if _is_too_wide(place):
            return None
        if any((place / mark).exists() for mark in _CHECKOUTS):
            return place
    return None


def _is_too_wide(folder: Path) -> bool:
    try:
        home = Path.home().resolve()
    except (OSError, RuntimeError):
        home = None
    return folder == home or folder.parent == folder
