"""The schemas of a description: which of them the validator has surely nothing against.

Source: openapi-spec-validator 0.9, ``validation/keywords.py``, ``SchemaValidator``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docbound.records import field, record
from docbound.service import JSONValue
from docbound.validation.schema_error import SchemaError

from .checks import Checks
from .explanations import explain
from .resolver import RefResolver
from .rules import Rules
from .vocabulary import InconclusiveError, Schema, UnresolvableError, items, matches, text

_MOST_REFERENCES: Final = 20_000


@record(eq=False)
class Schemas:
    """What is known about the schemas of a description, each looked at once.

    Attributes:
        follower: reads the description.
        rules: what judges it.
    """

    follower: RefResolver
    rules: Rules
    _sound: dict[int, bool] = field(default_factory=dict[int, bool])
    _valid: dict[int, bool] = field(default_factory=dict[int, bool])
    _declared: dict[int, set[str]] = field(default_factory=dict[int, set[str]])

    def accepts(self, node: JSONValue) -> bool:
        """Whether a schema that is by itself fits its meta-schema, and is sound."""
        schema = self.follower.schema(node)
        return self.fits_meta_schema(schema) and self.is_sound(schema)

    def fits_meta_schema(self, schema: Schema) -> bool:
        """Whether a schema fits its meta-schema."""
        valid = self._valid.get(id(schema))
        if valid is None:
            valid = self._valid[id(schema)] = self.rules.meta(schema)
        return valid

    def is_sound(self, node: JSONValue) -> bool:
        """Whether the rules hold for a schema and for all that it is made of, however deep."""
        schema = self.follower.schema(node)
        if id(schema) not in self._sound:
            self._settle(schema)
        return self._sound[id(schema)]

    def fits_default(self, schema: Schema) -> bool:
        """Whether the default of a schema fits it."""
        return self._values(schema).of(schema, "")(schema["default"])

    def default_errors(self, schema: Schema) -> Iterator[SchemaError]:
        """How the default of a schema does not fit it."""
        try:
            if not self.fits_default(schema):
                yield from explain(self._values(schema), schema, "", schema["default"])
        except UnresolvableError as error:
            raise InconclusiveError("a reference to nothing in a default's schema") from error

    def is_null_by_default(self, schema: Schema) -> bool:
        """Whether the default is null, and admitted by the word of 3.0 for that."""
        return schema["default"] is None and schema.get("nullable") is True

    def _values(self, schema: Schema) -> Checks:
        if schema.keys() & {"id", "discriminator"}:
            raise InconclusiveError("a default beside a discriminator")
        default = schema["default"]
        if isinstance(default, dict) and "$ref" in default:
            raise InconclusiveError("a default by reference")
        return Checks(
            resources={"": self.follower.root},
            dialect=self.rules.values,
            limit=_MOST_REFERENCES,
        )

    def _settle(self, start: Schema) -> None:
        """Finds out which of the schemas that ``start`` is made of are sound; one that is not
        spoils all that use it.
        """
        users: dict[int, list[int]] = {id(start): []}
        waiting = [start]
        spoiled: list[int] = []
        while waiting:
            schema = waiting.pop()
            if not matches(self._obeys, schema):
                spoiled.append(id(schema))
            for part in self._parts(schema):
                if part is None:
                    spoiled.append(id(schema))
                elif id(part) in users:
                    users[id(part)].append(id(schema))
                elif id(part) not in self._sound:
                    users[id(part)] = [id(schema)]
                    waiting.append(part)
                elif not self._sound[id(part)]:
                    spoiled.append(id(schema))
        while spoiled:
            number = spoiled.pop()
            self._sound[number] = False
            spoiled += users.pop(number, ())
        self._sound.update(dict.fromkeys(users, True))

    def _parts(self, schema: Schema) -> Iterator[Schema | None]:
        """The schemas that the validator goes to from ``schema``; None for what cannot be judged
        here.
        """
        follow = self.follower
        try:
            for keyword in ("allOf", "anyOf", "oneOf"):
                yield from map(follow.schema, follow.listed(schema, keyword))
            for keyword in ("not", "items"):
                if keyword in schema:
                    yield follow.schema(schema[keyword])
            yield from map(follow.schema, follow.values(schema, "properties"))
        except InconclusiveError:
            yield None

    def _obeys(self, schema: Schema) -> bool:
        """Whether what a schema requires is declared, and its default fits."""
        required = self.follower.at(schema.get("required"))
        if "allOf" in schema:
            declared = set(self.follower.member(schema, "properties"))
            for part in self.follower.listed(schema, "allOf"):
                declared |= self.declared_by(part)
            if not declared.issuperset(map(text, items(required or []))):
                return False
        if "default" in schema:
            return self.is_null_by_default(schema) or self.fits_default(schema)
        return True

    def declared_by(self, node: JSONValue) -> set[str]:
        """The properties that can be reached from a schema; the validator never comes back from a
        circle.
        """
        start = self.follower.schema(node)
        active: dict[int, set[str]] = {}
        waiting = [(start, False)]
        while waiting:
            schema, done = waiting.pop()
            if done:
                parts = (self._declared[id(part)] for part in self._made_of(schema))
                self._declared[id(schema)] = active.pop(id(schema)).union(*parts)
            elif id(schema) in active:
                raise InconclusiveError("a circle")
            elif id(schema) not in self._declared:
                active[id(schema)] = set(self.follower.member(schema, "properties"))
                waiting.append((schema, True))
                waiting.extend((part, False) for part in self._made_of(schema))
        return self._declared[id(start)]

    def _made_of(self, schema: Schema) -> Iterator[Schema]:
        """The schemas whose properties count as those of ``schema``."""
        follow = self.follower
        for keyword in ("allOf", "anyOf", "oneOf"):
            yield from map(follow.schema, follow.listed(schema, keyword))
        for keyword in ("items", "not"):
            if keyword in schema:
                yield follow.schema(schema[keyword])
