"""jsonschema's errors as typed data."""

from __future__ import annotations

from typing import TypeAlias

from docbound.records import record
from docbound.service import JSONValue

Steps: TypeAlias = tuple[str | int, ...]


@record(eq=False)
class SchemaError:
    """One error.

    Attributes:
        keyword: the keyword that failed (``required``), or an empty string.
        limit: the keyword's value in the schema.
        instance: the value that is wrong.
        schema: the schema that holds the keyword.
        message: the words that jsonschema has for it, as far as a finding is made of them.
        path: the way to the value, from where validation began.
        steps: the last part of ``path``: from the value of the error around this one.
        branch: the alternative of the error around this one that it belongs to.
        schema_path: the way to the keyword, from where validation began.
        context: the errors of the alternatives, for ``oneOf`` and ``anyOf``.
    """

    keyword: str
    limit: JSONValue
    instance: JSONValue
    schema: dict[str, JSONValue]
    message: str
    path: Steps
    steps: Steps
    branch: str | int
    schema_path: Steps
    context: tuple[SchemaError, ...]
