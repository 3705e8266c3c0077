"""Reads documented.yaml (docs/guide/documented-yaml.md): every mistake becomes a finding with its
place and a hint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diagnostics.suggestions import did_you_mean
from docbound.json_values import is_object
from docbound.settings.yaml_node import Node
from docbound.tables import http_methods
from docbound.tables.scheme_kinds import OTHER_HTTP, SCHEME_KINDS

from .facts import (
    Documented,
    Field,
    Model,
    Operation,
    Parameter,
    Scheme,
    Source,
    SourceFile,
    Stated,
    Status,
)
from .layouts import LAYOUTS, Layout, own_layouts
from .page_words import snake

FORMAT: Final = "documented/1"
_OURS: Final = "a name of ours, for want of a documented one"
_HINT: Final = f'documented.yaml starts with a line such as "format: {FORMAT}"'
METHODS: Final = tuple(method.upper() for method in http_methods.METHODS)
KINDS: Final = (*(kind for kind in SCHEME_KINDS if kind != OTHER_HTTP.name), "custom")
"""The kinds of security schemes; pages of a scheme of HTTP name the scheme, or call it custom."""
LOCATIONS: Final = (
    "path",
    "query",
    "header",
    "cookie",
    "querystring",
    "body",
    "formData",
)

_Readers = Mapping[str, Callable[[Node], Any]]


def load(path: Path, diagnostics: Diagnostics) -> Documented | None:
    """Reads a documented.yaml.

    Args:
        path: the file.
        diagnostics: receives unknown and missing keys, wrong types, and sources that are not
            declared.

    Returns:
        The facts, or None when an error is in ``diagnostics``.
    """
    own = Diagnostics()
    loaded = document.load(path, own, hint=_HINT)
    facts = None
    if loaded is not None:
        root = Node(value=loaded.root, pointer="#", document=loaded, diagnostics=own)
        facts = _Reader(root).documented(path.absolute().parent.name)
    diagnostics.extend(own)
    return None if own.has_errors else facts


def _any(node: Node) -> object:
    return node.value


def _members(node: Node) -> Mapping[str, object]:
    return {key: item.value for key, item in node.members().items()}


def _values(node: Node) -> tuple[object, ...]:
    return tuple(item.value for item in node.items())


class _Reader:
    """Turns nodes into facts; knows the declared sources and the source that holds where none is
    given.
    """

    def __init__(self, root: Node) -> None:
        self.root = root
        self.sources: dict[str, SourceFile] = {}
        self.layouts: dict[str, Layout] = {}

    def documented(self, folder: str) -> Documented:
        readers: dict[str, Callable[[Node], Any]] = {
            "format": lambda node: node.word((FORMAT,)),
            "client": Node.text,
            "sources": _any,
            "layouts": _any,
            "at": Node.text,
            "partial": Node.flag,
            **dict.fromkeys(("package", "api", "base_url", "tag"), _any),
            **dict.fromkeys(("schemes", "imports", "operations", "models"), _any),
        }
        members = self.root.members()
        found = self.root.fields(readers)
        self._require(self.root, members, ("format", "sources"))
        self.layouts = {item.name: item for item in own_layouts(members.get("layouts"))}
        self.sources = {item.key: item for item in self._sources(members.get("sources"))}
        usual = self._source(members["at"], None) if "at" in members else None
        stated: dict[str, Any] = {
            key: self._stated(members[key], Node.text, usual) if key in found else None
            for key in ("package", "api", "base_url", "tag")
        }
        api, tag = stated.pop("api"), stated.pop("tag")
        lists = {
            key: members[key].items() if key in found else None
            for key in ("schemes", "operations", "models")
        }
        imports = members["imports"].items() if "imports" in found else ()
        return Documented(
            client=str(found.get("client") or folder),
            document=self.root.document,
            sources=tuple(self.sources.values()),
            layouts={**LAYOUTS, **self.layouts},
            partial=bool(found.get("partial")),
            schemes=self._each(lists["schemes"], lambda node: self._scheme(node, usual)),
            imports=tuple(self._import(node, usual) for node in imports),
            operations=self._each(
                lists["operations"], lambda node: self._operation(node, usual, api, tag)
            )
            or (),
            models=(
                None if lists["models"] is None else tuple(self._models(lists["models"], usual))
            ),
            **stated,
        )

    @staticmethod
    def _each(nodes: Iterable[Node] | None, read: Callable[[Node], Any]) -> tuple[Any, ...] | None:
        return None if nodes is None else tuple(map(read, nodes))

    # --- sources ---

    def _sources(self, node: Node | None) -> Iterator[SourceFile]:
        yield SourceFile(key="ours", title=_OURS)
        for key, item in ({} if node is None else node.members()).items():
            if is_object(item.value):
                readers: _Readers = {
                    "title": Node.text,
                    "address": Node.text,
                    "file": Node.text,
                    "layout": lambda inner: inner.word((*LAYOUTS, *self.layouts)),
                    "drafted": Node.flag,
                }
                found: dict[str, Any] = item.fields(readers)
                title = found.pop("title", "") or found.get("address") or found.get("file") or key
                yield SourceFile(key=key, title=title, **found)
            else:
                yield SourceFile(key=key, title=item.text())

    def _source(self, node: Node | None, usual: Source | None, place: Node | None = None) -> Source:
        """The source that ``node`` names, or else the one around it.

        A fact without any is reported at ``place``.
        """
        if node is None:
            if usual is None:
                (place or self.root).report(
                    "missing-source",
                    "this fact has no source",
                    "add `at:` here, or once at the top of the file",
                )
                return Source(key="ours", name=_OURS)
            pointer = usual.pointer if place is None else place.pointer
            # The line is that of the fact around; this one is somewhere in the same source.
            return Source(key=usual.key, name=usual.name, pointer=pointer)
        key, _, line = node.text().partition(":")
        source = self.sources.get(key)
        if source is None:
            near = did_you_mean(key, self.sources)
            node.report(
                "unknown-source",
                f"there is no source {key!r} under `sources`",
                (f"did you mean {near!r}?" if near else f"declared are {', '.join(self.sources)}"),
            )
        if line and not line.isdecimal():
            node.report(
                "wrong-value",
                f"{line!r} is not a line",
                f"write `{key}:12` for line 12",
            )
        name = source.title if source else key
        return Source(
            key=key,
            name=name,
            line=int(line) if line.isdecimal() else None,
            pointer=node.pointer,
        )

    def _stated(self, node: Node, read: Callable[[Node], Any], usual: Source | None) -> Stated[Any]:
        """``{value, at}``, or the plain value with the source around it."""
        if not is_object(node.value):
            return Stated(value=read(node), at=self._source(None, usual, node))
        members = node.members()
        found = node.fields({"value": read, "at": Node.text})
        self._require(node, members, ("value",))
        empty: Any = found.get("value", read(members["value"]) if "value" in members else "")
        return Stated(
            value=empty,
            at=self._source(members.get("at"), usual, members.get("value", node)),
        )

    def _require(self, node: Node, members: Mapping[str, Node], keys: Iterable[str]) -> None:
        for key in keys:
            if key not in members:
                node.report("missing-key", f"`{key}` is missing here", f"add `{key}:`")

    # --- entries ---

    def _import(self, node: Node, usual: Source | None) -> Stated[str]:
        if not is_object(node.value):
            return Stated(value=node.text(), at=self._source(None, usual, node))
        found: dict[str, Any] = node.fields({"path": Node.text, "at": Node.text})
        self._require(node, node.members(), ("path",))
        return Stated(
            value=found.get("path", ""),
            at=self._source(node.members().get("at"), usual, node),
        )

    def _entry(
        self,
        node: Node,
        readers: _Readers,
        required: tuple[str, ...],
        usual: Source | None,
    ) -> tuple[dict[str, Any], Callable[[str], Source | None], Source]:
        """An entry's values, a function that gives the source of one of its keys, and the source of
        the whole.
        """
        sources = [f"{key}_at" for key in readers]
        known: dict[str, Callable[[Node], Any]] = {**readers, "at": Node.text}
        members = node.members()
        known.update((key, Node.text) for key in sources if key in members)
        found: dict[str, Any] = node.fields(known)
        self._require(node, members, required)
        for key in sources:
            found.pop(key, None)
        found.pop("at", None)
        whole = self._source(members.get("at"), usual, members.get(required[0], node))

        def of(key: str) -> Source | None:
            named = members.get(f"{key}_at")
            return None if named is None else self._source(named, whole)

        return found, of, whole

    def _scheme(self, node: Node, usual: Source | None) -> Scheme:
        readers: _Readers = {
            "name": Node.text,
            "kind": lambda item: item.word(KINDS),
            "parameter": Node.text,
            "in": lambda item: item.word(("header", "query", "cookie")),
            "wire": _any,
            "format": Node.text,
            "prefix": Node.text,
        }
        found, of, whole = self._entry(node, readers, ("name", "kind"), usual)
        found["location"] = found.pop("in", "")
        found.pop("wire", None)
        return Scheme(
            **{"name": "", "kind": "", **found},
            at=whole,
            wire_at=of("wire") or whole,
            prefix_at=of("prefix") or whole,
        )

    def _operation(
        self,
        node: Node,
        usual: Source | None,
        api: Stated[str] | None,
        tag: Stated[str] | None,
    ) -> Operation:
        texts = ("api", "tag", "operation_id", "signature", "returns")
        lists = ("auth", "content_types", "accept")
        readers: dict[str, Callable[[Node], Any]] = {
            "path": Node.text,
            "method": lambda item: item.word(METHODS),
            "name": Node.identifier,
            "summary": Node.text,
            **dict.fromkeys((*texts, *lists, "parameters", "statuses"), _any),
        }
        found, of, whole = self._entry(node, readers, ("path", "method"), usual)
        members = node.members()
        stated: dict[str, Any] = {
            key: self._stated(members[key], Node.texts if key in lists else Node.text, whole)
            for key in (*texts, *lists)
            if key in found
        }
        for key, around in (("api", api), ("tag", tag)):
            stated.setdefault(key, around)
        if "summary" in found:
            stated["summary"] = Stated(value=found["summary"], at=of("summary") or whole)
        parts: dict[str, Any] = {
            key: tuple(read(item, whole) for item in members[key].items())
            for key, read in (
                ("parameters", self._parameter),
                ("statuses", self._status),
            )
            if key in found
        }
        identifier = stated["operation_id"].value if "operation_id" in stated else ""
        return Operation(
            name=found.get("name") or snake(identifier),
            method=found.get("method", "GET"),
            path=found.get("path", ""),
            at=whole,
            **stated,
            **parts,
        )

    def _parameter(self, node: Node, usual: Source) -> Parameter:
        readers: _Readers = {
            "name": Node.identifier,
            "wire": Node.text,
            "type": Node.text,
            "required": Node.flag,
            "in": lambda item: item.word(LOCATIONS),
            "example": _any,
            "constraints": _members,
            "format": Node.text,
            "enum": _values,
        }
        first = (
            "wire" if node.value and is_object(node.value) and "name" not in node.value else "name"
        )
        found, of, whole = self._entry(node, readers, (first,), usual)
        wire, name = found.get("wire", ""), found.get("name", "")
        return Parameter(
            name=name or snake(wire),
            wire=wire or name,
            at=whole,
            wire_at=of("wire") or whole,
            type=found.get("type"),
            required=found.get("required"),
            location=found.get("in"),
            example=(found["example"],) if "example" in found else (),
            example_at=of("example"),
            constraints=found.get("constraints"),
            format=found.get("format"),
            enum=found.get("enum"),
        )

    def _status(self, node: Node, usual: Source) -> Status:
        if not is_object(node.value):
            return Status(code=node.text(), at=self._source(None, usual, node))
        readers: _Readers = {"code": Node.text, "text": Node.text, "model": Node.text}
        found, of, whole = self._entry(node, readers, ("code",), usual)
        return Status(**{"code": "", **found}, at=whole, model_at=of("model"))

    def _models(self, nodes: tuple[Node, ...], usual: Source | None) -> Iterator[Model]:
        """The models; one may extend another, wherever that is."""
        names = {str(node.value.get("name")): node for node in nodes if is_object(node.value)}
        for node in nodes:
            readers: _Readers = {
                "name": Node.text,
                "extends": Node.text,
                "fields": _any,
                "enum": _values,
            }
            found, _, whole = self._entry(node, readers, ("name", "fields"), usual)
            yield Model(
                name=found.get("name", ""),
                at=whole,
                fields=tuple(self._fields(node, names, usual, ())),
                enum=found.get("enum"),
            )

    def _fields(
        self,
        node: Node,
        names: Mapping[str, Node],
        usual: Source | None,
        below: tuple[str, ...],
    ) -> Iterator[Field]:
        members = node.members()
        whole = self._source(members.get("at"), usual, node)
        base = members.get("extends")
        if base is not None:
            name = base.text()
            if name not in names or name in below:
                near = did_you_mean(name, names)
                wrong = "extends itself" if name in below else "is not among the models"
                base.report(
                    "unknown-model",
                    f"{name!r} {wrong}",
                    f"did you mean {near!r}?" if near else "add the model",
                )
            else:
                yield from self._fields(names[name], names, usual, (*below, name))
        for item in members["fields"].items() if "fields" in members else ():
            yield self._field(item, whole)

    def _field(self, node: Node, usual: Source) -> Field:
        readers: _Readers = {
            "wire": Node.text,
            "python": Node.identifier,
            "type": Node.text,
            "format": Node.text,
            "required": Node.flag,
            "nullable": Node.flag,
            "enum": _values,
            "default": _any,
            "constraints": _members,
        }
        found, of, whole = self._entry(node, readers, ("wire", "type"), usual)
        default = (node.members()["default"].value,) if "default" in node.members() else ()
        found.pop("default", None)
        stated: dict[str, Any] = {
            "wire": "",
            "type": "",
            **found,
            "python": found.get("python") or snake(found.get("wire", "")),
        }
        return Field(
            **stated,
            at=whole,
            type_at=of("type") or whole,
            format_at=of("format") or whole,
            default=default,
        )
