"""Typed access to a description: a value of the wrong kind is reported, never raised.

A :class:`Node` is a value together with the pointer to it. Everything in :mod:`docbound.interpret`
looks at the description through nodes, so that each finding knows its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Effect, Severity
from docbound.document import Document, escape
from docbound.document.prose_places import is_prose
from docbound.document.unresolved import explain_unresolved
from docbound.records import field, record
from docbound.service import JSONValue, Pointer

_MOST_EXPLAINED: Final = 50


@record(kw_only=False)
class Node:
    """A value of the description and the pointer to it."""

    value: JSONValue
    pointer: Pointer

    def member(self, key: str) -> Node | None:
        """The value of ``key``, or None where there is none (or where this is no mapping)."""
        if isinstance(self.value, dict) and key in self.value:
            return Node(self.value[key], f"{self.pointer}/{escape(key)}")
        return None

    def has(self, key: str) -> bool:
        """Whether this is a mapping with ``key``."""
        return isinstance(self.value, dict) and key in self.value

    def without(self, keys: frozenset[str]) -> Node:
        """The same mapping at the same place, less some keys."""
        if not isinstance(self.value, dict):
            return self
        kept = {key: value for key, value in self.value.items() if key not in keys}
        return Node(kept, self.pointer)


@record(frozen=False, kw_only=False)
class Reader:
    """Reads nodes of one description and reports what is not as it should be."""

    source: Document
    diagnostics: Diagnostics
    swagger: bool = False
    """Whether this is Swagger 2.0."""
    siblings_apply: bool = True
    """Whether keywords beside ``$ref`` count (3.1 and later)."""
    media_types_refer: bool = False
    """Whether a media type may be a reference (3.2 and later)."""
    copies: dict[Pointer, Pointer] = field(default_factory=dict[Pointer, Pointer])
    """Copies of schemas that are where they are referred to (``…/$ref``), and what they are
    copies of.
    """
    _explained: int = 0
    _ends: dict[Pointer, Node] = field(default_factory=dict[Pointer, Node])
    _steps: dict[tuple[str, Pointer], Node | None] = field(
        default_factory=dict[tuple[str, Pointer], "Node | None"]
    )

    # --- findings

    def warn(
        self,
        code: str,
        message: str,
        pointer: Pointer,
        *,
        effect: Effect | None = None,
        action: str = "",
        hint: str = "",
        key_at: Pointer = "",
    ) -> None:
        """Reports something that may have to be corrected.

        Args:
            key_at: the value whose key is shown, where it is the key that is wrong.
        """
        self._add(Severity.WARNING, code, message, pointer, effect, action, hint, key_at)

    def note(
        self,
        code: str,
        message: str,
        pointer: Pointer,
        *,
        effect: Effect | None = None,
        action: str = "",
        hint: str = "",
        key_at: Pointer = "",
    ) -> None:
        """Reports something harmless that the package does not carry, or carries in another
        form.

        Args:
            code: the rule.
            message: what was found.
            pointer: where.
            effect: what it does to the package; by default that of the rule.
            action: what is done about it.
            hint: what the author can do.
            key_at: points at the key instead of the value, where it is given.
        """
        self._add(Severity.NOTE, code, message, pointer, effect, action, hint, key_at)

    def _add(
        self,
        severity: Severity,
        code: str,
        message: str,
        pointer: Pointer,
        effect: Effect | None,
        action: str,
        hint: str,
        key_at: Pointer,
    ) -> None:
        pointer = self.origin(pointer)
        shown = self.origin(key_at) if key_at else pointer
        self.diagnostics.add(
            Diagnostic(
                severity=severity,
                code=code,
                message=message,
                hint=hint,
                pointer=pointer,
                position=self.source.position(shown, key=bool(key_at)),
                effect=effect,
                action=action,
            )
        )

    def _misplaced(self, node: Node, wanted: str) -> None:
        """Reports what cannot be read; where nothing was said, or only words for people, nothing is
        lost.
        """
        lost = node.value not in (None, "", [], {}) and not is_prose(node.pointer)
        self.warn(
            "wrong-type",
            f"{wanted} belongs here, not {describe(node.value)}",
            node.pointer,
            effect=Effect.DROP if lost else Effect.HARMLESS,
            action="it is left out",
        )

    # --- values

    def members(self, node: Node | None) -> dict[str, Node]:
        """The entries of a mapping, in document order; empty (and reported) where there is none.

        A ``$ref`` where the specification has no Reference Object is followed, as bundlers do; keys
        beside it win.
        """
        if node is None:
            return {}
        if reference_of(node) is not None:
            own = {key: value for key, value in self._plain(node) if key != "$ref"}
            return {**self.members(self.follow_in_place(node)), **own}
        if not isinstance(node.value, dict):
            self._misplaced(node, "a mapping")
            return {}
        return dict(self._plain(node))

    @staticmethod
    def _plain(node: Node) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping as they are written."""
        assert isinstance(node.value, dict)
        prefix = node.pointer
        for key, value in node.value.items():
            yield key, Node(value, f"{prefix}/{escape(key)}")

    def entries(self, node: Node | None) -> dict[str, Node]:
        """As :meth:`members`, without extensions (``x-…``)."""
        members = self.members(node)
        return {key: member for key, member in members.items() if not is_extension(key)}

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """The items of a list; empty (and reported) where there is none."""
        if node is None:
            return ()
        if reference_of(node) is not None:
            return self.items(self.follow_in_place(node))
        if not isinstance(node.value, list):
            self._misplaced(node, "a list")
            return ()
        return tuple(
            Node(value, f"{node.pointer}/{index}") for index, value in enumerate(node.value)
        )

    def text(self, node: Node, key: str) -> str:
        """The text under ``key``, or an empty string; a number counts as its digits."""
        member = node.member(key)
        if member is None or member.value is None:
            return ""
        return self.as_text(member)

    def as_text(self, node: Node) -> str:
        """``node`` as text; what cannot be text is reported and becomes an empty string.

        A reference to a text that is kept elsewhere is followed, as bundlers do.
        """
        value = node.value
        ref = reference_of(node)
        if ref is not None and self.source.resolve(ref, self.origin(node.pointer)) is not None:
            found = self.follow_in_place(node)
            return "" if found is None else self.as_text(found)
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return str(value)
        self._misplaced(node, "a text")
        return ""

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """A list of texts; one that is alone is a list of it."""
        if node is not None and isinstance(node.value, str) and node.value:
            self.warn(
                "wrong-type",
                "a list belongs here, not a text",
                node.pointer,
                effect=Effect.HARMLESS,
                action="it is read as a list of one",
            )
            return (node.value,)
        return tuple(self.as_text(item) for item in self.items(node))

    def flag(self, node: Node, key: str) -> bool:
        """Whether ``key`` is true; anything but a boolean is reported, and its spelled-out form
        understood.
        """
        return self.maybe_flag(node, key) is True

    def maybe_flag(self, node: Node, key: str) -> bool | None:
        """The boolean under ``key``, or None where there is none."""
        member = node.member(key)
        match member.value if member else None:
            case None:
                return None
            case bool() as value:
                return value
            case str() as text if text.lower() in ("true", "false"):
                assert member is not None
                self.warn(
                    "wrong-type",
                    f"`{key}` should be a boolean, not a text",
                    member.pointer,
                    effect=Effect.HARMLESS,
                    action=f"read as {text.lower()}",
                )
                return text.lower() == "true"
            case _:
                assert member is not None
                self._misplaced(member, "a boolean")
                return None

    # --- references

    def step(self, node: Node) -> Node | None:
        """Follows one ``$ref`` of ``node``; an unresolvable one is reported and None."""
        ref = reference_of(node)
        assert ref is not None
        key = (ref, node.pointer)
        if key not in self._steps:
            found = self.source.resolve(ref, self.origin(node.pointer))
            if found is None:
                why, hint = self._explain_unresolved(ref, node.pointer)
                self.warn(
                    "unresolved-reference",
                    f"`{ref}` cannot be resolved{why}",
                    node.pointer,
                    effect=Effect.DROP,
                    action="it is taken to be anything",
                    hint=hint,
                )
            elif way := self.source.reading(ref, self.origin(node.pointer)):
                self.note(
                    "loose-reference",
                    f"by the rules of the specification `{ref}` names no place",
                    node.pointer,
                    effect=Effect.HARMLESS,
                    action=f"it is read {way}",
                )
            self._steps[key] = None if found is None else Node(*found)
        return self._steps[key]

    def follow_in_place(self, node: Node) -> Node | None:
        """As :meth:`follow`, where the specification has no Reference Object, but the thing itself:
        a reference is reported.
        """
        found = self.follow(node)
        if found is not None and found is not node:
            self.note(
                "reference-in-place",
                "the specification has no reference here",
                node.pointer,
                effect=Effect.HARMLESS,
                action="it is followed, as bundlers do",
            )
        return found

    def _explain_unresolved(self, ref: str, pointer: Pointer) -> tuple[str, str]:
        """The reason as the end of a message, and a hint; nothing for those after the hundredth
        reference.
        """
        self._explained += 1
        if self._explained > _MOST_EXPLAINED:
            return "", ""
        why, hint = explain_unresolved(self.source, ref, self.origin(pointer))
        return f": {why}", hint

    def origin(self, pointer: Pointer) -> Pointer:
        """Where the text is that ``pointer`` means, which may lead through a copy."""
        while self.copies:
            above, copy, below = pointer.rpartition("/$ref")
            if f"{above}{copy}" not in self.copies:
                break
            pointer = f"{self.copies[above + copy]}{below}"
        return pointer

    def follow(self, node: Node) -> Node | None:
        """Follows ``$ref``s to the thing itself; None (reported) for a dangling or circular one."""
        seen = {node.pointer}
        while reference_of(node) is not None:
            target = self._ends.get(node.pointer) or self.step(node)
            if target is None:
                return None
            if target.pointer in seen:
                self.warn(
                    "circular-reference",
                    "this reference leads back to itself",
                    node.pointer,
                    effect=Effect.GUESS,
                    action="it is taken to be anything",
                )
                return None
            seen.add(target.pointer)
            node = target
        # A chain that was followed once is not followed again from each of its links.
        self._ends.update(dict.fromkeys(seen - {node.pointer}, node))
        return node


def reference_of(node: Node) -> str | None:
    """The text of ``$ref``, where ``node`` has one."""
    if isinstance(node.value, dict):
        ref = node.value.get("$ref")
        if isinstance(ref, str):
            return ref
    return None


def is_extension(key: str) -> bool:
    """Whether ``key`` is a specification extension (``x-…``)."""
    return key.startswith("x-")


def describe(value: JSONValue) -> str:
    """Names the JSON type of ``value``, for messages."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "a mapping"
