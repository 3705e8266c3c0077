"""Pages that Swagger UI made, saved from a browser: an operation's block says by classes and data
attributes what is a method, a parameter or a response.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Protocol

from docbound.draft.blocks import At, Block, Code, Endpoint, Field, Group, Paragraph, Status, Text
from docbound.draft.readers.html_elements import HtmlElement

_VALUES: Final = re.compile(r"(?:available|allowed) values?\s*:\s*(?P<values>[^\n]+)", re.I)
_DEFAULT: Final = re.compile(r"default value\s*:\s*(?P<value>[^\n]+)", re.I)
_BASE: Final = re.compile(r"base url\s*:\s*(?P<address>[^\s\]]+)", re.I)


class Texts(Protocol):
    """What reads texts and places off elements."""

    def at(self, element: HtmlElement) -> At:
        """The line of an element."""
        ...

    def text(self, element: HtmlElement) -> Text:
        """Its text."""
        ...


def classes(element: HtmlElement) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((element.get("class") or "").split())


def is_operation(element: HtmlElement) -> bool:
    """Whether an element is the block of one operation."""
    return "opblock" in classes(element)


def is_title(element: HtmlElement) -> bool:
    """Whether a heading is the service's title."""
    around = element.getparent()
    return "title" in classes(element) and around is not None and around.tag in ("hgroup", "div")


def name_of_tag(element: HtmlElement) -> HtmlElement:
    """The part of a heading that is a tag's name: what the tag is about stands in it, too."""
    if "opblock-tag" not in classes(element):
        return element
    return next(element.iterdescendants("a"), element)


def operation(element: HtmlElement, texts: Texts) -> Iterator[Block]:
    """The operation of a block; nothing where its method or path is missing."""
    method = _text(_first(element, "opblock-summary-method"))
    holder = _first(element, "opblock-summary-path", "opblock-summary-path__deprecated")
    path = (holder.get("data-path") if holder is not None else "") or _text(holder)
    path = re.sub(r"[\s\u200b]+", "", path)
    if not re.fullmatch(r"[A-Za-z]+", method) or not path.startswith("/"):
        return
    summary = _text(_first(element, "opblock-summary-description"))
    described = _first(element, "opblock-description")
    children: list[Block] = []
    if described is not None and (text := texts.text(described)):
        children.append(Paragraph(text=text, at=texts.at(described)))
    children += _parameters(element, texts)
    children += _body(element, texts)
    children += _responses(element, texts)
    identifier = re.search(r"^operations-(?P<rest>.+)$", element.get("id") or "")
    yield Endpoint(
        method=method.upper(),
        path=path,
        at=texts.at(element),
        summary=summary,
        children=tuple(children),
        complete=True,
        operation_id=_operation_id(identifier["rest"] if identifier else "", path),
    )


def _operation_id(identifier: str, path: str) -> str:
    """The operationId behind the tag; Swagger UI makes one of method and path where there is
    none.
    """
    name = identifier.rpartition("-")[2]
    made = re.sub(r"\W+", "_", path).strip("_").lower()
    return "" if not re.fullmatch(r"[A-Za-z]\w*", name) or made in name.lower() else name


def base_address(element: HtmlElement, root: HtmlElement, texts: Texts) -> Iterator[Block]:
    """The base URL over the operations, with the scheme that the page offers."""
    found = _BASE.search(_text(element))
    if found is None:
        return
    address = found["address"].strip("[] ")
    if "://" not in address:
        chosen = next((item for item in root.iter("select") if item.get("id") == "schemes"), None)
        scheme = (
            next((_text(item) for item in chosen.iter("option")), "") if chosen is not None else ""
        )
        if scheme not in ("http", "https"):
            return
        address = f"{scheme}://{address}"
    at = texts.at(element)
    yield Paragraph(text=Text(value=f"Base URL: {address}", at=at), at=at)


def _parameters(element: HtmlElement, texts: Texts) -> Iterator[Block]:
    for row in element.iter("tr"):
        name, place = row.get("data-param-name"), row.get("data-param-in")
        if not name or not place:
            continue
        label, kind = _first(row, "parameter__name"), _first(row, "parameter__type")
        about = _first(row, "parameters-col_description")
        said = _text(about, lines=True)
        if place == "body" and about is not None:
            yield from _samples(about, texts, "request-example")
            continue
        values, default = _VALUES.search(said), _DEFAULT.search(said)
        yield Field(
            name=name,
            at=texts.at(row),
            location="form" if place == "formData" else place,
            type=_kind(_text(kind)),
            required=label is not None and "required" in classes(label),
            default=default["value"].strip() if default else None,
            enum=tuple(part.strip() for part in values["values"].split(",")) if values else (),
            text=_description(about, texts),
        )


def _kind(text: str) -> str:
    """``integer($int64)`` as ``integer (int64)``; the note of a type comes behind it."""
    plain = re.sub(r"\(\$([\w-]+)\)", r" (\1)", " ".join(text.split()))
    return re.sub(r"(?<!\s)\s*+\((?:path|query|header|formData|cookie|body)\)\s*+$", "", plain)


def _description(about: HtmlElement | None, texts: Texts) -> Text | None:
    """The first piece of prose; what Swagger UI adds (values, default) comes in pieces of its
    own.
    """
    for piece in about.iter("div") if about is not None else ():
        if "renderedMarkdown" in classes(piece):
            text = texts.text(piece)
            if not (_VALUES.match(text.plain) or _DEFAULT.match(text.plain)):
                return text
    return None


def _body(element: HtmlElement, texts: Texts) -> Iterator[Block]:
    section = _first(element, "opblock-section-request-body")
    if section is not None:
        yield from _samples(section, texts, "request-example")


def _responses(element: HtmlElement, texts: Texts) -> Iterator[Block]:
    for row in element.iter("tr"):
        code = row.get("data-code") or ""
        if "response" not in classes(row) or not re.fullmatch(r"[1-5]\d\d|[1-5]XX|default", code):
            continue
        about = _first(row, "response-col_description__inner", "response-col_description")
        yield Status(
            code=code,
            at=texts.at(row),
            text=_description(about, texts),
            children=tuple(_samples(row, texts, "response-example")),
        )


def _samples(element: HtmlElement, texts: Texts, kind: str) -> Iterator[Block]:
    for pre in element.iter("pre"):
        text = "".join(pre.itertext()).strip()
        if text.startswith(("{", "[")):
            code = Code(text=text, at=texts.at(pre), language="json")
            yield Group(kind=kind, at=texts.at(pre), children=(code,))


def _first(element: HtmlElement, *names: str) -> HtmlElement | None:
    """The first element inside with one of some classes, in the order of the classes."""
    for name in names:
        for inner in element.iterdescendants():
            if isinstance(inner.tag, str) and name in classes(inner):
                return inner
    return None


def _text(element: HtmlElement | None, *, lines: bool = False) -> str:
    if element is None:
        return ""
    if lines:
        pieces = ("".join(item.itertext()) for item in element.iter("p"))
        return "\n".join(" ".join(piece.split()) for piece in pieces)
    return " ".join("".join(element.itertext()).split())
