"""Which values a schema accepts, as openapi-schema-validator has it, formats asserted.

These things are judged more closely than there: a discriminator's value must name a schema, which
must accept the value;
``contentEncoding: base64`` is asserted like a format; Swagger 2.0 has no ``nullable``; a required
``readOnly`` property may not be absent, since decoding reads responses; and a schema without
``type`` means the type that its keywords are about (``properties``: an object), as everybody who
leaves it out means it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import quote, urljoin

import referencing
from referencing.jsonschema import DRAFT4, DRAFT202012

from docbound.document import Document, child
from docbound.json_values import is_array, is_object
from docbound.records import record

from .discriminator_values import Tags
from .formats import FORMATS
from .instances import OR_NULL, Maker
from .keywords import KINDS, request_kind

_Registry: Any = referencing.Registry
_Resource: Any = referencing.Resource
_best_match: Any = import_module("jsonschema.exceptions").best_match
INSTANCES = 12
"""Candidates made for each schema; at least five are wanted valid, and more are made until then."""
ATTEMPTS = 60
WANTED = 5
_OF_FRAGMENTS = "/~!$&'()*+,;=:@?"
_BASE = "https://corpus.invalid/a/b/c/d/e/f/g/h/"
"""Deep enough for references to folders above."""


def family_of(document: Document) -> str:
    """``2.0`` for what has the key ``swagger`` only; otherwise the first three characters of the
    version.
    """
    is_swagger = "swagger" in document.root and "openapi" not in document.root
    stated = document.version[:3]
    return "2.0" if is_swagger else "3.0" if stated == "2.0" else stated


@record
class Misfit:
    """A place at which a value does not fit its schema.

    Attributes:
        path: the JSON path, such as ``$.credits[0].id``.
        tokens: the same as keys and indices.
        keyword: the keyword of the schema that says otherwise.
        message: what is wrong.
    """

    path: str
    tokens: tuple[str | int, ...]
    keyword: str
    message: str


class Judge:
    """Tells which values the schemas of one document accept.

    Args:
        document: the description; its own references are followed, nothing is fetched.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        family = family_of(document)
        self._kind: Any = KINDS.get(family, KINDS["3.0"])
        self._request_kind: Any = request_kind(self._kind)
        dialect: Any = DRAFT202012 if family in {"3.1", "3.2"} else DRAFT4
        resources: list[tuple[str, Any]] = [
            (
                _uri(file),
                _Resource(
                    contents=_as_meant(document.data(file)),
                    specification=dialect,
                ),
            )
            for file in document.files
        ]
        self._tags = Tags(document)
        self._registry: Any = _Registry().with_resources(resources)

    def accepts(self, pointer: str, value: Any) -> bool:
        """Whether the schema at ``pointer`` accepts ``value``; no, where the schema cannot be
        read.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return bool(self._validator(pointer, self._kind).is_valid(value))
        except Exception:  # whatever a broken schema provokes: it judges nothing
            return False

    def mismatches(self, pointer: str, value: Any, *, in_request: bool = False) -> list[Misfit]:
        """Where ``value`` does not fit the schema at ``pointer``; nothing, where the schema cannot
        be read.

        Args:
            pointer: where the schema is.
            value: a JSON value.
            in_request: whether a client sends it, so that what is ``readOnly`` may be absent, and
                not what is ``writeOnly``.
        """
        kind = self._request_kind if in_request else self._kind
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = [
                    _best_match([error])
                    for error in self._validator(pointer, kind).iter_errors(value)
                ]
        except Exception:  # whatever a broken schema provokes: it judges nothing
            return []
        return sorted(map(_misfit, found), key=lambda misfit: misfit.path)

    def _validator(self, pointer: str, kind: Any) -> Any:
        file, _, fragment = pointer.partition("#")
        return kind(
            {"$ref": f"{_uri(file)}#{quote(fragment, safe=_OF_FRAGMENTS)}"},
            registry=self._registry,
            format_checker=FORMATS,
        )

    def can_judge(self, pointer: str) -> bool:
        """Whether the schema at ``pointer`` can be read at all, so that no :meth:`mismatches` mean
        that a value fits.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._validator(pointer, self._kind).is_valid(None)
        except Exception:  # whatever a broken schema provokes
            return False
        return True

    def maker(self, pointer: str, seed: int = 0, *, plain: bool = False) -> Maker:
        """A maker of values for the schema at ``pointer``; what it makes need not be valid."""
        seed += int.from_bytes(pointer.encode()[-6:], "big")
        return Maker(self._document.resolve, self._tags, seed, plain=plain)

    def values(self, schema: Any, pointer: str, wanted: int = WANTED) -> Iterator[tuple[str, Any]]:
        """Yields the examples of ``schema`` and made values, those that it accepts: at least
        ``wanted``, if they can be found.

        Each comes with where it is from: ``example`` or ``made``.
        """
        maker = self.maker(pointer)
        for value in _examples(schema):
            if self.accepts(pointer, value):
                yield "example", value
        found = attempts = 0
        while found < wanted and attempts < ATTEMPTS:
            attempts += INSTANCES
            for value in maker.values(schema, pointer, INSTANCES):
                if self.accepts(pointer, value):
                    found += 1
                    yield "made", value


def _misfit(error: Any) -> Misfit:
    tokens = tuple(error.absolute_path)
    path = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in tokens)
    message = str(error.message)
    if len(message) > 300:
        message = f"{message[:140]} … {message[-140:]}"
    return Misfit(path=path, tokens=tokens, keyword=str(error.validator), message=message)


def _uri(file: str) -> str:
    """The address under which references find a file of the description."""
    return urljoin(_BASE, file or "root")


def _as_meant(data: Any, place: str = "#", anchor: str = "#") -> Any:
    """``data`` without ``$schema``, which would bring in validators that judge less closely, and
    with three things spelt out.

    A member of ``oneOf`` or ``anyOf`` that says ``nullable: true`` and nothing else is how
    generators of 3.0 documents write "or null". Literally it would allow any value, and the list
    beside it would say nothing. ``type: null`` is read in 3.0, too. ``$recursiveRef`` of 2019-09,
    which 3.1 no longer knows, means the nearest schema around it that has the anchor.

    Args:
        data: a part of a file.
        place, anchor: the pointers of the part, and of that schema.
    """
    match data:
        case {"type": "null", **others} if not others:
            return _NULL
        case {"$recursiveRef": "#", **others} if not others:
            return {"$ref": anchor}
        case _ if is_object(data):
            if data.get("$recursiveAnchor") is True:
                anchor = place
            return {
                key: (
                    [
                        (
                            _NULL
                            if item == OR_NULL
                            else _as_meant(item, f"{place}/{key}/{index}", anchor)
                        )
                        for index, item in enumerate(value)
                    ]
                    if key in ("oneOf", "anyOf") and is_array(value)
                    else _as_meant(value, child(place, key), anchor)
                )
                for key, value in data.items()
                if key != "$schema" or not isinstance(value, str)
            }
        case _ if is_array(data):
            return [_as_meant(item, f"{place}/{index}", anchor) for index, item in enumerate(data)]
        case _:
            return data


_NULL = {"enum": [None], "nullable": True}


def _examples(schema: Any) -> Iterator[Any]:
    if is_object(schema):
        if "example" in schema:
            yield schema["example"]
        if is_array(schema.get("examples")):
            yield from schema["examples"]
