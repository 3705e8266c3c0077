"""``docbound new``: a client that passes the gate from the first minute on."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from docbound import document
from docbound.commands.build import build
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.harness import described_service
from docbound.harness.checks.secrets import rules_of
from docbound.harness.clients import Client
from docbound.harness.described_service import Service
from docbound.harness.editor_schemas.schema_files import write_schemas
from docbound.harness.errors import HarnessError, failure, raise_errors, shown
from docbound.harness.fixtures.refresh import write_text
from docbound.harness.package_methods import Surface
from docbound.harness.project import PYPROJECT, Project, read
from docbound.harness.record import fixture
from docbound.harness.record.synthetic import synthetic
from docbound.harness.scaffold import file_texts
from docbound.redaction import Redactor
from docbound.settings import settings

_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,60}")
_METHODS_SHOWN: Final = 3


def new(root: Path, name: str, source: Path | None, *, lenient: bool = False) -> list[Path]:
    """Makes a client in the project of ``root``, with its package and a first fixture.

    Args:
        root: the project's folder.
        name: what the client's folder is called.
        source: a description to begin with.
        lenient: whether client.yaml says ``lenient: true``, so that faults of the description are
            repaired or left out.

    Returns:
        The files that were written by hand-written standards: the package's own are not among them.

    Raises:
        HarnessError: the name will not do, something is there already, or the description has
            errors. Nothing is left behind then.
    """
    if not _NAME.fullmatch(name):
        raise failure(
            "wrong-name",
            f"{name!r} will not do as a folder's name",
            "use small letters, digits, - and _, a letter first",
            exit_code=2,
        )
    root.mkdir(parents=True, exist_ok=True)
    project = read(root)
    for place in (
        project.specs / name,
        project.generated / name,
        project.fixtures / name,
    ):
        if place.exists():
            raise failure(
                "client-exists",
                f"{shown(place)} is there already",
                "choose another name",
                exit_code=2,
            )
    made: list[Path] = []
    try:
        made += _specs(project, name, source, lenient=lenient)
        _generate(project, name)
        made += _fixtures(Client(project, name))
        made += _surroundings(project)
    except BaseException:
        for place in (
            project.specs / name,
            project.generated / name,
            project.fixtures / name,
        ):
            shutil.rmtree(place, ignore_errors=True)
        for parent in (
            project.specs,
            project.generated,
            project.fixtures,
            project.fixtures.parent,
        ):
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        raise
    return made


def _specs(project: Project, name: str, source: Path | None, *, lenient: bool) -> list[Path]:
    """The client's folder under specs/, put together elsewhere and moved into its place."""
    project.specs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=project.specs) as staging:
        folder = Path(staging) / name
        folder.mkdir()
        if source is None:
            title = name.replace("_", " ").replace("-", " ").title()
            (folder / "openapi.yaml").write_text(
                file_texts.OPENAPI.format(title=title), encoding="utf-8"
            )
        else:
            _copy(source, folder)
        described = described_service.load(folder / "openapi.yaml")
        choices = _client_yaml(name, described) + (file_texts.LENIENT if lenient else "")
        (folder / "client.yaml").write_text(choices, encoding="utf-8")
        (folder / "documented.yaml").write_text(
            _documented_yaml(described, source), encoding="utf-8"
        )
        folder.rename(project.specs / name)
    return [project.specs / name / file.name for file in sorted((project.specs / name).iterdir())]


def _copy(source: Path, folder: Path) -> None:
    """The description and the files that it refers to."""
    diagnostics = Diagnostics()
    loaded = document.load(source, diagnostics)
    raise_errors(diagnostics)
    if loaded is None:
        raise HarnessError(diagnostics)
    for file in loaded.files:
        if file.startswith(("../", "/", "http:", "https:")):
            raise failure(
                "description-elsewhere",
                f"{shown(source)} refers to {file}, which lies outside of its folder",
                "copy the description by hand, or bundle it into one file first",
            )
        place = folder / (file or "openapi.yaml")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.parent / file if file else source, place)


def _client_yaml(name: str, described: Service) -> str:
    title = described.root.get("info")
    named = settings.defaults(title.text("title") if title else "", None, name)
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    package = f"{words}_client" if not words.endswith("client") else words
    schemes = "".join(
        file_texts.CREDENTIALS.format(scheme=_plain(scheme), variable=_variable(words, scheme))
        for scheme in list(described.security_schemes)[:1]
    )
    credentials = schemes if schemes else ""
    distribution = package.replace("_", "-") or named.distribution
    return file_texts.CLIENT.format(
        package=package, distribution=distribution, credentials=credentials
    )


def _variable(words: str, scheme: str) -> str:
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", f"{words}_{scheme}")).upper()


def _plain(key: str) -> str:
    """A key as YAML has it."""
    return key if re.fullmatch(r"[A-Za-z_][\w.-]*", key) else f'"{key}"'


def _documented_yaml(described: Service, source: Path | None) -> str:
    urls = described.base_urls()
    rows: list[str] = []
    for operation in described.operations:
        codes = ", ".join(
            f'"{row.code}"' if row.code.isdecimal() else row.code for row in operation.responses
        )
        path = operation.path.replace("'", "''")
        rows.append(
            f"  - method: {operation.method}\n    path: '{path}'\n    statuses: [{codes}]\n"
        )
    head = file_texts.DOCUMENTED.format(
        base_url=_quoted(urls[0]) if urls else '""', operations="".join(rows)
    )
    if source is not None:
        head = head.replace(
            "title: the service's documentation",
            "title: the description that this began with",
        )
        head = head.replace(', address: "https://docs.example.com"', "")
    if not urls:
        head = re.sub(r"(?m)^base_url: .*\n", "", head)
    return head if rows else head.replace("operations:\n", "operations: []\n")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _generate(project: Project, name: str) -> None:
    outcome = build(project.source(name), write=True)
    if outcome.failed:
        raise HarnessError(outcome.diagnostics)


def _fixtures(client: Client) -> list[Path]:
    """A fixture of a success and of an error of the first operations for which values can be
    found.
    """
    surface = Surface(client)
    redactor = Redactor(rules_of(client))
    made: list[Path] = []
    for operation in client.service.operations[:_METHODS_SHOWN]:
        errors = [row.code for row in operation.responses if row.code[:1] in "45"]
        for status in ("", *errors[:1]):
            try:
                draft = synthetic(client, surface, operation, "", status=status)
                made.append(fixture.save(draft, redactor, replace=False).path)
            except HarnessError:
                continue  # a value that cannot be made: the user records one
        if made:
            break
    return made


def _surroundings(project: Project) -> list[Path]:
    """The schemas for editors, a workflow and a pyproject.toml, where there is none."""
    made = write_schemas(project)
    for path, text in (
        (project.root / ".github/workflows/docbound.yml", file_texts.WORKFLOW),
        (project.root / PYPROJECT, file_texts.PYPROJECT),
    ):
        if not path.exists():
            write_text(path, text)
            made.append(path)
    return made
