"""What a ``$ref`` means: the value and the place that it leads to, within its file or in another.

Sources: OpenAPI 3.1.1, "Relative References in API Description URIs"; JSON Schema 2020-12 core,
8.2; RFC 3986 and RFC 6901.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urljoin

from docbound.service import MISSING, JSONValue, Missing, Pointer

from .file_set import FileSet
from .identifiers import Identifiers, identifiers
from .pointers import child, join, split, unescape

_LOCAL_DEFINITIONS: Final = ("#/$defs/", "#/definitions/")
_LONGEST_CHAIN: Final = 100

Target = tuple[JSONValue, Pointer]
"""What a reference leads to, and where it is."""


@dataclass(eq=False, kw_only=True)
class References:
    """Follows the references of a description; remembers where each leads.

    Attributes:
        store: the files that it consists of.
    """

    store: FileSet
    _found: dict[tuple[str, str, str], Target | None] = field(
        default_factory=dict[tuple[str, str, str], "Target | None"], repr=False
    )
    _local: set[tuple[str, Pointer]] = field(default_factory=set["tuple[str, Pointer]"], repr=False)
    _identifiers: dict[str, Identifiers] = field(default_factory=dict[str, Identifiers], repr=False)

    def resolve(self, ref: str, base: Pointer) -> Target | None:
        """Follows a reference, one step.

        Args:
            ref: the ``$ref`` string: local (``#/components/schemas/Pet``), to a file
                (``common.yaml#/Pet``), to a named part (``#pet``, an ``$id``), or remote, where the
                host is allowed.
            base: the pointer at which it is.

        Returns:
            The value (perhaps a reference in its turn) and its pointer, or None where there is
            nothing.

        Source: OpenAPI 3.1.1, "Relative References in API Description URIs"; JSON Schema 2020-12
            core, 8.2.
        """
        file = base.partition("#")[0]
        names = self._names(file)
        # Few files name their parts; in all others a place says no more than which file it is in.
        scope = names.base(split(base)[1]) if names.bases else ""
        key = (file, scope, ref)
        if key not in self._found:
            self._found[key] = None  # the answer to a reference that needs itself
            self._found[key] = self._resolve(ref, file, scope)
        found = self._found[key]
        if found is None and ref.startswith(_LOCAL_DEFINITIONS):
            found = self._around(ref, file, split(base)[1])
            if found is not None:
                self._local.add((ref, base))
        return found

    def reading(self, ref: str, base: Pointer) -> str:
        """How a reference is read that the specification does not define; empty where it does, or
        nothing is found.
        """
        uri, _, fragment = ref.partition("#")
        if fragment.startswith("/") and not ref.startswith(_LOCAL_DEFINITIONS):
            return ""
        target = self.resolve(ref, base)
        if target is None:
            return ""
        if (ref, base) in self._local:
            return "as a definition of the schema around it"
        if not uri and "/" in fragment and not fragment.startswith("/"):
            return "as if it began with #/"
        if not fragment and self._bare_name(ref, base.partition("#")[0]) == target:
            return "as the name of a schema"
        return ""

    def locate(self, tokens: Sequence[str], file: str = "") -> Pointer:
        """The pointer of what is reached by ``tokens`` when references on the way are followed.

        Where a step has no target, it is the pointer of the last place that exists.
        """
        return self._walk(file, tokens)[1]

    def _resolve(self, ref: str, file: str, base: str) -> Target | None:
        uri, _, fragment = ref.partition("#")
        try:
            resource = self._resource(uri, file, base)
        except ValueError:  # not a URI at all
            return None
        if resource is None:
            return self._bare_name(ref, file)
        return self._fragment(*resource, fragment)

    def _resource(self, uri: str, file: str, base: str) -> tuple[str, tuple[str, ...]] | None:
        """The file, and the tokens of the part of it, that a URI without fragment means."""
        if not uri:
            return file, self._names(file).resources.get(base, ())
        absolute = urljoin(base, uri)
        for known in list(self.store.sources):
            inner = self._names(known).resources.get(absolute)
            if inner is not None:
                return known, inner
        name = self.store.name_of(uri, file)
        return None if name is None or not self.store.exists(name) else (name, ())

    def _fragment(self, file: str, inner: tuple[str, ...], fragment: str) -> Target | None:
        """The value that a fragment means within the part of a file at ``inner``."""
        decoded = unquote(fragment)
        names = self._names(file)
        anchored = names.anchors.get((names.base(inner), decoded))
        if anchored is not None:
            return self._target(file, anchored)
        if not fragment:
            return self._target(file, inner)
        for spelling in dict.fromkeys((decoded, fragment)):
            # Some write "#definitions/Pet": the slash that is missing is meant.
            path = spelling.removeprefix("/").split("/")
            steps = tuple(map(unescape, path))
            found = self._target(file, (*inner, *steps))
            if found is None and inner:
                # Within a part that has an identifier, pointers count from there; many still mean
                # the whole file.
                found = self._target(file, steps)
            if found is not None:
                return found
        return None

    def _around(self, ref: str, file: str, tokens: Sequence[str]) -> Target | None:
        """``#/$defs/Pet`` within a schema that has ``$defs`` itself: a JSON Schema that was pasted
        in as it is.
        """
        steps = tuple(map(unescape, unquote(ref[2:]).split("/")))
        # The schema itself may have them beside the reference; asked for something else, it would
        # follow the reference that is being resolved.
        own = self._walk(file, tokens)[0]
        innermost = len(tokens) - (not (isinstance(own, dict) and steps[0] in own))
        for length in range(innermost, 0, -1):
            found = self._target(file, (*tokens[:length], *steps))
            if found is not None:
                return found
        return None

    def _bare_name(self, ref: str, file: str) -> Target | None:
        """``$ref: Pet``, as descriptions before Swagger 2.0 had it."""
        for home in (("components", "schemas"), ("definitions",)):
            found = self._target(file, (*home, ref))
            if found is not None:
                return found
        return None

    def _target(self, file: str, tokens: Sequence[str]) -> Target | None:
        value, pointer, arrived = self._walk(file, tokens)
        return None if isinstance(value, Missing) or not arrived else (value, pointer)

    def _walk(self, file: str, tokens: Sequence[str]) -> tuple[JSONValue | Missing, Pointer, bool]:
        """Goes down from a file's top; a reference that is in the way is followed.

        Returns:
            The value and pointer of the last place that exists, and whether that is the place that
            was meant.
        """
        value = self.data(file)
        pointer = join(file, ())
        for token in tokens:
            following = step(value, token)
            if isinstance(following, Missing):
                value, pointer = self._behind(value, pointer)
                following = step(value, token)
            if isinstance(following, Missing):
                return value, pointer, False
            value = following
            pointer = child(pointer, token)
        return value, pointer, True

    def _behind(
        self, value: JSONValue | Missing, pointer: Pointer
    ) -> tuple[JSONValue | Missing, Pointer]:
        """The value behind a chain of references, or the value itself."""
        for _ in range(_LONGEST_CHAIN):
            ref = value.get("$ref") if isinstance(value, dict) else None
            target = self.resolve(ref, pointer) if isinstance(ref, str) else None
            if target is None:
                return value, pointer
            value, pointer = target
        return value, pointer

    def data(self, file: str) -> JSONValue | Missing:
        """All that a file says (empty name: the root), or MISSING where it cannot be read."""
        source = self.store.get(file)
        return MISSING if source is None else source.data

    def _names(self, file: str) -> Identifiers:
        names = self._identifiers.get(file)
        if names is None:
            source = self.store.get(file)
            names = Identifiers() if source is None else identifiers(source.text, source.data)
            self._identifiers[file] = names
        return names


def step(value: JSONValue | Missing, token: str) -> JSONValue | Missing:
    """The member of an object or the item of an array, or MISSING."""
    match value:
        case dict():
            return value.get(token, MISSING)
        case list() if token.isascii() and token.isdigit():
            index = int(token) if len(token) < 10 else len(value)
            return value[index] if index < len(value) else MISSING
        case _:
            return MISSING


def references_in(data: JSONValue) -> Iterator[str]:
    """Every text that is under ``$ref``, however deep."""
    waiting = [data]
    while waiting:
        match waiting.pop():
            case dict() as members:
                reference = members.get("$ref")
                if isinstance(reference, str):
                    yield reference
                waiting.extend(members.values())
            case list() as entries:
                waiting.extend(entries)
            case _:
                continue
