"""What the validator says about the schemas of a description, in the order in which it comes to
them.

It looks at a schema once. One that it first meets as a part of another is not asked whether all
that it requires is declared; so what it says depends on the way.

Source: openapi-spec-validator 0.9, ``validation/keywords.py``, ``SchemaValidator``.
"""

from __future__ import annotations

from collections.abc import Iterator

from docbound.records import field, record
from docbound.service import JSONValue
from docbound.validation.objections import Objection, Place, RuleError

from .schemas import Schemas
from .unresolved_references import noting
from .vocabulary import Schema, items, text


@record(eq=False)
class Visits:
    """One way through a description.

    Attributes:
        schemas: knows which schemas have nothing wrong with them, however they are reached.
    """

    schemas: Schemas
    _checked: set[int] = field(default_factory=set[int])
    _visited: set[int] = field(default_factory=set[int])
    _identifiers: set[str] = field(default_factory=set[str])

    def is_repeated(self, identifier: str) -> bool:
        """Whether an operation on the way had that operationId."""
        known = identifier in self._identifiers
        self._identifiers.add(identifier)
        return known

    @noting
    def default(self, place: Place, schema: Schema) -> Iterator[Objection]:
        """How the default of ``schema`` does not fit."""
        for error in self.schemas.default_errors(schema):
            yield Objection(fault=error, place=(*place, "default"), of_default=True)

    @noting
    def schema(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """What is wrong with a schema that is by itself."""
        value = self.schemas.follower.at(node)
        if not isinstance(value, dict | bool):
            yield _no_schema(place, value)
            return
        schema = self.schemas.follower.schema(value)
        if id(schema) not in self._checked:
            self._checked.add(id(schema))
            if not self.schemas.fits_meta_schema(schema):
                error = next(self.schemas.rules.meta.errors(schema))
                yield Objection(fault=error, place=place)
                return
        yield from self._parts(place, schema, is_part=False)

    @noting
    def _part(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        value = self.schemas.follower.at(node)
        if not isinstance(value, dict | bool):
            yield _no_schema(place, value)
            return
        yield from self._parts(place, self.schemas.follower.schema(value), is_part=True)

    def _parts(self, place: Place, schema: Schema, *, is_part: bool) -> Iterator[Objection]:
        if id(schema) in self._visited or self.schemas.is_sound(schema):
            return
        self._visited.add(id(schema))
        follow = self.schemas.follower
        declared = set[str]()
        for keyword in ("allOf", "anyOf", "oneOf"):
            for index, part in enumerate(items(follow.at(schema.get(keyword, [])))):
                yield from self._part((*place, keyword, str(index)), part)
                if keyword == "allOf":
                    declared |= self.schemas.declared_by(part)
        for keyword in ("not", "items"):
            if keyword in schema:
                yield from self._part((*place, keyword), schema[keyword])
        properties = follow.member(schema, "properties")
        for name, part in properties.items():
            yield from self._part((*place, "properties", name), part)
        required = follow.at(schema.get("required"))
        if "allOf" in schema and required and not is_part:
            names = set(map(text, items(required)))
            undeclared = sorted(names - declared - properties.keys())
            if undeclared:
                broken = RuleError(rule="required", names=tuple(undeclared))
                yield Objection(fault=broken, place=place)
        if "default" in schema and not self.schemas.is_null_by_default(schema):
            yield from self.default(place, schema)


def _no_schema(place: Place, value: JSONValue) -> Objection:
    message = f"{value!r} is not of type 'object', 'boolean'"
    return Objection(fault=RuleError(rule="schema", message=message), place=place)
