"""``$dynamicRef`` and ``$recursiveRef``: what a schema leaves open, and those that refer to it
settle.

A dynamic reference means the outermost schema with a ``$dynamicAnchor`` of that name on the way
that evaluation took. The way is followed here in pointers: a schema that refers to another one and
brings anchors that the other uses gets a copy of it, which is at the pointer of the reference
(``…/PetPage/$ref/properties/items``). Around a dynamic reference its pointer then shows who was on
the way. Otherwise the only anchor of that name in the description is taken.

Specification: JSON Schema 2020-12 core, sections 7.7 and 8.2.3.2; 2019-09 for the older one.
"""

from __future__ import annotations

from collections.abc import Iterator

from docbound.diagnostics.diagnostic import Effect
from docbound.document.pointers import escape
from docbound.records import record
from docbound.service import JSONValue, Pointer

from ...document.reader import Node, Reader
from .anchor_usage import AnchorUsage

_MARK_AND_REFERENCE = frozenset({"$dynamicAnchor", "$anchor", "$comment", "$ref"})


@record(frozen=False, kw_only=False)
class Anchors:
    """Finds what dynamic references lead to; the description is searched when the first one is
    met.
    """

    reader: Reader
    usage: AnchorUsage
    _index: dict[str, list[Node]] | None = None

    def target(self, node: Node) -> Node | None:
        """What the ``$dynamicRef`` or ``$recursiveRef`` of ``node`` leads to; None (reported) if
        nothing does.
        """
        ref = _reference(node.value)
        if ref is None:
            return None
        name = ref.removeprefix("#")
        found = self._around(name, node.pointer)
        settled = found is not None
        if found is None:
            resolved = self.reader.source.resolve(ref, self.reader.origin(node.pointer))
            found = Node(*resolved) if resolved is not None else self._only(name)
        if found is None or found.pointer in ("#", node.pointer):
            self.reader.warn(
                "unresolved-reference",
                f"the dynamic reference `{ref}` cannot be resolved",
                node.pointer,
                effect=Effect.DROP,
                action="it is taken to be anything",
            )
            return None
        if not settled:
            self.reader.note(
                "static-dynamic-reference",
                f"the dynamic reference `{ref}` is read as one to `{found.pointer}`",
                node.pointer,
                effect=Effect.HARMLESS,
            )
        if (
            isinstance(found.value, dict)
            and found.value.keys() <= _MARK_AND_REFERENCE
            and "$ref" in found.value
        ):
            return self.reader.step(found)
        return found

    def settled(self, node: Node, target: Node) -> Node:
        """What ``node`` refers to, with the anchors that ``node`` brings along.

        Args:
            node: a schema with ``$ref``.
            target: what it leads to.

        Returns:
            ``target`` itself, or the copy of it that is at ``node``.
        """
        if not self.reader.source.is_dynamic or _is_below(node.pointer, target.pointer):
            return target
        is_changed = any(
            found is not None and found != self._around(name, target.pointer)
            for name in self.usage.by(target)
            for found in (self._around(name, node.pointer),)
        )
        if not is_changed:
            return target
        # A copy that refers to what it is a copy of means itself; it would have no end otherwise.
        for outer in _prefixes(node.pointer):
            if self.reader.copies.get(outer) == target.pointer:
                return Node(target.value, outer)
        pointer = f"{node.pointer}/$ref"
        self.reader.copies[pointer] = target.pointer
        return Node(target.value, pointer)

    def _around(self, name: str, base: Pointer) -> Node | None:
        """The outermost schema around ``base`` that has the anchor, or has it among its
        ``$defs``.
        """
        around = [
            (len(holder), item)
            for item in self._anchors().get(name, [])
            for holder in (_holder(item.pointer),)
            if _is_below(base, holder)
        ]
        return min(around, key=lambda pair: pair[0])[1] if around else None

    def _only(self, name: str) -> Node | None:
        candidates = self._anchors().get(name, [])
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


def _reference(schema: JSONValue) -> str | None:
    """The dynamic reference of a schema; what is no text is none, whatever is beside it."""
    if not isinstance(schema, dict):
        return None
    stated = (schema.get("$dynamicRef"), schema.get("$recursiveRef"))
    return next((item for item in stated if isinstance(item, str)), None)


def _holder(pointer: Pointer) -> Pointer:
    """The schema that an anchor belongs to: the one around ``$defs``, where it is there."""
    above, _, _ = pointer.rpartition("/")
    return above.removesuffix("/$defs") if above.endswith("/$defs") else pointer


def _is_below(pointer: Pointer, above: Pointer) -> bool:
    return f"{pointer}/".startswith(f"{above}/")


def _prefixes(pointer: Pointer) -> Iterator[Pointer]:
    """The pointer and those above it, the nearest first."""
    while "/" in pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


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
