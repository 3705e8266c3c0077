"""JSON Schemas of the files that people write, so that editors complete and check them (JSON
Schema, 2020-12).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from docbound.fixtures.cassette import VERSION
from docbound.fixtures.meta import PROVENANCES
from docbound.settings import sign_in, webhooks
from docbound.settings.client_yaml_keys import LAYOUTS as PACKAGE_LAYOUTS
from docbound.settings.client_yaml_keys import known_keys
from docbound.settings.pagination import FIELDS as PAGINATION_FIELDS
from docbound.settings.pagination import KINDS as PAGINATION_KINDS
from docbound.settings.webhooks import FIELDS as WEBHOOK_FIELDS

from ..documented.layouts import KINDS_OF_FACT, LAYOUTS
from ..documented.reader import FORMAT, KINDS, LOCATIONS, METHODS
from .fixtures.refresh import write_text
from .project import Project

FOLDER: Final = ".schemas"
"""The folder below that of the descriptions in which a project keeps the schemas."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = Mapping[str, Any]

_TEXT: Final[Schema] = {"type": ["string", "number"]}
_TEXTS: Final[Schema] = {"type": ["array", "string"], "items": _TEXT}


def _object(properties: Schema, *required: str, about: str = "") -> Schema:
    found: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
    if required:
        found["required"] = list(required)
    return found | ({"description": about} if about else {})


def _map(values: Schema, about: str = "") -> Schema:
    return {"type": "object", "additionalProperties": values} | (
        {"description": about} if about else {}
    )


def _about(schema: Schema, text: str) -> Schema:
    return {**schema, "description": text}


# --- client.yaml

_NAME: Final = r"^[^\W\d_]\w*$"
"""A name of Python that is not private."""

_RESOURCE: Final[Schema] = {
    "type": "object",
    "propertyNames": {"pattern": _NAME},
    "additionalProperties": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/resource"}]},
    "minProperties": 1,
}

_PAGES: Final = _object(
    dict.fromkeys(PAGINATION_FIELDS, _TEXT)
    | {"kind": {"enum": list(PAGINATION_KINDS)}, "first": {"type": ["integer", "string"]}}
)
_OPERATION_SET: Final = {"tags": _TEXTS, "paths": _TEXTS, "operations": _TEXTS}

_SIGN_IN: Final = _object(
    dict.fromkeys(sign_in.FIELDS, _TEXT)
    | {
        "client_authentication": {"enum": list(sign_in.AUTHENTICATIONS)},
        "scopes": _TEXTS,
        "token_parameters": _map(_TEXT, "Further fields of each token request."),
        "authorization_parameters": _map(_TEXT, "Further parameters of the sign-in page."),
        "redirect_port": {"type": "integer", "minimum": 0, "maximum": 65535},
        "statement_scope": {"enum": list(sign_in.SCOPES_AS)},
        "statement_lifetime": {"type": "integer", "minimum": 1},
        "host_field": _about(_TEXT, "The field of a token response that has the host of calls."),
        "host_origins": _about(
            _TEXTS, "The origins that it may name; `https://*.example.com` is each host below."
        ),
    },
    about="How tokens are fetched, as far as a user need not say it.",
)

_VALUE: Final[Schema] = {"type": ["string", "number", "boolean"]}
_VALUES: Final[Schema] = {"anyOf": [_VALUE, {"type": "array", "items": _VALUE, "minItems": 1}]}
_SIGN: Final[Mapping[str, Schema]] = {
    "field": _about(_TEXT, "A path in the body, or `header:` and the name of a header."),
    "is": _VALUES,
    "is_not": _VALUES,
}
_ERROR_RULE: Final[Schema] = {
    **_object(
        {
            **_SIGN,
            "code": _about(_TEXT, "Where the service's word for the error is."),
            "statuses": _map(
                {"type": "integer", "minimum": 400, "maximum": 599},
                "For such a word the status whose exception is raised.",
            ),
            "model": _about(_TEXT, "The schema of the body of such an error."),
        }
    ),
    "anyOf": [{"required": ["field"]}, {"required": ["code"]}],
}
_THROTTLING: Final[Schema] = _object(
    {
        **_SIGN,
        "statuses": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "integer", "minimum": 200, "maximum": 599},
        },
        "wait": _about(_TEXT, "Where the seconds to wait are."),
        "safe": {"type": "boolean", "description": "Whether nothing was done then."},
    },
    "field",
    "statuses",
    about="A response that says that a call came too early.",
)
_CLIENT: Final[Mapping[str, Schema]] = {
    "package": _about(_TEXT, "The import package."),
    "distribution": _about(_TEXT, "What pip installs."),
    "version": _about(_TEXT, "The version of the distribution."),
    "layout": {
        "enum": list(PACKAGE_LAYOUTS),
        "description": "Which files the package has.",
    },
    "title": _about(_TEXT, "What the service is called."),
    "description": _about(_TEXT, "One line about the package."),
    "license": _about(_TEXT, "An SPDX expression."),
    "contact": {"description": "Whom to ask."},
    "terms": _about(_TEXT, "The address of the terms of service."),
    "urls": _about({"type": "object", "additionalProperties": _TEXT}, "Project URLs by label."),
    "handwritten": _about(_TEXT, "A folder of modules that are copied into the package."),
    "released": _about(_TEXT, "The last release: a git revision, a wheel or a surface.txt."),
    "keep_names": {
        "type": "boolean",
        "description": "Keep the old names of renamed classes for one major version.",
    },
    "zero_versions": {
        "enum": ["shifted", "strict", "free"],
        "description": "What a version 0.x says of a release.",
    },
    "keywords": _about(_TEXTS, "Words to be found by."),
    "readme": _about(_TEXTS, "Paragraphs for the package's README."),
    "environment": _object(
        {"host": _TEXT, "log": _TEXT, "client_id": _TEXT, "client_secret": _TEXT},
        about="Environment variables that are read when nothing is given.",
    ),
    "credentials": _map(
        _object({"environment": _TEXT, "prefix": _TEXT, "sign_in": _SIGN_IN}),
        "For a security scheme: the variable that holds the credential, the word sent before it,"
        " and how tokens are fetched.",
    ),
    "helpers": {
        "type": "array",
        "items": _object(
            {
                "name": _TEXT,
                "scheme": _TEXT,
                "prefix": _TEXT,
                "arguments": _object({"host": _TEXT, "key": _TEXT}),
                "note": _TEXT,
            },
            "name",
            "scheme",
        ),
        "description": "Functions at the package's root that return a ready client.",
    },
    "pagination": _map(
        {"anyOf": [_PAGES, {"type": "array", "items": _PAGES}]},
        "By operationId, `tag:` and a tag, or `*`: how pages follow each other.",
    ),
    "polling": _map(
        _object(
            {
                "done": _object(dict(_SIGN), "field"),
                "failed": _object(dict(_SIGN), "field"),
                "code": _about(_TEXT, "Where the service's word for a failure is."),
                "every": {"type": "number", "exclusiveMinimum": 0},
                "timeout": {"type": "number", "exclusiveMinimum": 0},
            },
            "done",
        ),
        "By operationId: when a call that is repeated says that some work is done.",
    ),
    "webhooks": _object(
        dict.fromkeys(WEBHOOK_FIELDS, _TEXT)
        | {
            "scheme": {"enum": list(webhooks.SCHEMES)},
            "algorithm": {"enum": list(webhooks.ALGORITHMS)},
            "encoding": {"enum": list(webhooks.ENCODINGS)},
            "secret_encoding": {"enum": list(webhooks.SECRETS)},
            "tolerance": {"type": "integer", "minimum": 1},
        },
        about="How the service signs what it sends by itself.",
    ),
    "rename": _map(_TEXT, "For a JSON pointer into the description: the Python name."),
    "resources": {
        "type": "object",
        "propertyNames": {"pattern": _NAME},
        "additionalProperties": {"$ref": "#/$defs/resource"},
        "description": "The tree of methods: a mapping is an attribute that leads to methods, a"
        " text the operation that a method calls, by operationId or as in `GET /pets/{id}`.",
    },
    "method_names": {
        "enum": ["short", "operation_id"],
        "description": "Whether methods are named without what the operationId repeats of tag,"
        " path and method; new packages do so.",
    },
    "accessors": _map(_TEXT, "For a tag: the attribute of the client."),
    "body_names": _map(_TEXT, "For an operation: the name of its body argument."),
    "secret_fields": _about(
        _TEXTS, "Wire names of fields that a repr hides and a recording replaces."
    ),
    "error_events": _about(_TEXTS, "Names of events of a stream that are errors, and no items."),
    "errors": _map(
        {"anyOf": [_ERROR_RULE, {"type": "array", "items": _ERROR_RULE}]},
        "By operationId, `tag:` and a tag, or `*`: how successful responses say that a call failed,"
        " and where the service's code of an error is.",
    ),
    "retries": _object(
        {
            "when": {"anyOf": [_THROTTLING, {"type": "array", "items": _THROTTLING}]},
            "count": {"type": "integer", "minimum": 0},
            "statuses": {
                "type": "array",
                "items": {"type": "integer", "minimum": 400, "maximum": 599},
            },
            "methods": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]+$"}},
            "backoff": {"type": "number", "minimum": 0},
            "max_wait": {"type": "number", "minimum": 0},
        },
        about="Which calls are repeated where users of the package say nothing.",
    ),
    "idempotency": _map(
        _TEXT, "By operationId, `tag:` and a tag, or `*`: the header that makes a retry safe."
    ),
    "responses": {
        "type": "object",
        "additionalProperties": _object(
            {
                "argument": _TEXT,
                "values": _map(
                    _TEXT, "For a value: the media type, or the schema, of the response to it."
                ),
                "default": {"type": ["string", "boolean"]},
            },
            about="The parameter, or field of the body, that decides, and what its values ask"
            " for.",
        ),
        "description": "For an operation: what decides which of several kinds of response comes.",
    },
    "deep_object_lists": {
        "enum": ["mixed", "numbered", "brackets"],
        "description": "How lists in parameters and fields of style deepObject are sent.",
    },
    "numbers": {
        "enum": ["float", "decimal"],
        "description": "Whether `type: number` is a float, or a Decimal in all places.",
    },
    "overlays": _about(_TEXTS, "Overlay documents, applied before anything else."),
    "filters": _object(
        {**_OPERATION_SET, "exclude": _object(_OPERATION_SET)},
        about="Which operations the package has.",
    ),
    "lenient": {"type": "boolean", "description": "Repair what the validator rejects."},
    "allowed_hosts": _about(_TEXTS, "Hosts from which a $ref may be fetched."),
}


def client_schema() -> Schema:
    """The schema of client.yaml; a key that is not described here may have any value."""
    properties = {key: _CLIENT.get(key, {}) for key in known_keys()}
    return {
        "$schema": _DIALECT,
        "title": "client.yaml of docbound",
        "$defs": {"resource": _RESOURCE},
        **_object(properties),
    }


# --- documented.yaml

_AT: Final[Schema] = {
    "type": "string",
    "description": "Where the fact is: a key of `sources`, and a line of it: page:12.",
}
_ANY: Final[Schema] = {}


def _stated(schema: Schema) -> Schema:
    return {"anyOf": [schema, _object({"value": schema, "at": _AT}, "value")]}


def _with_sources(properties: Mapping[str, Schema]) -> dict[str, Schema]:
    return {**properties, "at": _AT, **{f"{key}_at": _AT for key in properties}}


def documented_schema() -> Schema:
    """The schema of documented.yaml."""
    properties = {
        "format": {"const": FORMAT},
        "client": _TEXT,
        "sources": _map(_source(), "Each source once, under the key that `at` names."),
        "at": _AT,
        "partial": {
            "type": "boolean",
            "description": "Whether the documentation covers a part of the description only.",
        },
        **dict.fromkeys(("package", "api", "base_url", "tag"), _stated(_TEXT)),
        "layouts": _map(_page_layout(), "Further ways of writing pages, by name."),
        "schemes": {"type": "array", "items": _documented_scheme()},
        "imports": {
            "type": "array",
            "items": {"anyOf": [_TEXT, _object({"path": _TEXT, "at": _AT}, "path")]},
        },
        "operations": {"type": "array", "items": _documented_operation()},
        "models": {"type": "array", "items": _documented_model()},
    }
    return {
        "$schema": _DIALECT,
        "title": "documented.yaml of docbound",
        **_object(properties, "format", "sources"),
    }


def _source() -> Schema:
    properties = {
        "title": _TEXT,
        "address": _TEXT,
        "file": _TEXT,
        "layout": {
            "anyOf": [{"enum": list(LAYOUTS)}, _TEXT],
            "description": "How the page is written: one of these, or one of `layouts`.",
        },
        "drafted": {"type": "boolean"},
    }
    return {"anyOf": [_TEXT, _object(properties)]}


def _page_layout() -> Schema:
    texts = {"anyOf": [_TEXT, _TEXTS]}
    return _object(
        {
            "texts": _object(
                dict.fromkeys(KINDS_OF_FACT, texts),
                about="For a kind of fact, what the line that states it says.",
            ),
            "rows": _about(_TEXT, "A regular expression: lines that state something."),
            "lists_fields": {"type": "boolean", "description": "Fields in paragraphs of lines."},
        }
    )


def _documented_scheme() -> Schema:
    properties = {
        "name": _TEXT,
        "kind": {"enum": list(KINDS)},
        "parameter": _TEXT,
        "in": {"enum": ["header", "query", "cookie"]},
        "wire": _ANY,
        "format": _TEXT,
        "prefix": _TEXT,
    }
    return _object(_with_sources(properties), "name", "kind")


def _documented_operation() -> Schema:
    status = _object(_with_sources({"code": _TEXT, "text": _TEXT, "model": _TEXT}), "code")
    properties = {
        "method": {"enum": list(METHODS)},
        "path": _TEXT,
        "name": _about(_TEXT, "The name of the Python method."),
        "summary": _TEXT,
        **dict.fromkeys(("api", "tag", "operation_id", "signature", "returns"), _stated(_TEXT)),
        **dict.fromkeys(("auth", "content_types", "accept"), _stated(_TEXTS)),
        "parameters": {"type": "array", "items": _documented_parameter()},
        "statuses": {"type": "array", "items": {"anyOf": [_TEXT, status]}},
    }
    return _object(_with_sources(properties), "path", "method")


def _documented_parameter() -> Schema:
    properties = {
        "name": _TEXT,
        "wire": _TEXT,
        "type": _TEXT,
        "required": {"type": "boolean"},
        "in": {"enum": list(LOCATIONS)},
        "example": _ANY,
        "constraints": {"type": "object"},
        "format": _TEXT,
        "enum": {"type": "array"},
    }
    return _object(_with_sources(properties))


def _documented_model() -> Schema:
    properties = {
        "name": _TEXT,
        "at": _AT,
        "extends": _TEXT,
        "fields": {"type": "array", "items": _documented_field()},
        "enum": {"type": "array"},
        "enum_at": _AT,
    }
    return _object(properties, "name", "fields")


def _documented_field() -> Schema:
    properties = {
        "wire": _TEXT,
        "python": _TEXT,
        "type": _TEXT,
        "format": _TEXT,
        "required": {"type": "boolean"},
        "nullable": {"type": "boolean"},
        "enum": {"type": "array"},
        "default": _ANY,
        "constraints": {"type": "object"},
    }
    return _object(_with_sources(properties), "wire", "type")


# --- fixtures


def cassette_schema() -> Schema:
    """The schema of a fixture: a cassette of VCR's format with a ``meta`` block."""
    helper = _object({"name": _TEXT, "arguments": {"type": "object"}})
    call = {
        "api": _TEXT,
        "method": _TEXT,
        "arguments": {"type": "object"},
        "options": {"type": "object"},
        "iterate": {"const": "items"},
        "helper": helper,
    }
    expect = {
        "result": _about(
            _TEXT, "The type that the call returns: Model, list[Model], none or plain."
        ),
        "value": _ANY,
        "attributes": {"type": "object"},
        "present": _TEXTS,
        "absent": _TEXTS,
        "mismatches": _about(_TEXTS, "The JSON paths that a lenient client reports."),
        "error": _TEXT,
        "status": {"type": "integer"},
        "data": {"type": ["string", "null"]},
        "body": _TEXT,
        "items": {"type": "array"},
        "key": _TEXT,
    }
    meta = {
        "operation": _about(_TEXT, "The operationId."),
        "note": _TEXT,
        "provenance": {"enum": list(PROVENANCES)},
        "source": _about(_TEXT, "Where arguments and response come from."),
        "description": _object({"client": _TEXT, "digest": _TEXT}),
        "recorded": _object({"by": _TEXT, "way": _TEXT, "host": _TEXT}),
        "redactions": _TEXTS,
        "credentials": _map(
            _TEXT, "By security scheme, the placeholders that the client is given."
        ),
        "call": _object(call, "method"),
        "expect": _object(expect),
    }
    message = {
        "type": "object",
        "properties": {"headers": {"type": ["object", "null"]}},
    }
    interaction = {
        "type": "object",
        "required": ["request", "response"],
        "properties": {"request": message, "response": message},
    }
    properties = {
        "version": {"const": VERSION},
        "meta": _object(meta, "operation", "provenance", "source", "call", "expect"),
        "interactions": {"type": "array", "minItems": 1, "items": interaction},
        "recorded_with": _TEXT,
    }
    return {
        "$schema": _DIALECT,
        "title": "a fixture of docbound",
        **_object(properties, "version", "meta", "interactions"),
    }


SCHEMAS: Final[Mapping[str, Callable[[], Schema]]] = {
    "client": client_schema,
    "documented": documented_schema,
    "cassette": cassette_schema,
}
"""The schemas by name."""


def schema_text(name: str) -> str:
    """A schema as JSON."""
    return json.dumps(SCHEMAS[name](), indent=2) + "\n"


def write_schemas(project: Project) -> list[Path]:
    """Writes the schemas where the lines ``# yaml-language-server`` look for them; returns those
    that changed.
    """
    changed: list[Path] = []
    for name in SCHEMAS:
        path = project.specs / FOLDER / f"{name}.schema.json"
        text = schema_text(name)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_text(path, text)
            changed.append(path)
    return changed
