"""``docbound schema``: the JSON Schemas of the files that people write."""

from __future__ import annotations

import click

from docbound.harness.editor_schemas.schema_files import SCHEMAS, schema_text


@click.command(short_help="Print the JSON Schema of client.yaml, documented.yaml or a cassette.")
@click.argument("name", type=click.Choice(tuple(SCHEMAS)))
def schema(name: str) -> None:
    """Print the JSON Schema of NAME, for editors: `# yaml-language-server: $schema=FILE` in a
    file's first line.
    """
    click.echo(schema_text(name), nl=False)
