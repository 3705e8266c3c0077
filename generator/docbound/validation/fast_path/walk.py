"""A description judged as openapi-spec-validator does, as a whole and part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property, partial

from docbound.service import JSONValue
from docbound.validation.objections import Objection, Place, RuleError

from .document_rules import DocumentRules
from .resolver import RefResolver
from .rules import Rules
from .schema_visits import Visits
from .schemas import Schemas
from .vocabulary import InconclusiveError, Schema, matches


class Walk:
    """Goes where the validator goes, following references as it does.

    It answers for the whole description and, where the validator has to be asked, for the parts
    that it need not look at.
    """

    def __init__(self, root: Schema, rules: Rules, *, names: bool = False) -> None:
        """Starts at the root.

        Args:
            root: the description.
            rules: what judges it.
            names: whether schemas in it may have names or dialects of their own; those are left to
                the validator.
        """
        self.rules = rules
        self.names = names
        self._follow = RefResolver(root=root)
        self._schemas = Schemas(follower=self._follow, rules=rules)
        self._doubts = DocumentRules(
            follow=self._follow,
            line=rules.line,
            judge=_Doubts(schemas=self._schemas, follow=self._follow),
        )

    def objections(self) -> list[Objection]:
        """What the validator would say.

        Raises:
            InconclusiveError: something is not handled here in the validator's way.
        """
        if self.names:
            raise InconclusiveError("schemas with names of their own")
        root = self._follow.root
        found: list[Objection] = []
        if not self.rules.root(root):
            found = [Objection(fault=error, place=()) for error in self.rules.root.errors(root)]
        visits = Visits(schemas=self._schemas)
        parts = DocumentRules(follow=self._follow, line=self.rules.line, judge=visits)
        return found + list(parts.description())

    def clears(self, part: str, place: tuple[str | int, ...]) -> bool:
        """Whether the validator would surely find nothing in a part of the description, in whatever
        order it comes to it.

        Args:
            part: what it is: ``path``, ``operation``, ``parameters``, ``response``, ``schema``, or
                ``subschema`` for one that was held against the meta-schema with the schema around
                it.
            place: where it is.
        """
        return matches(partial(self._clears, part), place)

    def fits_meta_schema(self, schema: JSONValue) -> bool:
        """Whether a schema surely fits its meta-schema."""
        if isinstance(schema, dict) and "$schema" in schema:
            return False  # it may be another one
        return matches(self.rules.meta, schema)

    def _clears(self, part: str, place: tuple[str | int, ...]) -> bool:
        return next(self._doubts_about(part, place), None) is None

    def _doubts_about(self, part: str, place: tuple[str | int, ...]) -> Iterator[Objection]:
        parts, found = self._doubts, self._follow.find(place)
        match part, place:
            case "path", ("paths", str() as url):
                return parts.path((), found, url)
            case "operation", ("paths", str() as url, _):
                shared = self._follow.raw_list(self._follow.find(place[:2]), "parameters")
                return parts.operation((), found, url, shared)
            case "parameters", _:
                return parts.parameters((), found)
            case "response", _:
                return parts.response((), found)
            case "schema", _:
                return parts.judge.schema((), found)
            case "subschema", _:
                return iter(() if self._schemas.is_sound(found) else (_DOUBT,))
            case _:
                raise InconclusiveError("another part")


_DOUBT = Objection(fault=RuleError(rule="schema"), place=())


class _Doubts:
    """Says that something may be wrong, whatever was looked at before."""

    def __init__(self, schemas: Schemas, follow: RefResolver) -> None:
        self.schemas = schemas
        self.follow = follow

    def schema(self, place: Place, node: JSONValue, /) -> Iterator[Objection]:
        if not self.schemas.accepts(node):
            yield _DOUBT

    def default(self, place: Place, schema: Schema, /) -> Iterator[Objection]:
        if not self.schemas.fits_default(schema):
            yield _DOUBT

    def is_repeated(self, identifier: str, /) -> bool:
        return self._identifiers[identifier] > 1

    @cached_property
    def _identifiers(self) -> Counter[str]:
        """How often an operation has each name."""
        return Counter(self._named())

    def _named(self) -> Iterator[str]:
        for _, node in self.follow.items(self.follow.root, "paths"):
            item = self.follow.at(node)
            if not isinstance(item, dict):
                continue
            if "additionalOperations" in item:
                raise InconclusiveError("operations of other methods")
            for operation in map(self.follow.at, item.values()):
                if isinstance(operation, dict):
                    identifier = operation.get("operationId")
                    if isinstance(identifier, str):
                        yield identifier
