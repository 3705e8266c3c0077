"""Orders jsonschema's errors by their place in the description.

jsonschema goes through the keys of an object that its schema does not name in the order of a set,
which is another one in each run. Where only the first error counts, as in the check of a schema, it
would be an error here today and another one tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, Final, TypeAlias

# jsonschema has no types of its own; typeshed's are a distribution that a checker may or may not
# have.
from jsonschema.exceptions import (  # type: ignore[import-untyped,unused-ignore]
    SchemaError,
    ValidationError,
)

from docbound.service import JSONValue

_validators: Any = import_module("jsonschema.validators")
_attributes: Any = import_module("attrs")
_specifications: Any = import_module("openapi_schema_validator.validators")

_KEYWORD: Final = "additionalProperties"

Keyword: TypeAlias = Callable[
    [Any, JSONValue, JSONValue, dict[str, JSONValue]], Iterable[ValidationError] | None
]


@cache
def deterministic(validator: Any) -> Any:
    """A class of jsonschema validators that finds the same, in the order in which it is written.

    Args:
        validator: the class.

    Returns:
        The other class. What a schema with a ``$schema`` of its own is judged by keeps the order
        too.
    """
    keyword = validator.VALIDATORS.get(_KEYWORD)
    made = _validators.extend(validator, {_KEYWORD: ordered(keyword)} if keyword else {})
    fields = [field for field in _attributes.fields(made) if field.init]

    def evolve(self: Any, **changes: Any) -> Any:
        schema = changes.get("schema", self.schema)
        kind = deterministic(_validators.validator_for(schema, default=validator))
        kept = {field.alias: getattr(self, field.name) for field in fields}
        return kind(**(kept | changes))

    made.evolve = evolve
    return made


def ordered(keyword: Keyword) -> Keyword:
    """``additionalProperties`` that goes through the keys as they are written."""

    def check(
        judge: Any, value: JSONValue, instance: JSONValue, schema: dict[str, JSONValue]
    ) -> Iterator[ValidationError]:
        if isinstance(value, dict) and isinstance(instance, dict):
            for key, member in instance.items():
                yield from keyword(judge, value, {key: member}, schema) or ()
        else:
            yield from keyword(judge, value, instance, schema) or ()

    return check


def checking(check: Any) -> Callable[[JSONValue], None]:
    """The check of a schema that raises the first error in the order of the schema.

    Args:
        check: ``check_schema`` of a class of validators, or a partial call of it.

    Returns:
        The check. It raises ``jsonschema.exceptions.SchemaError``.
    """
    options: dict[str, Any] = getattr(check, "keywords", {})
    kind: Any = getattr(check, "func", check).__self__
    judge = deterministic(_validators.validator_for(kind.META_SCHEMA, default=kind))(
        kind.META_SCHEMA,
        format_checker=options.get("format_checker", kind.FORMAT_CHECKER),
        registry=_specifications.OPENAPI_SPECIFICATIONS,
    )

    def first(schema: JSONValue) -> None:
        for error in judge.iter_errors(schema):
            raise SchemaError.create_from(error)

    return first
