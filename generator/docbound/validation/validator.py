"""Runs openapi-spec-validator; each objection with its place.

The validator's own errors say where they are only relative to the schema they were found in. Its
classes for the parts of a description are replaced by subclasses that do the same and note the
part; this is its own point of extension (``SpecValidator.keyword_validators``).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import unquote, urlsplit

from jsonschema_path import SchemaPath
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from openapi_spec_validator.validation.keywords import (
    KeywordValidator,
    SchemaValidator,
    ValueValidator,
)
from openapi_spec_validator.validation.validators import SpecValidator

from docbound.document import Document
from docbound.document.pointers import is_remote
from docbound.document.references import references_in
from docbound.service import MISSING, JSONValue, Missing

from .default_values import ExhaustedError, bounded_validator
from .document_validator import document_validator
from .fast_path import Rules, Walk
from .foreign_errors import fault_of
from .objections import Objection, Place
from .ordering import checking


class _Placed(OpenAPIValidationError):
    """An error on its way through the validator's generators, with the part that it was found
    in.
    """

    def __init__(self, error: Exception, place: Place, *, of_default: bool) -> None:
        # An error's own text may repeat the whole description.
        super().__init__(type(error).__name__)
        self.objection = Objection(fault=fault_of(error, place), place=place, of_default=of_default)


class CircleError(RecursionError):
    """A schema that leads back to itself by what it is made of, in which the validator would go
    round until it is stopped.
    """


class _Numbers(list[int]):
    """A list of numbers that answers ``in`` at once: the validator keeps its visited schemas in
    one.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: set[int] = set()

    def append(self, number: int, /) -> None:
        self._known.add(number)
        super().append(number)

    def __contains__(self, number: object, /) -> bool:
        return number in self._known


_VALIDATORS: Mapping[str, type[SpecValidator]] = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}

_schemas: Any = import_module("openapi_spec_validator.schemas")
_SCHEMAS: Mapping[str, Any] = {
    "2.0": _schemas.schema_v2,
    "3.0": _schemas.schema_v30,
    "3.1": _schemas.schema_v31,
    "3.2": _schemas.schema_v32,
}
_validator_for: Any = import_module("jsonschema.validators").validator_for


def violations(document: Document, line: str, walk: Walk | None = None) -> list[Objection]:
    """Everything that openapi-spec-validator finds.

    Args:
        document: the description.
        line: the version of the specification that judges it: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.
        walk: knows which parts need no judge; None where each does.

    Returns:
        The objections in the validator's order; an exception that ends its work early is the last
        one.
    """
    with warnings.catch_warnings():
        # It compiles the patterns that a description gives, and Python comments on some of them.
        warnings.simplefilter("ignore")
        return list(objections_of(document, placing(line, walk)))


def objections_of(document: Document, judge: type[SpecValidator]) -> Iterator[Objection]:
    """What a validator made by :func:`placing` finds, in its order."""
    base_uri = document.store.root.absolute().as_uri()
    try:
        path = SchemaPath.from_dict(
            document.root, base_uri=base_uri, handlers=_Handlers(document, base_uri)
        )
        for error in judge(path).iter_errors():
            if isinstance(error, _Placed):
                yield error.objection
            else:
                yield Objection(fault=fault_of(error), place=())
    # The validator is not ours: whatever it raises over a description is a finding about that
    # description.
    except Exception as error:
        yield Objection(fault=fault_of(error), place=())


def placing(line: str, walk: Walk | None) -> type[SpecValidator]:
    """The validator for a version of the specification, with all its keyword classes noting their
    places.

    What ``walk`` clears is not judged again: that would take nearly all of the time.
    """
    judge = _VALIDATORS[line]
    keywords = {
        name: _placing_keyword(name, keyword, walk)
        for name, keyword in judge.keyword_validators.items()
    }
    attributes: dict[str, object] = {
        "keyword_validators": keywords,
        "schema_validator": _whole(line, walk and walk.rules),
    }
    return type(f"Placing{judge.__name__}", (judge,), attributes)


@cache
def _whole(line: str, rules: Rules | None) -> Any:
    # Made here, and by jsonschema: openapi-spec-validator itself takes another library as soon as
    # that is installed, whose validators have neither the keywords nor the order of errors that
    # ours are made of.
    schema: Any = _named(dict(_SCHEMAS[line]))
    return document_validator(_validator_for(schema)(schema), rules)


def _named(schema: JSONValue) -> JSONValue:
    """A schema in which no property is forbidden by ``false``: jsonschema does not say of an error
    by that where it is, but does of one by ``not``.
    """
    if isinstance(schema, list):
        return [_named(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _named(value) for key, value in schema.items()}
    properties = found.get("properties")
    if isinstance(properties, dict):
        never: JSONValue = {"not": {}}
        found["properties"] = {
            name: never if item is False else item for name, item in properties.items()
        }
    return found


def _placing_keyword(
    name: str, keyword: type[KeywordValidator], walk: Walk | None
) -> type[KeywordValidator]:
    is_value = issubclass(keyword, ValueValidator)
    parent = _bounded(keyword)
    is_schema = issubclass(keyword, SchemaValidator)

    def initialise(self: KeywordValidator, registry: Any) -> None:
        parent.__init__(self, registry)
        if isinstance(self, SchemaValidator):
            self.visited_schema_ids = _Numbers()
            self.meta_checked_schema_ids = _Numbers()

    def call(self: Any, *arguments: Any, **options: Any) -> Iterator[OpenAPIValidationError]:
        part = "subschema" if options.get("meta_checked") else name
        if walk is not None and walk.clears(part, _path(arguments).parts):
            return
        errors: Iterator[Exception] = parent.__call__(self, *arguments, **options)
        try:
            for error in errors:
                if isinstance(error, _Placed):
                    yield error
                else:
                    yield _noted(error, arguments, is_value=is_value)
        except CircleError as error:
            yield _noted(error, arguments, is_value=is_value)
        except RecursionError:
            raise  # not the fault of one part; going on would run into it again and again
        # As above: whatever the validator raises is a finding, and the parts beside this one are
        # still to be judged.
        except Exception as error:
            yield _noted(error, arguments, is_value=is_value)

    judge_meta: Any = getattr(parent, "_validate_schema_meta", None)
    checker: Any = getattr(parent, "_get_schema_checker", None)

    def validate_schema_meta(self: Any, schema: SchemaPath, value: Any) -> Any:
        if walk is not None and walk.fits_meta_schema(value):
            return None
        return judge_meta(self, schema, value)

    def schema_checker(self: Any, schema: SchemaPath, value: Any) -> Any:
        return checking(checker(self, schema, value))

    attributes: dict[str, Any] = {"__init__": initialise, "__call__": call}
    if is_schema:
        attributes["_get_schema_checker"] = schema_checker
        attributes["_validate_schema_meta"] = validate_schema_meta
        attributes["_collect_properties"] = _declared
    return type(f"Placing{keyword.__name__}", (parent,), attributes)


def _bounded(keyword: type[KeywordValidator]) -> type[KeywordValidator]:
    """The same class of the validator; the judge of defaults with an end to its work."""
    if not issubclass(keyword, ValueValidator):
        return keyword
    validator, reset = bounded_validator(keyword.value_validator_cls)

    def call(self: Any, schema: SchemaPath, value: Any) -> Iterator[Exception]:
        reset()
        try:
            yield from keyword.__call__(self, schema, value)
        except ExhaustedError:
            return

    attributes: dict[str, Any] = {"value_validator_cls": validator, "__call__": call}
    return type(f"Bounded{keyword.__name__}", (keyword,), attributes)


def _declared(self: Any, schema: SchemaPath) -> set[str]:
    """The names of all properties that a schema can reach, each schema once; the validator's own
    way doubles with every schema that is reached twice, and never comes back from a circle.

    Raises:
        CircleError: the schema leads back to itself.
    """
    known: dict[int, set[str]] = self.__dict__.setdefault("declared", {})
    circles: set[int] = self.__dict__.setdefault("circles", set())
    active: dict[int, set[str]] = {}
    waiting: list[tuple[SchemaPath, bool]] = [(schema, False)]
    while waiting:
        node, done = waiting.pop()
        value = node.read_value()
        number = id(value)
        if done:
            parts = (known[id(part.read_value())] for part in _made_of(node))
            known[number] = active.pop(number).union(*parts)
            continue
        if number in active or number in circles:
            circles.update(active)
            raise CircleError("a schema that leads back to itself")
        if number not in known:
            active[number] = (
                set(map(str, (node / "properties").keys())) if "properties" in node else set()
            )
            waiting.append((node, True))
            waiting.extend((part, False) for part in _made_of(node))
    return known[id(schema.read_value())]


def _made_of(schema: SchemaPath) -> Iterator[SchemaPath]:
    """The schemas whose properties count as those of ``schema``."""
    for word in ("allOf", "anyOf", "oneOf"):
        if word in schema:
            yield from schema / word
    for word in ("items", "not"):
        if word in schema:
            yield schema / word


def _noted(error: Exception, arguments: tuple[Any, ...], *, is_value: bool) -> _Placed:
    """The error with the place of the part that a keyword was called for."""
    place = tuple(str(part) for part in _path(arguments).parts)
    if is_value:
        place = (*place, "default")
    return _Placed(error, place, of_default=is_value)


def _path(arguments: tuple[Any, ...]) -> SchemaPath:
    """The part that a keyword is called for: the first argument that is a place."""
    return next(item for item in arguments if isinstance(item, SchemaPath))


class _Handlers(dict[str, Any]):
    """Answers the validator's requests for further files from the description's own store, whatever
    their scheme.
    """

    def __init__(self, document: Document, base_uri: str) -> None:
        super().__init__()
        self._document = document
        self._folder = base_uri.rpartition("/")[0] + "/"

    def __contains__(self, scheme: object) -> bool:
        return True

    def __getitem__(self, scheme: str) -> Any:
        return self._read

    def _read(self, uri: str) -> JSONValue:
        name = self._name(uri)
        # Asked first, because reading what is not there is reported, and the dangling reference
        # will be.
        found = self._is_meant(name) and self._document.store.exists(name)
        data = self._document.data(name) if found else MISSING
        if isinstance(data, Missing) or data is None:
            raise FileNotFoundError(uri)
        return data

    def _is_meant(self, name: str) -> bool:
        """Whether a file outside of the root's folder may be read: the validator also follows
        ``file:`` and absolute paths, which :meth:`~.file_set.FileSet.name_of` refuses."""
        if not name.startswith("../") or is_remote(name):
            return True
        store = self._document.store
        return any(
            store.name_of(reference.partition("#")[0], base) == name
            for base, source in store.sources.items()
            if source is not None
            for reference in references_in(source.data)
        )

    def _name(self, uri: str) -> str:
        if urlsplit(uri).scheme != "file":
            return uri
        return _relative(unquote(uri), unquote(self._folder))


def _relative(uri: str, folder: str) -> str:
    """The name of a file relative to the root's folder."""
    here, there = folder.split("/")[:-1], uri.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:])
