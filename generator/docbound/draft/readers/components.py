"""What the tags of documentation sites mean, as a table: Mintlify, ReadMe, GitBook, Docusaurus, and
their like.

A new site's tags are a few rows here. A tag that is not in the table is a container: its content
counts, its name does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias, cast

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Endpoint,
    Field,
    Group,
    Heading,
    Paragraph,
    Row,
    Status,
    Table,
    Text,
)
from docbound.draft.readers.markdown import parse_markdown
from docbound.draft.readers.tags import Chunk, Element, Part
from docbound.json_values import is_array, is_object, list_of, mapping_of
from docbound.records import record

Include: TypeAlias = Callable[[str], tuple[Block, ...] | None]
"""Gives the blocks of the file that a tag means, None where it means none."""

_MOST_DEPTH: Final = 40

# The markup says which place: the attribute's name, or the word in `in`.
_PLACES: Final = {
    "path": "path",
    "query": "query",
    "header": "header",
    "headers": "header",
    "cookie": "cookie",
    "body": "body",
    "formdata": "body",
    "form": "body",
    "form-data": "body",
}
_FIELDS: Final = {
    "ParamField": "",
    "ResponseField": "response",
    "Property": "",
    "Param": "",
    "Parameter": "",
    "ApiParam": "",
    "SchemaItem": "",
    "ParamsItem": "",
    "Attribute": "",
    "swagger-parameter": "",
    "api-method-parameter": "",
}
_GROUPS: Final = {
    "Expandable": "expandable",
    "Accordion": "expandable",
    "Collapsible": "expandable",
    "Tabs": "tabs",
    "tabs": "tabs",
    "Tab": "tab",
    "TabItem": "tab",
    "tab": "tab",
    "CodeGroup": "tabs",
    "RequestExample": "request-example",
    "ResponseExample": "response-example",
    "Note": "aside",
    "Warning": "aside",
    "Tip": "aside",
    "Info": "aside",
    "Check": "aside",
    "Callout": "aside",
    "hint": "aside",
}
_LOCATION_GROUPS: Final = {
    "api-method-path-parameters": "path",
    "api-method-query-parameters": "query",
    "api-method-headers": "header",
    "api-method-body-parameters": "body",
    "api-method-form-data-parameters": "body",
}
_ENDPOINTS: Final = frozenset(
    {"swagger", "api-method", "MethodEndpoint", "Endpoint", "ApiEndpoint", "ApiMethod"}
)
_STATUSES: Final = frozenset({"swagger-response", "api-method-response-example", "ApiResponse"})


@record
class Context:
    """What a tag's reading needs: the source's key, the files that tags mean, and the place
    that an outer tag gave.
    """

    key: str
    include: Include
    location: str = ""
    depth: int = 0

    def inside(self, location: str = "") -> Context:
        """The context of a tag's content."""
        return Context(
            key=self.key,
            include=self.include,
            location=location or self.location,
            depth=self.depth + 1,
        )


def read_parts(parts: tuple[Part, ...], context: Context) -> tuple[Block, ...]:
    """The blocks of text and tags."""
    if context.depth > _MOST_DEPTH:
        return ()
    found: list[Block] = []
    for part in parts:
        if isinstance(part, Chunk):
            found.extend(parse_markdown(part.text, context.key, part.line))
        else:
            found.extend(_read_element(part, context))
    return tuple(found)


def _read_element(element: Element, context: Context) -> Iterator[Block]:
    at = At(source=context.key, line=element.line)
    name = element.name
    if name in _FIELDS:
        yield from _field(element, context, at)
    elif name in _LOCATION_GROUPS:
        yield from read_parts(element.children, context.inside(_LOCATION_GROUPS[name]))
    elif name in _GROUPS:
        title = str(element.attributes.get("title") or element.attributes.get("label") or "")
        children = read_parts(element.children, context.inside())
        yield Group(kind=_GROUPS[name], at=at, title=title.strip(), children=children)
    elif name in _ENDPOINTS:
        yield from _endpoint(element, context, at)
    elif name in _STATUSES:
        yield _status(element, context, at)
    elif name.startswith("block:"):
        yield from _readme_block(element, at)
    elif name in _DOCUSAURUS:
        yield from _DOCUSAURUS[name](element, at)
    elif name == "code":
        yield from _titled_code(element, context)
    else:
        included = context.include(name) if not element.children else None
        yield from (
            included if included is not None else read_parts(element.children, context.inside())
        )


def _titled_code(element: Element, context: Context) -> Iterator[Block]:
    title = str(element.attributes.get("title") or "")
    for block in read_parts(element.children, context.inside()):
        if isinstance(block, Code) and not block.title:
            yield Code(text=block.text, at=block.at, language=block.language, title=title)
        else:
            yield block


def _truth(value: object) -> bool | None:
    if value is None or value == "":
        return None
    return value is True or str(value).strip("{} ").lower() in (
        "true",
        "required",
        "yes",
    )


def _field(element: Element, context: Context, at: At) -> Iterator[Block]:
    attributes = element.attributes
    described = attributes.get("param")
    if is_object(described):
        yield from _described_parameter(cast(Mapping[str, object], described), at)
        return
    name, location = "", context.location or _FIELDS[element.name]
    for attribute, place in _PLACES.items():
        value = attributes.get(attribute)
        if (
            element.name in ("ParamField", "Param", "Parameter", "ApiParam")
            and isinstance(value, str)
            and value
        ):
            name, location = value, place
            break
    name = name or str(attributes.get("name") or "")
    location = _PLACES.get(str(attributes.get("in") or "").lower(), location)
    kind = str(attributes.get("type") or attributes.get("schemaName") or "")
    required = _truth(attributes.get("required"))
    if required is None and _truth(attributes.get("optional")):
        required = False
    if required is None and element.name in _SILENT_MEANS_OPTIONAL:
        required = False
    children = read_parts(element.children, context.inside())
    text = children[0].text if children and isinstance(children[0], Paragraph) else None
    schema = attributes.get("schema")
    enum = attributes.get("enum")
    values = (
        enum
        if is_array(enum)
        else re.findall(r"[\w.-]+", str(enum)) if isinstance(enum, str) else ()
    )
    default = attributes.get("default", attributes.get("initialValue"))
    yield Field(
        name=name.strip(),
        at=at,
        location=location,
        type=kind,
        required=required,
        default=None if default in (None, "", True) else str(default),
        enum=tuple(str(value) for value in values),
        text=text,
        children=children[1:] if text else children,
        schema=(cast("Mapping[str, object]", schema) if is_object(schema) else None),
    )


# Where the markup has a word for "required", a field without it is stated to be optional.
_SILENT_MEANS_OPTIONAL: Final = frozenset(
    {"ParamField", "swagger-parameter", "api-method-parameter", "SchemaItem"}
)


def _described_parameter(described: Mapping[str, object], at: At) -> Iterator[Field]:
    name, schema = described.get("name"), described.get("schema")
    if not isinstance(name, str):
        return
    text = described.get("description")
    yield Field(
        name=name,
        at=at,
        location=str(described.get("in") or ""),
        required=described.get("required") is True,
        text=Text(value=text, at=at) if isinstance(text, str) else None,
        schema=cast("Mapping[str, object]", schema) if is_object(schema) else {},
    )


def _endpoint(element: Element, context: Context, at: At) -> Iterator[Block]:
    attributes = element.attributes
    children = read_parts(element.children, context.inside())
    summary = str(attributes.get("summary") or "")
    for part in element.children:
        if isinstance(part, Element) and part.name == "api-method-summary":
            inner = read_parts(part.children, context.inside())
            summary = next(
                (block.text.plain for block in inner if isinstance(block, Paragraph)),
                summary,
            )
    method, path = str(attributes.get("method") or ""), str(
        attributes.get("path") or attributes.get("url") or ""
    )
    if not method or not path:
        yield from children
        return
    yield Endpoint(
        method=method.upper(),
        path=path,
        at=at,
        summary=summary,
        base_url=str(attributes.get("baseUrl") or attributes.get("host") or ""),
        children=children,
        complete=bool(children),
        operation_id=str(attributes.get("operationId") or ""),
    )


def _status(element: Element, context: Context, at: At) -> Status:
    attributes = element.attributes
    code = str(attributes.get("status") or attributes.get("httpCode") or "")
    found = re.match(r"\s*(\d{3}|[1-5]XX|default)", code, re.I)
    description = str(attributes.get("description") or "")
    return Status(
        code=found[1] if found else "",
        at=at,
        text=Text(value=description, at=at) if description else None,
        children=read_parts(element.children, context.inside()),
    )


def _readme_block(element: Element, at: At) -> Iterator[Block]:
    """``[block:parameters]`` and its relatives: JSON between two marks."""
    try:
        content = json.loads(element.raw)
    except (ValueError, RecursionError):
        return
    if not is_object(content):
        return
    kind = element.name.removeprefix("block:")
    line = _line_finder(element, at)
    if kind == "api-header" and isinstance(title := content.get("title"), str):
        yield Heading(level=2, text=Text(value=title, at=at), at=at)
    elif kind == "parameters" and is_object(data := content.get("data")):
        yield from _readme_table(data, at, line)
    elif kind == "code":
        for index, code in enumerate(list_of(content.get("codes"))):
            if is_object(code) and isinstance(text := code.get("code"), str):
                yield Code(
                    text=text,
                    at=At(source=at.source, line=line("code", index)),
                    language=str(code.get("language") or ""),
                    title=str(code.get("name") or ""),
                )
    elif kind == "callout" and isinstance(body := content.get("body"), str):
        yield Group(
            kind="aside",
            at=at,
            children=parse_markdown(body, at.source, at.line),
        )


def _line_finder(element: Element, at: At) -> Callable[[str, int], int]:
    """Finds the line of the n-th key of that name in a block's JSON."""
    lines = element.raw.split("\n")

    def find(key: str, index: int) -> int:
        hits = [number for number, line in enumerate(lines) if f'"{key}"' in line]
        return at.line + (hits[index] if index < len(hits) else 0)

    return find


def _readme_table(
    data: Mapping[str, object], at: At, line: Callable[[str, int], int]
) -> Iterator[Table]:
    cells: dict[tuple[int, int], str] = {}
    header: dict[int, str] = {}
    for key, value in data.items():
        found = re.fullmatch(r"(h|\d+)-(\d+)", key)
        if found and found[1] == "h":
            header[int(found[2])] = str(value)
        elif found:
            cells[int(found[1]), int(found[2])] = str(value)
    width = max([*header, *(column for _, column in cells)], default=-1) + 1
    rows: list[Row] = []
    for index in sorted({row for row, _ in cells}):
        place = At(source=at.source, line=line(f"{index}-0", 0))
        rows.append(
            Row(
                cells=tuple(
                    _markdown_text(cells.get((index, column), ""), place) for column in range(width)
                ),
                at=place,
            )
        )
    titles = tuple(_markdown_text(header.get(column, ""), at) for column in range(width))
    yield Table(header=titles, rows=tuple(rows), at=at)


def _markdown_text(markup: str, at: At) -> Text:
    blocks = parse_markdown(markup, at.source, at.line)
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    return Text(
        value="\n".join(text.value for text in texts),
        at=at,
        links=tuple(link for text in texts for link in text.links),
    )


def _docusaurus_parameters(element: Element, at: At) -> Iterator[Block]:
    listed = element.attributes.get("parameters")
    for parameter in listed if is_array(listed) else ():
        if is_object(parameter):
            yield from _described_parameter(parameter, at)


def _docusaurus_body(element: Element, at: At) -> Iterator[Block]:
    body = element.attributes.get("body")
    if is_object(body) and is_object(body.get("content")):
        yield Field(
            name="",
            at=at,
            location="body",
            required=body.get("required") is True,
            schema={"content": body["content"]},
        )


def _docusaurus_statuses(element: Element, at: At) -> Iterator[Block]:
    responses = element.attributes.get("responses")
    for code, response in responses.items() if is_object(responses) else ():
        if not is_object(response):
            continue
        text = response.get("description")
        content = response.get("content")
        schema = {"content": mapping_of(content)}
        yield Status(
            code=str(code),
            at=at,
            text=Text(value=text, at=at) if isinstance(text, str) else None,
            children=(Field(name="", at=at, location="response", schema=schema),),
        )


_DOCUSAURUS: Final[dict[str, Callable[[Element, At], Iterator[Block]]]] = {
    "ParamsDetails": _docusaurus_parameters,
    "RequestSchema": _docusaurus_body,
    "StatusCodes": _docusaurus_statuses,
}
