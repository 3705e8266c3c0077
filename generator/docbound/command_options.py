"""Options that several commands have, and the type of paths on the command line."""

from __future__ import annotations

import os
from pathlib import Path

import click


class _Path(click.Path):
    """A path as it is given. An empty one, such as a variable that is not set leaves, would mean
    the present folder.
    """

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if not os.fspath(value):
            self.fail("the name is empty.", param, ctx)
        if isinstance(value, str) and "://" in value:
            self.fail(f"{value} is an address; download it, and name the file.", param, ctx)
        return super().convert(value, param, ctx)


PATH = _Path(path_type=Path)
"""The type of an argument or option that names a file or folder."""

root_option = click.option(
    "--root",
    metavar="FOLDER",
    type=PATH,
    help=(
        "The project's folder; by default the nearest one from the present folder upwards that has"
        " specs/."
    ),
)
json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print a machine-readable report on standard output.",
)
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Show notes as well as errors and warnings."
)
argument_option = click.option(
    "--argument",
    "arguments",
    metavar="NAME=VALUE",
    multiple=True,
    help="An argument of the call; JSON or text.",
)
