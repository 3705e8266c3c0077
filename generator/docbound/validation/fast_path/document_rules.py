"""The rules that openapi-spec-validator has beside its schemas.

Source: openapi-spec-validator 0.9, ``validation/keywords.py``.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, partial
from typing import Final

from docbound.service import JSONValue

from .resolver import Place, RefResolver
from .rules import Rules
from .schemas import Schemas
from .vocabulary import InconclusiveError, Schema, matches, members, text

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Walk:
    """Goes where the validator goes, following references as it does.

    It answers for the whole description and, where the validator has to be asked, for the parts
    that it need not look at. Each part is judged for itself, so that the order in which they are
    asked about does not matter.
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

    def accepts(self) -> bool:
        """Whether the validator would find nothing.

        Raises:
            InconclusiveError: something is not handled here in the validator's way.
        """
        follow = self._follow
        components = follow.member(follow.root, "components")
        return (
            self.rules.root(follow.root)
            and self._tags()
            and all(
                self._path(url, members(follow.at(item)))
                for url, item in follow.items(follow.root, "paths")
            )
            and all(map(self._schemas.accepts, follow.values(components, "schemas")))
        )

    def clears(self, part: str, place: Place) -> bool:
        """Whether the validator would surely find nothing in a part of the description.

        Args:
            part: what it is: ``path``, ``operation``, ``parameters``, ``response``, ``schema``, or
                ``subschema`` for one that was held against the meta-schema with the schema around
                it.
            place: where it stands.
        """
        return matches(partial(self._accepts_part, part), place)

    def fits_meta_schema(self, schema: JSONValue) -> bool:
        """Whether a schema surely fits its meta-schema."""
        if isinstance(schema, dict) and "$schema" in schema:
            return False  # it may be another one
        return matches(self.rules.meta, schema)

    def _accepts_part(self, part: str, place: Place) -> bool:
        found = self._follow.find(place)
        match part, place:
            case "path", ("paths", str() as url):
                return self._path(url, members(found))
            case "operation", ("paths", str() as url, _):
                shared = self._shared(members(self._follow.find(place[:2])))
                return self._operation(url, members(found), shared)
            case "parameters", _:
                return self._parameters(list(map(members, self._follow.entries(found))))
            case "response", _:
                return self._response(members(found))
            case "schema", _:
                return self._schemas.accepts(found)
            case "subschema", _:
                return self._schemas.is_sound(found)
            case _:
                raise InconclusiveError("another part")

    # --- the parts of a description ---

    def _tags(self) -> bool:
        tags = [members(tag) for tag in self._follow.listed(self._follow.root, "tags")]
        if self.rules.line == "3.2" and any("parent" in tag for tag in tags):
            raise InconclusiveError("a tree of tags")
        names = [text(tag.get("name")) for tag in tags]
        return len(set(names)) == len(names)

    def _path(self, url: str, item: Schema) -> bool:
        if not url.startswith("/") or "additionalOperations" in item:
            raise InconclusiveError("an extension where a path is expected")
        shared = self._shared(item)
        methods = (*_METHODS, "query") if self.rules.line == "3.2" else _METHODS
        return self._parameters(shared) and all(
            self._operation(url, members(self._follow.at(item[method])), shared)
            for method in methods
            if method in item
        )

    def _shared(self, item: Schema) -> list[Schema]:
        return [members(each) for each in self._follow.listed(item, "parameters")]

    def _operation(self, url: str, operation: Schema, shared: list[Schema]) -> bool:
        identifier = operation.get("operationId")
        if identifier is not None and self._identifiers[text(identifier)] > 1:
            return False
        own = self._shared(operation)
        named = {text(each.get("name")) for each in (*own, *shared) if each.get("in") == "path"}
        return (
            named == _in_url(url)
            and self._parameters(own)
            and all(
                self._response(members(self._follow.at(response)))
                for response in self._follow.values(operation, "responses")
            )
        )

    @cached_property
    def _identifiers(self) -> Counter[str]:
        """How often an operation has each name."""
        return Counter(self._named())

    def _named(self) -> Iterator[str]:
        for _, node in self._follow.items(self._follow.root, "paths"):
            item = self._follow.at(node)
            if not isinstance(item, dict):
                continue
            if "additionalOperations" in item:
                raise InconclusiveError("operations of other methods")
            for operation in map(self._follow.at, item.values()):
                if isinstance(operation, dict):
                    identifier = operation.get("operationId")
                    if isinstance(identifier, str):
                        yield identifier

    def _parameters(self, parameters: list[Schema]) -> bool:
        keys = [(text(each.get("name")), text(each.get("in"))) for each in parameters]
        return len(set(keys)) == len(keys) and all(map(self._parameter, parameters))

    def _parameter(self, parameter: Schema) -> bool:
        if "schema" in parameter and not self._schemas.accepts(parameter["schema"]):
            return False
        if self.rules.line == "2.0" and "default" in parameter:
            if isinstance(parameter["default"], dict):
                raise InconclusiveError("an object as default of a parameter")
            # A parameter's own ``required`` is no list of properties, and only objects are held
            # against it.
            return self._schemas.fits_default(
                {key: value for key, value in parameter.items() if key != "required"}
            )
        return True

    def _response(self, response: Schema) -> bool:
        if self.rules.line == "2.0":
            return "schema" not in response or self._schemas.accepts(response["schema"])
        content = map(self._follow.at, self._follow.values(response, "content"))
        return all(
            self._schemas.accepts(media["schema"])
            for media in map(members, content)
            if "schema" in media
        )


def _in_url(url: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(url) if name}
    except ValueError as error:
        raise InconclusiveError("braces that do not match") from error
