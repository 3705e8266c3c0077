"""The operation table: one row an operation, as the source of a constant."""

from __future__ import annotations

from typing import Final

from docbound.package import (
    Annotation,
    ApiClass,
    BodyRow,
    ChoiceRow,
    Import,
    MediaRow,
    Method,
    PaginationRow,
    ParameterRow,
    PartRow,
    PollingRow,
    ResponseRow,
    runtime_import,
)
from docbound.records import record
from docbound.render.imports import import_block, with_type_checking
from docbound.render.layout_types import Layout
from docbound.render.modules.response_signs import sign_node
from docbound.render.modules.servers import server_classes, server_nodes
from docbound.writing.python_source import (
    STEP,
    WIDTH,
    Bracket,
    Keyword,
    Node,
    call,
    mapping,
    sequence,
    show,
    show_annotation,
    show_statement,
    strings,
    value,
)
from docbound.writing.source_types import PythonSource, python
from docbound.writing.text import string_literal

_STYLES: Final = {
    "path": "simple",
    "header": "simple",
    "query": "form",
    "cookie": "form",
}
"""The style of a parameter that names none (OpenAPI 3.1, Parameter Object, "style")."""
_TYPES: Final = {"querystring": "Any", "accept": "bool"}
"""The type of a row that names none, where it is not ``str``."""
_EXPLODED: Final = frozenset({"query", "cookie"})
"""The locations whose rows are exploded unless they say otherwise, whatever their style (see
``runtime.operations``).
"""

_OPERATIONS: Final = "service.operations"


@record(kw_only=False)
class OperationTable:
    """The module ``_operations/<api>.py`` of one API class."""

    api: ApiClass
    layout: Layout

    @property
    def imports(self) -> PythonSource:
        """The runtime's names that the rows use."""
        used = {"Operation"}
        paginated: set[str] = set()
        for method in self.api.methods:
            used.update(row.location for row in method.parameters)
            if method.streaming:
                used.add("Streaming")
            if method.choice:
                used.add("Choice")
            if method.body:
                used.add("Body")
                used.update(_media_names(method.body.media))
            for response in method.responses:
                used.update(_media_names(response.media))
            if method.pagination:
                paginated.add(method.pagination.kind.runtime_class)
        names = {runtime_import(name, _OPERATIONS) for name in used}
        names |= {runtime_import(name) for name in paginated}
        if any(method.polling for method in self.api.methods):
            names |= {runtime_import("Polling"), runtime_import("ResponseSign")}
        for method in self.api.methods:
            names.update(map(runtime_import, server_classes(method.servers)))
        return import_block(with_type_checking(names) if self._named else names, depth=2)

    @property
    def typing_imports(self) -> PythonSource:
        """What the rows' annotations name."""
        folder = self.layout.models_folder
        return import_block(self._named, depth=2, models_folder=folder, indent=4)

    @property
    def _named(self) -> set[Import]:
        results = [_row_type(method) for method in self.api.methods]
        results += [method.pagination.item for method in self.api.methods if method.pagination]
        return {item for result in results for item in (result.imports | result.neighbours)}

    def row(self, method: Method) -> PythonSource:
        """``CONSTANT: Operation[Response] = Operation(...)``."""
        return _assign(method.constant, f"Operation[{_row_type(method).code}]", _operation(method))

    def pages(self, method: Method, row: PaginationRow) -> PythonSource:
        """``CONSTANT_PAGES: Cursor[Response, Item] = Cursor(...)``."""
        scheme = row.kind.runtime_class
        page = method.overloads[0].result if method.choice else method.result
        annotation = f"{scheme}[{page.code}, {row.item.code}]"
        return _assign(f"{method.constant}_PAGES", annotation, _pagination(row))

    def polling(self, method: Method, row: PollingRow) -> PythonSource:
        """``CONSTANT_DONE = Polling(...)``."""
        made = call(
            "Polling",
            done=sign_node(row.done),
            failed=None if row.failed is None else sign_node(row.failed),
            code=strings(row.code) if row.code else None,
            every=None if row.every == 2.0 else f"{row.every:g}",
            timeout=None if row.timeout == 600.0 else f"{row.timeout:g}",
        )
        return show_statement(f"{method.constant}_DONE", made, indent=0)


_ANY: Final = Annotation(
    code="Any", prose="object", imports=frozenset({Import(module="typing", name="Any")})
)


def _row_type(method: Method) -> Annotation:
    """What a row says about its result: nothing where the two clients answer in types of their
    own.
    """
    return _ANY if method.async_result else method.result


def _assign(name: str, annotation: str, value: Bracket) -> PythonSource:
    target = f"{name}: {annotation}"
    if len(target) + len(" = (") <= WIDTH:
        return show_statement(target, value, indent=0)
    # The annotation has to be broken; what follows it starts a line of its own.
    made = show(value, indent=0, before=4)
    if len(target.partition("[")[0]) < WIDTH or len(annotation) + STEP > WIDTH:
        shown = show_annotation(annotation, indent=0, before=len(name) + 2, after=4)
        return python("{}: {} = {}", name, shown, made)
    return python("{}: (\n    {}\n) = {}", name, PythonSource(annotation), made)


def _operation(method: Method) -> Bracket:
    keywords: dict[str, Node | None] = {}
    if method.parameters:
        keywords["parameters"] = sequence(_parameter(row) for row in method.parameters)
    if method.body:
        keywords["body"] = _body(method.body)
    if method.responses:
        keywords["responses"] = mapping(
            {response.status: _media(response.media) for response in method.responses}
        )
    if method.streaming:
        keywords["streaming"] = call(
            "Streaming",
            string_literal(method.streaming.location),
            string_literal(method.streaming.name),
            default="True" if method.streaming.default else None,
        )
    if method.choice:
        keywords["choice"] = _choice(method.choice)
    if method.security:
        keywords["security"] = sequence(strings(names) for names in method.security)
    if method.scopes:
        keywords["scopes"] = mapping({name: strings(scopes) for name, scopes in method.scopes})
    if method.servers:
        keywords["servers"] = server_nodes(method.servers)
    if method.deprecated:
        keywords["deprecated"] = "True"
    if method.idempotency_key:
        keywords["idempotency_key"] = string_literal(method.idempotency_key)
    return call(
        "Operation",
        string_literal(method.label),
        string_literal(method.http_method),
        string_literal(method.path),
        **keywords,
    )


def _choice(row: ChoiceRow) -> Node:
    cases = [
        Keyword(
            python("{}: ", _literal(asked)),
            (
                mapping({media: string_literal(code) for media, code in answers})
                if all(code for _, code in answers)
                else strings(media for media, _ in answers)
            ),
        )
        for asked, answers in row.media
    ]
    return call(
        "Choice",
        string_literal(row.location),
        string_literal(row.name),
        Bracket("", "{", tuple(cases)),
        default=None if row.default is None else _literal(row.default),
    )


def _literal(value: str | bool) -> PythonSource:
    return string_literal(value) if isinstance(value, str) else PythonSource(repr(value))


def _parameter(row: ParameterRow) -> Node:
    keywords: dict[str, Node | None] = {}
    style = _STYLES.get(row.location, "")
    if row.style != style and not row.content_type:
        keywords["style"] = string_literal(row.style)
    if row.explode != (row.location in _EXPLODED) and not row.content_type:
        keywords["explode"] = repr(row.explode)
    if row.required and row.location != "path":
        keywords["required"] = "True"
    if row.allow_reserved:
        keywords["allow_reserved"] = "True"
    if row.content_type:
        keywords["content_type"] = string_literal(row.content_type)
    if row.deprecated:
        keywords["deprecated"] = "True"
    if row.argument != row.wire_name:
        keywords["argument"] = string_literal(row.argument)
    if row.type_code != _TYPES.get(row.location, "str"):
        keywords["type"] = string_literal(row.type_code)
    if row.limits:
        keywords["limits"] = value(dict(row.limits))
    if row.separators:
        keywords["separators"] = string_literal(row.separators)
    return call(row.location, string_literal(row.wire_name), **keywords)


def _body(body: BodyRow) -> Node:
    return call("Body", _media(body.media), required="True" if body.required else None)


def _media(rows: tuple[MediaRow, ...]) -> Node:
    return mapping({row.content_type: _media_type(row) for row in rows})


def _media_type(row: MediaRow) -> Node:
    code = "None" if row.type_code is None else string_literal(row.type_code)
    if row.item:
        errors = None if row.error_events is None else strings(row.error_events)
        events = {name: string_literal(type_code) for name, type_code in row.events}
        return call(
            "Stream",
            code,
            whole_event=None if row.is_event_data is None else repr(not row.is_event_data),
            error_events=errors,
            events=mapping(events) if events else None,
        )
    if row.parts:
        return call("Form", code, parts=mapping({part.field: _part(part) for part in row.parts}))
    if row.part is not None:
        return call(
            "Form",
            code,
            prefix=sequence(map(_part, row.prefix)) if row.prefix else None,
            item=_part(row.part),
        )
    return code


def _media_names(rows: tuple[MediaRow, ...]) -> set[str]:
    names: set[str] = set()
    for row in rows:
        if row.item:
            names.add("Stream")
        elif row.parts or row.part is not None:
            names |= {"Form", "Part"}
    return names


def _part(row: PartRow) -> Node:
    return call(
        "Part",
        content_type=string_literal(row.content_type) if row.content_type else None,
        style=string_literal(row.style) if row.style else None,
        explode=None if row.explode is None else repr(row.explode),
        allow_reserved="True" if row.allow_reserved else None,
        headers=strings(row.headers) if row.headers else None,
        file="True" if row.file else None,
        separators=string_literal(row.separators) if row.separators else None,
    )


def _pagination(row: PaginationRow) -> Bracket:
    return call(
        row.kind.runtime_class,
        items=strings(row.items),
        next=strings(row.next) if row.next else None,
        parameter=string_literal(row.parameter) if row.parameter else None,
        size_parameter=(string_literal(row.size_parameter) if row.size_parameter else None),
        first=None if row.first is None else repr(row.first),
        more=strings(row.more) if row.more else None,
        end=strings(row.end) if row.end else None,
        total=strings(row.total) if row.total else None,
        total_pages=strings(row.total_pages) if row.total_pages else None,
        last_item=None if row.last_item is None else strings(row.last_item),
    )


def success_responses(method: Method) -> tuple[ResponseRow, ...]:
    """The declared responses whose status is a success."""
    return tuple(row for row in method.responses if row.status.startswith("2"))
