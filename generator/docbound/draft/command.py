"""``docbound draft``. Only click is imported with it: what reads pages is loaded when the command
runs.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docbound.command_options import PATH, json_option

if TYPE_CHECKING:
    from docbound.draft.draft_result import Drafted
    from docbound.draft.errors import DraftError


@click.command(short_help="Write a first description from documentation.")
@click.argument("sources", nargs=-1, metavar="SOURCE...", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=PATH,
    help="The folder for the three files, as in specs/cats.",
)
@click.option("--name", metavar="NAME", help="The client's name; by default the output folder's.")
@click.option(
    "--base-url",
    metavar="ADDRESS",
    default="",
    help="The service's address; counts before what the sources say.",
)
@click.option(
    "--rank",
    "ranks",
    metavar="SOURCE=N",
    multiple=True,
    help=(
        "The rank of a source, 0 the highest; by default pages are 0, packages 1, recorded calls 2."
    ),
)
@click.option(
    "--guess",
    is_flag=True,
    help=(
        "Take fields of every sample as required, and few repeated values as all there are; marked"
        " as guesses."
    ),
)
@click.option("--unread", is_flag=True, help="List the lines that nothing was made of.")
@click.option(
    "--update",
    is_flag=True,
    help="Compare newer sources with the description that is there, and write nothing.",
)
@json_option
def draft(
    sources: tuple[Path, ...],
    output: Path | None,
    name: str | None,
    base_url: str,
    ranks: tuple[str, ...],
    guess: bool,
    unread: bool,
    update: bool,
    as_json: bool,
) -> None:
    """Write a first description from the documentation in SOURCE: files or folders, several of them
    together.

    \b
      docbound draft docs/ --output specs/cats
      docbound draft page.html calls.har --output specs/cats --name cats

    Read are Markdown, MDX, HTML and reStructuredText as documentation sites and generated clients
    have them; folders of Python client packages; HAR files, VCR cassettes, Postman collections and
    curl commands. Written are openapi.yaml, documented.yaml (each fact with the line that states
    it) and client.yaml. What no source states is left open.
    """
    if not sources:
        raise click.UsageError(
            "name at least one SOURCE: a page, a folder of pages, a package, or recorded calls."
        )
    if output is None:
        raise click.UsageError("name the folder for the description, as in --output specs/cats.")
    if base_url and not re.match(r"https?://[^\s/]+", base_url):
        raise click.UsageError(
            f"--base-url {base_url!r} is no address; it begins with http:// or https://."
        )
    if output.is_symlink() and not output.exists():
        raise click.UsageError(f"--output {output} is a link to a missing target.")
    if output.exists() and not output.is_dir():
        raise click.UsageError(f"--output {output} is a file; name a folder.")
    name = name or output.resolve().name
    from docbound.draft.errors import DraftError

    try:
        code = _run(
            sources,
            output,
            name,
            base_url,
            _ranks(ranks, sources),
            guess,
            unread,
            update,
            as_json,
        )
    except DraftError as error:
        _tell(error)
        code = 1
    sys.exit(code)


def _say(text: str, *, is_error: bool = False) -> None:
    """Prints lines that quote pages and names of files, which may come from anybody."""
    from docbound.diagnostics.display import printable

    click.echo("\n".join(map(printable, text.split("\n"))), err=is_error)


def _tell(error: DraftError) -> None:
    from docbound.diagnostics.display import render_diagnostic

    for finding in error.findings:
        click.echo(render_diagnostic(finding), err=True)
    _say(f"error: {error}", is_error=True)


def _ranks(given: tuple[str, ...], sources: tuple[Path, ...]) -> dict[int, int]:
    found: dict[int, int] = {}
    for text in given:
        name, _, number = text.rpartition("=")
        places = [place for place, source in enumerate(sources) if str(source) == name]
        if not places or not number.isdigit():
            raise click.UsageError(
                f"--rank {text!r} names none of the sources; write it as --rank {sources[0]}=0."
            )
        found.update(dict.fromkeys(places, int(number)))
    return found


def _run(
    sources: tuple[Path, ...],
    output: Path,
    name: str,
    base_url: str,
    ranks: dict[int, int],
    guess: bool,
    unread: bool,
    update: bool,
    as_json: bool,
) -> int:
    from docbound.draft import drafting, summary
    from docbound.draft.errors import DraftError
    from docbound.draft.writer import disk

    drafted = drafting.draft_sources(sources, base_url=base_url, guess=guess, ranks=ranks)
    if update:
        return _update(drafted, output, as_json)
    files = disk.files_of(drafted, name, output)
    wrong = disk.validate_text(files["openapi.yaml"])
    if wrong:
        raise DraftError(
            "what was drafted is not valid, and nothing is written; please report the source:\n"
            + "\n".join(wrong[:5])
        )
    disk.write_files(files, output)
    if as_json:
        report = {
            "output": output.as_posix(),
            "files": list(files),
            **summary.as_json(drafted),
        }
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        _say(f"{output}: {', '.join(files)}")
        for line in summary.lines(drafted, unread=unread):
            _say(line)
    return 0


def _update(drafted: Drafted, output: Path, as_json: bool) -> int:
    from docbound.draft import update

    changes = update.compare(drafted, output)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "output": output.as_posix(),
                    "changes": [update.as_json(change) for change in changes],
                },
                indent=2,
                ensure_ascii=False,
            )
        )
    else:
        for change in changes:
            _say(update.line(change))
        found = f"{len(changes)} facts differ" if changes else "nothing has changed"
        _say(f"{output}: {found}")
    return 1 if changes else 0
