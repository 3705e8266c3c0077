"""Escapes and wraps texts of a description wherever they are printed.

A description's strings are data. These functions put one into a Python literal, a docstring, a
comment, a Markdown page or a TOML file so that it shows there as text and can be nothing else.
Characters that are invisible, that reorder the line or that no file can hold (controls,
bidirectional marks, lone surrogates) are spelt as escapes in literals, and left out or replaced in
prose.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.writing.links import is_safe, with_links_of_a_page
from docbound.writing.source_types import MarkdownSource, PythonSource, TomlSource

if TYPE_CHECKING:
    from typing import LiteralString

# Fixed ranges rather than `str.isprintable`: its answer grows with each version of Python, and the
# same description must give the same bytes under each of them. Many descriptions have none of these
# characters, and such patterns take long to compile.
_UNSEEN: Final = (
    "\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
_UNSEEN_IN_LITERAL: Final = f"[{_UNSEEN}]"
# Line ends stay, and the joiners that some scripts and emoji are spelt with.
_UNSEEN_IN_PROSE: Final = f"(?![\n\u200c\u200d])[{_UNSEEN}]"
_BREAKS: Final = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"
_SPACES: Final = "[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_PLAIN: Final = re.compile(r"[ !#-&(-\[\]-~]*").fullmatch


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    named = {10: "\\n", 13: "\\r", 9: "\\t"}
    if code in named:
        return named[code]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def string_literal(text: str) -> PythonSource:
    """``text`` as a Python string literal, with the quotes that black prefers.

    ``ast.literal_eval`` of the result is ``text``, for any text.
    """
    if _PLAIN(text):
        return PythonSource(f'"{text}"')
    body = text.replace("\\", "\\\\")
    if not _is_ordinary(text):
        body = re.sub(_UNSEEN_IN_LITERAL, _escape, body)
    if body.count('"') > body.count("'"):
        escaped = body.replace("'", "\\'")
        return PythonSource(f"'{escaped}'")
    escaped = body.replace('"', '\\"')
    return PythonSource(f'"{escaped}"')


def sentence(text: str) -> str:
    """``text`` on one line, with the full stop that its script has, unless it ends in one or in
    another mark.
    """
    flat = one_line(text)
    if not flat or flat.endswith(_ENDS):
        return flat
    is_han_or_kana = not flat[-1].isascii() and _HAN_OR_KANA.match(flat[-1])
    return f"{flat}{'。' if is_han_or_kana else '.'}"


def first_sentence(text: str) -> str:
    """What a text begins with, on one line: the first sentence of its first paragraph."""
    paragraph = one_line(text.strip().partition("\n\n")[0]).lstrip("# ")
    end = _SENTENCE_END.search(paragraph)
    return paragraph[: end.end()] if end else paragraph


_SENTENCE_END: Final = re.compile(r"(?<![ (.][a-zA-Z])[.!?](?= )")
"""A mark before a space, unless it follows a single letter (`e.g.`)."""
_ENDS: Final = (".", "!", "?", ":", "…", "。", "！", "？", "：", "।", "؟", "۔")
_HAN_OR_KANA: Final = lazy_pattern("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff09-\uff9f]")


def one_line(text: str) -> str:
    """``text`` with every run of white space, line ends included, as one space; invisible
    characters are left out.
    """
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """``text`` with plain line ends and spaces, and without invisible characters; a lone surrogate
    becomes U+FFFD.
    """
    if _has_ordinary_lines(text):
        return text
    plain = re.sub(_SPACES, " ", re.sub(_BREAKS, "\n", text))
    return re.sub(
        _UNSEEN_IN_PROSE,
        lambda match: "\ufffd" if "\ud800" <= match.group() <= "\udfff" else "",
        plain,
    )


def _is_ordinary(text: str) -> bool:
    """Whether ``text`` has nothing but the letters, digits, marks and blanks of ASCII."""
    return text.isascii() and text.isprintable()


def _has_ordinary_lines(text: str) -> bool:
    """The same for each of its lines, which end as they do on Unix."""
    return text.isascii() and (text.isprintable() or text.replace("\n", "").isprintable())


def toml_string(text: str) -> TomlSource:
    """``text`` as a TOML basic string.

    Source: TOML 1.0.0, "String" (https://toml.io/en/v1.0.0#string).
    """
    body = printable(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return TomlSource(f'"{body}"')


# --- prose in docstrings --------------------------------------------------------------

_FENCE: Final = re.compile(r"\A\s*(```+|~~~+)")
_KEPT: Final = re.compile(r"\s*(\||#{1,6} |>|<|={3,}|-{3,})|    ")
_ITEM: Final = re.compile(r"(\s*)((?:[-*+]|\d{1,3}[.)])\s+)")


def wrap(text: str, width: int) -> list[str]:
    """The lines of ``text``, none wider than ``width`` where a space allows a break.

    Paragraphs are filled again, list items keep their hanging indent, and code, tables and headings
    stay as they are.
    """
    lines: list[str] = []
    paragraph: list[str] = []
    fence = ""

    def flush() -> None:
        if paragraph:
            lines.extend(_fill(paragraph, width))
            paragraph.clear()

    for line in printable(text).strip().split("\n"):
        mark = _FENCE.match(line)
        if fence or mark:
            flush()
            lines.append(line.rstrip())
            fence = _next_fence(fence, mark.group(1) if mark else "")
        elif not line.strip():
            flush()
            if lines and lines[-1]:
                lines.append("")
        elif _ITEM.match(line):
            flush()
            paragraph.append(line)
        elif not paragraph and _KEPT.match(line):
            lines.append(line.rstrip())
        else:
            paragraph.append(line)
    flush()
    return lines


def _next_fence(current: str, mark: str) -> str:
    if not current:
        return mark
    return "" if mark.startswith(current) else current


def _fill(paragraph: list[str], width: int) -> list[str]:
    item = _ITEM.match(paragraph[0])
    margin = item.group(1) if item else ""
    lead = margin + (item.group(2) if item else "")
    hanging = " " * len(lead)
    if len(paragraph) == 1 and len(paragraph[0]) <= width:
        return [paragraph[0].rstrip()]
    words = " ".join([paragraph[0][len(lead) :], *paragraph[1:]]).split()
    lines: list[str] = []
    line = lead
    for word in words:
        if len(line) > len(hanging) and len(line) + len(word) + (line != lead) > width:
            lines.append(line)
            line = hanging
        line += word if line in (lead, hanging) else f" {word}"
    return [*lines, line]


def docstring(text: str, *, indent: int, width: int = 100) -> PythonSource:
    """``text`` as a docstring, quotes included, starting at column ``indent``.

    The value of the docstring is ``text``, wrapped; nothing in it can end the string. A text of one
    line stays on the line of the quotes when it fits.
    """
    lines = wrap(text, width - indent - 3)
    if len(lines) == 1 and len(lines[0]) > width - indent - 7:
        lines = wrap(text, width - indent - 7)
    return docstring_of(lines, indent=indent)


def docstring_of(lines: list[str], *, indent: int) -> PythonSource:
    """``lines``, free of invisible characters as :func:`wrap` leaves them, as a docstring; see
    :func:`docstring`.
    """
    body = [_escape_controls(line) for line in dedented(lines)]
    if not any(body):
        return PythonSource()
    first = f" {body[0]}" if body[0].startswith('"') else body[0]
    if len(body) == 1:
        end = " " if first.endswith('"') else ""
        return PythonSource(f'"""{first}{end}"""')
    pad = " " * indent
    rest = "".join(f"\n{pad}{line}" if line else "\n" for line in body[1:])
    return PythonSource(f'"""{first}{rest}\n{pad}"""')


def hanging_indent(lead: str, text: str, width: int, *, indent: int) -> list[str]:
    """``text`` on one paragraph after ``lead``, both ``indent`` columns in, the other lines four
    columns further.

    Args:
        lead: the first words, ``name: `` say.
        text: the rest; line breaks in it are blanks.
        width: of a line, in columns.
        indent: of the first line, in columns.
    """
    words = f"{lead}{one_line(text)}".split(" ")
    lines: list[str] = []
    line = " " * indent + words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = " " * (indent + 4) + word
        else:
            line += f" {word}"
    return [*lines, line.rstrip()]


def dedented(lines: list[str]) -> list[str]:
    """``lines`` with the first one flush left, and the common margin of the others removed, as PEP
    257 reads a docstring.
    """
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line), default=0)
    return [line.strip() if number == 0 else line[margin:] for number, line in enumerate(lines)]


def _escape_controls(line: str) -> str:
    return line.rstrip().replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


# --- Markdown -------------------------------------------------------------------------
# Several pages have the same names and types in their tables, and one page has them often.

_CODE_SPAN: Final = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_TAG: Final = re.compile(r"<(?!https?://[^\s<>]*>)")
_HEADING: Final = re.compile(r"^ {0,3}(?=#)|^ {0,3}(?=(?:=+|-+)\s*$)")


@lru_cache(maxsize=4096)
def markdown_cell(text: str) -> MarkdownSource:
    """``text`` for a cell of a Markdown table: one line, with neither pipes, tags nor open code
    spans.
    """
    return MarkdownSource(_without_pipes(_outside_code(one_line(text))))


@lru_cache(maxsize=4096)
def plain_cell(text: str) -> MarkdownSource:
    """``text``, which is a name or a value and no Markdown, for a cell: its backticks, tags and
    links are shown as they are written.
    """
    shown = _plain(one_line(text)).replace("](", "]\\(")
    return MarkdownSource(_without_pipes(_BLOCK.sub(_escape_block, shown)))


_BLOCK: Final = re.compile(r"^(\d{0,9})([#>+*=~.)-])")


def _escape_block(match: re.Match[str]) -> str:
    """What would begin a heading, a list, a quote or a line is text where a row begins, too."""
    return f"{match[1]}\\{match[2]}"


def code_span(text: str) -> MarkdownSource:
    """``text`` as a code span on one line; it keeps its backticks.

    Source: CommonMark 0.31, "Code spans".
    """
    shown = one_line(text)
    if "`" not in shown:
        return MarkdownSource(f"`{shown}`")
    fence = "`" * (max(map(len, re.findall("`+", shown))) + 1)
    return MarkdownSource(f"{fence} {shown} {fence}")


def fenced(text: str, language: LiteralString) -> MarkdownSource:
    """``text`` as a block of code that nothing in it can end.

    Source: CommonMark 0.31, "Fenced code blocks".
    """
    body = printable(text)
    longest = max(map(len, re.findall("`{3,}", body)), default=2)
    fence = "`" * (longest + 1)
    return MarkdownSource(f"{fence}{language}\n{body}\n{fence}")


def fence_info(text: str) -> MarkdownSource:
    """``text`` as one word of the line that opens a block of code."""
    return MarkdownSource(re.sub(r"[\s`{}]+", "-", printable(text)))


def autolink(address: str) -> MarkdownSource:
    """``address`` as a link to itself, if it is one of the web; otherwise as plain text.

    Source: CommonMark 0.31, "Autolinks".
    """
    if _ADDRESS(address) and is_safe(address):
        return MarkdownSource(f"<{address}>")
    return markdown_cell(address)


_ADDRESS: Final = re.compile(r"https?://[^\s<>]+", re.IGNORECASE).fullmatch
_PIPE: Final = re.compile(r"(?<!\\)(\\*)\|")


def _without_pipes(text: str) -> str:
    return _PIPE.sub(_escape_pipe, text) if "|" in text else text


def _escape_pipe(match: re.Match[str]) -> str:
    """A pipe after an odd number of backslashes is escaped already."""
    return match[0] if len(match[1]) % 2 else f"{match[1]}\\|"


def markdown(text: str) -> MarkdownSource:
    """``text`` as paragraphs of Markdown: its own Markdown stays, but it cannot leave its place.

    Headings, HTML, links that may not be followed or lead nowhere (:mod:`docbound.writing.links`),
    and code fences that are never closed are made plain; a fenced block loses its language, so that
    nothing takes it for an example that runs.
    """
    lines: list[str] = []
    prose: list[str] = []
    fence = ""

    def flush() -> None:
        if prose:
            lines.append(_outside_code("\n".join(prose)))
            prose.clear()

    for line in printable(text).strip().split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            flush()
            fence = mark.group(1)
            lines.append(f"{fence}text")
        elif fence:
            closed = (
                mark is not None
                and mark.group(1).startswith(fence)
                and not line.strip().strip(fence[0])
            )
            # A fence in the middle of a block is its text, but not every reader knows.
            inside = _FENCE.sub(r"\\\1", line.rstrip()) if mark else line.rstrip()
            lines.append(fence if closed else inside)
            fence = "" if closed else fence
        else:
            prose.append(_HEADING.sub("\\\\", line.rstrip()))
    flush()
    if fence:
        lines.append(fence)
    return MarkdownSource("\n".join(lines))


def _outside_code(text: str) -> str:
    """Makes everything outside code spans plain; a lone backtick is escaped."""
    if "`" not in text:
        return _plain(text)
    parts: list[str] = []
    at = 0
    for span in _CODE_SPAN.finditer(text):
        parts += [_plain(text[at : span.start()]), span.group()]
        at = span.end()
    return "".join([*parts, _plain(text[at:])])


def _plain(text: str) -> str:
    without_tags = _TAG.sub("&lt;", text) if "<" in text else text
    return with_links_of_a_page(without_tags).replace("`", "\\`")
