"""A description: plain data, its files, references and positions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from docbound.diagnostics.diagnostic import Position
from docbound.document.syntax.source_text import Source
from docbound.service import JSONValue, Missing, Pointer

from .file_set import FileSet
from .pointers import join, split
from .provenance import Provenance
from .references import References, Target, step

_FILE_REFERENCE: Final = (
    r"""\$ref["']?\s*:\s*["']?[^#"'\s]""",
    r"""apping["']?\s*:""",
    "#/components/securitySchemes/",
)
"""One of these is in every text that refers to another file, and in some others. Each begins
with a text of its own: such a pattern is searched for several times as fast as one that has
alternatives."""
_DYNAMIC: Final = ("$dynamicRef", "$recursiveRef")


@dataclass(eq=False, kw_only=True)
class Document:
    """One OpenAPI description: a root file, and the files that it refers to, read on demand.

    Attributes:
        root: the root's data. It may share parts (YAML aliases) and must not be changed.
        version: what the root states as ``openapi`` or ``swagger``, or an empty string.
        overlay_texts: the texts of the Overlay documents that were applied, in their order.
        overlays: these documents; what they put into the description has its position there.
        superseded: the key that does not count where the root states both.
        provenance: what came from which of them.
    """

    root: dict[str, JSONValue]
    version: str
    store: FileSet = field(repr=False)
    overlay_texts: tuple[str, ...] = field(default=(), repr=False)
    overlays: tuple[Document, ...] = field(default=(), repr=False)
    superseded: str = ""
    provenance: Provenance = field(default_factory=Provenance, repr=False)

    # --- values and places ---

    def get(self, pointer: Pointer) -> JSONValue:
        """The value at ``pointer``.

        Raises:
            KeyError: there is none.
        """
        file, tokens = split(pointer)
        value = self.data(file)
        for token in tokens:
            value = step(value, token)
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

    @cached_property
    def _references(self) -> References:
        return References(store=self.store)

    def resolve(self, ref: str, base: Pointer) -> Target | None:
        """Follows a reference, one step; see :meth:`.references.References.resolve`."""
        return self._references.resolve(ref, base)

    def reading(self, ref: str, base: Pointer) -> str:
        """How a reference is read that the specification does not define; empty where it does, or
        nothing is found.
        """
        return self._references.reading(ref, base)

    def locate(self, tokens: Sequence[str], file: str = "") -> Pointer:
        """The pointer of what is reached by ``tokens`` when references on the way are followed.

        Where a step has no target, it is the pointer of the last place that exists.
        """
        return self._references.locate(tokens, file)

    def data(self, file: str) -> JSONValue | Missing:
        """All that a file says (empty name: the root), or MISSING where it cannot be read."""
        return self._references.data(file)

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
        for ref in _mentions(source.data):
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


def _mentions(data: JSONValue) -> Iterator[str]:
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
