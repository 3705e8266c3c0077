"""The errors of openapi-spec-validator and jsonschema, read as :mod:`.objections`."""

from __future__ import annotations

import re
from typing import Any, Final

# jsonschema has no types of its own; typeshed's are a distribution that a checker may or may not
# have.
from jsonschema.exceptions import (  # type: ignore[import-untyped,unused-ignore]
    ValidationError,
)
from openapi_spec_validator.validation.exceptions import (
    DuplicateOperationIDError,
    ExtraParametersError,
    OpenAPIValidationError,
    ParameterDuplicateError,
    UnresolvableParameterError,
)
from referencing.exceptions import Unresolvable

from docbound.service import JSONValue

from .objections import Fault, Place, RuleError, RuleName, UnresolvedReference
from .schema_error import SchemaError, Steps

_QUOTED: Final = re.compile(r"'([^']*)'")
_RULES: Final[tuple[tuple[type[Exception], RuleName], ...]] = (
    (UnresolvableParameterError, "path-parameter"),
    (DuplicateOperationIDError, "operation-id"),
    (ParameterDuplicateError, "parameter"),
    (ExtraParametersError, "required"),
)


def fault_of(error: Exception, place: Place = ()) -> Fault:
    """What an exception of the validator says about the part at ``place``; the exception itself
    where it stopped the validator.
    """
    if isinstance(error, Unresolvable):
        return UnresolvedReference(reference=str(error.ref))
    if not isinstance(error, ValidationError):
        return error
    untyped: Any = error
    message = str(untyped.message)
    keyword: object = untyped.validator
    for kind, rule in _RULES:
        if isinstance(error, kind):
            names = _QUOTED.findall(message)
            # The others name the operation and its path, too.
            return RuleError(rule=rule, names=tuple(names if rule == "required" else names[:1]))
    if isinstance(keyword, str):
        return _read(untyped)
    if isinstance(error, OpenAPIValidationError):
        return RuleError(
            rule="tag" if place == ("tags",) else "schema",
            names=tuple(_QUOTED.findall(message)[:1]),
            message=message,
        )
    stopped: Exception = error
    return stopped


def _read(error: Any, outer: Steps = ()) -> SchemaError:
    """Takes ``error`` apart; ``Any`` because its attributes are untyped. ``outer`` is the path of
    the error around it.
    """
    schema: JSONValue = error.schema
    limit: JSONValue = error.validator_value
    instance: JSONValue = error.instance
    steps: Steps = tuple(error.relative_path)
    path = (*outer, *steps)
    relative: Steps = tuple(error.relative_schema_path)
    return SchemaError(
        keyword=str(error.validator),
        limit=limit,
        instance=instance,
        schema=schema if isinstance(schema, dict) else {},
        message=str(error.message),
        path=path,
        steps=steps,
        branch=relative[0] if relative else "",
        schema_path=tuple(error.absolute_schema_path),
        context=tuple(_read(inner, path) for inner in error.context or ()),
    )
