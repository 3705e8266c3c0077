"""A description: plain data, its files, references and positions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urljoin

from docbound.diagnostics.diagnostic import Position
from docbound.document.syntax.source_text import Source
from docbound.service import MISSING, JSONValue, Missing, Pointer

from .file_set import FileSet
from .identifiers import Identifiers, identifiers
from .pointers import child, join, split, unescape
from .provenance import Provenance

_FILE_REFERENCE: Final = (
    r"""\$ref["']?\s*:\s*["']?[^#"'\s]""",
    r"""apping["']?\s*:""",
    "#/components/securitySchemes/",
)
"""One of these is in every text that refers to another file, and in some others. Each begins
with a text of its own: such a pattern is searched for several times as fast as one that has
alternatives."""
_DYNAMIC: Final = ("$dynamicRef", "$recursiveRef")
_LOCAL_DEFINITIONS: Final = ("#/$defs/", "#/definitions/")
_LONGEST_CHAIN: Final = 100

_Target = tuple[JSONValue, Pointer]


@dataclass(eq=False, kw_only=True)
class Document:
    """One OpenAPI description: a root file, and the files that it refers to, read on demand.

    Attributes:
        root: the root's data. It may share parts (YAML aliases) and must not be changed.
        version: what the root states as ``openapi`` or ``swagger``, or an empty string.
        overlay_texts: the texts of the Overlay documents that were applied, in their order.
        overlays: these documents; what they put into the description has its position there.
        provenance: what came from which of them.
    """

    root: dict[str, JSONValue]
    version: str
    store: FileSet = field(repr=False)
    overlay_texts: tuple[str, ...] = field(default=(), repr=False)
    overlays: tuple[Document, ...] = field(default=(), repr=False)
    provenance: Provenance = field(default_factory=Provenance, repr=False)
    _found: dict[tuple[str, str, str], _Target | None] = field(
        default_factory=dict[tuple[str, str, str], "_Target | None"], repr=False
    )
    _local: set[tuple[str, Pointer]] = field(default_factory=set["tuple[str, Pointer]"], repr=False)
    _identifiers: dict[str, Identifiers] = field(default_factory=dict[str, Identifiers], repr=False)

    # --- values and places ---

    def get(self, pointer: Pointer) -> JSONValue:
        """The value at ``pointer``.

        Raises:
            KeyError: there is none.
        """
        file, tokens = split(pointer)
        value = self.data(file)
        for token in tokens:
            value = _step(value, token)
        if isinstance(value, Missing):
            raise KeyError(pointer)
        return value

    def position(self, pointer: Pointer, *, key: bool = False) -> Position | None:
        """Where the value at ``pointer`` is.

        Args:
            pointer: the place; if nothing is there, its nearest ancestor counts.
            key: whether the place of its key is meant.

        Returns:
            None where the file itself cannot be read.
        """
        file, tokens = split(pointer)
        origin = None if file else self.provenance.origin(tokens)
        if origin is not None:
            overlay = self.overlays[origin.overlay]
            return overlay.position(join("", origin.steps), key=key)
        source = self.store.get(file)
        if source is None:
            return None
        found = source.locator.find(tokens)
        return source.position(found.key if key else found.value)

    # --- references ---

    def resolve(self, ref: str, base: Pointer) -> _Target | None:
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
        file, tokens = split(base)
        scope = self._names(file).base(tokens)
        key = (file, scope, ref)
        if key not in self._found:
            self._found[key] = None  # the answer to a reference that needs itself
            self._found[key] = self._resolve(ref, file, scope)
        found = self._found[key]
        if found is None and ref.startswith(_LOCAL_DEFINITIONS):
            found = self._around(ref, file, tokens)
            if found is not None:
                self._local.add((ref, base))
        return found

    def reading(self, ref: str, base: Pointer) -> str:
        """How a reference is read that the specification does not define; empty where it does, or
        nothing is found.
        """
        file = split(base)[0]
        target = self.resolve(ref, base)
        if target is None:
            return ""
        if (ref, base) in self._local:
            return "as a definition of the schema around it"
        uri, _, fragment = ref.partition("#")
        if not uri and "/" in fragment and not fragment.startswith("/"):
            return "as if it began with #/"
        if not fragment and self._bare_name(ref, file) == target:
            return "as the name of a schema"
        return ""

    def locate(self, tokens: Sequence[str], file: str = "") -> Pointer:
        """The pointer of what is reached by ``tokens`` when references on the way are followed.

        Where a step has no target, it is the pointer of the last place that exists.
        """
        return self._walk(file, tokens)[1]

    def _resolve(self, ref: str, file: str, base: str) -> _Target | None:
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

    def _fragment(self, file: str, inner: tuple[str, ...], fragment: str) -> _Target | None:
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

    def _around(self, ref: str, file: str, tokens: Sequence[str]) -> _Target | None:
        """``#/$defs/Pet`` within a schema that has ``$defs`` itself: a JSON Schema that was pasted
        in as it is.
        """
        steps = tuple(map(unescape, unquote(ref[2:]).split("/")))
        for length in range(len(tokens) - 1, 0, -1):
            found = self._target(file, (*tokens[:length], *steps))
            if found is not None:
                return found
        return None

    def _bare_name(self, ref: str, file: str) -> _Target | None:
        """``$ref: Pet``, as descriptions before Swagger 2.0 had it."""
        for home in (("components", "schemas"), ("definitions",)):
            found = self._target(file, (*home, ref))
            if found is not None:
                return found
        return None

    def _target(self, file: str, tokens: Sequence[str]) -> _Target | None:
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
            following = _step(value, token)
            if isinstance(following, Missing):
                value, pointer = self._behind(value, pointer)
                following = _step(value, token)
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

    # --- the whole ---

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The names of all files that can be reached by references, sorted; the root's is empty."""
        reached = {""}
        waiting = [""]
        while waiting:
            source = self.store.get(waiting.pop())
            if source is None:
                continue
            for name in self._mentioned(source):
                if name not in reached and self.store.exists(name):
                    reached.add(name)
                    waiting.append(name)
        return tuple(sorted(reached))

    def _mentioned(self, source: Source) -> Iterator[str]:
        if not self.overlay_texts and not any(
            re.search(form, source.text) for form in _FILE_REFERENCE
        ):
            return
        for ref in _references(source.data):
            uri = ref.partition("#")[0]
            try:
                name = self.store.name_of(uri, source.name) if uri else None
            except ValueError:
                continue
            if name is not None:
                yield name

    @cached_property
    def is_dynamic(self) -> bool:
        """Whether there are references that mean something else for each schema that leads to
        them.
        """
        sources = self.store.sources.values()
        texts = (source.text for source in sources if source is not None)
        return any(word in text for text in (*texts, *self.overlay_texts) for word in _DYNAMIC)

    @cached_property
    def digest(self) -> str:
        """``sha256:`` and the digest of the texts of all files, and of the overlays in their order.

        It does not depend on where the files lie, on their encoding or line ends, nor on the root's
        own name.
        """
        total = hashlib.sha256()
        parts = [part for name in self.files for part in (name, self.store.text(name))]
        for part in (*parts, *self.overlay_texts):
            raw = part.encode("utf-8", "surrogatepass")
            total.update(len(raw).to_bytes(8, "big"))
            total.update(raw)
        return f"sha256:{total.hexdigest()}"


def _step(value: JSONValue | Missing, token: str) -> JSONValue | Missing:
    """The member of an object or the item of an array, or MISSING."""
    match value:
        case dict():
            return value.get(token, MISSING)
        case list() if token.isascii() and token.isdigit():
            index = int(token) if len(token) < 10 else len(value)
            return value[index] if index < len(value) else MISSING
        case _:
            return MISSING


def _references(data: JSONValue) -> Iterator[str]:
    """Every reference of the data, each once: ``$ref``, the values of a discriminator's mapping,
    security schemes by URI.
    """
    seen: set[str] = set()
    waiting: list[JSONValue] = [data]
    while waiting:
        match waiting.pop():
            case dict() as node:
                for ref in _referring(node):
                    if ref not in seen:
                        seen.add(ref)
                        yield ref
                waiting.extend(node.values())
            case list() as items:
                waiting.extend(items)
            case _:
                continue


def _referring(node: dict[str, JSONValue]) -> Iterator[str]:
    ref = node.get("$ref")
    if isinstance(ref, str):
        yield ref
    mapping = node.get("mapping")
    values = [*mapping.values()] if isinstance(mapping, dict) else []
    for value in ((*values, node.get("defaultMapping")) if "propertyName" in node else ()):
        # A plain word is the name of a component.
        if isinstance(value, str) and ("/" in value or "." in value):
            yield value
    security = node.get("security")
    for item in security if isinstance(security, list) else ():
        if isinstance(item, dict):
            yield from (key for key in item if "#" in key)
