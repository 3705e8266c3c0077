"""``docbound suggest``: proposals for client.yaml."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docbound.command_options import PATH

if TYPE_CHECKING:
    from docbound.suggest.suggestion import Described, Suggestion

_KINDS = ("pagination", "idempotency", "errors", "retries", "streams", "webhooks", "resources")


@click.command(short_help="Propose pagination and the like for client.yaml.")
@click.argument("spec", type=PATH)
@click.option(
    "--config",
    metavar="FILE",
    type=PATH,
    help="The client.yaml; what it settles is not proposed.",
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(_KINDS),
    help="Propose this kind only; may be given several times.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Put the proposals into the client.yaml; everything else in it stays as it is.",
)
@click.option(
    "--stainless",
    metavar="FILE",
    type=PATH,
    help="Propose what this configuration of a Stainless project says, and nothing else.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the proposals for machines.")
def suggest(
    spec: Path,
    config: Path | None,
    only: tuple[str, ...],
    write: bool,
    stainless: Path | None,
    as_json: bool,
) -> None:
    """Propose what client.yaml could say of SPEC, a description or a folder such as specs/cats:
    pagination, keys that make retries safe, errors in successful responses, events that are errors,
    signatures of webhooks, a tree of methods.

    \b
      docbound suggest openapi.yaml
      docbound suggest specs/cats --write
      docbound suggest specs/cats --stainless stainless.yml

    Each proposal comes with what speaks for it. Nothing of it counts before client.yaml says it.
    """
    spec, config = _inputs(spec, config)
    if write and config is None:
        raise click.UsageError("--write needs a file: name it as --config client.yaml.")
    described = _described(spec, config)
    found = _found(described, only, stainless)
    if write and config is not None:
        _write(config, found)
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in found], indent=2, ensure_ascii=False))
        return
    from docbound.suggest.merging import text_of

    if not write:
        click.echo(text_of(found), nl=False)
    click.echo(_summary(found, config if write else None), err=True)


def _found(described: Described, only: tuple[str, ...], stainless: Path | None) -> list[Suggestion]:
    """The proposals; what of a Stainless configuration becomes none is said."""
    if stainless is None:
        from docbound.suggest.rules import suggestions

        return suggestions(described, only)
    if only:
        raise click.UsageError("--only and --stainless exclude each other.")
    from docbound.suggest import stainless as configuration

    settings = _configuration(stainless)
    for line in configuration.left_out(described, settings):
        click.echo(f"{stainless}: left out: {line}", err=True)
    return configuration.suggestions(described, settings)


def _configuration(path: Path) -> Mapping[str, Any]:
    from docbound import document
    from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity
    from docbound.diagnostics.display import render_diagnostic

    found = Diagnostics()
    loaded = document.load(path, found)
    if loaded is not None and isinstance(loaded.root.get("resources"), dict):
        return loaded.root
    if loaded is not None:
        found.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="missing-setting",
                message="there are no `resources`, so this is no configuration of Stainless",
                hint="name the file that is usually called stainless.yml",
                position=loaded.position("#"),
            )
        )
    for item in found:
        if item.severity is Severity.ERROR:
            click.echo(render_diagnostic(item), err=True)
    sys.exit(1)


def _inputs(spec: Path, config: Path | None) -> tuple[Path, Path | None]:
    """The description and the client.yaml; those of a folder go by their usual names."""
    if not spec.is_dir():
        return spec, config
    names = ("openapi.yaml", "openapi.yml", "openapi.json")
    description = next((spec / name for name in names if (spec / name).is_file()), None)
    if description is None:
        raise click.UsageError(f"{spec} has none of {', '.join(names)}.")
    own = spec / "client.yaml"
    return description, config or (own if own.is_file() else None)


def _described(spec: Path, config: Path | None) -> Described:
    from docbound import document, pipeline
    from docbound.build_request import BuildRequest
    from docbound.diagnostics.diagnostic import Diagnostics, Severity
    from docbound.diagnostics.display import render_diagnostic
    from docbound.lower.assemble import make_context
    from docbound.suggest.suggestion import Described

    diagnostics = Diagnostics()
    there = config is not None and config.is_file()
    source = BuildRequest(
        description=spec, output=Path("client"), config=config if there else None, lenient=True
    )
    made = pipeline.interpret(source, diagnostics, {})
    if made is None:
        for item in diagnostics:
            if item.severity is Severity.ERROR:
                click.echo(render_diagnostic(item), err=True)
        sys.exit(1)
    given = document.load(config, Diagnostics()) if there and config is not None else None
    root = given.root if given is not None else {}
    return Described(
        document=made.document,
        context=make_context(made.api, made.names, made.settings, Diagnostics()),
        given=root,
    )


def _write(config: Path, found: list[Suggestion]) -> None:
    """Puts proposals into the file, unless it would no longer be read as before."""
    from docbound.diagnostics.diagnostic import Diagnostics
    from docbound.settings.settings import load
    from docbound.suggest.merging import MergeError, merged

    if not found:
        return
    before = config.read_text(encoding="utf-8") if config.is_file() else ""
    try:
        after = merged(before, found)
    except MergeError as error:
        raise click.ClickException(f"{config}: {error}; nothing was written") from None
    draft = config.with_name(f".{config.name}.suggested")
    try:
        draft.write_text(after, encoding="utf-8")
        if load(draft, Diagnostics()) is None:
            raise click.ClickException(f"{config} would not be read any more; nothing was written")
        draft.replace(config)
    finally:
        draft.unlink(missing_ok=True)


def _summary(found: list[Suggestion], written: Path | None) -> str:
    if not found:
        return "nothing to propose"
    count = f"{len(found)} proposal{'s' if len(found) > 1 else ''}"
    if written is None:
        return f"{count}; --write puts {'it' if len(found) == 1 else 'them'} into client.yaml"
    return f"{written}: {count} written; please read them"


def _as_json(suggestion: Suggestion) -> dict[str, object]:
    return {
        "section": suggestion.section,
        "key": suggestion.key,
        "value": suggestion.value,
        "reason": suggestion.reason,
        "unsure": suggestion.unsure,
        "operations": list(suggestion.operations),
        "lines": list(suggestion.lines),
    }
