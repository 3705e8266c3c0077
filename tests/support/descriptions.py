"""Tiny descriptions for tests, and a folder that looks like a project."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Final

CATS: Final = dedent("""\
    openapi: 3.1.0
    info: {title: Cats, version: "1"}
    servers: [{url: "https://cats.example"}]
    paths:
      /cats/{id}:
        get:
          operationId: getCat
          tags: [cats]
          parameters:
            - {name: id, in: path, required: true, schema: {type: integer}}
          responses:
            "200":
              description: One cat
              content: {application/json: {schema: {$ref: "#/components/schemas/Cat"}}}
    components:
      schemas:
        Cat:
          type: object
          required: [name]
          properties:
            name: {type: string}
            lives: {type: integer}
    """)
"""One operation, one model."""

DOGS: Final = CATS.replace("Cat", "Dog").replace("cats", "dogs")

BROKEN: Final = CATS.replace('info: {title: Cats, version: "1"}', "info: {title: Cats}")
"""Not valid: ``info`` lacks its version."""


def project(folder: Path, **descriptions: str) -> Path:
    """Makes ``folder`` a project with one client for each description; each imports as
    ``<client>_client``.

    Returns:
        The folder.
    """
    for client, text in descriptions.items():
        specs = folder / "specs" / client
        specs.mkdir(parents=True)
        (specs / "openapi.yaml").write_text(text, encoding="utf-8")
        (specs / "client.yaml").write_text(
            f"package: {client}_client\ndistribution: {client}-client\n",
            encoding="utf-8",
        )
    return folder
