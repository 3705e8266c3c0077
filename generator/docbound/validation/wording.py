"""Schema errors in words: what is wrong, and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from docbound.document.unresolved import similar
from docbound.records import record
from docbound.service import JSONValue
from docbound.validation.best_alternative import Leaf

from .object_names import object_name
from .schema_error import SchemaError


@record
class Wording:
    """One finding about a value.

    Attributes:
        code, message, hint: as in :class:`docbound.diagnostics.diagnostic.Diagnostic`.
        key: the key below the value that the finding is about, if it is about one.
        at_key: whether the value's own key is the place to show, not the value.
        about: the key that is missing, if one is.
    """

    code: str
    message: str
    hint: str = ""
    key: str | None = None
    at_key: bool = False
    about: str = ""


_KINDS: Final[Mapping[str, str]] = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "null": "null",
}
_NEEDED: Final[Mapping[str, str]] = {
    "info": "add info: with a title and a version",
    "paths": "add paths:, which may be empty ({})",
    "title": "add a title: the name of the service",
    "version": 'add a version: of the description, such as "1.0.0"',
    "description": "add a description:, which may be an empty string",
    "responses": "add responses: with at least one status or default",
    "name": "add its name, as it is on the wire",
    "in": "add in: with path, query, header or cookie",
    "required": "a path parameter needs required: true",
    "schema": "add a schema: that says what the value is",
    "url": "add its url:",
    "type": "add its type:",
}


def words(leaf: Leaf, tokens: tuple[str, ...]) -> Iterator[Wording]:
    """Describes one schema error.

    Args:
        leaf: the error.
        tokens: where its value is, as steps from the root.
    """
    error = leaf.error
    match error.keyword:
        case "required":
            if error.instance != {} or tokens[-1:] != (_STATUS_PLACE,):
                yield _required(error, tokens)
        case "additionalProperties" | "unevaluatedProperties" | "propertyNames":
            yield from _unknown_keys(error, tokens)
        case "enum" | "const":
            yield _not_one_of(error, leaf.allowed)
        case "not" if not isinstance(error.instance, dict) and "required" in _keys(error.limit):
            return  # another error says that there is no object at all
        case keyword if keyword in _SIMPLE:
            yield _SIMPLE[keyword](error)
        case _:
            yield _other(error)


def show(value: object) -> str:
    """A value as JSON, shortened; a number as it was written."""
    if isinstance(value, float):
        return str(value)
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def as_text(value: object) -> str:
    """A value as it is within quotes."""
    return value if isinstance(value, str) else show(value)


def kind(value: object) -> str:
    """What a value is: ``a string``, ``an object`` …"""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int():
            return "an integer"
        case float():
            return "a number"
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            return "a value"


def listed(values: Iterable[object], most: int = 8) -> str:
    """``a, b or c``, cut after ``most``."""
    shown = [value if isinstance(value, str) else show(value) for value in values]
    if len(shown) > most:
        return f"{', '.join(shown[:most])} ..."
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} or {shown[-1]}"


def _required(error: SchemaError, tokens: tuple[str, ...]) -> Wording:
    names = error.limit if isinstance(error.limit, list) else []
    written = list(error.instance) if isinstance(error.instance, dict) else []
    missing = next(
        (
            str(name)
            for name in names
            if name not in written and error.message.startswith(repr(name))
        ),
        error.message.partition(" ")[0].strip("'"),
    )
    meant = similar(missing, [key for key in written if not key.startswith("x-")])
    return Wording(
        code="missing-key",
        message=f"{object_name(tokens)} has no {missing!r}, which is required",
        hint=(
            f"was {meant!r} meant to be {missing!r}?"
            if meant
            else _NEEDED.get(missing, f"add {missing}:")
        ),
        at_key=True,
        about=missing,
    )


_OF_ANOTHER_VERSION: Final = {
    **dict.fromkeys(("basePath", "host", "schemes"), "of Swagger 2.0; OpenAPI 3 has servers"),
    **dict.fromkeys(
        ("consumes", "produces"), "of Swagger 2.0; OpenAPI 3 has content in each body and response"
    ),
    "definitions": "of Swagger 2.0; OpenAPI 3 has components/schemas",
    "securityDefinitions": "of Swagger 2.0; OpenAPI 3 has components/securitySchemes",
    "components": "of OpenAPI 3; Swagger 2.0 has definitions, parameters, responses and"
    " securityDefinitions",
    "requestBody": "of OpenAPI 3; Swagger 2.0 has a parameter with in: body",
    "servers": "of OpenAPI 3; Swagger 2.0 has schemes, host and basePath",
}
"""Where keys of the root and of operations belong that one version has and the other has not."""

_STATUS_PLACE: Final = "responses"
_COMPONENT_NAME: Final = re.compile(r"[a-zA-Z0-9.\-_]+\Z")


def _unknown_keys(error: SchemaError, tokens: tuple[str, ...]) -> Iterator[Wording]:
    allowed = _allowed_keys(error)
    for key in _extra_keys(error):
        meant = similar(key, allowed)
        question = f"; did you mean {meant!r}?" if meant else ""
        yield Wording(
            code="unknown-key",
            message=f"{key!r} is not allowed in {object_name(tokens)}{question}",
            hint="" if meant else _hint_for_key(key, tokens, allowed),
            key=key,
        )


def _hint_for_key(key: str, tokens: tuple[str, ...], allowed: list[str]) -> str:
    if tokens[-1:] == (_STATUS_PLACE,):
        return 'a response is keyed by a status ("200"), a range ("4XX") or default'
    if tokens == ("paths",):
        return f"a path starts with a slash: /{key}"
    if tokens[:1] == ("components",) and len(tokens) == 2 and not _COMPONENT_NAME.match(key):
        return "the name of a component has letters, digits, dots, hyphens and underscores only"
    names = [name for name in allowed if name != "$ref"]
    is_operation = len(tokens) == 3 and tokens[0] == "paths"
    if key in _OF_ANOTHER_VERSION and (not tokens or is_operation):
        return f"{key} is {_OF_ANOTHER_VERSION[key]}"
    if not names:
        return "keys of your own start with x-"
    return f"keys of your own start with x-; known here: {listed(sorted(names), 12)}"


def _extra_keys(error: SchemaError) -> list[str]:
    if not isinstance(error.instance, dict):
        return [show(error.instance)]
    if error.keyword == "additionalProperties":
        known = _keys(error.schema.get("properties"))
        patterns = _keys(error.schema.get("patternProperties"))
        return [
            key
            for key in error.instance
            if key not in known and not any(re.search(pattern, key) for pattern in patterns)
        ]
    return [key for key in error.instance if repr(key) in error.message]


def _allowed_keys(error: SchemaError) -> list[str]:
    return _keys(error.schema.get("properties"))


def _keys(value: JSONValue) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def _type(error: SchemaError) -> Wording:
    wanted = error.limit
    names = [str(name) for name in (wanted if isinstance(wanted, list) else [wanted])]
    expected = listed(_KINDS.get(name, name) for name in names)
    value = error.instance
    hint = ""
    if "string" in names and isinstance(value, int | float):
        hint = f'put it in quotes: "{as_text(value)}"'
    elif "object" in names and value is None:
        hint = "nothing follows the colon: write {} for an empty object, or remove the key"
    elif "array" in names and isinstance(value, bool) and error.path[-1:] == ("required",):
        hint = "list the name of what is required in `required` of the object around it"
    elif "array" in names and isinstance(value, str):
        hint = f"write it as a list: [{value}]"
    return Wording(
        code="wrong-type",
        message=(
            f"nothing (null) is here, but {expected} is expected"
            if value is None
            else f"{show(value)} is {kind(value)}, but {expected} is expected here"
        ),
        hint=hint,
    )


def _not_one_of(error: SchemaError, allowed: tuple[object, ...]) -> Wording:
    meant = similar(error.instance, allowed)
    question = f"; did you mean {meant!r}?" if meant else ""
    return Wording(
        code="unknown-value",
        message=f"{show(error.instance)} is not known here{question}",
        hint=f"write {listed(allowed)}",
    )


def _pattern(error: SchemaError) -> Wording:
    hint = f"the pattern is {error.limit}"
    if error.path == ("openapi",):
        parts = re.findall(r"[0-9]+", str(error.instance))[:3]
        whole = ".".join([*parts, "0", "0"][:3])
        hint = f'write all three parts of the version and nothing else, such as "{whole}"'
    if "propertyNames" in error.schema_path:
        return Wording(
            code="wrong-form",
            message=f"{error.instance!r} is not a key that is allowed here",
            hint=f"the pattern of a key is {error.limit}",
            key=str(error.instance),
        )
    return Wording(
        code="wrong-form",
        message=f"{show(error.instance)} does not have the form that is required here",
        hint=hint,
    )


def _format(error: SchemaError) -> Wording:
    return Wording(
        code="wrong-form",
        message=f"{show(error.instance)} is not a valid {error.limit}",
    )


def _too_few(error: SchemaError) -> Wording:
    things = "keys" if error.keyword == "minProperties" else "items"
    least = error.limit
    return Wording(
        code="too-few",
        message=(
            f"{kind(error.instance)} without {things} is not allowed here"
            if least == 1
            else f"{kind(error.instance)} with at least {least} {things} is expected here"
        ),
        at_key=True,
    )


def _too_many(error: SchemaError) -> Wording:
    return Wording(
        code="too-many",
        message=f"only {show(error.limit)} of these entries may be here",
        at_key=True,
    )


def _not_unique(error: SchemaError) -> Wording:
    seen: list[object] = []
    twice: object = None
    for item in error.instance if isinstance(error.instance, list) else ():
        if item in seen:
            twice = item
            break
        seen.append(item)
    return Wording(
        code="not-unique",
        message=f"the list has {show(twice)} more than once",
        hint="remove the repetition",
    )


def _limit(error: SchemaError) -> Wording:
    keyword = str(error.keyword)
    if keyword in ("minimum", "maximum"):
        # Up to OpenAPI 3.0 a flag beside the limit excludes it.
        strict = f"exclusive{keyword.capitalize()}"
        keyword = strict if error.schema.get(strict) is True else keyword
    relation = {
        "minimum": "at least",
        "exclusiveMinimum": "more than",
        "maximum": "at most",
        "exclusiveMaximum": "less than",
        "multipleOf": "a multiple of",
        "minLength": "a text with a length of at least",
        "maxLength": "a text with a length of at most",
    }[keyword]
    return Wording(
        code="out-of-range",
        message=f"{show(error.instance)} is not {relation} {show(error.limit)}",
    )


def _several(error: SchemaError) -> Wording:
    return Wording(
        code="ambiguous",
        message=f"{show(error.instance)} fits several alternatives of which only one may apply",
    )


def _forbidden(error: SchemaError) -> Wording:
    forbidden = error.limit
    names = forbidden.get("required") if isinstance(forbidden, dict) else None
    if isinstance(names, list):
        return Wording(
            code="excluded-keys",
            message=f"{' and '.join(map(repr, names))} are not allowed here together",
            hint="keep one of them",
            key=str(names[-1]),
        )
    return Wording(code="forbidden", message=f"{show(error.instance)} is not allowed here")


def _dependent(error: SchemaError) -> Wording:
    return Wording(
        code="missing-key",
        message=f"one key here needs another: {error.message}",
        at_key=True,
    )


def _null(error: SchemaError) -> Wording:
    return Wording(code="wrong-type", message="null is not allowed here", hint="add nullable: true")


def _contained(error: SchemaError) -> Wording:
    """More entries of a kind than a list may have: a second query as a whole (3.2)."""
    wanted = error.schema.get("contains")
    properties = wanted.get("properties") if isinstance(wanted, dict) else None
    kinds = [
        f"{key}: {value['const']}"
        for key, value in (properties.items() if isinstance(properties, dict) else ())
        if isinstance(value, dict) and "const" in value
    ]
    return Wording(
        code="too-many",
        message=f"only one of these entries may have {listed(kinds)}",
        hint="keep one",
        at_key=True,
    )


def _other(error: SchemaError) -> Wording:
    said = " ".join(error.message.split())
    said = said if len(said) <= 200 else f"{said[:197]}..."
    return Wording(code="forbidden", message=f"the specification does not allow this here: {said}")


_SIMPLE: Final[Mapping[str, Callable[[SchemaError], Wording]]] = {
    "type": _type,
    "pattern": _pattern,
    "format": _format,
    "minItems": _too_few,
    "minProperties": _too_few,
    "maxItems": _too_many,
    "maxProperties": _too_many,
    "contains": _contained,
    "maxContains": _contained,
    "uniqueItems": _not_unique,
    "minimum": _limit,
    "maximum": _limit,
    "exclusiveMinimum": _limit,
    "exclusiveMaximum": _limit,
    "multipleOf": _limit,
    "minLength": _limit,
    "maxLength": _limit,
    "oneOf": _several,
    "not": _forbidden,
    "dependentRequired": _dependent,
    "dependencies": _dependent,
    "nullable": _null,
}
