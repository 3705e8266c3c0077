"""``$dynamicRef`` and ``$recursiveRef``, resolved as far as one static reading can.

A dynamic reference means the outermost ``$dynamicAnchor`` of that name on the way that evaluation took. A package has one
type at a place, so the nearest enclosing schema that has the anchor is taken, then any anchor of that name that is the
only one in the description. Specification: JSON Schema 2020-12 core, sections 7.7 and 8.2.3.2; 2019-09 for the older one.
"""

from __future__ import annotations

from generator.api import JSONValue, Pointer
from generator.document.pointers import escape
from generator.records import record

from .access import Node, Reader


@record(frozen=False, kw_only=False)
class Anchors:
    """Finds what dynamic references lead to; the description is searched when the first one is met."""

    reader: Reader
    _index: dict[str, list[Node]] | None = None

    def target(self, node: Node) -> Node | None:
        """What the ``$dynamicRef`` or ``$recursiveRef`` of ``node`` leads to; None (reported) if nothing does."""
        assert isinstance(node.value, dict)
        ref = node.value.get("$dynamicRef") or node.value.get("$recursiveRef")
        assert isinstance(ref, str)
        found = self._nearest(ref.removeprefix("#"), node.pointer)
        if found is None:
            resolved = self.reader.source.resolve(ref, node.pointer)
            found = Node(*resolved) if resolved is not None else None
        if found is None or found.pointer in ("#", node.pointer):
            self.reader.warn(
                "unresolved-reference",
                f"the dynamic reference `{ref}` cannot be resolved",
                node.pointer,
                effect="repaired",
                hint="what it stands for is taken to be anything",
            )
            return None
        self.reader.note(
            "static-dynamic-reference",
            f"the dynamic reference `{ref}` is read as one to `{found.pointer}`",
            node.pointer,
            effect="repaired",
        )
        return found

    def _nearest(self, name: str, base: Pointer) -> Node | None:
        """The innermost schema around ``base`` with the anchor, or else the only one that has it."""
        candidates = self._anchors().get(name, [])
        around = [
            item for item in candidates if f"{base}/".startswith(f"{item.pointer}/")
        ]
        if around:
            return max(around, key=lambda item: len(item.pointer))
        return candidates[0] if len(candidates) == 1 else None

    def _anchors(self) -> dict[str, list[Node]]:
        if self._index is None:
            self._index = {}
            stack = [Node(self.reader.source.root, "#")]
            while stack:
                node = stack.pop()
                self._record(node)
                stack.extend(reversed(_children(node)))
        return self._index

    def _record(self, node: Node) -> None:
        assert self._index is not None
        if not isinstance(node.value, dict):
            return
        name = node.value.get("$dynamicAnchor") or node.value.get("$anchor")
        if isinstance(name, str):
            self._index.setdefault(name, []).append(node)
        if node.value.get("$recursiveAnchor") is True:
            self._index.setdefault("", []).append(node)


def _children(node: Node) -> list[Node]:
    def below(token: str, value: JSONValue) -> Node:
        return Node(value, f"{node.pointer}/{escape(token)}")

    match node.value:
        case dict() as members:
            return [below(key, value) for key, value in members.items()]
        case list() as items:
            return [below(str(index), value) for index, value in enumerate(items)]
        case _:
            return []
