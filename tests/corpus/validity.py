"""Which values a schema accepts, as openapi-schema-validator has it, formats asserted.

These things are judged more closely than there: a discriminator's value must name a schema, which must accept the value;
``contentEncoding: base64`` is asserted like a format; Swagger 2.0 has no ``nullable``; a required ``readOnly`` property
may not be absent, since decoding reads replies; and a schema without ``type`` means the type that its keywords speak of
(``properties``: an object), as everybody who leaves it out means it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import referencing
from referencing.jsonschema import DRAFT4, DRAFT202012

from generator.document import Document
from tests.corpus.formats import FORMATS
from tests.corpus.instances import Maker
from tests.corpus.keywords import KINDS

_Resource: Any = referencing.Resource
INSTANCES = 12
"""Candidates made for each schema; at least five are wanted valid, and more are made until then."""
ATTEMPTS = 60
WANTED = 5
_BASE = "https://corpus.invalid/a/b/c/d/e/f/g/h/"
"""Deep enough for references that climb."""


class Judge:
    """Tells which values the schemas of one document accept.

    Args:
        document: the description; its own references are followed, nothing is fetched.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        family = document.version[:3]
        self._kind: Any = KINDS.get(family, KINDS["3.0"])
        dialect: Any = DRAFT202012 if family in {"3.1", "3.2"} else DRAFT4
        resources: list[tuple[str, Any]] = [
            (
                f"{_BASE}{file or 'root'}",
                _Resource(
                    contents=_without_dialects(document.data(file)),
                    specification=dialect,
                ),
            )
            for file in document.files
        ]
        self._registry: Any = referencing.Registry().with_resources(resources)

    def accepts(self, pointer: str, value: Any) -> bool:
        """Whether the schema at ``pointer`` accepts ``value``; no, where the schema cannot be read."""
        file, _, fragment = pointer.partition("#")
        validator = self._kind(
            {"$ref": f"{_BASE}{file or 'root'}#{fragment}"},
            registry=self._registry,
            format_checker=FORMATS,
        )
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return bool(validator.is_valid(value))
        except Exception:  # whatever a broken schema provokes: it judges nothing
            return False

    def values(
        self, schema: Any, pointer: str, wanted: int = WANTED
    ) -> Iterator[tuple[str, Any]]:
        """Yields the examples of ``schema`` and made values, those that it accepts: at least ``wanted``, if they can be found.

        Each comes with where it is from: ``example`` or ``made``.
        """
        maker = Maker(
            self._document.resolve, seed=int.from_bytes(pointer.encode()[-6:], "big")
        )
        for value in _examples(schema):
            if self.accepts(pointer, value):
                yield "example", value
        found = attempts = 0
        while found < wanted and attempts < ATTEMPTS:
            for value in maker.values(schema, pointer, INSTANCES):
                attempts += 1
                if self.accepts(pointer, value):
                    found += 1
                    yield "made", value


def _without_dialects(data: Any) -> Any:
    """``data`` without ``$schema``, which would bring in validators that judge less closely."""
    match data:
        case dict():
            return {
                key: _without_dialects(value)
                for key, value in data.items()
                if key != "$schema" or not isinstance(value, str)
            }
        case list():
            return [_without_dialects(item) for item in data]
        case _:
            return data


def _examples(schema: Any) -> Iterator[Any]:
    if isinstance(schema, dict):
        if "example" in schema:
            yield schema["example"]
        if isinstance(schema.get("examples"), list):
            yield from schema["examples"]
