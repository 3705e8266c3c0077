"""jsonschema's errors as plain typed data: everything that is wrong with one value, by one
keyword.
"""

from __future__ import annotations

from typing import Any, TypeAlias

# jsonschema has no types of its own; typeshed's are a distribution that a checker may or may not
# have.
from jsonschema.exceptions import (  # type: ignore[import-untyped,unused-ignore]
    ValidationError,
)

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
        message: jsonschema's own words.
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


def schema_error(error: Exception) -> SchemaError | None:
    """Reads an exception of jsonschema; None where it is another one, or an error that names no
    keyword.
    """
    if not isinstance(error, ValidationError):
        return None
    untyped: Any = error
    return _read(untyped) if isinstance(untyped.validator, str) else None


def _read(error: Any, outer: Steps = ()) -> SchemaError:
    """Takes ``error`` apart; ``Any`` because its attributes are untyped. ``outer`` is the path of
    the error around it.
    """
    schema: JSONValue = error.schema
    steps: Steps = tuple(error.relative_path)
    path = (*outer, *steps)
    schema_path: Steps = tuple(error.absolute_schema_path)
    relative: Steps = tuple(error.relative_schema_path)
    return SchemaError(
        keyword=str(error.validator),
        limit=error.validator_value,
        instance=error.instance,
        schema=schema if isinstance(schema, dict) else {},
        message=str(error.message),
        path=path,
        steps=steps,
        branch=relative[0] if relative else "",
        schema_path=schema_path,
        context=tuple(_read(inner, path) for inner in error.context or ()),
    )
