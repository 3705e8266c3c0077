"""HTML, whole pages and the pieces that are in Markdown, as blocks. lxml does the parsing, and
knows the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Endpoint,
    Group,
    Heading,
    Item,
    Link,
    Listing,
    Paragraph,
    Row,
    Table,
    Text,
)
from docbound.draft.readers import generated_html, swagger_ui
from docbound.draft.readers.html_elements import HtmlElement, parse_document
from docbound.draft.vocabulary.word_lists import split_words

_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_SKIPPED: Final = frozenset(
    split_words(
        "script style noscript template svg head nav iframe object form button select input",
    )
)
_BLOCKS: Final = frozenset(
    split_words(
        "h1 h2 h3 h4 h5 h6 p table ul ol dl pre details summary section div article main aside",
        "blockquote figure header footer body html center hr address fieldset hgroup",
    )
)
_MOST_DEPTH: Final = 120
_HARD_SPACES: Final = re.compile(r"[ \t\r\n]*(\u00a0+)")
_REQUIRED_MARK: Final = re.compile(r"\b(required|mandatory)\b", re.I)


def parse_html(text: str, key: str, line: int = 1) -> tuple[Block, ...]:
    """The blocks of a page or of a piece of HTML.

    Args:
        text: the markup.
        key: the source's key.
        line: the line where the piece begins.
    """
    root = parse_document(text) if text.strip() else None
    if root is None:
        return ()
    return tuple(_Reader(key, line - 1, root).blocks(root, 0))


class _Reader:
    def __init__(self, key: str, offset: int, root: HtmlElement) -> None:
        self._key = key
        self._offset = offset
        self._root = root

    def at(self, element: HtmlElement) -> At:
        """The line of an element."""
        line = element.sourceline
        return At(source=self._key, line=(line or 1) + self._offset)

    def blocks(self, element: HtmlElement, depth: int) -> Iterator[Block]:
        """Blocks of an element's content; runs of inline content between them are paragraphs."""
        run: list[tuple[str, tuple[Link, ...]]] = [(element.text or "", ())]
        start = self.at(element)
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED:
                run.append((child.tail or "", ()))
                continue
            if child.tag in _BLOCKS or self._has_block(child, depth):
                yield from self._paragraph(run, start)
                run = []
                if depth < _MOST_DEPTH:
                    yield from self._block(child, depth + 1)
                start = self.at(child)
            else:
                run.append(self._inline(child, 0))
                start = start if any(text.strip() for text, _ in run[:-1]) else self.at(child)
            run.append((child.tail or "", ()))
        yield from self._paragraph(run, start)

    def _has_block(self, element: HtmlElement, depth: int) -> bool:
        return (
            depth < _MOST_DEPTH
            and element.tag in ("a", "span", "font", "b", "label")
            and any(
                isinstance(inner.tag, str) and inner.tag in _BLOCKS
                for inner in element.iterdescendants()
            )
        )

    def _paragraph(self, run: list[tuple[str, tuple[Link, ...]]], at: At) -> Iterator[Block]:
        text = _joined(run, at)
        if text:
            yield Paragraph(
                text=text,
                at=at,
                label=text.value.endswith(":") and len(text.value) < 80,
            )

    def _block(self, element: HtmlElement, depth: int) -> Iterator[Block]:
        tag, at = str(element.tag), self.at(element)
        if tag in _HEADINGS:
            text = self.text(swagger_ui.name_of_tag(element))
            level = 1 if swagger_ui.is_title(element) else _HEADINGS[tag]
            if text:
                yield Heading(level=level, text=text, at=at, anchor=_anchor(element))
        elif tag == "table":
            yield from self._table(element)
        elif tag in ("ul", "ol"):
            yield from self._list(element, depth)
        elif tag == "dl":
            yield from self._definitions(element, depth)
        elif tag == "pre" and "base-url" in swagger_ui.classes(element):
            yield from swagger_ui.base_address(element, self._root, self)
        elif tag == "pre":
            yield self._code(element)
        elif tag == "div" and swagger_ui.is_operation(element):
            yield from swagger_ui.operation(element, self)
        elif tag == "div" and generated_html.is_operation(element):
            yield from generated_html.operation(element, self)
        elif tag == "div" and generated_html.is_model(element):
            yield from generated_html.model(element, self)
        elif tag == "details":
            summary = element.find("summary")
            title = self.text(summary).plain if summary is not None else ""
            children = tuple(self.blocks(element, depth))
            yield Group(kind="expandable", at=at, title=title, children=children)
        elif tag == "summary":
            return
        elif tag == "p":
            yield from self._paragraph_block(element, depth)
        elif tag in ("aside", "blockquote"):
            yield Group(kind="aside", at=at, children=tuple(self.blocks(element, depth)))
        else:
            yield from self.blocks(element, depth)

    def _paragraph_block(self, element: HtmlElement, depth: int) -> Iterator[Block]:
        if any(isinstance(child.tag, str) and child.tag in _BLOCKS for child in element):
            yield from self.blocks(element, depth)
            return
        text = self.text(element)
        if text:
            inner = [child for child in element if isinstance(child.tag, str)]
            bold = (
                len(inner) == 1
                and inner[0].tag in ("b", "strong")
                and not (element.text or inner[0].tail or "").strip()
            )
            yield Paragraph(
                text=text,
                at=self.at(element),
                label=bold or (text.value.endswith(":") and len(text.value) < 80),
            )

    def text(self, element: HtmlElement) -> Text:
        """An element's text with its code spans and links."""
        run: list[tuple[str, tuple[Link, ...]]] = [(element.text or "", ())]
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                run.append(self._inline(child, 0))
            run.append((child.tail or "", ()))
        return _joined(run, self.at(element))

    def _inline(self, element: HtmlElement, depth: int) -> tuple[str, tuple[Link, ...]]:
        tag = str(element.tag)
        if tag == "br":
            return "\n", ()
        if tag == "img":
            return element.get("alt") or "", ()
        if tag == "input" or depth > _MOST_DEPTH:
            return "", ()
        parts = [element.text or ""]
        links: tuple[Link, ...] = ()
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                inner, more = self._inline(child, depth + 1)
                parts.append(inner)
                links += more
            parts.append(child.tail or "")
        content = "".join(parts)
        if tag in ("code", "tt", "kbd", "samp", "var") and content.strip() and "`" not in content:
            return f"`{' '.join(content.split())}`", links
        if tag == "a" and element.get("href"):
            links += (Link(label=" ".join(content.split()), target=element.get("href") or ""),)
        if tag in ("p", "li", "div", "dt", "dd", "tr"):
            content += "\n"
        return content, links

    def _table(self, table: HtmlElement) -> Iterator[Block]:
        rows: list[tuple[HtmlElement, list[HtmlElement]]] = []
        for row in table.iter("tr"):
            cells = [cell for cell in row if isinstance(cell.tag, str) and cell.tag in ("td", "th")]
            if cells:
                rows.append((row, cells))
        if not rows:
            return
        first = rows[0][1]
        around = rows[0][0].getparent()
        headed = all(cell.tag == "th" for cell in first) or (
            around is not None and around.tag == "thead"
        )
        header = tuple(self.text(cell) for cell in first) if headed else ()
        body = tuple(
            Row(cells=tuple(self._cell(cell) for cell in cells), at=self.at(row))
            for row, cells in rows[1 if headed else 0 :]
        )
        if body:
            yield Table(header=header, rows=body, at=self.at(table))

    def _cell(self, cell: HtmlElement) -> Text:
        """A cell's text; hard spaces before it, which show how deep a row is nested, stay."""
        text = self.text(cell)
        lead = _HARD_SPACES.match("".join(cell.itertext()))
        return replace(text, value=lead[1] + text.value) if lead and text else text

    def _list(self, element: HtmlElement, depth: int) -> Iterator[Block]:
        items: list[Item] = []
        for child in element:
            if isinstance(child.tag, str) and child.tag == "li":
                items.append(self._item(child, depth, None))
        if items:
            yield Listing(items=tuple(items), at=self.at(element))

    def _item(self, element: HtmlElement, depth: int, term: Text | None) -> Item:
        children = list(self.blocks(element, depth + 1)) if depth < _MOST_DEPTH else []
        text = Text(value="", at=self.at(element))
        first = children[0] if children else None
        if isinstance(first, Paragraph):
            text = first.text
            del children[0]
        return Item(
            text=text,
            at=term.at if term else self.at(element),
            term=term,
            children=tuple(children),
        )

    def _definitions(self, element: HtmlElement, depth: int) -> Iterator[Block]:
        signature = element.get("class") or ""
        if re.search(r"\bhttp\b", signature):
            yield from self._http_domain(element, depth)
            return
        items: list[Item] = []
        term: Text | None = None
        for child in element.iter("dt", "dd"):
            owner = child.getparent()
            if owner is not element and not (
                owner is not None and owner.tag == "div" and owner.getparent() is element
            ):
                continue
            if child.tag == "dt":
                if term is not None:
                    items.append(Item(text=Text(value="", at=term.at), at=term.at, term=term))
                term = self.text(child)
            elif term is not None:
                items.append(self._item(child, depth, term))
                term = None
        if term is not None:
            items.append(Item(text=Text(value="", at=term.at), at=term.at, term=term))
        if items:
            yield Listing(items=tuple(items), at=self.at(element))

    def _http_domain(self, element: HtmlElement, depth: int) -> Iterator[Block]:
        """``dl.http`` of a page that Sphinx wrote."""
        term, body = element.find("dt"), element.find("dd")
        if term is None:
            return
        found = re.match(r"([A-Z]+)\s+(\S+)", self.text(term).plain.replace("¶", ""))
        if not found:
            return
        children = tuple(self.blocks(body, depth)) if body is not None else ()
        yield Endpoint(method=found[1], path=found[2], at=self.at(term), children=children)

    def _code(self, element: HtmlElement) -> Code:
        names = " ".join(
            [
                element.get("class") or "",
                *(child.get("class") or "" for child in element.iterdescendants()),
            ]
        )
        outer = element.getparent()
        for _ in range(2):
            if outer is not None:
                names += " " + (outer.get("class") or "")
                outer = outer.getparent()
        found = re.search(r"(?:language-|lang-|highlight-|brush:\s*)([\w+-]+)", names)
        text = "".join(element.itertext())
        return Code(
            text=text.strip("\n"),
            at=self.at(element),
            language=found[1].lower() if found else "",
        )


def _anchor(element: HtmlElement) -> str:
    own = element.get("id") or element.get("name")
    if own:
        return str(own)
    for inner in element.iterdescendants("a"):
        if inner.get("id") or inner.get("name"):
            return str(inner.get("id") or inner.get("name") or "")
    return ""


def _joined(run: list[tuple[str, tuple[Link, ...]]], at: At) -> Text:
    value = "".join(text for text, _ in run)
    lines = [" ".join(line.split()) for line in value.split("\n")]
    return Text(
        value="\n".join(line for line in lines if line).replace("¶", "").strip(),
        at=at,
        links=tuple(link for _, links in run for link in links),
    )
