"""The command line: click, printing, exit codes. 0 is fine, 1 means findings or drift, 2 a wrong
call.

The pipeline is imported inside the commands: ``docbound --help`` should not wait for the validator.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docbound import __version__
from docbound.command_options import PATH, json_option, root_option, verbose_option

if TYPE_CHECKING:
    from docbound.build_request import BuildRequest, BuildResult
    from docbound.diagnostics.diagnostic import Diagnostic
    from docbound.settings.filters import Filters


_STANDARD_INPUT = Path("-")
_LAZY = {
    **{
        name: (f"docbound.harness.commands.{name}", line)
        for name, line in (
            ("check", "Check everything that belongs together: the gate for CI."),
            ("new", "Begin a client: description, settings, facts, a fixture, a workflow."),
            ("report", "Write one page about fixtures, facts, drift and findings."),
            ("serve", "Serve a stub of a service on loopback."),
            ("schema", "Print the JSON Schema of client.yaml, documented.yaml or a cassette."),
            ("fixtures", "Make, list and refresh fixtures."),
            (
                "record",
                "Record fixtures from the live service, a HAR file or VCR cassettes.",
            ),
            ("replay", "Play the fixtures through the packages."),
        )
    },
    "draft": (
        "docbound.draft.command",
        "Write a first description from documentation.",
    ),
    "release": (
        "docbound.harness.commands.release",
        "Set a client's version, and write its changelog.",
    ),
    "suggest": (
        "docbound.suggest.command",
        "Propose pagination and the like for client.yaml.",
    ),
    "sbom": (
        "docbound.commands.sbom",
        "Print a bill of materials (CycloneDX) of docbound or a package.",
    ),
    "explain": (
        "docbound.commands.explain",
        "Say what a rule means, and how to mend what it finds.",
    ),
    "diff": (
        "docbound.diff.command",
        "Say what a change means for the users of a package.",
    ),
}
"""Commands with a module of their own: imported when they are called. Each has its line in the list
of commands.
"""


class _Commands(click.Group):
    """The commands; those of the harness are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_LAZY})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _LAZY:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        command: click.Command = getattr(import_module(_LAZY[cmd_name][0]), cmd_name)
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            _say_unusable(error)
        sys.exit(1)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        known = {name: command.get_short_help_str(80) for name, command in self.commands.items()}
        lines = known | {name: line for name, (_, line) in _LAZY.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(lines.items()))


def _say_unusable(error: OSError) -> None:
    """What is said where the file system refuses a path that a command was given, or made; or takes
    nothing of what is printed.
    """
    from docbound.diagnostics import display
    from docbound.diagnostics.diagnostic import Diagnostic, Severity

    what, hint = _refused(error)
    finding = Diagnostic(
        severity=Severity.ERROR,
        code="unusable-path",
        message=f"{what} cannot be used: {error.strerror or error}",
        hint=hint,
    )
    with suppress(OSError):  # where standard error is on the same disk
        _print_lines([display.render_diagnostic(finding)])


def _refused(error: OSError) -> tuple[str, str]:
    """What the file system refused, and what to do about it."""
    if error.filename is not None:
        name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
        return f"{name}", "check the name, what is at that place, and its permissions"
    try:
        Path.cwd()
    except OSError:
        return "the present folder", "change to a folder that exists"
    # What is still in the buffer would fail again when Python ends.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):
            stream.flush()
            continue
        with suppress(OSError, AttributeError):
            os.dup2(nowhere, stream.fileno())
    return "the output", "look where it goes: its disk may be full"


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="docbound")
def main() -> None:
    """Typed Python clients from OpenAPI descriptions.

    One client from one document:

    \b
      docbound generate openapi.yaml --output cats --package cats_client
      pip install ./cats

    A project with several (specs/<client>/ -> generated/<client>/): regenerate and check.

    Exit codes: 0 is fine, 1 means findings or drift, 2 a wrong call.
    """
    # A run is short and leaves little garbage: looking for it takes longer than it gives back, at
    # the end above all.
    gc.disable()
    click.get_current_context().call_on_close(_leave)


def _leave() -> None:
    gc.freeze()
    gc.enable()


def _operation_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Adds ``--include-tag`` and its relatives; they arrive as ``include_tag`` and so on, a tuple
    each.
    """
    for verb, words in (("exclude", "Leave out"), ("include", "Take only")):
        for kind, metavar, those in (
            ("operation", "ID", "the operation with this operationId"),
            ("path", "PATH", "operations at this path; a trailing * fits anything"),
            ("tag", "TAG", "operations with this tag"),
        ):
            command = click.option(
                f"--{verb}-{kind}",
                multiple=True,
                metavar=metavar,
                help=f"{words} {those}.",
            )(command)
    return command


def _filters(chosen: Mapping[str, tuple[str, ...]]) -> Filters | None:
    """The filters that the options give; None where there is no such option, so that those of
    client.yaml count.
    """
    if not any(chosen.values()):
        return None
    from docbound.settings.filters import Filters, OperationSet

    return Filters(
        tags=chosen["include_tag"],
        paths=chosen["include_path"],
        operations=chosen["include_operation"],
        exclude=OperationSet(
            tags=chosen["exclude_tag"],
            paths=chosen["exclude_path"],
            operations=chosen["exclude_operation"],
        ),
    )


_ALLOW_PATH = click.option(
    "--allow-path",
    "allowed_paths",
    metavar="PATH",
    type=PATH,
    multiple=True,
    help=(
        "A file or folder outside of the project that references may lead to; may be given several"
        " times."
    ),
)
_FORCE = click.option(
    "--force",
    is_flag=True,
    help="Replace files that were edited by hand without keeping a copy.",
)


@main.command(short_help="Make a client package from one document.")
@click.argument("spec", type=PATH)
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=PATH,
    required=True,
    help="The distribution's folder; made if absent, updated if not.",
)
@click.option("--package", metavar="NAME", help="The import package's name.")
@click.option(
    "--config",
    metavar="FILE",
    type=PATH,
    help="A client.yaml: names, credentials, pagination and the like.",
)
@click.option(
    "--overlay",
    "overlays",
    metavar="FILE",
    type=PATH,
    multiple=True,
    help="An Overlay document; may be given several times.",
)
@click.option(
    "--lenient",
    is_flag=True,
    help="Go on where an assumption has to be made or something is not carried, and name it.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Stop at everything that the validator rejects, harmless or not.",
)
@click.option("--strict-keys", is_flag=True, help="Treat a duplicate key as an error.")
@click.option(
    "--handwritten",
    metavar="FOLDER",
    type=PATH,
    help="Python modules that are copied into the package as they are.",
)
@click.option(
    "--names",
    metavar="FILE",
    type=PATH,
    help="Where names are kept from run to run; in the output's .docbound.json by default.",
)
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Write nothing; exit 1 if the folder differs from what would be written.",
)
@_FORCE
@_ALLOW_PATH
@_operation_filters
@json_option
@verbose_option
def generate(
    spec: Path,
    output: Path,
    package: str | None,
    config: Path | None,
    overlays: tuple[Path, ...],
    lenient: bool,
    strict: bool,
    strict_keys: bool,
    handwritten: Path | None,
    names: Path | None,
    only_check: bool,
    force: bool,
    allowed_paths: tuple[Path, ...],
    as_json: bool,
    verbose: bool,
    **chosen: tuple[str, ...],
) -> None:
    """Make a client package from SPEC: OpenAPI 3.x or Swagger 2.0, YAML or JSON; - is standard
    input.

    The package's name is that of --package, else that of the config, else made from the document's
    title.

    Faults of SPEC that change nothing of the package are repaired and named. Where an assumption
    has to be made, or something cannot be carried, nothing is made without --lenient.

    --include-* and --exclude-* may be given several times. An operation is taken if any --include-*
    fits it (all are, where there is none) and no --exclude-* does. With any of them, the filters of
    the config do not count.
    """
    from docbound import build_request

    _require_inputs(spec, config, overlays, handwritten)
    _require_package_name(package)
    if lenient and strict:
        raise click.UsageError("--lenient and --strict exclude each other.")
    _require_folder(output, "--output")
    source = build_request.BuildRequest(
        description=spec,
        output=output,
        config=config,
        package=package,
        names=names,
        handwritten=handwritten,
        overlays=overlays,
        lenient=lenient,
        strict=strict,
        strict_keys=strict_keys,
        allowed_paths=allowed_paths,
        filters=_filters(chosen),
        force=force,
    )
    _finish([source], write=not only_check, as_json=as_json, verbose=verbose)


def _require_inputs(
    spec: Path, config: Path | None, overlays: tuple[Path, ...], handwritten: Path | None
) -> None:
    """Refuses what is named as input and is not there."""
    if spec != _STANDARD_INPUT:
        _require_file(spec, "SPEC")
    if config:
        _require_file(config, "--config")
    for overlay in overlays:
        _require_file(overlay, "--overlay")
    if handwritten:
        _require_existing_folder(handwritten, "--handwritten")


def _require_package_name(package: str | None) -> None:
    from docbound.settings import package_names

    wrong = "" if package is None else package_names.fault(package)
    if wrong:
        raise click.UsageError(
            f"--package {package!r} {wrong}; use letters, digits and underscores, as in"
            " acme_client."
        )


@main.command(short_help="Bring generated/ up to date.")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@root_option
@_FORCE
@json_option
@verbose_option
def regenerate(
    clients: tuple[str, ...],
    root: Path | None,
    force: bool,
    as_json: bool,
    verbose: bool,
) -> None:
    """Bring generated/ up to date: all clients of specs/, or those named."""
    sources = _client_sources(root, clients, force=force)
    strays = () if clients else _strays(root)
    _finish(sources, write=True, as_json=as_json, verbose=verbose, strays=strays)


@main.command(short_help="Say what is wrong with a document.")
@click.argument("spec", type=PATH)
@click.option("--strict-keys", is_flag=True, help="Treat a duplicate key as an error.")
@_ALLOW_PATH
@json_option
@verbose_option
def validate(
    spec: Path,
    strict_keys: bool,
    allowed_paths: tuple[Path, ...],
    as_json: bool,
    verbose: bool,
) -> None:
    """Say what is wrong with SPEC, each finding with its place; - is standard input.

    Exit 1 where openapi-spec-validator rejects SPEC. Each finding says what it does to a package:
    nothing (harmless), an assumption (guess), or a loss (drop).
    """
    from docbound import assessment, document
    from docbound.commands import report
    from docbound.diagnostics import display
    from docbound.diagnostics.diagnostic import Diagnostics

    if spec != _STANDARD_INPUT:
        _require_file(spec, "SPEC")
    diagnostics = Diagnostics()
    loaded = document.load(spec, diagnostics, strict_keys=strict_keys, allowed_paths=allowed_paths)
    if loaded is not None:
        assessment.assess(loaded, diagnostics, assessment.Policy.STRICT)
    if as_json:
        found = [display.to_report(item) for item in diagnostics]
        _print_json(
            {
                "spec": spec.as_posix(),
                "ok": not diagnostics.has_errors,
                "effects": report.effects(diagnostics),
                "diagnostics": found,
            }
        )
    else:
        _print_lines(report.findings(diagnostics, quiet=not verbose))
        _progress(f"{spec}: {'not valid' if diagnostics.has_errors else 'valid'}")
        _print_lines(report.outlook(diagnostics))
    sys.exit(1 if diagnostics.has_errors else 0)


def _client_sources(
    root: Path | None, wanted: tuple[str, ...], *, force: bool = False
) -> list[BuildRequest]:
    from docbound.harness import project
    from docbound.harness.errors import HarnessError

    try:
        found = project.find(root)
        return [found.source(client, force=force) for client in found.chosen(wanted)]
    except HarnessError as error:
        from docbound.diagnostics import display

        _print_lines(map(display.render_diagnostic, error.findings))
        sys.exit(error.exit_code)


def _strays(root: Path | None) -> tuple[Diagnostic, ...]:
    """Folders of a project that are left out, since they have no description."""
    from docbound.harness import project
    from docbound.harness.checks import strays

    return tuple(finding for _, finding in strays.of_generated(project.find(root)))


def _finish(
    sources: Iterable[BuildRequest],
    *,
    write: bool,
    as_json: bool,
    verbose: bool,
    strays: tuple[Diagnostic, ...] = (),
) -> None:
    from docbound.commands import report
    from docbound.commands.build import build

    outcomes: list[BuildResult] = []
    for source in sources:
        _progress(f"{source.description} ...")
        outcome = build(source, write=write)
        outcomes.append(outcome)
        if not as_json:
            _print_lines(report.findings(outcome.diagnostics, quiet=not verbose))
            for line in report.drift(outcome):
                click.echo(line)
            _print_lines(report.edits(outcome))
            _progress(report.summary(outcome))
        _print_lines(report.refusal(outcome))
    if as_json:
        _print_json({"clients": [report.as_json(outcome) for outcome in outcomes]})
    failed = any(outcome.failed for outcome in outcomes)
    sys.exit(1 if _has_errors(strays) or failed else 0)


def _has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Prints findings that are about no client, and says whether there is an error."""
    from docbound.diagnostics import display
    from docbound.diagnostics.diagnostic import Severity

    found = tuple(findings)
    _print_lines(map(display.render_diagnostic, found))
    return any(finding.severity is Severity.ERROR for finding in found)


def _progress(line: str) -> None:
    """Says how far we are, on a terminal; a pipe sees nothing."""
    if sys.stderr.isatty():
        click.echo(line, err=True)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line, err=True)


def _print_json(content: object) -> None:
    click.echo(json.dumps(content, indent=2, ensure_ascii=False))


def _require_folder(path: Path, name: str) -> None:
    exists = _exists(path)
    if not exists and _exists(path, follow_symlinks=False):
        raise click.UsageError(f"{name} {path} is a link to a missing target.")
    if exists and not path.is_dir():
        raise click.UsageError(f"{name} {path} is a file; name a folder.")


def _require_existing_folder(path: Path, name: str) -> None:
    if not _exists(path):
        raise click.UsageError(f"{name} {path} does not exist.")
    if not path.is_dir():
        raise click.UsageError(f"{name} {path} is a file; name a folder.")


def _require_file(path: Path, name: str) -> None:
    if not _exists(path):
        raise click.UsageError(f"{name} {path} does not exist.")
    if path.is_dir():
        raise click.UsageError(f"{name} {path} is a folder; name a file.")


def _exists(path: Path, *, follow_symlinks: bool = True) -> bool:
    """Whether something is there, as far as one may look; ``Path.exists`` raises where one may
    not.
    """
    try:
        path.stat(follow_symlinks=follow_symlinks)
    except OSError:
        return False
    return True
