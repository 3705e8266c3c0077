"""Markdown and MDX as blocks: markdown-it-py between the tags, :mod:`components` for the tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
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
from docbound.draft.readers.broken_rows import join_rows
from docbound.draft.readers.html import parse_html
from docbound.draft.vocabulary.word_lists import split_words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ANCHOR: Final = re.compile(r"""<a\s+(?:id|name)=["']([^"']+)["']""")
_TITLE: Final = re.compile(r"""(?:title|filename|label)=["']([^"']+)["']""")
_INDENT: Final = re.compile(r"^[ \t]*", re.M)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable("table")


def parse_markdown(text: str, key: str, line: int = 1) -> tuple[Block, ...]:
    """The blocks of Markdown without tags.

    Args:
        text: the Markdown; what all of its lines are indented by is taken away.
        key: the source's key.
        line: the line of its first character.
    """
    whole, lines = join_rows(_dedented(text).split("\n"))
    tokens = _parser().parse("\n".join(whole))
    return tuple(_merged(_Reader(key, [line + number for number in lines]).blocks(tokens)))


def _dedented(text: str) -> str:
    """The text without the indentation that its tag gave it: lines of a tag's content are indented
    like the tag.
    """
    lines = text.split("\n")
    widths = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    width = min(widths, default=0)
    if width == 0 and not lines[0].startswith(" "):
        return text
    first = lines[0].lstrip() if width or len(lines) == 1 else lines[0]
    return "\n".join([first, *(line[width:] if line.strip() else "" for line in lines[1:])])


def _merged(blocks: Iterator[Block]) -> Iterator[Block]:
    """Definition lists without markup: a paragraph ``term`` with the lines ``: meaning``."""
    for block in blocks:
        if isinstance(block, Paragraph) and "\n: " in block.text.value and not block.label:
            term, *meanings = block.text.value.split("\n: ")
            at = block.at
            item = Item(
                term=Text(value=term, at=at),
                text=Text(value="\n".join(meanings), at=at, links=block.text.links),
                at=at,
            )
            yield Listing(items=(item,), at=at)
        else:
            yield block


class _Reader:
    def __init__(self, key: str, lines: Sequence[int]) -> None:
        self._key = key
        self._lines = lines

    def at(self, token: Token, extra: int = 0) -> At:
        index = min(token.map[0] if token.map else 0, len(self._lines) - 1)
        return At(source=self._key, line=self._lines[index] + extra)

    def blocks(self, tokens: list[Token]) -> Iterator[Block]:
        index, anchor = 0, ""
        while index < len(tokens):
            token = tokens[index]
            end = _closing(tokens, index)
            inside = tokens[index + 1 : end]
            if token.type == "heading_open":
                heading = self._heading(token, inside[0], anchor)
                if heading.text:
                    yield heading
                anchor = ""
            elif token.type == "paragraph_open":
                paragraph = self._paragraph(token, inside[0])
                if paragraph.text:
                    yield paragraph
                else:
                    anchor = _anchor_of(inside[0].content) or anchor
                    yield from self._anchors(token, inside[0].content)
            elif token.type == "html_block":
                found = tuple(parse_html(token.content, self._key, self.at(token).line))
                anchor = _anchor_of(token.content) or anchor
                yield from found
                yield from self._anchors(token, token.content)
            elif token.type in ("fence", "code_block"):
                yield self._code(token)
            elif token.type == "table_open":
                table = self._table(token, inside)
                following = tokens[end + 1 : end + 3]
                if not table.rows and len(following) == 2 and "|" in following[1].content:
                    # A generator that leaves a blank line between the header and the rows.
                    table = self._continued(table, following[1])
                    end = _closing(tokens, end + 1)
                yield table
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield self._list(token, inside)
            elif token.type == "blockquote_open":
                yield Group(kind="aside", at=self.at(token), children=tuple(self.blocks(inside)))
            index = end + 1

    def _anchors(self, token: Token, markup: str) -> Iterator[Block]:
        """Anchors that are alone; they belong to the heading before or after them."""
        for found in _ANCHOR.finditer(markup):
            yield Group(kind="anchor", at=self.at(token), title=found[1])

    def _heading(self, token: Token, inline: Token, anchor: str) -> Heading:
        text = self._text(inline)
        named = re.search(r"(?<!\s)\s*+\{#([\w-]+)\}\s*+$", text.value)
        value = text.value[: named.start()] if named else text.value
        own = named[1] if named else _anchor_of(inline.content) or anchor
        level = int(token.tag[1])
        return Heading(
            level=level,
            text=Text(value=value, at=text.at, links=text.links),
            at=text.at,
            anchor=own,
        )

    def _paragraph(self, token: Token, inline: Token) -> Paragraph:
        text = self._text(inline)
        kinds = [
            child
            for child in inline.children or ()
            if child.type != "text" or child.content.strip()
        ]
        bold = (
            len(kinds) >= 3
            and kinds[0].type == "strong_open"
            and kinds[-1].type == "strong_close"
            and sum(child.type == "strong_open" for child in kinds) == 1
        )
        ends = text.value.rstrip().endswith(":") and len(text.value) < 80 and "\n" not in text.value
        return Paragraph(text=text, at=text.at, label=bold or ends)

    def _text(self, inline: Token) -> Text:
        return inline_text(inline, self.at(inline))

    def _code(self, token: Token) -> Code:
        info = token.info.strip()
        language, _, rest = info.partition(" ")
        titled = _TITLE.search(info)
        language = re.sub(r"[{:].*", "", language).lower()
        title = titled[1] if titled else re.sub(r"\{[^}]*+\}?|\b\w++=\S+", "", rest).strip()
        fenced = 1 if token.type == "fence" else 0
        return Code(
            text=token.content.rstrip("\n"),
            at=self.at(token, fenced),
            language=language,
            title=title,
        )

    def _table(self, token: Token, tokens: list[Token]) -> Table:
        header: tuple[Text, ...] = ()
        rows: list[Row] = []
        cells: list[Text] = []
        row_at = self.at(token)
        for inner in tokens:
            if inner.type == "tr_open":
                cells, row_at = [], self.at(inner)
            elif inner.type == "inline":
                cells.append(inline_text(inner, row_at))
            elif inner.type == "thead_close":
                header, cells = tuple(cells), []
            elif inner.type == "tr_close" and cells and header:
                rows.append(Row(cells=tuple(cells), at=row_at))
        return Table(header=header, rows=tuple(rows), at=self.at(token))

    def _continued(self, table: Table, inline: Token) -> Table:
        """A table whose rows the parser took for a paragraph."""
        start = self.at(inline).line
        rows: list[Row] = []
        for number, line in enumerate(inline.content.split("\n")):
            at = At(source=self._key, line=start + number)
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            parsed = (_parser().parseInline(cell.strip()) for cell in cells)
            rows.append(Row(cells=tuple(inline_text(found[0], at) for found in parsed), at=at))
        return Table(header=table.header, rows=tuple(rows), at=table.at)

    def _list(self, token: Token, tokens: list[Token]) -> Listing:
        items: list[Item] = []
        index = 0
        while index < len(tokens):
            end = _closing(tokens, index)
            inside = list(self.blocks(tokens[index + 1 : end]))
            at = self.at(tokens[index])
            text = Text(value="", at=at)
            first = inside[0] if inside else None
            if isinstance(first, Paragraph):
                text = first.text
                del inside[0]
            items.append(Item(text=text, at=at, children=tuple(inside)))
            index = end + 1
        return Listing(items=tuple(items), at=self.at(token))


def inline_text(inline: Token, at: At) -> Text:
    """The text of an inline token: code spans in backticks, links listed, other marks gone."""
    parts: list[str] = []
    links: list[Link] = []
    opened: list[tuple[int, str]] = []
    closing: list[str] = []
    in_code = 0
    for child in inline.children or ():
        if child.type == "code_inline":
            parts.append(f"`{child.content}`")
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.markup == "autolink" and child.type in ("link_open", "link_close"):
            # `List<models::Pet>` has what Markdown takes for an address.
            href = str(child.attrGet("href") or "")
            if child.type == "link_open":
                plain = bool(re.match(r"https?:|mailto:|[^:]+@", href))
                parts.append("" if plain else "<")
                closing.append("" if plain else ">")
            else:
                parts.append(closing.pop() if closing else "")
        elif child.type == "link_open":
            opened.append((len(parts), str(child.attrGet("href") or "")))
        elif child.type == "link_close" and opened:
            start, target = opened.pop()
            links.append(Link(label="".join(parts[start:]).strip(), target=target))
        elif child.type == "html_inline":
            in_code = _html_inline(child.content, parts, links, opened, in_code)
        elif child.type == "image":
            parts.append(child.content)
        else:
            parts.append(child.content)
    return Text(value="".join(parts).strip(), at=at, links=tuple(links))


def _html_inline(
    tag: str,
    parts: list[str],
    links: list[Link],
    opened: list[tuple[int, str]],
    in_code: int,
) -> int:
    """Adds what an inline HTML tag means; returns whether code is open."""
    name = re.match(r"</?\s*(\w+)", tag)
    word = name[1].lower() if name else ""
    closing = tag.startswith("</")
    if word == "br" or (closing and word in ("p", "li", "ul", "div")):
        parts.append("\n")
    elif word in ("code", "tt", "samp", "kbd") and not tag.endswith("/>"):
        parts.append("`")
        return 0 if closing else 1
    elif word == "a" and not closing:
        found = re.search(r"""href=["']([^"']*)["']""", tag)
        if found:
            opened.append((len(parts), found[1]))
    elif word == "a" and closing and opened:
        start, target = opened.pop()
        links.append(Link(label="".join(parts[start:]).strip(), target=target))
    elif (not word and not tag.startswith("<!--")) or (word and not _is_html(word)):
        parts.append(tag)
    return in_code


def _is_html(word: str) -> bool:
    return word in _HTML_WORDS


_HTML_WORDS: Final = frozenset(
    split_words(
        "a abbr aside b big br button center cite code dd del details dfn div dl dt em figure",
        "figcaption font h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark nobr ol p pre q s",
        "samp section small span strike strong sub summary sup table tbody td tfoot th thead time",
        "tr tt u ul var video wbr iframe",
    )
)


def _anchor_of(markup: str) -> str:
    found = _ANCHOR.search(markup)
    return found[1] if found else ""


def _closing(tokens: list[Token], index: int) -> int:
    """The index of the token that closes the one at ``index``; itself if it encloses nothing."""
    if tokens[index].nesting != 1:
        return index
    depth = 0
    for position in range(index, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens)
