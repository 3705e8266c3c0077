"""Paths, operations, bodies and replies; webhooks and callbacks as payloads.

Specification: "Path Item Object", "Operation Object", "Request Body Object", "Responses Object", "Callback Object".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.api import (
    MediaType,
    Operation,
    Payload,
    Pointer,
    Reply,
    RequestBody,
    Security,
    Server,
)

from . import swagger2
from .access import Node, Reader, reference_of
from .contents import headers, media_types
from .parameters import collect, parameters
from .schemas import Schemas
from .security import security
from .servers import servers

METHODS: Final = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)
_SHARED: Final = frozenset({"summary", "description", "servers", "parameters", "$ref"})
_STATUS: Final = re.compile(r"[1-5](?:\d\d|XX)|default")


@dataclass(frozen=True, slots=True)
class PathItem:
    """A path item and what its ``$ref`` leads to, as one mapping; keywords beside the reference win."""

    members: Mapping[str, Node]
    shared: bool
    """Whether it stands elsewhere, and so perhaps under several paths."""

    @classmethod
    def read(cls, reader: Reader, node: Node) -> PathItem:
        """Reads the path item at ``node``."""
        own = reader.entries(node)
        if reference_of(node) is None:
            return cls(own, False)
        target = reader.follow(node)
        behind = reader.entries(target) if target is not None else {}
        return cls({**behind, **{k: v for k, v in own.items() if k != "$ref"}}, True)

    def operations(self, reader: Reader) -> Iterator[tuple[str, Node]]:
        """Method (in capitals) and operation, in document order."""
        for key, node in self.members.items():
            if key in METHODS:
                yield key.upper(), node
            elif key == "additionalOperations":
                yield from reader.members(node).items()
            elif key.lower() in METHODS:
                reader.warn(
                    "method-in-capitals",
                    f"`{key}` is written `{key.lower()}`",
                    node.pointer,
                    effect="repaired",
                )
                yield key.upper(), node
            elif key not in _SHARED:
                reader.note(
                    "unknown-keyword",
                    f"`{key}` means nothing in a path item",
                    node.pointer,
                    effect="dropped",
                )


@dataclass(slots=True)
class Operations:
    """Builds operations and payloads."""

    schemas: Schemas
    root: Node
    schemes: frozenset[str]
    inherited: Security
    payloads: list[Payload] = field(default_factory=list[Payload])
    _pointers: set[Pointer] = field(default_factory=set[Pointer])
    _identifiers: dict[str, Pointer] = field(default_factory=dict[str, Pointer])
    _callbacks: set[Pointer] = field(default_factory=set[Pointer])

    @property
    def reader(self) -> Reader:
        """Reads the description."""
        return self.schemas.reader

    def all(self) -> tuple[Operation, ...]:
        """Every operation under ``paths``, in document order."""
        found: list[Operation] = []
        for path, node in self.reader.entries(self.root.member("paths")).items():
            if not path.startswith("/"):
                self.reader.warn(
                    "path-without-slash",
                    f"the path `{path}` should begin with `/`",
                    node.pointer,
                )
            if node.value is None:
                continue
            item = PathItem.read(self.reader, node)
            for method, operation in item.operations(self.reader):
                found.append(self._operation(path, method, node, item, operation))
        for name, node in self._section("webhooks").items():
            self._webhook(name, node)
        return tuple(found)

    def _section(self, key: str) -> dict[str, Node]:
        member = self.root.member(key)
        if member is None or member.value is None:
            return {}
        return self.reader.members(member)

    # --- one operation -----------------------------------------------------------------------------------------------

    def _operation(
        self, path: str, method: str, place: Node, item: PathItem, node: Node
    ) -> Operation:
        reader = self.reader
        node = self._target(node)
        pointer = self._pointer(node, f"{place.pointer}/{method.lower()}")
        identifier = reader.text(node, "operationId")
        words = identifier or " ".join(
            re.findall(r"[^\W_]+", f"{path} {method.lower()}")
        )
        for here in (pointer, node.pointer):
            self.schemas.places.words.setdefault(here, words)
        self._check_identifier(identifier, f"{node.pointer}/operationId")
        nodes = collect(
            reader, item.members.get("parameters"), node.member("parameters")
        )
        own_security = security(reader, node, self.schemes)
        self._extras(node)
        return Operation(
            pointer=pointer,
            operation_id=identifier,
            method=method,
            path=path,
            tags=_tags(reader, node),
            summary=reader.text(node, "summary") or self._shared_text(item, "summary"),
            description=reader.text(node, "description")
            or self._shared_text(item, "description"),
            deprecated=reader.flag(node, "deprecated")
            or reader.flag(node, "x-deprecated"),
            parameters=parameters(self.schemas, path, pointer, nodes),
            body=self._body(node, pointer, nodes),
            replies=self._replies(node),
            servers=self._servers(item, node),
            security=self.inherited if own_security is None else own_security,
            external_docs=external_docs(reader, node),
        )

    def _target(self, node: Node) -> Node:
        """The operation itself; one that is not even a mapping counts as one that says nothing."""
        target = self.reader.follow(node) or Node({}, node.pointer)
        if isinstance(target.value, dict):
            return target
        self.reader.warn(
            "wrong-type",
            "an operation belongs here",
            node.pointer,
            effect="repaired",
            hint="it is taken to say nothing of itself",
        )
        return Node({}, node.pointer)

    def _pointer(self, node: Node, path_pointer: Pointer) -> Pointer:
        """Where the operation stands; one that several paths share is told apart by its path."""
        pointer = node.pointer if node.pointer not in self._pointers else path_pointer
        self._pointers.add(pointer)
        return pointer

    def _check_identifier(self, identifier: str, pointer: Pointer) -> None:
        if not identifier:
            return
        first = self._identifiers.setdefault(identifier, pointer)
        if first != pointer:
            self.reader.warn(
                "duplicate-operation-id",
                f"the operationId `{identifier}` is taken",
                pointer,
                hint="this operation gets a name of its own",
            )

    def _shared_text(self, item: PathItem, key: str) -> str:
        node = item.members.get(key)
        return (
            self.reader.as_text(node)
            if node is not None and node.value is not None
            else ""
        )

    def _servers(self, item: PathItem, node: Node) -> tuple[Server, ...]:
        own = servers(self.reader, node.member("servers"))
        return own or servers(self.reader, item.members.get("servers"))

    def _extras(self, node: Node) -> None:
        """Callbacks, and what is only named."""
        for name, callback in self._entries(node, "callbacks").items():
            self._callback(name, callback)

    def _entries(self, node: Node, key: str) -> dict[str, Node]:
        member = node.member(key)
        if member is None or member.value is None:
            return {}
        return self.reader.members(member)

    # --- bodies ------------------------------------------------------------------------------------------------------

    def _body(
        self, node: Node, pointer: Pointer, nodes: Mapping[tuple[str, str], Node]
    ) -> RequestBody | None:
        if self.reader.swagger:
            return swagger2.body(self.schemas, self.root, node, pointer, nodes)
        member = node.member("requestBody")
        if member is None or member.value is None:
            return None
        target = self.reader.follow(member)
        name = self.reader.text(node, "x-body-name")
        if target is None or not isinstance(target.value, dict):
            if target is not None:
                self.reader.members(target)
            return RequestBody(
                pointer=member.pointer,
                required=False,
                contents=(_ANY_MEDIA,),
                name=name,
            )
        self._name(target, "requestBod", "Request")
        contents = media_types(self.schemas, target.member("content"))
        if not contents:
            self.reader.warn(
                "body-without-content",
                "a request body needs at least one media type",
                target.pointer,
                effect="repaired",
                hint="any is taken to be meant",
            )
        return RequestBody(
            pointer=target.pointer,
            required=self.reader.flag(target, "required"),
            contents=contents or (_ANY_MEDIA,),
            description=self.reader.text(target, "description"),
            name=name or self.reader.text(target, "x-body-name"),
        )

    def _name(self, node: Node, section: str, word: str) -> None:
        """Says what a body is called that stands in a file of its own, and so in no section that tells what it is."""
        if f"/{section}" not in node.pointer.partition("#")[2]:
            name = self.schemas.places.name(node.pointer)
            if not name.lower().endswith(word.lower()):
                name = f"{name} {word}"
            self.schemas.places.words.setdefault(node.pointer, name)

    # --- replies -----------------------------------------------------------------------------------------------------

    def _replies(self, node: Node) -> tuple[Reply, ...]:
        member = node.member("responses")
        if member is None or member.value is None:
            self.reader.note(
                "no-responses", "the operation documents no reply", node.pointer
            )
            return ()
        found: dict[str, Reply] = {}
        for key, item in self.reader.entries(member).items():
            status = self._status(key, item.pointer)
            if status is not None:
                found.setdefault(status, self._reply(node, status, item))
        return tuple(found.values())

    def _status(self, key: str, pointer: Pointer) -> str | None:
        if _STATUS.fullmatch(key):
            return key
        repaired = "default" if key.lower() == "default" else key.upper()
        sound = _STATUS.fullmatch(repaired) is not None
        self.reader.warn(
            "invalid-status",
            f"`{key}` is neither a status nor `default`",
            pointer,
            effect="repaired" if sound else "dropped",
            hint=f"read as `{repaired}`" if sound else "",
        )
        return repaired if sound else None

    def _reply(self, operation: Node, status: str, node: Node) -> Reply:
        reader = self.reader
        target = reader.follow(node)
        if target is None or not isinstance(target.value, dict):
            if target is not None:
                reader.members(target)
            return Reply(pointer=node.pointer, status=status, description="")
        self._name(target, "responses", "Response")
        if target.has("links"):
            reader.note(
                "ignored-links",
                "links are not carried over",
                f"{target.pointer}/links",
                effect="dropped",
            )
        return Reply(
            pointer=target.pointer,
            status=status,
            description=reader.text(target, "description"),
            contents=self._reply_contents(operation, target),
            headers=headers(self.schemas, target.member("headers")),
        )

    def _reply_contents(self, operation: Node, node: Node) -> tuple[MediaType, ...]:
        if self.reader.swagger:
            names = swagger2.media_names(self.reader, self.root, operation, "produces")
            return swagger2.contents(
                self.schemas, node.member("schema"), names, node.member("examples")
            )
        content = node.member("content")
        if content is None or content.value is None:
            return ()
        return media_types(self.schemas, content)

    # --- payloads ----------------------------------------------------------------------------------------------------

    def _webhook(self, name: str, node: Node) -> None:
        item = PathItem.read(self.reader, node)
        for _, operation in item.operations(self.reader):
            self._payload(name, operation)

    def _callback(self, name: str, node: Node) -> None:
        target = self.reader.follow(node)
        if target is None or target.pointer in self._callbacks:
            return
        self._callbacks.add(target.pointer)
        for inner in self.reader.entries(target).values():
            item = PathItem.read(self.reader, inner)
            for _, operation in item.operations(self.reader):
                self._payload(name, operation)

    def _payload(self, name: str, node: Node) -> None:
        target = self._target(node)
        words = self.reader.text(target, "operationId") or name
        self.schemas.places.words.setdefault(target.pointer, words)
        member = target.member("requestBody")
        body = None if member is None else self.reader.follow(member)
        self._extras(target)
        if body is None:
            return
        self.schemas.places.words.setdefault(body.pointer, f"{words} Payload")
        for media in media_types(self.schemas, body.member("content")):
            if media.type is not None:
                self.payloads.append(
                    Payload(
                        pointer=body.pointer,
                        name=f"{words} Payload",
                        type=media.type,
                        description=self.reader.text(target, "description")
                        or self.reader.text(target, "summary"),
                    )
                )
                return


_ANY_MEDIA: Final = MediaType(content_type="application/octet-stream", type=None)


def _tags(reader: Reader, node: Node) -> tuple[str, ...]:
    member = node.member("tags")
    if member is None or member.value is None:
        return ()
    if isinstance(member.value, str):
        reader.warn("wrong-type", "tags are a list", member.pointer, effect="repaired")
        return (member.value,)
    return tuple(dict.fromkeys(tag for tag in reader.texts(member) if tag))


def external_docs(reader: Reader, node: Node) -> str:
    """The URL of ``externalDocs``, or an empty string."""
    member = node.member("externalDocs")
    if member is None or member.value is None:
        return ""
    reader.members(member)
    return reader.text(member, "url")
