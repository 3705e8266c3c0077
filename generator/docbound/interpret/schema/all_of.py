"""The walk through ``$ref`` and ``allOf``: collects the schemas that hold together at one place.

Its result is an :class:`.expansion.Expansion`.

Specification: "Schema Object" and "Composition and Inheritance" of OpenAPI, ``allOf`` and ``$ref``
of JSON Schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.records import field, record
from docbound.service import Pointer

from ...document import child
from ...document.reader import Node, Reader, reference_of
from .dynamic_refs import Anchors
from .expansion import GROUPS, Expansion, Part, refers

BESIDE_REFERENCE: Final = frozenset(
    {
        "title",
        "summary",
        "description",
        "nullable",
        "x-nullable",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
        "example",
        "examples",
        "externalDocs",
        "xml",
    }
)
"""What is honoured beside ``$ref`` before 3.1, where the specification ignores every sibling."""

_DEEP: Final = 8
_MOST_DEEP: Final = 50_000
"""How many steps may be taken, in all, to schemas that are so many levels deep.

Fields are repeated on each level, so that the size of a package grows with the square of its
longest chain. One chain of 300 schemas takes all of them.
"""

_MOST_HOPS: Final = 64
"""Names for one type that may follow each other; where there are more, the first ones mean the
type itself.
"""

_COMPOSING: Final = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "allOf", "oneOf", "anyOf"})
"""A schema without any of these says all by itself."""


@record(frozen=False, kw_only=False)
class Expander:
    """Follows references and ``allOf``; remembers what is behind each reference."""

    reader: Reader
    anchors: Anchors
    canonical: Callable[[Node], Node]
    deep: Iterator[int] = field(default_factory=lambda: iter(range(1, _MOST_DEEP)))
    _known: dict[Pointer, Expansion] = field(default_factory=dict[Pointer, Expansion])
    _hops: dict[Pointer, tuple[int, Node]] = field(
        default_factory=dict[Pointer, "tuple[int, Node]"]
    )

    def expand(self, nodes: Iterable[Node], owner: Pointer = "") -> Expansion:
        """Collects all that holds where every one of ``nodes`` must be met.

        Args:
            nodes: schemas at one place.
            owner: the definition being made, where it has a pointer of its own: a parent's
                ``oneOf`` that lists this very child is not meant for the child again.
        """
        nodes = tuple(nodes)
        if len(nodes) == 1 and isinstance(nodes[0].value, dict):
            value = nodes[0].value
            if _COMPOSING.isdisjoint(value):
                return Expansion((Part(nodes[0], True),))
            if len(value) == 1 and "$ref" in value and not owner:
                return self._pure_reference(nodes[0])
        return _Walk(self, owner).run(nodes)

    def _pure_reference(self, node: Node) -> Expansion:
        """The common case of a reference with nothing beside it."""
        target = self.target(node) if refers(node) else None
        if target is None:
            return Expansion((), unresolved=True)
        behind = self.behind(target)
        parts = tuple(part.behind_reference for part in behind.parts)
        return Expansion(parts, (self.shortened(target),), behind.unresolved)

    def shortened(self, target: Node) -> Node:
        """``target``, or the end of the chain of references that begins there, where the chain is
        longer than is useful.

        Each link is a name for the same type. Looking up the type of a name goes through all
        of them, for each of them.
        """
        chain = [target]
        passed = {target.pointer}
        while chain[-1].pointer not in self._hops and _is_only_reference(chain[-1]):
            following = self.target(chain[-1])
            if following is None or following.pointer in passed:
                return target
            chain.append(following)
            passed.add(following.pointer)
        hops, end = self._hops.get(chain[-1].pointer, (0, chain[-1]))
        for distance, node in enumerate(reversed(chain)):
            self._hops[node.pointer] = (hops + distance, end)
        hops, end = self._hops[target.pointer]
        return end if hops > _MOST_HOPS else target

    def covering(self, expansion: Expansion) -> Node | None:
        """The one reference that says all that ``expansion`` says, if there is one."""
        if not expansion.targets:
            return None
        said = {part.node.pointer for part in expansion.parts if not part.bare}
        for target in expansion.targets:
            behind = self.behind(target).parts
            if said <= {part.node.pointer for part in behind}:
                return target
        return None

    def behind(self, target: Node) -> Expansion:
        """What holds at a reference's target (remembered)."""
        chain = self._chain(target)
        found = self._known.get(chain[-1].pointer)
        if found is None:
            found = self.expand((chain[-1],), chain[-1].pointer)
            self._known[chain[-1].pointer] = found
        for node, following in zip(reversed(chain[:-1]), reversed(chain), strict=False):
            parts = tuple(part.behind_reference for part in found.parts)
            found = Expansion(parts, (self.shortened(following),), found.unresolved)
            self._known[node.pointer] = found
        return found

    def _chain(self, node: Node) -> list[Node]:
        """``node`` and what it leads to by references with nothing beside them, up to what is known
        or more than that.
        """
        chain = [node]
        passed = {node.pointer}
        while node.pointer not in self._known and _is_only_reference(node):
            target = self.target(node)
            if target is None or target.pointer in passed:
                return chain[:1]
            chain.append(node := target)
            passed.add(node.pointer)
        return chain

    def target(self, node: Node) -> Node | None:
        """What ``node`` refers to, by ``$ref`` or a dynamic reference; None (reported) if it cannot
        be resolved.
        """
        static = reference_of(node) is not None
        found = self.reader.step(node) if static else self.anchors.target(node)
        if found is None:
            return None
        return self.anchors.settled(node, self.canonical(found))

    def members(self, node: Node) -> set[Pointer]:
        """The targets of a ``oneOf``/``anyOf`` list's references."""
        found: set[Pointer] = set()
        for key in sorted(GROUPS) if isinstance(node.value, dict) else ():
            group = node.member(key)
            if group is None or not isinstance(group.value, list):
                continue
            for item in self.reader.items(group):
                if refers(item) and (target := self.target(item)) is not None:
                    found.add(target.pointer)
        return found


def _is_only_reference(node: Node) -> bool:
    value = node.value
    return isinstance(value, dict) and len(value) == 1 and reference_of(node) is not None


@record(frozen=False, kw_only=False)
class _Walk:
    """One walk through ``$ref`` and ``allOf``, with a stack of its own: chains may be long."""

    expander: Expander
    owner: Pointer
    parts: dict[Pointer, Part] = field(default_factory=dict[Pointer, Part])
    targets: list[Node] = field(default_factory=list[Node])
    unresolved: bool = False
    trail: set[Pointer] = field(default_factory=set[Pointer])
    done: set[Pointer] = field(default_factory=set[Pointer])
    stack: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])

    def run(self, nodes: Iterable[Node]) -> Expansion:
        if self.owner:
            self.trail.add(self.owner)
        self._push([self._visit(node, True) for node in nodes])
        while self.stack:
            self.stack.pop()()
        return Expansion(tuple(self.parts.values()), tuple(self.targets), self.unresolved)

    def _push(self, steps: list[Callable[[], None]]) -> None:
        self.stack.extend(reversed(steps))

    def _visit(self, node: Node, local: bool) -> Callable[[], None]:
        return lambda: self._schema(node, local)

    def _schema(self, node: Node, local: bool) -> None:
        reader = self.expander.reader
        match node.value:
            case True:
                return
            case False:
                reader.note(
                    "false-schema",
                    "a schema that no value fits is taken to be anything",
                    node.pointer,
                    effect=Effect.GUESS,
                    action="it is taken to be anything",
                )
                return
            case dict():
                pass
            case _:
                reader.warn(
                    "wrong-type",
                    "a schema belongs here",
                    node.pointer,
                    effect=(Effect.GUESS if node.value not in (None, [], "") else Effect.HARMLESS),
                    action="it is taken to be anything",
                )
                self.unresolved = True
                return
        steps: list[Callable[[], None]] = []
        if refers(node):
            steps.extend(self._reference(node, local))
            node = self._siblings(node)
            if not node.value:
                self._push(steps)
                return
        if node.has("allOf"):
            items = reader.items(node.member("allOf"))
            steps.extend(self._visit(item, local) for item in items)
        steps.append(lambda: self._keep(node, local))
        self._push(steps)

    def _reference(self, node: Node, local: bool) -> list[Callable[[], None]]:
        target = self.expander.target(node)
        if target is None:
            self.unresolved = True
            return []
        if local and target.pointer not in self.expander.reader.copies:
            self.targets.append(self.expander.shortened(target))
        if target.pointer in self.trail:
            if target.pointer != self.owner or not local:
                return []
            self.expander.reader.warn(
                "circular-reference",
                "this schema is made of itself",
                node.pointer,
                effect=Effect.GUESS,
                action="it is taken to be anything",
            )
            self.targets.pop()
            self.unresolved = True
            return []
        if target.pointer in self.done:
            return []
        if len(self.trail) > _DEEP and not next(self.expander.deep, 0):
            self.expander.reader.warn(
                "nesting-too-deep",
                f"this is more than {_DEEP} levels down a chain of schemas, where the description"
                f" has more than {_MOST_DEEP:,} already, and its fields are left out",
                node.pointer,
                hint="shorten the chains: a schema repeats the fields of all that it is made of",
                effect=Effect.DROP,
                action="values keep them, as undeclared ones",
            )
            return []
        self.trail.add(target.pointer)
        self.done.add(target.pointer)
        return [
            self._visit(target, False),
            lambda: self.trail.discard(target.pointer),
        ]

    def _siblings(self, node: Node) -> Node:
        """``node`` without its reference, and without what does not count beside one."""
        value = node.value
        assert isinstance(value, dict)
        if self.expander.reader.siblings_apply or "$ref" not in value:
            return node.without(frozenset({"$ref", "$dynamicRef", "$recursiveRef"}))
        ignored = [
            key
            for key in value
            if key != "$ref" and key not in BESIDE_REFERENCE and not key.startswith("x-")
        ]
        if ignored:
            self.expander.reader.note(
                "ignored-sibling",
                f"before OpenAPI 3.1 `{'`, `'.join(ignored)}` beside `$ref` does not count",
                child(node.pointer, ignored[0]),
                effect=Effect.HARMLESS,
                action="it is ignored, as the specification says",
                key_at=child(node.pointer, ignored[0]),
            )
        return node.without(frozenset({"$ref", *ignored}))

    def _keep(self, node: Node, local: bool) -> None:
        if node.has("oneOf") or node.has("anyOf"):
            # A parent that lists its children, met from a child: the list is not meant for the
            # child again.
            listed = self.expander.members(node)
            if node.pointer != self.owner and any(item in self.trail for item in listed):
                node = node.without(GROUPS | {"discriminator"})
        held = self.parts.get(node.pointer)
        if held is None:
            self.parts[node.pointer] = Part(node, local)
        elif local and not held.local:
            self.parts[node.pointer] = replace(held, local=True)
