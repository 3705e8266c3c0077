"""The effect of an objection on the package: harmless, guess or drop.

Each kind of objection has one repair: an unknown key is left out, a missing one is taken to be
empty, a value that cannot be read
is ignored. Its effect depends on what the repair takes away: nothing, words for people, or
something that the package would otherwise carry (``CARRIED``). What interpretation has to say about
the same fault outranks this; see :mod:`.merging`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.document import join
from docbound.document.prose_places import is_prose
from docbound.document.unresolved import similar
from docbound.records import record
from docbound.service import JSONValue
from docbound.validation.object_names import METHODS, object_name
from docbound.validation.regular_expressions import is_regular_expression
from docbound.validation.schema_error import SchemaError
from docbound.validation.wording import Wording

Tokens = tuple[str, ...]

_TYPES: Final = frozenset({"object", "array", "string", "integer", "number", "boolean", "null"})


@record
class Weight:
    """What a fault does to the package, and what is done about it."""

    effect: Effect
    action: str


_IGNORED: Final = Weight(effect=Effect.HARMLESS, action="it is ignored")
_LOST: Final = Weight(effect=Effect.DROP, action="the package does not carry it")
_LEFT_OUT: Final = Weight(effect=Effect.DROP, action="it is left out")
_AS_WRITTEN: Final = Weight(effect=Effect.GUESS, action="it is read as it is written")
_PROSE: Final = Weight(
    effect=Effect.HARMLESS, action="it is left out of what is written for people"
)
_AS_TEXT: Final = Weight(effect=Effect.HARMLESS, action="it is read as a text")
_LATER: Final = Weight(effect=Effect.HARMLESS, action="it is read as other versions define it")

_SCHEMA: Final = frozenset(
    {
        *("type", "format", "enum", "const", "items", "prefixItems", "properties"),
        *("required", "additionalProperties", "patternProperties", "nullable"),
        *("unevaluatedProperties", "allOf", "oneOf", "anyOf", "discriminator"),
        *("readOnly", "writeOnly", "multipleOf", "maximum", "exclusiveMaximum"),
        *("minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern"),
        *("maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties"),
        *("$ref", "contentEncoding", "contentMediaType", "collectionFormat"),
    }
)
CARRIED: Final[Mapping[str, frozenset[str]]] = {
    "this schema": _SCHEMA,
    "this parameter": _SCHEMA
    | {"name", "in", "schema", "content", "style", "explode"}
    | {"allowReserved", "collectionFormat"},
    "this header": (_SCHEMA - {"required"}) | {"schema", "content", "collectionFormat"},
    "this response": frozenset({"content", "schema", "headers", "$ref"}),
    "this request body": frozenset({"content", "required", "schema", "$ref"}),
    "this media type": frozenset({"schema", "itemSchema", "encoding"}),
    "this encoding": frozenset({"contentType", "style", "explode", "headers"}),
    "this operation": frozenset(
        {
            *("parameters", "requestBody", "responses", "security", "servers"),
            *("consumes", "produces", "schemes", "callbacks"),
        }
    ),
    "this path": METHODS | {"parameters", "servers", "$ref", "additionalOperations", "path"},
    "this server": frozenset({"url", "variables"}),
    "this server variable": frozenset({"default", "enum"}),
    "this security scheme": frozenset(
        {"type", "name", "in", "scheme", "flows", "flow", "tokenUrl", "scopes"}
    ),
    "this OAuth2 flow": frozenset({"tokenUrl"}),
    "discriminator": frozenset({"propertyName", "mapping", "defaultMapping"}),
    "components": frozenset(
        {
            *("schemas", "parameters", "responses", "requestBodies", "headers"),
            *("securitySchemes", "pathItems", "callbacks", "mediaTypes"),
        }
    ),
    "the description": frozenset(
        {
            *("paths", "components", "servers", "security", "webhooks", "host"),
            *("basePath", "schemes", "consumes", "produces", "definitions"),
            *("parameters", "responses", "securityDefinitions"),
        }
    ),
}
"""For each kind of object the keys, of any version, that a package depends on; the others only
describe.
"""

_READ_IN_ALL_VERSIONS: Final[Mapping[str, frozenset[str]]] = {
    "this schema": _SCHEMA,
    "this header": frozenset({"schema", "$ref"}),
    "this parameter": frozenset({"$ref"}),
    "this response": frozenset({"$ref"}),
    "this request body": frozenset({"$ref"}),
    "this media type": frozenset({"schema", "itemSchema"}),
    "this path": METHODS | {"additionalOperations"},
    "components": frozenset({"pathItems", "mediaTypes"}),
    "the description": frozenset({"webhooks"}),
    "discriminator": frozenset({"defaultMapping"}),
    "this security scheme": frozenset({"scheme", "flows"}),
}
"""Keys that are read wherever they stand, also in versions that do not know them."""

_OTHER_SPELLINGS: Final = (("type",), ("items",), ("discriminator",))
"""Keys that have a list (3.1, draft 4) or a text (2.0) in one version and something else in
another.
"""
_BOUNDS: Final = (("exclusiveMinimum",), ("exclusiveMaximum",))
"""Numbers in 3.1, and flags beside a bound before that; both are read in all versions."""

_ANY_VALUE: Final = Weight(effect=Effect.HARMLESS, action="it takes any value")
_MISSING: Final[Mapping[tuple[str, str], Weight]] = {
    ("this parameter", "required"): Weight(effect=Effect.HARMLESS, action="it is required"),
    **{
        (thing, key): _ANY_VALUE
        for thing in ("this parameter", "this header", "this schema")
        for key in ("schema", "content", "type", "items", "$ref")
    },
    ("this operation", "responses"): Weight(effect=Effect.HARMLESS, action="any response is taken"),
    ("this OAuth2 flow", "tokenUrl"): Weight(
        effect=Effect.DROP, action="the client fetches no tokens by this flow"
    ),
}


def weigh(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    """What an error of a schema of descriptions, or of a description's own schema, does to the
    package.

    Args:
        wording: what is said about it.
        error: the error.
        tokens: where its value is, as steps from the root.
        line: the version of the specification.
    """
    place = tokens if wording.key is None else (*tokens, wording.key)
    if wording.code != "invalid-default" and is_prose(join("", place)):
        return _AS_TEXT if _is_unquoted(wording, error) else _PROSE
    weighed = _BY_CODE.get(wording.code)
    return _AS_WRITTEN if weighed is None else weighed(wording, error, tokens, line)


def _missing(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    thing = object_name(tokens)
    key = wording.about
    if thing == "the description" and not _has_content(error.instance):
        return Weight(effect=Effect.DROP, action="there is nothing to make of it")
    known = _MISSING.get((thing, key))
    if known is not None:
        return known
    if key not in CARRIED.get(thing, frozenset()) or thing == "the description":
        return Weight(effect=Effect.HARMLESS, action="it is taken to be empty")
    return Weight(effect=Effect.GUESS, action="it is taken to be empty")


def _has_content(description: JSONValue) -> bool:
    """Whether there is anything in a description that a package could be made of."""
    return isinstance(description, dict) and any(
        isinstance(description.get(key), dict)
        for key in ("paths", "components", "webhooks", "definitions")
    )


def _unknown_key(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    thing, key = object_name(tokens), wording.key or ""
    value = error.instance.get(key) if isinstance(error.instance, dict) else None
    if value in (None, "", [], {}):
        return _IGNORED
    if key in _READ_IN_ALL_VERSIONS.get(thing, frozenset()) or _is_rest(key, error.instance):
        return _LATER
    carried = CARRIED.get(thing, frozenset())
    if key in carried:
        return _LOST
    written = error.instance.keys() if isinstance(error.instance, dict) else set[str]()
    meant = similar(key, carried - written)
    return _LOST if meant and _is_typing_error(key, meant) else _IGNORED


def _is_rest(key: str, holder: JSONValue) -> bool:
    """Whether a key says what follows the items that a list under ``items`` names (draft 4)."""
    if key != "additionalItems" or not isinstance(holder, dict):
        return False
    return isinstance(holder.get("items"), list)


def _is_typing_error(key: str, meant: str) -> bool:
    """Whether a key differs from another as a slip does; ``requestBodies`` and ``type2`` may be
    meant as they are.
    """
    plain, other = (word.lower().replace("_", "").replace("-", "") for word in (key, meant))
    return plain == other or (
        len(meant) > 3 and abs(len(plain) - len(other)) <= 2 and plain[:1] == other[:1]
    )


def _wrong_type(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    value, wanted = error.instance, error.limit
    if value in (None, "", [], {}):
        return Weight(effect=Effect.HARMLESS, action="it is taken to be empty")
    if tokens[-1:] == ("$ref",):
        return _LEFT_OUT
    if _is_unquoted(wording, error):
        return _AS_TEXT
    if tokens[-1:] in _OTHER_SPELLINGS and isinstance(value, list | str):
        return _LATER
    if tokens[-1:] in _BOUNDS and isinstance(value, int | float):
        return _LATER
    if isinstance(value, bool) and wanted != "boolean":
        if object_name(tokens) == "this schema" and tokens[-1:] != ("required",):
            return _LATER if value else _AS_WRITTEN  # a schema of JSON Schema 2020-12
        if tokens[-1:] == ("required",) and not value:
            return _IGNORED
    return _LEFT_OUT if _is_carried(tokens) else _IGNORED


def _is_unquoted(wording: Wording, error: SchemaError) -> bool:
    """Whether a number, or a boolean, is where a text belongs: quotes were forgotten."""
    is_scalar = isinstance(error.instance, int | float)
    return wording.code == "wrong-type" and error.limit == "string" and is_scalar


def _unknown_value(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    key, value = tokens[-1] if tokens else "", error.instance
    if tokens in (("openapi",), ("swagger",)):
        return Weight(effect=Effect.HARMLESS, action=f"it is read as {line}")
    if key == "type" and value == "file" and line == "2.0":
        return Weight(effect=Effect.HARMLESS, action="it is a file")
    if key == "type" and (value is None or _is_type(value)):
        return _LATER
    if key == "required" and value is False:
        return Weight(effect=Effect.HARMLESS, action="it is required")
    return _AS_WRITTEN if _is_carried(tokens) else _IGNORED


def _is_type(value: JSONValue) -> bool:
    """Whether ``value`` is a type, or a list of types, of some version."""
    words = value if isinstance(value, list) else [value]
    return all(isinstance(word, str) and word in _TYPES for word in words)


def _wrong_form(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    if error.keyword == "format" and error.limit == "regex":
        if is_regular_expression(error.instance):
            return Weight(
                effect=Effect.HARMLESS,
                action="it is a regular expression of ECMA-262, as JSON Schema has them",
            )
        return _LEFT_OUT
    if wording.key is not None:
        return Weight(
            effect=Effect.GUESS if object_name(tokens) == "this path" else Effect.HARMLESS,
            action="it is taken as it is written",
        )
    if tokens == ("basePath",) and isinstance(error.instance, str):
        return Weight(effect=Effect.HARMLESS, action="it is read with a slash before it")
    if error.instance == "":
        return Weight(effect=Effect.HARMLESS, action="it is taken to be empty")
    if tokens in (("openapi",), ("swagger",)):
        return Weight(effect=Effect.HARMLESS, action=f"it is read as {line}")
    return _AS_WRITTEN if _is_carried(tokens) else _IGNORED


def _too_few(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    return Weight(effect=Effect.HARMLESS, action="it is taken to say nothing")


def _repeated(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    return Weight(effect=Effect.HARMLESS, action="repetitions count once")


def _excluded(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    forbidden: JSONValue = error.limit
    names = forbidden.get("required") if isinstance(forbidden, dict) else None
    carried = CARRIED.get(object_name(tokens), frozenset())
    if isinstance(names, list) and carried.isdisjoint(map(str, names)):
        return _IGNORED
    return _AS_WRITTEN


def _default(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    return Weight(effect=Effect.HARMLESS, action="it is shown, and never sent unasked")


def _limit(wording: Wording, error: SchemaError, tokens: Tokens, line: str) -> Weight:
    if tokens[-1:] and tokens[-1].startswith("min") and error.keyword == "minimum":
        return Weight(effect=Effect.HARMLESS, action="it limits nothing")
    return _LEFT_OUT if _is_carried(tokens) else _IGNORED


_BY_CODE: Final[Mapping[str, Callable[[Wording, SchemaError, Tokens, str], Weight]]] = {
    "missing-key": _missing,
    "unknown-key": _unknown_key,
    "wrong-type": _wrong_type,
    "unknown-value": _unknown_value,
    "wrong-form": _wrong_form,
    "too-few": _too_few,
    "not-unique": _repeated,
    "excluded-keys": _excluded,
    "invalid-default": _default,
    "out-of-range": _limit,
}

RULES: Final[Mapping[str, Weight]] = {
    "unused-path-parameter": Weight(
        effect=Effect.HARMLESS, action="nothing of a request can hold it"
    ),
    "undeclared-path-parameter": Weight(
        effect=Effect.GUESS, action="it becomes a required text or number"
    ),
    "duplicate-operation-id": Weight(
        effect=Effect.HARMLESS, action="each operation gets a name of its own"
    ),
    "duplicate-parameter": Weight(effect=Effect.DROP, action="the first one counts"),
    "duplicate-tag": Weight(effect=Effect.HARMLESS, action="the first one counts"),
    "bad-tag": Weight(effect=Effect.HARMLESS, action="the tags are read as a flat list"),
    "undefined-required": Weight(effect=Effect.HARMLESS, action="it becomes a field of any type"),
    "unknown-dialect": Weight(effect=Effect.GUESS, action="it is read as JSON Schema 2020-12"),
}
"""The weight of what is no error of a schema, by code."""


def _is_carried(tokens: Tokens) -> bool:
    """Whether a package depends on what is at ``tokens``."""
    for length in range(len(tokens), 0, -1):
        known = CARRIED.get(object_name(tokens[: length - 1]))
        if known is not None:
            return tokens[length - 1] in known
    return True
