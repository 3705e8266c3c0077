"""A project: a folder with descriptions, generated packages and fixtures, and where each of them
lies.

``specs/<client>/openapi.yaml`` makes a client. Other places, and what else a project may choose,
are in the table ``[tool.docbound]`` of its pyproject.toml.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Final, cast

from docbound import build_request
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Position
from docbound.diagnostics.suggestions import did_you_mean
from docbound.records import field, record

from .errors import HarnessError, failure, file_position, problem, shown

PYPROJECT: Final = "pyproject.toml"
_FOLDERS: Final = {
    "specs": "specs",
    "generated": "generated",
    "fixtures": "tests/fixtures",
    "pages": "pages",
}
_LISTS: Final = ("fields", "headers", "exempt", "exempt-patterns", "allow")


@record
class SecretSettings:
    """What a project says about secrets: ``[tool.docbound.secrets]``.

    Attributes:
        fields, headers: names that hold a secret, besides the usual ones.
        exempt: names that do not.
        patterns: further shapes of secrets, by name.
        exempt_patterns: names of shapes that do not count.
        allow: texts that are no secrets, whatever they look like.
    """

    fields: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict[str, "re.Pattern[str]"])
    exempt_patterns: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


@record
class Project:
    """Where a project keeps what.

    Attributes:
        root: its folder.
        specs, generated, fixtures, pages: the folders of descriptions, packages, cassettes and
            documentation pages.
        secrets: what counts as a secret.
        replay: whether pytest collects the fixtures without ``-p docbound``.
    """

    root: Path
    specs: Path
    generated: Path
    fixtures: Path
    pages: Path
    secrets: SecretSettings = SecretSettings()
    replay: bool = False

    def clients(self) -> list[str]:
        """The names of all clients, sorted."""
        return sorted(path.parent.name for path in self.specs.glob("*/openapi.yaml"))

    def source(self, client: str, *, force: bool = False) -> build_request.BuildRequest:
        """What the package of a client is made from; ``force`` as in
        :class:`docbound.build_request.BuildRequest`.
        """
        return build_request.client_source(
            self.root,
            client,
            specs=self.specs,
            generated=self.generated,
            fixtures=self.fixtures,
            force=force,
        )

    def chosen(self, wanted: tuple[str, ...]) -> list[str]:
        """The clients that are named, or all.

        Raises:
            HarnessError: there is none, or none of that name.
        """
        known = self.clients()
        if not known:
            raise failure(
                "no-client",
                f"{shown(self.specs)} has no client; a client is a folder with an openapi.yaml",
                "`docbound new NAME` makes one",
                exit_code=2,
            )
        for client in wanted:
            if client not in known:
                near = did_you_mean(client, known)
                raise failure(
                    "unknown-client",
                    f"there is no client {client!r} under {shown(self.specs)}; there are:"
                    f" {', '.join(known)}",
                    f"did you mean {near!r}?" if near else "",
                    exit_code=2,
                )
        return list(wanted or known)


def find(root: Path | None = None, start: Path | None = None) -> Project:
    """The project of ``root``, or the nearest one from the present folder upwards.

    Args:
        root: the project's folder, where the caller names it.
        start: where to begin; the present folder by default.

    Raises:
        HarnessError: there is no project, or its table is wrong.
    """
    if root is not None:
        if not root.is_dir():
            raise failure(
                "no-project",
                f"--root {root} is not a folder",
                "name the folder that holds specs/",
                exit_code=2,
            )
        return read(root)
    found = nearest(start)
    if found is not None:
        return read(found)
    raise failure(
        "no-project",
        f"{(start or Path()).absolute()} is not inside of a project: neither it nor a folder above"
        " has specs/<client>/openapi.yaml",
        "go to the project's folder, name it with --root, or begin one with `docbound new NAME`",
        exit_code=2,
    )


def nearest(start: Path | None = None) -> Path | None:
    """The folder of the nearest project from ``start`` (by default the present folder) upwards."""
    begin = (start or Path()).absolute()
    for folder in (begin, *begin.parents):
        if _is_project(folder):
            return _as_seen(folder)
    return None


def _as_seen(folder: Path) -> Path:
    """The present folder as ``.``, so that messages show short paths."""
    return Path() if folder == Path.cwd() else folder


def _is_project(folder: Path) -> bool:
    if any((folder / "specs").glob("*/openapi.yaml")):
        return True
    file = folder / PYPROJECT
    try:
        return file.is_file() and "tool.docbound" in file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def read(root: Path) -> Project:
    """The project in ``root``, whether it has a client already or not.

    Raises:
        HarnessError: its pyproject.toml cannot be read, or its table is wrong.
    """
    reader = _TableReader(root / PYPROJECT)
    table = reader.table
    folders = {name: root / reader.text(table, name, usual) for name, usual in _FOLDERS.items()}
    secrets = reader.secrets(table.get("secrets", {}))
    replay = reader.flag(table, "replay")
    reader.unknown(table, (*_FOLDERS, "secrets", "replay"))
    reader.apart(folders)
    if reader.found:
        raise HarnessError(reader.found)
    return Project(root=root, secrets=secrets, replay=replay, **folders)


class _TableReader:
    """Reads ``[tool.docbound]``; collects what is wrong, each with its line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[Diagnostic] = []
        self._text = ""
        self.table: Mapping[str, object] = {}
        try:
            self._text = path.read_text(encoding="utf-8")
            loaded: object = tomllib.loads(self._text).get("tool", {}).get("docbound", {})
        except FileNotFoundError:
            return
        except (
            OSError,
            UnicodeDecodeError,
            tomllib.TOMLDecodeError,
            AttributeError,
        ) as error:
            place = re.search(r"line (\d+), column (\d+)", str(error))
            line, column = (int(place[1]), int(place[2])) if place else (1, 1)
            raise failure(
                "unreadable-project",
                f"pyproject.toml cannot be read: {error}",
                "mend the file",
                position=file_position(path, line, column),
            ) from None
        if isinstance(loaded, dict):
            self.table = cast(Mapping[str, object], loaded)
        else:
            self._report(
                "docbound",
                "[tool.docbound] is not a table",
                "write `[tool.docbound]` on a line of its own",
            )

    def text(self, table: Mapping[str, object], key: str, usual: str) -> str:
        value = table.get(key, usual)
        if isinstance(value, str) and value:
            return value
        self._report(
            key,
            f"{key} has to be a folder's name, not {value!r}",
            f'write `{key} = "{usual}"`',
        )
        return usual

    def flag(self, table: Mapping[str, object], key: str) -> bool:
        value = table.get(key, False)
        if isinstance(value, bool):
            return value
        self._report(
            key,
            f"{key} has to be true or false, not {value!r}",
            f"write `{key} = true`",
        )
        return False

    def secrets(self, value: object) -> SecretSettings:
        if not isinstance(value, dict):
            self._report(
                "secrets",
                "secrets has to be a table",
                "write `[tool.docbound.secrets]`",
            )
            return SecretSettings()
        table = cast(Mapping[str, object], value)
        lists = {key.replace("-", "_"): self._texts(table, key) for key in _LISTS}
        patterns = dict(self._patterns(table.get("patterns", {})))
        self._known_patterns(lists["exempt_patterns"], patterns)
        self.unknown(table, (*_LISTS, "patterns"))
        return SecretSettings(patterns=patterns, **lists)

    def _texts(self, table: Mapping[str, object], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if isinstance(value, list) and all(
            isinstance(item, str) for item in cast(list[object], value)
        ):
            return tuple(cast(list[str], value))
        self._report(key, f"{key} has to be a list of texts", f'write `{key} = ["name"]`')
        return ()

    def _patterns(self, value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
        if not isinstance(value, dict):
            self._report("patterns", "patterns has to be a table of regular expressions", "")
            return
        for name, text in cast(Mapping[str, object], value).items():
            try:
                yield name, re.compile(str(text))
            except re.error as error:
                self._report(
                    name,
                    f"{name} is not a regular expression: {error}",
                    "write it in single quotes",
                )

    def _known_patterns(self, exempt: Iterable[str], own: Mapping[str, object]) -> None:
        """Reports names that exempt no shape, so that a misspelt one is not ignored."""
        if not exempt:
            return
        from docbound.redaction.secret_patterns import HIGH_ENTROPY, PATTERNS

        known = [*(pattern.name for pattern in PATTERNS), HIGH_ENTROPY, *own]
        for name in exempt:
            if name not in known:
                near = did_you_mean(name, known)
                self._report(
                    "exempt-patterns",
                    f"there is no shape of secrets {name!r}",
                    f"did you mean {near!r}?" if near else f"known are {', '.join(known)}",
                )

    def apart(self, folders: Mapping[str, Path]) -> None:
        """Reports folders of which one holds the other: packages are written and removed as whole
        folders, so nothing else may be inside of theirs.
        """
        places = {name: Path(os.path.normpath(path.absolute())) for name, path in folders.items()}
        for one, other in combinations(places, 2):
            if places[one] == places[other]:
                self._report(
                    other,
                    f"{one} and {other} are the same folder",
                    f'write `{other} = "{_FOLDERS[other]}"`',
                )
        for name, place in places.items():
            if place != places["generated"] and place.is_relative_to(places["generated"]):
                self._report(
                    name,
                    f"{name} is inside of the folder of generated packages",
                    f'write `{name} = "{_FOLDERS[name]}"`',
                )

    def unknown(self, table: Mapping[str, object], known: tuple[str, ...]) -> None:
        """Reports keys that are not known."""
        for key in table:
            if key not in known:
                near = did_you_mean(key, known)
                hint = f"did you mean {near!r}?" if near else f"known are {', '.join(known)}"
                self._report(key, f"there is no setting {key!r} in [tool.docbound]", hint)

    def _report(self, key: str, message: str, hint: str) -> None:
        self.found.append(problem("wrong-setting", message, hint, position=self._place(key)))

    def _place(self, key: str) -> Position:
        """The line of a key, looked for behind the head of the table."""
        start = max(self._text.find("tool.docbound"), 0)
        named = rf"[\"']?{re.escape(key)}[\"']?[ \t]*="
        match = re.compile(rf"(?m)^[ \t]*{named}").search(self._text, start) or re.compile(
            rf"(?<=[{{,\s]){named}"
        ).search(self._text, start)
        offset = match.start() if match else start
        line = self._text.count("\n", 0, offset) + 1
        column = offset - self._text.rfind("\n", 0, offset)
        excerpt = self._text.split("\n")[line - 1]
        return Position(file=shown(self.path), line=line, column=column, excerpt=excerpt)


def collect(diagnostics: Diagnostics, error: HarnessError) -> None:
    """Puts the findings of an error among others."""
    for finding in error.findings:
        diagnostics.add(finding)
