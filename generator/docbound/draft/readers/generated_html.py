"""Pages of openapi-generator and swagger-codegen in HTML (``html``): classes say what is a method,
a parameter, a field or a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docbound.draft.blocks import At, Block, Endpoint, Field, Heading, Link, Status, Text
from docbound.draft.readers.html_elements import HtmlElement
from docbound.draft.readers.swagger_ui import Texts, classes
from docbound.draft.vocabulary.type_words import looks_like_type, read_type

_PLACES: Final = (
    (r"path", "path"),
    (r"query", "query"),
    (r"header", "header"),
    (r"cookie", "cookie"),
    (r"form", "form"),
    (r"body", "body"),
)
_JSON: Final = "application/json"
_FORMAT: Final = re.compile(r"\bformat:\s*(?P<format>[\w-]+)\s*$")
_DEFAULT: Final = re.compile(r"\bdefault:\s*(?P<value>\S+)\s*(?:format:\s*[\w-]+\s*)?$")
_MOST_DEPTH: Final = 12
_INTEGERS: Final = frozenset({"int32", "int64"})
_NUMBERS: Final = frozenset({"float", "double", "decimal"})


def is_operation(element: HtmlElement) -> bool:
    """Whether an element is about one operation."""
    return "method" in classes(element) and _first(element, "http-method") is not None


def is_model(element: HtmlElement) -> bool:
    """Whether an element is about one model."""
    return "model" in classes(element) and _first(element, "field-items") is not None


def operation(element: HtmlElement, texts: Texts) -> Iterator[Block]:
    """The operation that an element is about; nothing where its method or path is missing."""
    method = _text(_first(element, "http-method"))
    path = _text(_first(element, "huge")).removeprefix(method).strip()
    if not re.fullmatch(r"[A-Za-z]+", method) or not path.startswith("/"):
        return
    name = _text(_first(element, "nickname"))
    summary = _text(_first(element, "method-summary")).removesuffix(f"({name})").strip()
    yield Endpoint(
        method=method.upper(),
        path=path,
        at=texts.at(element),
        summary=summary,
        operation_id=name,
        children=tuple(_parts(element, texts)),
        complete=True,
    )


def model(element: HtmlElement, texts: Texts) -> Iterator[Block]:
    """The model that an element is about: its heading, and its fields."""
    title = next(element.iterdescendants("code"), None)
    items = _first(element, "field-items")
    if title is None or items is None:
        return
    at = texts.at(title)
    yield Heading(level=2, text=Text(value=_text(title), at=at), at=at)
    yield from _fields(items, texts, "")


def _parts(element: HtmlElement, texts: Texts) -> Iterator[Block]:
    """The parts of an operation, each under the label above it."""
    label, status = "", ""
    sent: list[str] = []
    answered: list[str] = []
    returned = ""
    statuses: list[tuple[str, str, At]] = []
    for child in element:
        kind = classes(child)
        if child.tag == "h3":
            label, status = _text(child).lower(), ""
        elif child.tag == "h4" and label == "responses":
            status = _text(child)
            statuses.append((status, "", texts.at(child)))
        elif child.tag == "ul" and label in ("consumes", "produces"):
            found = [_text(item) for item in child.iterdescendants("code")]
            (sent if label == "consumes" else answered).extend(found)
        elif "return-type" in kind:
            returned = _text(child)
        elif child.tag == "a" and status:
            statuses[-1] = (status, _text(child), statuses[-1][2])
        elif "field-items" in kind:
            place = next((place for word, place in _PLACES if re.search(word, label)), "")
            for made in _fields(child, texts, place):
                yield _body(made, sent) if place == "body" else made
    first = min((code for code, _, _ in statuses if code.startswith("2")), default="")
    for code, linked, at in statuses:
        # The type of what the call returns: of the statuses beside 200 it may be another one.
        kind_text = linked or (returned if code == first else "")
        yield Status(
            code="default" if code == "0" else code,
            at=at,
            children=_content(kind_text, answered, at) if kind_text else (),
        )


def _body(made: Field, sent: list[str]) -> Field:
    """The row of a body, with its media types."""
    content = {media: {"schema": _schema(made.type)} for media in sent or [_JSON]}
    return Field(
        name="",
        at=made.at,
        location="body",
        required=made.required,
        schema={"content": content},
    )


def _content(text: str, answered: list[str], at: At) -> tuple[Field, ...]:
    content = {media: {"schema": _schema(text)} for media in answered or [_JSON]}
    return (Field(name="", at=at, location="response", schema={"content": content}),)


def _schema(text: str, depth: int = 0) -> dict[str, object]:
    """A type as these pages write it: ``Pet``, ``array[Pet]``, ``map[String, Integer]``."""
    text = text.strip()
    found = re.fullmatch(r"(?P<kind>array|set|map)\[(?:String,\s*)?(?P<inside>.+)\]", text, re.S)
    if found and depth < _MOST_DEPTH:
        inside = _schema(found["inside"], depth + 1)
        if found["kind"] == "map":
            return {"type": "object", "additionalProperties": inside}
        return {"type": "array", "items": inside}
    known = read_type(text, At(source="", line=0)).schema
    if known.ref:
        return {"$ref": f"#/{known.ref}"}
    schema: dict[str, object] = {"type": known.type} if known.type else {}
    return {**schema, "format": known.format} if known.format else schema


def _fields(items: HtmlElement, texts: Texts, place: str) -> Iterator[Field]:
    """The parameters or fields among elements: a name, what it is, and its values after it."""
    rows: list[tuple[HtmlElement, list[HtmlElement]]] = []
    for child in items:
        if "param" in classes(child):
            rows.append((child, []))
        elif rows:
            rows[-1][1].append(child)
    for head, rest in rows:
        made = _field(head, rest, texts, place)
        if made is not None:
            yield made


def _field(head: HtmlElement, rest: list[HtmlElement], texts: Texts, place: str) -> Field | None:
    text = texts.text(head)
    found = re.match(r"(?P<name>\S+)(?P<type>.*?)(?:\((?P<mark>optional|required)\))?$", text.plain)
    if found is None:
        return None
    described = next((item for item in rest if "param-desc" in classes(item)), None)
    words = _text(described)
    kind = _text(_first(described, "param-type")) if described is not None else ""
    values = [_text(item) for item in rest if "param-enum" in classes(item)]
    shown = found["type"].strip() or ("" if place else kind)
    form = _FORMAT.search(words)
    default = _DEFAULT.search(words)
    prose = re.sub(r"^\s*—\s*", "", words.removeprefix(kind).strip())
    prose = _DEFAULT.sub("", _FORMAT.sub("", prose)).strip()
    links = tuple(
        Link(label=_text(link), target=link.get("href") or "")
        for item in (head, *([described] if described is not None else []))
        for link in item.iterdescendants("a")
        if not looks_like_type(_text(link))  # These pages link String and Long, too.
    )
    return Field(
        name=re.sub(r"(?<=[a-z0-9])Minus(?=[a-z0-9])", "-", found["name"]),
        at=texts.at(head),
        location=place,
        type=_with_format(shown, form["format"] if form else ""),
        required=found["mark"] == "required" if place else found["mark"] != "optional",
        default=default["value"] if default and default["value"] != "null" else None,
        enum=tuple(values),
        text=Text(value=prose, at=texts.at(head), links=links),
    )


def _with_format(kind: str, form: str) -> str:
    """A type with the format beside it; parameters have the format alone."""
    if not form or kind.startswith(("array[", "map[", "set[")):
        return kind
    if form in _INTEGERS:
        return f"integer ({form})"
    if form in _NUMBERS:
        return f"number ({form})"
    return f"string ({form})"


def _first(element: HtmlElement | None, name: str) -> HtmlElement | None:
    if element is None:
        return None
    return next((item for item in element.iterdescendants() if name in classes(item)), None)


def _text(element: HtmlElement | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
