"""Operations: their parameters, bodies, responses, security and servers.

Specification: "Paths Object", "Operation Object", "Request Body Object", "Responses Object".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.records import field, record
from docbound.service import (
    JSONValue,
    MediaType,
    Operation,
    Pointer,
    Primitive,
    RequestBody,
    Response,
    Security,
    Server,
)
from docbound.service import Mapping as MapType

from ..document import child
from ..document.reader import Node, Reader
from . import swagger2
from .media_types import headers, media_types
from .parameters import collect, parameters
from .path_items import PathItem
from .path_templates import path_template
from .schema.schemas import Schemas
from .security import Schemes, security
from .servers import servers
from .webhooks import Payloads

_PAGINATION_EXTENSIONS: Final = (
    "x-pagination",
    "x-speakeasy-pagination",
    "x-fern-pagination",
    "x-ms-pageable",
)
_STATUS: Final = re.compile(r"[1-5](?:\d\d|XX)|default")


@record(frozen=False, kw_only=False)
class Operations:
    """Builds operations, and has the payloads of their callbacks collected."""

    schemas: Schemas
    root: Node
    schemes: Schemes
    inherited: Security
    payloads: Payloads
    _pointers: set[Pointer] = field(default_factory=set[Pointer])
    _identifiers: dict[str, Pointer] = field(default_factory=dict[str, Pointer])

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
                    effect=Effect.GUESS,
                    action="it is put behind the server's URL unchanged",
                    key_at=node.pointer,
                )
            if node.value is None:
                continue
            item = PathItem.read(self.reader, node)
            for method, operation in item.operations(self.reader):
                found.append(self._operation(path, method, node, item, operation))
        self.payloads.webhooks(self.root.member("webhooks") or self.root.member("x-webhooks"))
        return tuple(found)

    # --- one operation

    def _operation(
        self, path: str, method: str, place: Node, item: PathItem, node: Node
    ) -> Operation:
        reader = self.reader
        node = self._target(node)
        pointer = self._pointer(node, f"{place.pointer}/{method.lower()}")
        identifier = reader.text(node, "operationId")
        words = identifier or " ".join(re.findall(r"[^\W_]+", f"{path} {method.lower()}"))
        for here in (pointer, node.pointer):
            self.schemas.places.words.setdefault(here, words)
        self._check_identifier(identifier, f"{node.pointer}/operationId")
        nodes = collect(reader, item.members.get("parameters"), node.member("parameters"))
        template = path_template(reader, path, node, nodes)
        own_security = security(reader, node, self.schemes, self.inherited)
        self.payloads.callbacks(node)
        return Operation(
            pointer=pointer,
            operation_id=identifier,
            method=method,
            path=template.path,
            tags=_tags(reader, node),
            summary=reader.text(node, "summary") or self._shared_text(item, "summary"),
            description=reader.text(node, "description") or self._shared_text(item, "description"),
            deprecated=reader.flag(node, "deprecated") or reader.flag(node, "x-deprecated"),
            parameters=parameters(self.schemas, template, pointer, nodes),
            body=self._body(node, pointer, nodes),
            responses=self._responses(node),
            servers=self._servers(item, node),
            security=self.inherited if own_security is None else own_security,
            external_docs=external_docs(reader, node),
            pagination=self._pagination(node),
        )

    def _pagination(self, node: Node) -> tuple[str, JSONValue]:
        """The first extension about pages; ``true`` says that the one of the document counts."""
        for key in _PAGINATION_EXTENSIONS:
            found = node.member(key)
            if found is not None and found.value is True:
                found = self.root.member(key)
            if found is not None:
                return key, found.value
        return "", None

    def _target(self, node: Node) -> Node:
        """The operation itself; one that is not even a mapping counts as one that says nothing."""
        target = self.reader.follow_in_place(node) or Node({}, node.pointer)
        if isinstance(target.value, dict):
            return target
        self.reader.warn(
            "wrong-type",
            "an operation belongs here",
            node.pointer,
            effect=Effect.GUESS,
            action="it is taken to say nothing of itself",
        )
        return Node({}, node.pointer)

    def _pointer(self, node: Node, path_pointer: Pointer) -> Pointer:
        """The operation's pointer; one that several paths share is identified by its path."""
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
                effect=Effect.HARMLESS,
                action="this operation gets a name of its own",
            )

    def _shared_text(self, item: PathItem, key: str) -> str:
        node = item.members.get(key)
        return self.reader.as_text(node) if node is not None and node.value is not None else ""

    def _servers(self, item: PathItem, node: Node) -> tuple[Server, ...]:
        own = servers(self.reader, node.member("servers"))
        return own or servers(self.reader, item.members.get("servers"))

    # --- bodies

    def _with_parts(self, media: MediaType, pointer: Pointer) -> MediaType:
        """A form whose schema is a text or a file as one of any parts: each part needs a name (RFC
        7578, section 4.2), and without one no service could read it.
        """
        kind = media.content_type.partition(";")[0].strip().lower()
        if kind != "multipart/form-data" or not isinstance(media.type, Primitive):
            return media
        self.reader.warn(
            "form-without-parts",
            "the parts of a form have names, and this schema says none",
            child(pointer, "content", media.content_type),
            effect=Effect.GUESS,
            action="parts of any names are taken, each as the schema says",
        )
        return replace(media, type=MapType(values=media.type))

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
        found = media_types(self.schemas, target.member("content"))
        contents = tuple(self._with_parts(media, target.pointer) for media in found)
        if not contents:
            self.reader.warn(
                "body-without-content",
                "a request body needs at least one media type",
                target.pointer,
                effect=Effect.GUESS,
                action="any is taken to be meant",
            )
        return RequestBody(
            pointer=target.pointer,
            required=self.reader.flag(target, "required"),
            contents=contents or (_ANY_MEDIA,),
            description=self.reader.text(target, "description"),
            name=name or self.reader.text(target, "x-body-name"),
        )

    def _name(self, node: Node, section: str, word: str) -> None:
        """Says what a body is called that is in a file of its own, and so in no section that
        tells what it is.
        """
        if f"/{section}" not in node.pointer.partition("#")[2]:
            name = self.schemas.places.name(node.pointer)
            if not name.lower().endswith(word.lower()):
                name = f"{name} {word}"
            self.schemas.places.words.setdefault(node.pointer, name)

    # --- responses

    def _responses(self, node: Node) -> tuple[Response, ...]:
        member = node.member("responses")
        if member is None or member.value is None:
            self.reader.note("no-responses", "the operation documents no response", node.pointer)
            return ()
        found: dict[str, Response] = {}
        for key, item in self.reader.entries(member).items():
            status = self._status(key, item.pointer)
            if status is not None:
                found.setdefault(status, self._response(node, status, item))
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
            effect=Effect.HARMLESS if sound else Effect.DROP,
            action=f"read as `{repaired}`" if sound else "the response is left out",
            key_at=pointer,
        )
        return repaired if sound else None

    def _response(self, operation: Node, status: str, node: Node) -> Response:
        reader = self.reader
        target = reader.follow(node)
        if target is None or not isinstance(target.value, dict):
            if target is not None:
                reader.members(target)
            return Response(pointer=node.pointer, status=status, description="")
        self._name(target, "responses", "Response")
        if target.has("links"):
            reader.note(
                "ignored-links",
                "links are not carried over",
                f"{target.pointer}/links",
                effect=Effect.DROP,
            )
        return Response(
            pointer=target.pointer,
            status=status,
            description=reader.text(target, "description"),
            contents=self._response_contents(operation, target),
            headers=headers(self.schemas, target.member("headers")),
        )

    def _response_contents(self, operation: Node, node: Node) -> tuple[MediaType, ...]:
        if self.reader.swagger:
            names = swagger2.media_names(self.reader, self.root, operation, "produces")
            return swagger2.contents(
                self.schemas, node.member("schema"), names, node.member("examples")
            )
        content = node.member("content")
        if content is None or content.value is None:
            return ()
        return media_types(self.schemas, content)


_ANY_MEDIA: Final = MediaType(content_type="application/octet-stream", type=None)


def _tags(reader: Reader, node: Node) -> tuple[str, ...]:
    member = node.member("tags")
    if member is None or member.value is None:
        return ()
    if isinstance(member.value, str):
        reader.warn("wrong-type", "tags are a list", member.pointer, effect=Effect.HARMLESS)
        return (member.value,)
    return tuple(dict.fromkeys(tag for tag in reader.texts(member) if tag))


def external_docs(reader: Reader, node: Node) -> str:
    """The URL of ``externalDocs``, or an empty string."""
    member = node.member("externalDocs")
    if member is None or member.value is None:
        return ""
    reader.members(member)
    return reader.text(member, "url")
