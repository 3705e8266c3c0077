"""Suggested names of inline schemas, and their order, from the pointer alone.

A definition's suggested name is made of the words of its place
(:class:`docbound.service.NameHint`): the component's name, or the parent's words and the property;
``Item`` for an array's items, ``Value`` for a map's values, ``Request`` and status and ``Response``
for bodies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from itertools import islice
from typing import Final

from docbound.document.pointers import split, unescape
from docbound.records import field, record
from docbound.service import JSONValue, Pointer
from docbound.tables.keywords import HOLDING_ONE, HOLDING_SEVERAL

from ...document.reader import Node, Reader
from .name_extensions import type_name
from .nullability import is_null
from .schema_outlines import Outlines
from .variant_names import Alternatives, title

_COMPONENTS: Final = re.compile(r"(.*?)#/(?:components/schemas|definitions)/[^/#]+")

_BELOW: Final = HOLDING_SEVERAL | {"content", "parameters", "headers"}
"""Keywords whose children are parts of something larger."""

_WITHIN: Final = HOLDING_ONE | {"schema", "itemSchema"}
"""Keywords that hold one schema, as a part of something larger."""

_MAPS: Final = frozenset(
    {
        *("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
        *("schemas", "responses", "requestBodies", "parameters", "headers", "content", "callbacks"),
        "paths",
    }
)
"""Keywords whose children are named by the description, so that none of them is a keyword."""

_DEEPEST: Final = 8
"""How many references are followed to see what an alternative is."""


def is_component(pointer: Pointer) -> bool:
    """Whether ``pointer`` names a schema under ``components/schemas`` or ``definitions``."""
    return _COMPONENTS.fullmatch(pointer) is not None


def has_own_name(pointer: Pointer) -> bool:
    """Whether the schema at ``pointer`` was given a name: a component, an entry of ``$defs``, a
    file, and the like.
    """
    if is_component(pointer):
        return True
    file, path = pointer.split("#", 1)
    tokens = path.split("/")[1:]
    if not tokens:
        return file != ""
    if len(tokens) == 1:
        return file != ""
    within = tokens[-1] in _WITHIN and not _is_key(tokens)
    return tokens[-2] not in _BELOW and not within and not _in_operation(tokens)


def _is_key(tokens: list[str]) -> bool:
    """Whether the last of a pointer's tokens is a name, and no keyword: a property may be called
    ``items``, and one that is called ``properties`` may have items.
    """
    key = False
    for token in tokens[:-1]:
        key = not key and token in _MAPS
    return key


def _in_operation(tokens: list[str]) -> bool:
    return "schema" in tokens and "$defs" not in tokens and "definitions" not in tokens


@record(frozen=False, kw_only=False)
class NameSuggester:
    """Names and orders places.

    ``words`` holds what others know of a place: an operation's words, a synthesised definition's, a
    file's by the component that leads to it. ``composed`` says which alternatives a synthesised
    combination was made of.
    """

    reader: Reader
    words: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    composed: dict[Pointer, tuple[Pointer, ...]] = field(
        default_factory=dict[Pointer, tuple[Pointer, ...]]
    )
    _derived: dict[Pointer, tuple[Pointer, str]] = field(
        default_factory=dict[Pointer, tuple[Pointer, str]]
    )
    _indexes: dict[Pointer, Mapping[str, int]] = field(
        default_factory=dict[Pointer, Mapping[str, int]]
    )
    _hints: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    _alternatives: dict[Pointer, Alternatives] = field(default_factory=dict[Pointer, Alternatives])
    _outlines: dict[str, Outlines] = field(default_factory=dict[str, Outlines])
    _alone: dict[Pointer, bool] = field(default_factory=dict[Pointer, bool])
    _files: dict[str, int] = field(default_factory=lambda: {"": 0})

    def name(self, pointer: Pointer) -> str:
        """The words of a place, such as ``CreateUser Request address``."""
        suffixes: list[str] = []
        here = pointer
        while here not in self.words:
            if here in self._hints:
                suffixes.append(self._hints[here])
                break
            above, suffix = self._step(here)
            if suffix:
                suffixes.append(suffix)
            if above is None:
                break
            here = above
        else:
            suffixes.append(self.words[here])
        return " ".join(reversed(suffixes)) or "Schema"

    def settle_hints(self, pointers: Collection[Pointer]) -> None:
        """Takes the names that extensions give to inline schemas. A name that several schemas have,
        or a component, is that of none.

        Args:
            pointers: those of all definitions.
        """
        found = {
            pointer: hint
            for pointer in pointers
            if not has_own_name(pointer) and (hint := type_name(self._get(pointer)))
        }
        if not found:
            return
        own = [unescape(each.rpartition("/")[2]) for each in pointers if is_component(each)]
        used = Counter(map(_letters, [*found.values(), *own]))
        self._hints = {
            pointer: hint for pointer, hint in found.items() if used[_letters(hint)] == 1
        }

    def derive(self, pointer: Pointer, above: Pointer, word: str) -> None:
        """Names a synthesised definition after the place that it was made for."""
        self._derived[pointer] = (above, word)

    def _step(self, pointer: Pointer) -> tuple[Pointer | None, str]:
        """One step up: the place above (None: the name is complete) and the words that this step
        adds.
        """
        if pointer in self._derived:
            return self._derived[pointer]
        file, path = pointer.split("#", 1)
        tokens = path.split("/")[1:]
        if not tokens:
            return None, stem(file)
        last = unescape(tokens[-1])
        parent = pointer[: pointer.rindex("/")]
        match "" if _is_key(tokens) else last:
            case "items" | "additionalItems" | "itemSchema":
                return parent, "Item"
            case "additionalProperties" | "unevaluatedProperties":
                return parent, "Value"
            case "schema" | "not":
                return parent, ""
            case "$ref" if pointer in self.reader.copies:
                return parent, ""
            case "requestBody":
                return parent, "Request"
            case _:
                pass
        if len(tokens) == 1:
            return None, last
        above = parent[: parent.rindex("/")]
        match tokens[-2]:
            case "properties":
                return above, last
            case "patternProperties":
                return above, "Value"
            case "allOf":
                return above, ""
            case "oneOf" | "anyOf":
                return above, self._variant(pointer, last)
            case "prefixItems" | "items":
                return above, f"Item {_ordinal(last)}"
            case "responses" if tokens[:-1] in (
                ["components", "responses"],
                ["responses"],
            ):
                return None, f"{last} Response"
            case "responses":
                return above, f"{last} Response"
            case "requestBodies":
                return None, f"{last} Request"
            case "content":
                return above, self._representation(parent, last)
            case "headers":
                return above, last
            case _:
                return None, last

    def _variant(self, pointer: Pointer, index: str) -> str:
        """The words of an alternative; none for the only one beside null, which is the same thing
        as the place around it.
        """
        value = self._get(pointer)
        if not title(value) and self._is_alone(pointer):
            return ""
        return self.alternative(pointer, value, index)

    def alternative(self, pointer: Pointer, value: JSONValue, index: str) -> str:
        """What tells an alternative from those beside it."""
        group = pointer[: pointer.rindex("/")]
        if group not in self._alternatives:
            listed, file = self._get(group), pointer.partition("#")[0]
            if file not in self._outlines:
                self._outlines[file] = Outlines(lambda schema: self._followed(schema, file))
            self._alternatives[group] = Alternatives(
                listed if isinstance(listed, list) else [value], self._outlines[file]
            )
        return self._alternatives[group].words(value, index)

    def _followed(self, schema: JSONValue, file: str) -> JSONValue:
        """The schema that another one of its file refers to; a schema that refers to nothing, or
        out of its file, as it is.
        """
        for _ in range(_DEEPEST):
            ref = schema.get("$ref") if isinstance(schema, dict) else None
            if not isinstance(ref, str) or not ref.startswith("#/"):
                break
            schema = self._get(f"{file}{ref}")
        return schema

    def _is_alone(self, pointer: Pointer) -> bool:
        """Whether an alternative is the only one beside null, so that the place around it is the
        same thing.
        """
        group = pointer[: pointer.rindex("/")]
        if group not in self._alone:
            listed = self._get(group)
            others = enumerate(listed if isinstance(listed, list) else ())
            counted = (each for i, each in others if not is_null(Node(each, f"{group}/{i}")))
            self._alone[group] = len(list(islice(counted, 2))) == 1
        return self._alone[group]

    def _representation(self, contents: Pointer, media_type: str) -> str:
        """The words of a body's second and later representations; the first needs none."""
        value = self._get(contents)
        if isinstance(value, dict) and next(iter(value), "") == media_type:
            return ""
        subtype = media_type.split(";")[0].rpartition("/")[2]
        return {"x-www-form-urlencoded": "Form", "form-data": "Multipart"}.get(subtype, subtype)

    def order(self, pointer: Pointer) -> tuple[int, ...]:
        """A sort key: files in the order of their first use, and within a file the order of the
        text.

        A synthesised definition (``…/Pet#choice``) follows the place that it was made for.
        """
        file, _, path = pointer.partition("#")
        path, synthesised, _ = path.partition("#")
        key: list[int] = [self._files.setdefault(file, len(self._files))]
        here = Node(self._get(f"{file}#"), f"{file}#")
        for token in path.split("/")[1:]:
            name = unescape(token)
            key.append(self._index(here, name))
            here = _below(here, name)
        return (*key, -1) if synthesised else tuple(key)

    def _index(self, node: Node, name: str) -> int:
        if isinstance(node.value, list):
            return int(name) if name.isdecimal() else -1
        if node.pointer not in self._indexes:
            names = node.value if isinstance(node.value, dict) else ()
            self._indexes[node.pointer] = {key: index for index, key in enumerate(names)}
        return self._indexes[node.pointer].get(name, -1)

    def _get(self, pointer: Pointer) -> JSONValue:
        try:
            return self.reader.source.get(pointer)
        except KeyError:
            return None

    def use_file(self, pointer: Pointer) -> None:
        """Remembers that the file of ``pointer`` is in use."""
        file = split(pointer)[0]
        self._files.setdefault(file, len(self._files))


def _below(node: Node, name: str) -> Node:
    if isinstance(node.value, list):
        index = int(name) if name.isdecimal() else len(node.value)
        value = node.value[index] if index < len(node.value) else None
        return Node(value, f"{node.pointer}/{name}")
    return node.member(name) or Node(None, f"{node.pointer}/{name}")


def _letters(name: str) -> str:
    """A name without what class names leave out."""
    return re.sub(r"[\W_]", "", name).casefold()


def stem(file: str) -> str:
    """The name of a file without folders and suffixes: ``schemas/pet.yaml`` is ``pet``."""
    return file.rpartition("/")[2].split(".")[0]


def _ordinal(index: str) -> str:
    return str(int(index) + 1) if index.isdecimal() else index
