"""A draft on disk: ``openapi.yaml``, ``documented.yaml`` and ``client.yaml``, all three or none."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from docbound.draft.draft_result import Drafted
from docbound.draft.errors import DraftError
from docbound.draft.naming import words_of
from docbound.draft.writer.documented import documented
from docbound.draft.writer.openapi import component_name, describe
from docbound.draft.writer.yaml_text import scalar, to_yaml

FILES = ("openapi.yaml", "documented.yaml", "client.yaml")


def files_of(drafted: Drafted, name: str, output: Path) -> dict[str, str]:
    """The three files of a draft, by name.

    Args:
        drafted: the settled draft.
        name: the client's name.
        output: the folder that they are for; sources inside it are kept beside the description.
    """
    package = package_name(drafted, name)
    highest = min(drafted.ranks.values(), default=0)
    document = describe(drafted.draft, {key: rank - highest for key, rank in drafted.ranks.items()})
    info = document.content["info"]
    if isinstance(info, dict) and not drafted.draft.title:
        info["title"] = " ".join(word.capitalize() for word in words_of(name)) or "API"
    used = _used_keys(drafted)
    sources = {key: text for key, text in drafted.sources.items() if key in used}
    header = (
        "# Drafted by docbound from documentation; documented.yaml beside it says which line states"
        " which fact.\n"
    )
    return {
        "openapi.yaml": header + to_yaml(document.content, document.comments),
        "documented.yaml": documented(
            drafted.draft, name, sources, beside=_beside(drafted, output)
        ),
        "client.yaml": _client(drafted, name, package),
    }


def _used_keys(drafted: Drafted) -> set[str]:
    """Sources that state something; a file that only was looked at is none."""
    draft = drafted.draft
    places = [operation.at for operation in draft.operations.values()]
    places += [
        response.at
        for operation in draft.operations.values()
        for response in operation.responses.values()
    ]
    places += [
        parameter.at
        for operation in draft.operations.values()
        for parameter in operation.parameters.values()
    ]
    places += [schema.at for schema in draft.all_schemas()]
    for schema in draft.all_schemas():
        places += [prop.at for prop in (schema.fields or {}).values()]
    places += [scheme.at for scheme in draft.schemes.values()]
    places += [
        at
        for at in (
            *draft.servers.values(),
            *draft.api_at.values(),
            *draft.imports.values(),
            draft.package_at,
            draft.security_at,
        )
        if at
    ]
    return {at.source for at in places} | set(drafted.paths if len(drafted.paths) == 1 else ())


def _beside(drafted: Drafted, output: Path) -> dict[str, str]:
    """Sources that are in the output folder, by key."""
    root = output.resolve()
    return {
        key: path.resolve().relative_to(root).as_posix()
        for key, path in drafted.paths.items()
        if path.resolve().is_relative_to(root)
    }


def package_name(drafted: Drafted, name: str) -> str:
    """The import package's name: that of the documented client, else one made from the client's
    name.
    """
    given = drafted.draft.package
    if given and re.fullmatch(r"[a-z_][a-z0-9_]*", given):
        return given
    words = "_".join(words_of(name)) or "api"
    words = words if words[0].isalpha() else f"api_{words}"
    return words if words.endswith("client") else f"{words}_client"


def _client(drafted: Drafted, name: str, package: str) -> str:
    draft = drafted.draft
    variable = "_".join(words_of(name)).upper() or "API"
    title = (
        draft.title
        if draft.title and len(draft.title) < 60 and not draft.package
        else " ".join(word.capitalize() for word in words_of(name))
    )
    lines = [
        "# What the package is: `docbound schema client` has the keys. What the service says is in",
        "# openapi.yaml.",
        f"package: {package}",
        f"distribution: {package.replace('_', '-')}",
        "version: 0.1.0",
        *(["layout: prior"] if draft.layout == "prior" else []),
        # Programs call the methods of a documented client by the names that it has.
        *(["method_names: operation_id"] if draft.package or draft.api_at else []),
        f"title: {scalar(title)}",
        "environment:",
        f"  host: {variable}_HOST",
        f"  log: {variable}_LOG",
    ]
    used = [
        scheme
        for scheme in draft.schemes.values()
        if scheme.kind in ("http-bearer", "apiKey", "oauth2")
    ]
    if used:
        lines.append("credentials:")
        several = len(used) > 1
        for scheme in used:
            lines.append(f"  {scalar(component_name(scheme.name))}:")
            suffix = (
                "_".join(words_of(scheme.name)).upper()
                if several
                else "TOKEN" if scheme.kind != "apiKey" else "API_KEY"
            )
            lines.append(f"    environment: {variable}_{suffix}")
            if scheme.prefix:
                lines.append(f"    prefix: {scalar(scheme.prefix)}")
    if draft.helpers and len(draft.schemes) == 1:
        scheme = next(iter(draft.schemes.values()))
        lines.append("helpers:")
        for helper, words in draft.helpers.items():
            lines.append(f"  - name: {helper}")
            lines.append(f"    scheme: {scalar(component_name(scheme.name))}")
            if scheme.prefix:
                lines.append(f"    prefix: {scalar(scheme.prefix)}")
            lines.append(f"    arguments: {{host: {words['host']}, key: {words['key']}}}")
    return "\n".join(lines) + "\n"


def validate_text(text: str) -> list[str]:
    """What the validator says against a description, as sentences; nothing for a valid one."""
    from docbound import document, validation
    from docbound.diagnostics import display
    from docbound.diagnostics.diagnostic import Diagnostics, Severity

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "openapi.yaml"
        path.write_text(text, encoding="utf-8")
        diagnostics = Diagnostics()
        loaded = document.load(path, diagnostics, strict_keys=False)
        if loaded is not None:
            validation.validate(loaded, diagnostics)
    return [
        display.render_diagnostic(item) for item in diagnostics if item.severity is Severity.ERROR
    ]


def write_files(files: Mapping[str, str], output: Path) -> None:
    """Writes all files of a draft, or none.

    Raises:
        DraftError: the folder has a description already, or cannot be written.
    """
    there = [name for name in FILES if (output / name).exists()]
    if there:
        raise DraftError(
            f"{output / there[0]} is there already and is not overwritten; name another folder, or"
            " compare with: docbound draft --update."
        )
    written: list[Path] = []
    made = not output.exists()
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = output / name
            staged = output / f".{name}.new"
            written.append(staged)
            staged.write_text(text, encoding="utf-8")
        for name in files:
            (output / f".{name}.new").replace(output / name)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        if made and output.is_dir() and not any(output.iterdir()):
            output.rmdir()
        raise DraftError(f"{output} cannot be written: {error.strerror or error}.") from error
