"""What the specifications permit although the validator objects: no fault of a description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from docbound.validation.object_names import object_name
from docbound.validation.regular_expressions import is_regular_expression
from docbound.validation.schema_error import SchemaError

Tokens = tuple[str, ...]


def is_permitted(error: SchemaError, tokens: Tokens, line: str) -> bool:
    """Whether what an error is about is as the specification has it.

    Args:
        error: the validator's error.
        tokens: where its value is, as steps from the root.
        line: the version of the specification.
    """
    return any(permits(error, tokens, line) for permits in _PERMITTED)


def _is_ecma_expression(error: SchemaError, tokens: Tokens, line: str) -> bool:
    """A regular expression of ECMA-262 that Python does not read (JSON Schema Validation 2020-12,
    6.3.3 and 7.3.8; OpenAPI 3.0 and Swagger 2.0, "Schema Object").
    """
    is_expression = error.keyword == "format" and error.limit == "regex"
    return is_expression and is_regular_expression(error.instance)


def _is_file_response(error: SchemaError, tokens: Tokens, line: str) -> bool:
    """A response that is a file (Swagger 2.0, "Response Object", ``schema``)."""
    is_file = line == "2.0" and error.instance == "file" and tokens[-2:] == ("schema", "type")
    return is_file and object_name(tokens[:-2]) == "this response"


_PERMITTED: Final[tuple[Callable[[SchemaError, Tokens, str], bool], ...]] = (
    _is_ecma_expression,
    _is_file_response,
)
