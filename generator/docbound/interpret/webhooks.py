"""Webhooks and callbacks: what the service sends by itself, as types without client operations.

Specification: "Callback Object"; ``webhooks`` of 3.1. What the receiver answers is not carried
over.
"""

from __future__ import annotations

from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.records import field, record
from docbound.service import Payload, Pointer

from ..document.reader import Node, Reader
from .media_types import media_types
from .path_items import PathItem
from .schema.schemas import Schemas

_FORM: Final = "application/x-www-form-urlencoded"


@record(frozen=False, kw_only=False)
class Payloads:
    """Collects the payloads of a description, each once, in the order in which they are met."""

    schemas: Schemas
    found: list[Payload] = field(default_factory=list[Payload])
    _met: set[Pointer] = field(default_factory=set[Pointer])

    @property
    def _reader(self) -> Reader:
        return self.schemas.reader

    def webhooks(self, section: Node | None) -> None:
        """Takes up the ``webhooks`` of a description."""
        if section is None or section.value is None:
            return
        for name, node in self._reader.members(section).items():
            self._item(name, node, webhook=True)

    def callbacks(self, operation: Node) -> None:
        """Takes up the ``callbacks`` of an operation, or of a callback in its turn."""
        section = operation.member("callbacks")
        if section is None or section.value is None:
            return
        for name, node in self._reader.members(section).items():
            target = self._reader.follow(node)
            if target is None or target.pointer in self._met:
                continue
            self._met.add(target.pointer)
            for item in self._reader.entries(target).values():
                self._item(name, item)

    def _item(self, name: str, node: Node, *, webhook: bool = False) -> None:
        for _, operation in PathItem.read(self._reader, node).operations(self._reader):
            target = self._reader.follow(operation)
            if target is not None and target.pointer not in self._met:
                self._met.add(target.pointer)
                self._payload(name, target, webhook)

    def _payload(self, name: str, node: Node, webhook: bool) -> None:
        reader = self._reader
        words = f"{reader.text(node, 'operationId') or name} Payload"
        self.callbacks(node)
        self._note_responses(node)
        member = node.member("requestBody")
        body = None if member is None or member.value is None else reader.follow(member)
        if body is None:
            return
        self.schemas.places.words.setdefault(body.pointer, words)
        media = media_types(self.schemas, body.member("content"))
        typed = next((item for item in media if item.type is not None), None)
        if typed is None or typed.type is None:
            return
        description = reader.text(node, "description") or reader.text(node, "summary")
        self.found.append(
            Payload(
                pointer=node.pointer,
                name=words,
                type=typed.type,
                description=description,
                webhook=webhook,
                is_form=any(item.content_type.lower().startswith(_FORM) for item in media),
            )
        )

    def _note_responses(self, node: Node) -> None:
        responses = node.member("responses")
        if responses is None or not isinstance(responses.value, dict):
            return
        for response in self._reader.entries(responses).values():
            if response.has("content"):
                self._reader.note(
                    "ignored-answer",
                    "what a receiver answers to a webhook or callback is not carried over",
                    response.pointer,
                    effect=Effect.DROP,
                )
