"""Which names of ``$dynamicAnchor`` a schema uses, itself or by what it refers to.

Each schema that is referred to is read once. Names then go back along the references, from those
who ask to all that lead there.

Specification: JSON Schema 2020-12 core, section 8.2.3.2; 2019-09 for ``$recursiveRef``, which asks
for the empty name.
"""

from __future__ import annotations

from docbound.document import Document, escape
from docbound.records import field, record
from docbound.service import JSONValue, Pointer

from ...document.reader import Node

_DYNAMIC = ("$dynamicRef", "$recursiveRef")


@record(frozen=False, kw_only=False)
class AnchorUsage:
    """Finds the names, and remembers them for all schemas on the way."""

    source: Document
    _known: dict[Pointer, set[str]] = field(default_factory=dict[Pointer, set[str]])

    def by(self, target: Node) -> set[str]:
        """The names that ``target`` uses; the set must not be changed."""
        if target.pointer not in self._known:
            self._propagate(self._read(target))
        return self._known[target.pointer]

    def _read(self, start: Node) -> dict[Pointer, list[Pointer]]:
        """Reads ``start`` and what it leads to, less what is known.

        Returns:
            For each target met, those of the schemas just read that refer to it.
        """
        referring: dict[Pointer, list[Pointer]] = {}
        waiting = [start]
        self._known[start.pointer] = set()
        while waiting:
            part = waiting.pop()
            for target in self._targets(part):
                referring.setdefault(target.pointer, []).append(part.pointer)
                if target.pointer not in self._known:
                    self._known[target.pointer] = set()
                    waiting.append(target)
        return referring

    def _targets(self, part: Node) -> list[Node]:
        """What the references below ``part`` lead to; the names used there are noted."""
        found: list[Node] = []
        names = self._known[part.pointer]
        waiting: list[tuple[JSONValue, Pointer]] = [(part.value, part.pointer)]
        while waiting:
            value, pointer = waiting.pop()
            if isinstance(value, list):
                inner = ((item, f"{pointer}/{n}") for n, item in enumerate(value))
                waiting.extend(pair for pair in inner if _has_parts(pair[0]))
                continue
            if not isinstance(value, dict):
                continue
            for keyword in _DYNAMIC:
                if isinstance(ref := value.get(keyword), str):
                    names.add(ref.removeprefix("#"))
            if isinstance(ref := value.get("$ref"), str):
                target = self.source.resolve(ref, pointer)
                if target is not None:
                    found.append(Node(*target))
            waiting.extend(
                (member, f"{pointer}/{escape(key)}")
                for key, member in value.items()
                if _has_parts(member)
            )
        return found

    def _propagate(self, referring: dict[Pointer, list[Pointer]]) -> None:
        """Gives each schema the names of what it refers to, until nothing is new."""
        waiting = [pointer for pointer in referring if self._known[pointer]]
        while waiting:
            pointer = waiting.pop()
            for above in referring.get(pointer, ()):
                if not self._known[pointer] <= self._known[above]:
                    self._known[above] |= self._known[pointer]
                    waiting.append(above)


def _has_parts(value: JSONValue) -> bool:
    return isinstance(value, (dict, list))
