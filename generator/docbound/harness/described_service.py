"""A description as the harness reads it: operations, parameters, bodies and responses.

Values come with their JSON pointers. References are followed; nothing is interpreted beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics, Position
from docbound.document import Document, child
from docbound.harness.errors import HarnessError, raise_errors
from docbound.interpret.media_types import read_as
from docbound.json_values import is_array, is_object
from docbound.records import field, record
from docbound.tables.http_methods import METHODS

_LONGEST_CHAIN: Final = 100


@record(kw_only=False)
class Node:
    """A value of the description and its pointer."""

    value: Any
    pointer: str

    def get(self, key: str) -> Node | None:
        """A member of a mapping, or None."""
        if is_object(self.value) and key in self.value:
            return Node(self.value[key], child(self.pointer, key))
        return None

    def items(self) -> Iterator[tuple[str, Node]]:
        """The members of a mapping."""
        if is_object(self.value):
            for key, value in self.value.items():
                yield key, Node(value, child(self.pointer, key))

    def list(self) -> Iterator[Node]:
        """The items of a list."""
        if is_array(self.value):
            for index, value in enumerate(self.value):
                yield Node(value, child(self.pointer, str(index)))

    def text(self, key: str) -> str:
        """A member that is a text, or an empty one."""
        value = self.value.get(key) if is_object(self.value) else None
        return value if isinstance(value, str) else ""

    def has(self, key: str) -> bool:
        """Whether this is a mapping with ``key``."""
        return is_object(self.value) and key in self.value


@record
class ServiceParameter:
    """A parameter, its reference followed. ``schema`` is None for a ``content`` parameter without
    one.
    """

    name: str
    location: str
    required: bool
    node: Node
    schema: Node | None


@record
class Media:
    """One media type of a body or response."""

    name: str
    node: Node
    schema: Node | None


@record
class ServiceResponse:
    """One described response."""

    code: str
    node: Node
    contents: tuple[Media, ...]

    def media(self, content_type: str) -> Media | None:
        """The description of a body of this type: exactly, by range, or the only one."""
        wanted = content_type.split(";")[0].strip().lower()
        by_name = {item.name.split(";")[0].strip().lower(): item for item in self.contents}
        for name in (wanted, f"{wanted.partition('/')[0]}/*", "*/*"):
            if name in by_name:
                return by_name[name]
        return None


@record
class ServiceOperation:
    """One operation."""

    method: str
    path: str
    operation_id: str
    node: Node
    parameters: tuple[ServiceParameter, ...]
    bodies: tuple[Media, ...]
    body_required: bool
    body_node: Node | None
    responses: tuple[ServiceResponse, ...]
    security: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """What the operation is called in messages and file names: its operationId, or method and
        path.
        """
        return self.operation_id or f"{self.method.lower()} {self.path}"

    def response(self, status: int) -> ServiceResponse | None:
        """The response that is described for a status: by number, by class, or the default."""
        by_code = {item.code.upper(): item for item in self.responses}
        for code in (str(status), f"{status // 100}XX", "DEFAULT"):
            if code in by_code:
                return by_code[code]
        return None


@record(frozen=False, eq=False)
class Service:
    """A whole description."""

    document: Document
    _operations: tuple[ServiceOperation, ...] | None = None
    _matchers: list[tuple[re.Pattern[str], int, ServiceOperation]] = field(
        default_factory=list[tuple[re.Pattern[str], int, "ServiceOperation"]]
    )

    @property
    def root(self) -> Node:
        """The top of the description."""
        return Node(self.document.root, "#")

    @property
    def is_swagger(self) -> bool:
        """Whether this is Swagger 2.0."""
        return "swagger" in self.document.root

    @property
    def schemas(self) -> dict[str, Node]:
        """The named schemas."""
        if self.is_swagger:
            return self._members(self.root, "definitions")
        return self._component("schemas")

    @property
    def security_schemes(self) -> dict[str, Node]:
        """The security schemes, references followed."""
        section = (
            self._members(self.root, "securityDefinitions")
            if self.is_swagger
            else self._component("securitySchemes")
        )
        return {name: self.resolve(node) for name, node in section.items()}

    def _component(self, kind: str) -> dict[str, Node]:
        components = self.root.get("components")
        return self._members(self.resolve(components), kind) if components else {}

    def position(self, pointer: str) -> Position | None:
        """Where a pointer leads in the text."""
        return self.document.position(pointer)

    def resolve(self, node: Node) -> Node:
        """What a node refers to, or the node itself."""
        for _ in range(_LONGEST_CHAIN):
            ref = node.value.get("$ref") if is_object(node.value) else None
            target = self.document.resolve(ref, node.pointer) if isinstance(ref, str) else None
            if target is None:
                return node
            node = Node(*target)
        return node

    # --- operations ---

    @property
    def operations(self) -> tuple[ServiceOperation, ...]:
        """All operations, in the order of the description."""
        if self._operations is None:
            self._operations = tuple(self._all())
        return self._operations

    def _all(self) -> Iterator[ServiceOperation]:
        for path, item in self._members(self.root, "paths").items():
            if not path.startswith("/"):
                continue
            resolved = self.resolve(item)
            shared = resolved.get("parameters")
            own = {method: node for method in METHODS if (node := resolved.get(method))}
            others = self._members(resolved, "additionalOperations")
            for method, node in {**own, **others}.items():
                if is_object(node.value):
                    yield self._operation(path, method, self.resolve(node), shared)

    def _operation(
        self, path: str, method: str, node: Node, shared: Node | None
    ) -> ServiceOperation:
        own = node.get("parameters")
        rows: dict[tuple[str, str], Node] = {}
        lists = [self.resolve(item) for item in (shared, own) if item is not None]
        for item in (item for each in lists for item in each.list()):
            found = self.resolve(item)
            if is_object(found.value):
                rows[found.text("name"), found.text("in")] = found
        form = [row for (_, place), row in rows.items() if place == "formData"]
        whole = next((row for (_, place), row in rows.items() if place == "body"), None)
        parameters = tuple(
            self._parameter(row)
            for (_, place), row in rows.items()
            if place not in ("body", "formData")
        )
        bodies, required, body_node = self._body(node, whole, form)
        return ServiceOperation(
            method=method.upper(),
            path=path,
            operation_id=node.text("operationId"),
            node=node,
            parameters=parameters,
            bodies=bodies,
            body_required=required,
            body_node=body_node,
            responses=tuple(
                self._response(code, item, node)
                for code, item in self._members(node, "responses").items()
                if not code.startswith("x-")
            ),
            security=self._security(node),
        )

    def _parameter(self, row: Node) -> ServiceParameter:
        schema = row.get("schema")
        if schema is None:
            content = row.get("content")
            media = next(iter(content.items()), None) if content else None
            schema = media[1].get("schema") if media else None
        if schema is None and self.is_swagger:
            schema = row
        return ServiceParameter(
            name=row.text("name"),
            location=row.text("in"),
            required=row.value.get("required") is True or row.text("in") == "path",
            node=row,
            schema=schema,
        )

    def _body(
        self, node: Node, whole: Node | None, form: list[Node]
    ) -> tuple[tuple[Media, ...], bool, Node | None]:
        if not self.is_swagger:
            found = node.get("requestBody")
            if found is None:
                return (), False, None
            body = self.resolve(found)
            return self._contents(body), body.value.get("required") is True, body
        if whole is not None:
            medias = tuple(
                Media(name=name, node=whole, schema=whole.get("schema"))
                for name in self._media_names(node, "consumes") or ("application/json",)
            )
            return medias, whole.value.get("required") is True, whole
        if form:
            schema = {
                "type": "object",
                "properties": {row.text("name"): row.value for row in form},
                "required": [row.text("name") for row in form if row.value.get("required") is True],
            }
            usual = (
                "multipart/form-data" if any(row.text("type") == "file" for row in form) else _FORM
            )
            names = [name for name in self._media_names(node, "consumes") if "form" in name] or [
                usual
            ]
            holder = Node(schema, form[0].pointer)
            return (
                tuple(Media(name=name, node=holder, schema=holder) for name in names),
                False,
                holder,
            )
        return (), False, None

    def _media_names(self, node: Node, key: str) -> tuple[str, ...]:
        for holder in (node, self.root):
            found = holder.get(key)
            if found is not None:
                names = [str(item.value) for item in self.resolve(found).list()]
                meant = (read_as(name, names, has_schema=True) for name in names)
                return tuple(dict.fromkeys(name for name in meant if name))
        return ()

    def _contents(self, holder: Node) -> tuple[Media, ...]:
        members = self._members(holder, "content")
        found: list[Media] = []
        for written, item in members.items():
            node = self.resolve(item)
            name = read_as(written, members, has_schema=item.has("schema"))
            if name is not None:
                found.append(Media(name=name, node=node, schema=node.get("schema")))
        return tuple(found)

    def _members(self, holder: Node, key: str) -> dict[str, Node]:
        """The entries of a mapping. A ``$ref`` in its place is followed, as the package does, and
        keys beside it win.
        """
        member = holder.get(key)
        if member is None:
            return {}
        target = self.resolve(member)
        own = {name: item for name, item in member.items() if name != "$ref"}
        return own if target is member else {**dict(target.items()), **own}

    def _response(self, code: str, item: Node, operation: Node) -> ServiceResponse:
        found = self.resolve(item)
        if not self.is_swagger:
            return ServiceResponse(code=code, node=found, contents=self._contents(found))
        schema = found.get("schema")
        usual = _OCTETS if schema and schema.text("type") == "file" else "application/json"
        names = self._media_names(operation, "produces") or (usual,)
        contents = (
            tuple(Media(name=name, node=found, schema=schema) for name in names) if schema else ()
        )
        return ServiceResponse(code=code, node=found, contents=contents)

    def _security(self, node: Node) -> tuple[tuple[str, ...], ...]:
        """The alternatives of an operation, as the package reads them: where none names a declared
        scheme, the description's own security counts, or else each scheme.
        """
        schemes = self.security_schemes
        usual = self._alternatives(self.root, schemes, tuple((name,) for name in schemes))
        own = self._alternatives(node, schemes, usual or tuple((name,) for name in schemes))
        return (usual or ()) if own is None else own

    def _alternatives(
        self, holder: Node, schemes: Mapping[str, Node], others: tuple[tuple[str, ...], ...]
    ) -> tuple[tuple[str, ...], ...] | None:
        member = holder.get("security")
        if member is None or member.value is None:
            return None
        member = self.resolve(member)
        kept: dict[tuple[str, ...], None] = {}
        is_dropped = False
        for item in [member] if is_object(member.value) else member.list():
            value: object = self.resolve(item).value
            names = [value] if isinstance(value, str) else value
            if not is_array(names) and not is_object(names):
                is_dropped = True
                continue
            found = tuple(name for name in map(str, names) if name in schemes)
            is_dropped |= len(found) < len(names)
            if found or not names:
                kept.setdefault(found)
        return others if is_dropped and not kept else tuple(kept)

    # --- finding an operation ---

    def by_id(self, name: str) -> ServiceOperation | None:
        """The operation with an operationId, or the one called so (``get /cats``)."""
        return next(
            (item for item in self.operations if name in (item.operation_id, item.name)),
            None,
        )

    def match(
        self, method: str, path: str, query: str = ""
    ) -> tuple[ServiceOperation, dict[str, str]] | None:
        """The operation that a request means, and the values in its path: the first of
        :meth:`matches`.
        """
        return next(iter(self.matches(method, path, query)), None)

    def matches(
        self, method: str, path: str, query: str = ""
    ) -> list[tuple[ServiceOperation, dict[str, str]]]:
        """The operations that a request may mean, by method and path template, and the values in
        its path.

        Args:
            method: in any case.
            path: of the request, without the path of the server's URL. Where several templates fit,
                the one with most fixed text is meant (OpenAPI 3.1.1, "Path Templating Matching").
                Several are left where paths differ in a fixed query or a fragment alone.
            query: of the request; what a template fixes of it comes first.
        """
        if not self._matchers:
            self._matchers = [(*_template(item.path), item) for item in self.operations]
        found: list[tuple[int, ServiceOperation, dict[str, str]]] = []
        for pattern, fixed, operation in self._matchers:
            values = pattern.fullmatch(path) if operation.method == method.upper() else None
            if values:
                names = _VARIABLE.findall(_written_path(operation.path))
                given = dict(zip(names, map(unquote, values.groups()), strict=False))
                found.append((fixed, operation, given))
        most = max((fixed for fixed, _, _ in found), default=0)
        best = [(operation, values) for fixed, operation, values in found if fixed == most]
        return sorted(best, key=lambda one: not _has_query(one[0].path, query))

    def allowed_methods(self, path: str) -> list[str]:
        """The methods that are described at a path."""
        return sorted(
            {item.method for item in self.operations if self.match(item.method, path) is not None}
        )

    # --- servers ---

    def base_urls(self) -> tuple[str, ...]:
        """The base URLs that the description gives, variables filled in with their defaults."""
        if self.is_swagger:
            root = self.document.root
            host, base = root.get("host"), str(root.get("basePath") or "").rstrip("/")
            schemes = root.get("schemes") or ["https"]
            listed: list[Any] = schemes if is_array(schemes) else ["https"]
            ordered = sorted(map(str, listed), key=lambda scheme: scheme != "https")
            return (
                tuple(f"{scheme}://{host}{base}" for scheme in ordered)
                if host
                else ((base,) if base else ())
            )
        servers = self.root.get("servers")
        return tuple(_filled(server) for server in (servers.list() if servers else ()))

    def relative_path(self, path: str, url: str = "") -> Iterator[str]:
        """The parts of a request's path that may be the description's: without the path of each
        server, longest first.
        """
        from urllib.parse import urlsplit

        prefixes = {urlsplit(base).path.rstrip("/") for base in self.base_urls()} | {""}
        for prefix in sorted(prefixes, key=len, reverse=True):
            if path.startswith(prefix):
                yield path[len(prefix) :] or "/"


_OCTETS: Final = "application/octet-stream"
_FORM: Final = "application/x-www-form-urlencoded"


def _filled(server: Node) -> str:
    url = server.text("url")
    variables = server.get("variables")
    usual: Mapping[str, str] = {
        name: str(item.value.get("default", ""))
        for name, item in (variables.items() if variables else ())
        if is_object(item.value)
    }
    return re.sub(r"\{([^{}]+)\}", lambda match: usual.get(match[1], match[0]), url).rstrip("/")


_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


def _written_path(path: str) -> str:
    """A path template without a fixed query or a fragment, which some descriptions have."""
    return re.split("[?#]", path, maxsplit=1)[0]


def _has_query(path: str, query: str) -> bool:
    """Whether a request's query has all that a path template fixes."""
    fixed = path.partition("#")[0].partition("?")[2]
    return set(parse_qsl(_VARIABLE.sub("", fixed))) <= set(parse_qsl(query))


def _template(path: str) -> tuple[re.Pattern[str], int]:
    """A pattern for a path template, and how much of it is fixed. What is fixed may be escaped in
    the request (``/num%7B%7D``).

    A value ends where the text behind it begins for the first time. Nothing is lost by that, since
    a value may be any text without a slash, and a path with many values costs no more than few.
    """
    parts = re.split(r"\{[^{}]+\}", _written_path(path))
    first, *others = map(_fixed, parts)
    values = [f"(?>([^/]+?){fixed})" for fixed in others[:-1]]
    values += [f"([^/]+?){fixed}" for fixed in others[-1:]]
    return re.compile("".join((first, *values))), sum(map(len, parts))


def _fixed(part: str) -> str:
    spellings = dict.fromkeys((part, unquote(part), quote(unquote(part), safe=_PATH_SAFE)))
    return f"(?:{'|'.join(map(re.escape, spellings))})" if len(spellings) > 1 else re.escape(part)


_PATH_SAFE: Final = "/:@!$&'()*+,;=~"


def load(path: Path, overlays: tuple[Path, ...] = ()) -> Service:
    """Reads a description.

    Raises:
        HarnessError: it cannot be read.
    """
    diagnostics = Diagnostics()
    loaded = document.load(path, diagnostics, overlays=overlays)
    if loaded is None:
        raise_errors(diagnostics)
        raise HarnessError(diagnostics)
    return Service(document=loaded)
