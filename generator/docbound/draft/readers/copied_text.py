"""Pages copied from a browser as plain text: each label on a line of its own, as reference pages
show method, path and fields.
"""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Endpoint,
    Field,
    Heading,
    Page,
    Paragraph,
    Status,
    Text,
)
from docbound.draft.vocabulary.type_words import looks_like_type

_METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_PLACES: Final = frozenset({"path", "query", "header", "cookie", "body"})
_SECTIONS: Final = {
    "authorizations": "authorization",
    "authorization": "authorization",
    "headers": "header",
    "path parameters": "path",
    "path params": "path",
    "query parameters": "query",
    "query params": "query",
    "cookies": "cookie",
    "body": "body",
    "body params": "body",
    "request body": "body",
    "response": "response",
    "responses": "response",
}
_MEDIA: Final = re.compile(r"(?:application|text|multipart|image|audio|video)/[\w.+*-]+")
_ATTRIBUTES: Final = frozenset(
    {"required", "optional", "deprecated", "read-only", "write-only", "nullable"}
)


def looks_copied(text: str) -> bool:
    """Whether a text has a method alone on a line with a path after it, and no markup."""
    lines = [line.strip() for line in text.split("\n")]
    if re.search(r"^(#{1,6} |```|\||<\w+)", text, re.M):
        return False
    for index, line in enumerate(lines):
        if line in _METHODS:
            path, _ = _path(lines, index + 1)
            if path:
                return True
    return False


def _path(lines: list[str], index: int) -> tuple[str, int]:
    """A path that may be cut into one part a line; the index of the line after it."""
    while index < len(lines) and not lines[index]:
        index += 1
    if index >= len(lines) or not re.match(r"/|https?://", lines[index]):
        return "", index
    parts: list[str] = []
    while (
        index < len(lines)
        and re.fullmatch(r"/|/?[\w.{}:~-]+(?:/[\w.{}:~-]*)*/?|https?://\S+", lines[index])
        and (lines[index].startswith(("/", "http")) or (parts and parts[-1].endswith("/")))
    ):
        parts.append(lines[index])
        index += 1
    return "".join(parts), index


def read_copied(text: str, key: str, name: str) -> Page:
    """A copied page as blocks."""
    reader = _Reader(text.split("\n"), key)
    return Page(
        key=key,
        name=name,
        blocks=tuple(reader.read()),
        lines=text.count("\n") + 1,
        style="copied",
    )


class _Reader:
    def __init__(self, lines: list[str], key: str) -> None:
        self.lines = [line.strip() for line in lines]
        self.key = key
        self.index: int = 0
        self.section = ""
        self.title = ""

    def at(self, index: int) -> At:
        return At(source=self.key, line=index + 1)

    def read(self) -> list[Block]:
        blocks: list[Block] = []
        children: list[Block] = []
        current: Endpoint | None = None
        last = ""
        while self.index < len(self.lines):
            line = self.lines[self.index]
            start = self.index
            if line in _METHODS:
                path, end = _path(self.lines, self.index + 1)
                if path:
                    blocks.extend(self._closed(current, children))
                    current = Endpoint(
                        method=line,
                        path=path,
                        at=self.at(start),
                        summary=last if len(last) < 60 else "",
                    )
                    children = []
                    self.index, self.section = end, ""
                    continue
            if current is None:
                last = line or last
                self.index += 1
                continue
            self._part(children)
            if self.index == start:
                self.index += 1
        blocks.extend(self._closed(current, children))
        return blocks

    def _closed(self, current: Endpoint | None, children: list[Block]) -> list[Block]:
        if current is None:
            return []
        from dataclasses import replace

        return [replace(current, children=tuple(_statuses(children)))]

    def _part(self, children: list[Block]) -> None:
        line, at = self.lines[self.index], self.at(self.index)
        word = line.lower().rstrip(":")
        if not line:
            self.index += 1
        elif word in _SECTIONS and not self._is_field():
            self.section = _SECTIONS[word]
            children.append(Heading(level=2, text=Text(value=line, at=at), at=at))
            self.index += 1
        elif re.fullmatch(r"[1-5]\d\d(?:\s*[-–—]\s*.*|\s+[A-Z][\w ]+)?", line) and self.section in (
            "response",
            "",
        ):
            self.section = "response"
            children.append(Heading(level=3, text=Text(value=line, at=at), at=at))
            self.index += 1
        elif _MEDIA.fullmatch(line):
            children.append(Paragraph(text=Text(value=line, at=at), at=at))
            self.index += 1
        elif line and line[0] in "{[" and self.section in ("response", "body"):
            self._sample(children)
        elif self._is_field():
            children.append(self._field())
        else:
            children.append(Paragraph(text=Text(value=line, at=at), at=at))
            self.index += 1

    def _sample(self, children: list[Block]) -> None:
        start = self.index
        depth = 0
        while self.index < len(self.lines):
            depth += sum(self.lines[self.index].count(mark) for mark in "{[") - sum(
                self.lines[self.index].count(mark) for mark in "}]"
            )
            self.index += 1
            if depth <= 0:
                break
        children.append(
            Code(
                text="\n".join(self.lines[start : self.index]),
                at=self.at(start),
                language="json",
            )
        )

    def _is_field(self) -> bool:
        """A name, and a type on the next line."""
        if not re.fullmatch(r"[\w$.\[\]-]+", self.lines[self.index]) or self.index + 1 >= len(
            self.lines
        ):
            return False
        following = self.lines[self.index + 1]
        return bool(following) and (
            looks_like_type(following)
            or bool(
                re.fullmatch(r"[a-z]+(?:<[\w<>]+>)?(?:\[\])?(?: \| null)?", following)
                and looks_like_type(following)
            )
        )

    def _field(self) -> Field:
        start = self.index
        name, kind = self.lines[start], self.lines[start + 1]
        self.index += 2
        required, location, default = False, self.section, None
        while self.index < len(self.lines) and (word := self.lines[self.index].lower()):
            if word == "required":
                required = True
            elif word in _PLACES and self.section in (
                "authorization",
                "",
                "body",
                "path",
                "query",
                "header",
            ):
                location = word if self.section != "authorization" else "authorization"
            elif word in ("default:", "default"):
                following = self.lines[self.index + 1] if self.index + 1 < len(self.lines) else ""
                # An empty default leaves no line: what follows may be the next field.
                if following and not self._field_at(self.index + 1):
                    default = following
                    self.index += 1
                else:
                    default = ""
            elif word not in _ATTRIBUTES:
                break
            self.index += 1
        text, enum = self._text()
        return Field(
            name=name,
            at=self.at(start),
            location=location,
            type=kind,
            required=required,
            default=default,
            enum=tuple(enum),
            text=Text(value=text, at=self.at(start)),
        )

    def _field_at(self, index: int) -> bool:
        saved, self.index = self.index, index
        found = self._is_field()
        self.index = saved
        return found

    def _text(self) -> tuple[str, list[str]]:
        """The description of a field, and its values after ``Available options:``."""
        lines: list[str] = []
        enum: list[str] = []
        while self.index < len(self.lines):
            line = self.lines[self.index]
            word = line.lower().rstrip(":")
            if line and (
                self._is_field()
                or word in _SECTIONS
                or line in _METHODS
                or re.fullmatch(r"[1-5]\d\d", line)
            ):
                break
            if re.match(r"(available|allowed|possible) (options|values)\s*:?$", line, re.I):
                self.index += 1
                enum = self._options()
                continue
            if line and line[0] in "{[" and not lines:
                break
            lines.append(line)
            self.index += 1
        return " ".join(" ".join(lines).split()), enum

    def _options(self) -> list[str]:
        values: list[str] = []
        while self.index < len(self.lines) and self.lines[self.index]:
            line = self.lines[self.index]
            self.index += 1
            values.extend(part.strip(" `\"'") for part in line.split(",") if part.strip())
            if not line.endswith(","):
                break
        return values


def _statuses(children: list[Block]) -> list[Block]:
    """The parts of a response, inside its status."""
    found: list[Block] = []
    status: list[Block] = []
    code: Heading | None = None
    for block in children:
        if isinstance(block, Heading) and re.match(r"[1-5]\d\d", block.text.value):
            if code is not None:
                found.append(_status(code, status))
            code, status = block, []
        elif isinstance(block, Heading) and code is not None:
            found.append(_status(code, status))
            code, status = None, []
            found.append(block)
        elif code is not None:
            status.append(block)
        else:
            found.append(block)
    if code is not None:
        found.append(_status(code, status))
    return found


def _status(code: Heading, children: list[Block]) -> Status:
    text = re.sub(r"^[1-5]\d\d\W*", "", code.text.value)
    return Status(
        code=code.text.value[:3],
        at=code.at,
        text=Text(value=text, at=code.at) if text else None,
        children=tuple(children),
    )
