"""The names file beside client.yaml: every name given so far, by pointer, so that adding something
renames nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from docbound.document import safe_open

_HEADER = """\
# Names of a released package, by the place of what they name. docbound \
adds to this file; a name in it
# stays, whatever is added to the description. To change one on purpose, \
use `rename` in client.yaml.
"""


def read(path: Path) -> dict[str, str]:
    """Reads the names kept in ``path``; an absent file keeps none.

    Raises:
        ValueError: the file is not a mapping of texts; the message has the place.
    """
    try:
        text = safe_open.read(path, -1).decode()
    except FileNotFoundError:
        return {}
    import yaml  # a package whose names are in its manifest needs none

    try:
        content: object = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise ValueError(f"{place}: not YAML: {problem}") from error
    if not isinstance(content, dict):
        raise ValueError(f"{path} is not a mapping of texts")
    names = cast(dict[object, object], content)
    for pointer, name in names.items():
        if not isinstance(pointer, str) or not isinstance(name, str):
            shown = repr(name) if isinstance(name, str | int | float | None) else _kind(name)
            raise ValueError(f"{path} is not a mapping of texts: {shown} stands under {pointer!r}")
    return cast(dict[str, str], content)


def _kind(value: object) -> str:
    """What a value is, in words: written out, one with aliases may be larger than any memory."""
    return "a mapping" if isinstance(value, dict) else f"a {type(value).__name__}"


def text(names: Mapping[str, str]) -> str:
    """The file's text for ``names``."""
    import yaml

    written = yaml.safe_dump(  # pyright: ignore[reportUnknownMemberType]
        dict(names), sort_keys=True, allow_unicode=True, width=4096
    )
    return _HEADER + written


def write(path: Path, names: Mapping[str, str]) -> bool:
    """Writes ``names`` to ``path`` unless it holds them already.

    Returns:
        Whether the file was written.
    """
    wanted = text(names)
    if path.is_file() and path.read_bytes() == wanted.encode():
        return False
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.unlink(missing_ok=True)
        with draft.open("xb") as file:  # never through a link that was put there
            file.write(wanted.encode())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return True
