"""The schema of client.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docbound.settings import sign_in, webhooks
from docbound.settings.client_yaml_keys import LAYOUTS as PACKAGE_LAYOUTS
from docbound.settings.client_yaml_keys import known_keys
from docbound.settings.pagination import FIELDS as PAGINATION_FIELDS
from docbound.settings.pagination import KINDS as PAGINATION_KINDS
from docbound.settings.webhooks import FIELDS as WEBHOOK_FIELDS

from .keywords import DIALECT, TEXT, TEXTS, Schema, about, map_of, object_of

_NAME: Final = r"^[^\W\d_]\w*$"
"""A name of Python that is not private."""

_RESOURCE: Final[Schema] = {
    "type": "object",
    "propertyNames": {"pattern": _NAME},
    "additionalProperties": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/resource"}]},
    "minProperties": 1,
}

_PAGES: Final = object_of(
    dict.fromkeys(PAGINATION_FIELDS, TEXT)
    | {"kind": {"enum": list(PAGINATION_KINDS)}, "first": {"type": ["integer", "string"]}}
)
_OPERATION_SET: Final = {"tags": TEXTS, "paths": TEXTS, "operations": TEXTS}

_SIGN_IN: Final = object_of(
    dict.fromkeys(sign_in.FIELDS, TEXT)
    | {
        "client_authentication": {"enum": list(sign_in.AUTHENTICATIONS)},
        "scopes": TEXTS,
        "token_parameters": map_of(TEXT, "Further fields of each token request."),
        "authorization_parameters": map_of(TEXT, "Further parameters of the sign-in page."),
        "redirect_port": {"type": "integer", "minimum": 0, "maximum": 65535},
        "statement_scope": {"enum": list(sign_in.SCOPES_AS)},
        "statement_lifetime": {"type": "integer", "minimum": 1},
        "host_field": about(TEXT, "The field of a token response that has the host of calls."),
        "host_origins": about(
            TEXTS, "The origins that it may name; `https://*.example.com` is each host below."
        ),
    },
    note="How tokens are fetched, as far as a user need not say it.",
)

_VALUE: Final[Schema] = {"type": ["string", "number", "boolean"]}
_VALUES: Final[Schema] = {"anyOf": [_VALUE, {"type": "array", "items": _VALUE, "minItems": 1}]}
_SIGN: Final[Mapping[str, Schema]] = {
    "field": about(TEXT, "A path in the body, or `header:` and the name of a header."),
    "is": _VALUES,
    "is_not": _VALUES,
}
_ERROR_RULE: Final[Schema] = {
    **object_of(
        {
            **_SIGN,
            "code": about(TEXT, "Where the service's word for the error is."),
            "statuses": map_of(
                {"type": "integer", "minimum": 400, "maximum": 599},
                "For such a word the status whose exception is raised.",
            ),
            "model": about(TEXT, "The schema of the body of such an error."),
        }
    ),
    "anyOf": [{"required": ["field"]}, {"required": ["code"]}],
}
_THROTTLING: Final[Schema] = object_of(
    {
        **_SIGN,
        "statuses": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "integer", "minimum": 200, "maximum": 599},
        },
        "wait": about(TEXT, "Where the seconds to wait are."),
        "safe": {"type": "boolean", "description": "Whether nothing was done then."},
    },
    "field",
    "statuses",
    note="A response that says that a call came too early.",
)
_CLIENT: Final[Mapping[str, Schema]] = {
    "package": about(TEXT, "The import package."),
    "distribution": about(TEXT, "What pip installs."),
    "version": about(TEXT, "The version of the distribution."),
    "layout": {
        "enum": list(PACKAGE_LAYOUTS),
        "description": "Which files the package has.",
    },
    "title": about(TEXT, "What the service is called."),
    "description": about(TEXT, "One line about the package."),
    "license": about(TEXT, "An SPDX expression."),
    "contact": {"description": "Whom to ask."},
    "terms": about(TEXT, "The address of the terms of service."),
    "urls": about({"type": "object", "additionalProperties": TEXT}, "Project URLs by label."),
    "handwritten": about(TEXT, "A folder of modules that are copied into the package."),
    "released": about(TEXT, "The last release: a git revision, a wheel or a surface.txt."),
    "keep_names": {
        "type": "boolean",
        "description": "Keep the old names of renamed classes for one major version.",
    },
    "zero_versions": {
        "enum": ["shifted", "strict", "free"],
        "description": "What a version 0.x says of a release.",
    },
    "keywords": about(TEXTS, "Words to be found by."),
    "readme": about(TEXTS, "Paragraphs for the package's README."),
    "environment": object_of(
        {"host": TEXT, "log": TEXT, "client_id": TEXT, "client_secret": TEXT},
        note="Environment variables that are read when nothing is given.",
    ),
    "credentials": map_of(
        object_of({"environment": TEXT, "prefix": TEXT, "sign_in": _SIGN_IN}),
        "For a security scheme: the variable that holds the credential, the word sent before it,"
        " and how tokens are fetched.",
    ),
    "helpers": {
        "type": "array",
        "items": object_of(
            {
                "name": TEXT,
                "scheme": TEXT,
                "prefix": TEXT,
                "arguments": object_of({"host": TEXT, "key": TEXT}),
                "note": TEXT,
            },
            "name",
            "scheme",
        ),
        "description": "Functions at the package's root that return a ready client.",
    },
    "pagination": map_of(
        {"anyOf": [_PAGES, {"type": "array", "items": _PAGES}]},
        "By operationId, `tag:` and a tag, or `*`: how pages follow each other.",
    ),
    "polling": map_of(
        object_of(
            {
                "done": object_of(dict(_SIGN), "field"),
                "failed": object_of(dict(_SIGN), "field"),
                "code": about(TEXT, "Where the service's word for a failure is."),
                "every": {"type": "number", "exclusiveMinimum": 0},
                "timeout": {"type": "number", "exclusiveMinimum": 0},
            },
            "done",
        ),
        "By operationId: when a call that is repeated says that some work is done.",
    ),
    "webhooks": object_of(
        dict.fromkeys(WEBHOOK_FIELDS, TEXT)
        | {
            "scheme": {"enum": list(webhooks.SCHEMES)},
            "algorithm": {"enum": list(webhooks.ALGORITHMS)},
            "encoding": {"enum": list(webhooks.ENCODINGS)},
            "secret_encoding": {"enum": list(webhooks.SECRETS)},
            "tolerance": {"type": "integer", "minimum": 1},
        },
        note="How the service signs what it sends by itself.",
    ),
    "rename": map_of(TEXT, "For a JSON pointer into the description: the Python name."),
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
    "accessors": map_of(TEXT, "For a tag: the attribute of the client."),
    "body_names": map_of(TEXT, "For an operation: the name of its body argument."),
    "secret_fields": about(
        TEXTS, "Wire names of fields that a repr hides and a recording replaces."
    ),
    "error_events": about(TEXTS, "Names of events of a stream that are errors, and no items."),
    "errors": map_of(
        {"anyOf": [_ERROR_RULE, {"type": "array", "items": _ERROR_RULE}]},
        "By operationId, `tag:` and a tag, or `*`: how successful responses say that a call failed,"
        " and where the service's code of an error is.",
    ),
    "retries": object_of(
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
        note="Which calls are repeated where users of the package say nothing.",
    ),
    "idempotency": map_of(
        TEXT, "By operationId, `tag:` and a tag, or `*`: the header that makes a retry safe."
    ),
    "responses": {
        "type": "object",
        "additionalProperties": object_of(
            {
                "argument": TEXT,
                "values": map_of(
                    TEXT, "For a value: the media type, or the schema, of the response to it."
                ),
                "default": {"type": ["string", "boolean"]},
            },
            note="The parameter, or field of the body, that decides, and what its values ask"
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
    "overlays": about(TEXTS, "Overlay documents, applied before anything else."),
    "filters": object_of(
        {**_OPERATION_SET, "exclude": object_of(_OPERATION_SET)},
        note="Which operations the package has.",
    ),
    "lenient": {"type": "boolean", "description": "Repair what the validator rejects."},
    "allowed_hosts": about(TEXTS, "Hosts from which a $ref may be fetched."),
}


def client_schema() -> Schema:
    """The schema of client.yaml; a key that is not described here may have any value."""
    properties = {key: _CLIENT.get(key, {}) for key in known_keys()}
    return {
        "$schema": DIALECT,
        "title": "client.yaml of docbound",
        "$defs": {"resource": _RESOURCE},
        **object_of(properties),
    }
