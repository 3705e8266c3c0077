"""Which blocks of a page belong to which operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Endpoint,
    Group,
    Heading,
    Listing,
    Paragraph,
    Row,
    Table,
    Text,
)
from docbound.draft.interpreter.calls import find_calls, is_download
from docbound.draft.interpreter.paths import DECLARATION, METHOD, Template, read_template
from docbound.draft.recordings.templates import templates
from docbound.draft.vocabulary import languages, words
from docbound.records import record

_ANNOTATED: Final = re.compile(
    r"\{\{\s*tag:\s*['\"](?P<method>\w+)['\"],\s*label:\s*['\"](?P<path>[^'\"]+)['\"]"
)


_MOST_SHOWN: Final = 100
"""Operations that a single block of code may show; the summary lists the lines of what is left."""
_NO_CALLS: Final = frozenset({"json", "javascript", "js", "python", "ruby", "php", "yaml", "xml"})
_MOST_ROWS: Final = 12
"""Rows of a table that is about one operation."""


@record
class Declared:
    """An operation that a page declares, and the blocks about it.

    Attributes:
        name: the operation's own name, where the page has names for them.
        blocks: what the page says about it; empty where it only lists it.
        start: the index of its first block on the page; -1 where it is only listed.
        is_sample: whether the page does no more than show it being called.
        is_callback: whether it is a call that the service makes.
    """

    method: str
    template: Template
    at: At
    summary: str = ""
    name: str = ""
    description: str = ""
    blocks: tuple[Block, ...] = ()
    start: int = -1
    end: int = -1
    auth: str = ""
    tag: str = ""
    whole_page: bool = False
    is_sample: bool = False
    is_callback: bool = False


@record
class _Mark:
    """A place on the page that declares an operation."""

    index: int
    method: str
    target: str
    at: At
    summary: str = ""
    auth: str = ""
    base: str = ""
    name: str = ""
    complete: bool = False


def find_declared(blocks: Sequence[Block], listed: dict[str, Declared]) -> list[Declared]:
    """The operations that a page declares.

    Args:
        blocks: the page.
        listed: operations that a table names, by name in lower case; filled, and used for
            headings that are such names.
    """
    whole = next(
        (block for block in blocks if isinstance(block, Endpoint) and block.whole_page),
        None,
    )
    if whole is not None:
        return [] if whole.path.startswith("{$") else [_whole(whole, blocks)]
    _listed_operations(blocks, listed)
    marks = list(_marks(blocks, listed))
    if not marks:
        return [] if listed else _shown_calls(blocks)
    starts = [
        _start(blocks, mark, marks[place - 1].index if place else -1)
        for place, mark in enumerate(marks)
    ]
    found: list[Declared] = []
    for place, (mark, start) in enumerate(zip(marks, starts, strict=True)):
        following = starts[place + 1] if place + 1 < len(marks) else len(blocks)
        if following <= mark.index:
            following = marks[place + 1].index
        end = _before_definitions(blocks, mark, _end(blocks, start, mark, following))
        declared = _declared(blocks, mark, start, end, listed)
        if _is_callback(blocks, start) or mark.target.startswith("{$"):
            declared = replace(declared, is_callback=True)
        found.append(declared)
    return found


def _is_callback(blocks: Sequence[Block], start: int) -> bool:
    """Whether a call is one that the service makes: its address, right above, is taken from a
    request.
    """
    above = blocks[start - 1] if start else None
    return isinstance(above, Paragraph) and bool(
        re.fullmatch(r"\W*\$(?:request|response|url|method)\b\S*", above.text.plain.strip("*{} "))
    )


def _shown_calls(blocks: Sequence[Block]) -> list[Declared]:
    """The operations of a page that has nothing but samples of calls: each sample begins one, and
    what follows up to the next is about it.
    """
    places = [
        (index, call)
        for index, block in enumerate(blocks)
        if isinstance(block, Code) and block.language not in _NO_CALLS
        for call in find_calls(block.text, block.at)
        if not is_download(call)
    ]
    paths = templates([call for _, call in places])
    first = {index for index, _ in places}
    found: list[Declared] = []
    shown: dict[int, set[tuple[str, str]]] = {}
    for number, (index, call) in enumerate(places):
        in_block = shown.setdefault(index, set())
        if (call.method, paths[number]) in in_block or len(in_block) >= _MOST_SHOWN:
            continue  # every operation of a block reads all of its calls
        in_block.add((call.method, paths[number]))
        lead = _own_heading(blocks, index, first)
        later = (
            place
            for place in range(index + 1, len(blocks))
            if place in first or isinstance(blocks[place], Heading)
        )
        end = next(later, len(blocks))
        found.append(
            Declared(
                method=call.method,
                template=replace(read_template(paths[number]), base=call.base),
                at=call.at,
                summary=_call_summary(blocks[lead]),
                blocks=tuple(blocks[index:end]),
                start=lead,
                end=end,
                is_sample=True,
            )
        )
    return found


def _own_heading(blocks: Sequence[Block], index: int, calls: set[int]) -> int:
    """The heading above a sample of a call, if there is no other call under it; else the sample
    itself.
    """
    above = next(
        (place for place in range(index, -1, -1) if isinstance(blocks[place], Heading)), None
    )
    if above is None:
        return index
    after = (place for place in range(above + 1, len(blocks)) if isinstance(blocks[place], Heading))
    below = next(after, len(blocks))
    return above if calls & set(range(above, below)) == {index} else index


def _call_summary(block: Block) -> str:
    if not isinstance(block, Heading) or words.section(block.text.plain).kind:
        return ""
    return _heading_summary(block)


def _whole(whole: Endpoint, blocks: Sequence[Block]) -> Declared:
    rest = tuple(block for block in blocks if block is not whole)
    return Declared(
        method=whole.method,
        template=read_template(whole.path),
        at=whole.at,
        summary=whole.summary,
        name=whole.operation_id,
        blocks=whole.children + rest,
        start=0,
        end=len(blocks),
        whole_page=True,
    )


def _declared(
    blocks: Sequence[Block],
    mark: _Mark,
    start: int,
    end: int,
    listed: dict[str, Declared],
) -> Declared:
    first = blocks[start]
    inside = blocks[mark.index]
    summary = mark.summary
    body = tuple(blocks[start:end])
    if isinstance(inside, Endpoint):
        body = tuple(block for block in body if block is not inside)
        body = (
            *(block for block in body if _before(block, inside)),
            *inside.children,
            *(block for block in body if not _before(block, inside)),
        )
    if not summary and isinstance(first, Heading):
        summary = _heading_summary(first)
    known = listed.get(mark.name) if mark.name else None
    return Declared(
        method=mark.method,
        template=known.template if known else _template(mark),
        at=known.at if known else mark.at,
        summary=(known.summary if known else "") or summary,
        name=known.name if known else mark.name,
        blocks=body,
        start=start,
        end=end,
        auth=mark.auth,
        tag=_tag(blocks, start),
    )


def _template(mark: _Mark) -> Template:
    template = read_template(mark.target)
    return (
        replace(template, base=mark.base.rstrip("/"))
        if mark.base and not template.base
        else template
    )


def _before(block: Block, other: Block) -> bool:
    return (block.at.source, block.at.line) < (other.at.source, other.at.line)


def _heading_summary(heading: Heading) -> str:
    text = _ANNOTATED.sub("", heading.text.plain).strip().rstrip("{} ").strip("*")
    text = re.sub(r"^\d+(?:\.\d+)*[.)]?\s+(?=\D)", "", text)
    declared = DECLARATION.match(text)
    if declared:
        return re.sub(r"^[\s\-–—:]+", "", declared["rest"] or "").strip()
    if re.fullmatch(r"base (url|uri|path)s?|introduction|overview|getting started", text, re.I):
        return ""  # An example of an address, not what the operation is called.
    return "" if words.section(text).kind == "declaration" else text


def _tag(blocks: Sequence[Block], start: int) -> str:
    """The heading above the operation's own, which groups operations; the page's title does not."""
    own = blocks[start]
    level = own.level if isinstance(own, Heading) else 7
    title = next((block for block in blocks if isinstance(block, Heading)), None)
    for block in reversed(blocks[:start]):
        if isinstance(block, Heading) and block.level < level and block is not title:
            return block.text.plain.strip("* ")
    return ""


def _marks(blocks: Sequence[Block], listed: dict[str, Declared]) -> Iterator[_Mark]:
    for index, block in enumerate(blocks):
        if isinstance(block, Endpoint):
            yield _Mark(
                index=index,
                method=block.method,
                target=block.path,
                at=block.at,
                summary=block.summary,
                base=block.base_url,
                complete=block.complete,
                name=block.operation_id,
            )
        elif isinstance(block, Heading):
            yield from _heading_marks(blocks, index, block, listed)
        elif isinstance(block, Paragraph):
            found = declaration(block.text.plain) or _labelled(block.text.plain)
            together = _pair(block.text.plain.split("\n"))
            if found and not found[2]:
                yield _Mark(index=index, method=found[0], target=found[1], at=block.at)
            elif all(together):
                yield _Mark(index=index, method=together[0], target=together[1], at=block.at)
            else:
                yield from _apart(blocks, index)
        elif isinstance(block, Code) and (
            not block.language
            or block.language in ("http", "text", "plaintext", "none", "url", "endpoint", "rest")
        ):
            yield from _code_marks(index, block)
        elif isinstance(block, Table):
            yield from _table_marks(index, block)
        elif isinstance(block, Group) and block.kind in (
            "container",
            "tab",
            "tabs",
            "aside",
        ):
            inner = next(iter(_marks(block.children, listed)), None)
            if inner and not isinstance(block.children[inner.index], (Table, Code)):
                yield _Mark(
                    index=index,
                    method=inner.method,
                    target=inner.target,
                    at=inner.at,
                    base=inner.base,
                )
        elif isinstance(block, Listing):
            yield from _listing_marks(index, block)


def _without_arguments(call: str) -> str:
    """``rooms.list(limit)`` as ``rooms.list``."""
    return call.partition("(")[0] if call.endswith(")") else call


def declaration(text: str) -> tuple[str, str, str] | None:
    """The method, the address and the rest of a line such as ``GET /boats``; None for any other."""
    text = " ".join(text.split())
    found = DECLARATION.match(text)
    if not found or len(text) > 400:
        return None
    rest = (found["rest"] or "").strip()
    if re.fullmatch(r"HTTP/[\d.]+", rest):
        rest = ""
    return found["method"].upper(), found["target"], rest


def label_of(text: str) -> tuple[str, str]:
    """What a line such as ``Method: GET`` announces (``method``, ``url`` or ""), and the rest."""
    found = re.match(
        r"\s*+(?P<label>[^:：\n]{2,30}?)(?<!\s)\s*+[:：]\s*+(?P<rest>\S++(?: \S++){0,2}+)\s*+$",
        text,
    )
    if not found:
        return "", text.strip()
    label = Text(value=found["label"], at=At(source="", line=0))
    role = next(iter(words.columns([label])), "")
    if role not in ("method", "url") and words.section(found["label"]).kind == "declaration":
        role = "url"
    return (role, found["rest"]) if role in ("method", "url") else ("", text.strip())


def _labelled(text: str) -> tuple[str, str, str] | None:
    """``Endpoint: PUT /rooms/{room}``: a declaration behind a label."""
    role, rest = label_of(text)
    return declaration(rest) if role else None


def _apart(blocks: Sequence[Block], index: int) -> Iterator[_Mark]:
    """A method and an address in two blocks, one after the other, with labels or alone."""
    for first, second in ((index, index + 1), (index + 1, index)):
        if max(first, second) >= len(blocks):
            return
        method, target = _method_alone(blocks[first]), _target_alone(blocks[second])
        if method and target:
            yield _Mark(index=index, method=method, target=target, at=blocks[second].at)
            return


def _method_alone(block: Block) -> str:
    if not isinstance(block, Paragraph):
        return ""
    role, rest = label_of(block.text.plain)
    found = re.fullmatch(METHOD, rest, re.I)
    return rest.upper() if found and role in ("", "method") else ""


def _target_alone(block: Block) -> str:
    if isinstance(block, Code):
        lines = [line.strip() for line in block.text.split("\n") if line.strip()]
        text, role = (lines[0], "url") if len(lines) == 1 else ("", "")
    elif isinstance(block, Paragraph):
        role, text = label_of(block.text.plain)
        role = role or ("url" if block.text.value.strip().startswith("`") else "")
    else:
        return ""
    return text if role == "url" and re.fullmatch(r"(?:https?://[^\s/]+)?/\S*", text) else ""


def _heading_marks(
    blocks: Sequence[Block], index: int, block: Heading, listed: dict[str, Declared]
) -> Iterator[_Mark]:
    text = block.text.plain.strip("~ ")
    if re.fullmatch(METHOD, text, re.I) and (path := _path_above(blocks, index)):
        yield _Mark(index=index, method=text.upper(), target=path, at=block.at)
        return
    annotated = _ANNOTATED.search(text)
    if annotated:
        yield _Mark(
            index=index,
            method=annotated["method"].upper(),
            target=annotated["path"],
            at=block.at,
        )
        return
    found = declaration(text)
    if found:
        yield _Mark(index=index, method=found[0], target=found[1].rstrip("~"), at=block.at)
        return
    trailing = re.search(
        rf"^(?P<label>.(?:.*?[^\s:(\[–—-])??)[\s:(\[–—-]++(?P<method>{METHOD})\s++(?P<target>/\S*?)[)\]]?$",
        text,
    )
    if trailing:
        label = trailing["label"].strip(" -–—:")
        yield _Mark(
            index=index,
            method=trailing["method"].upper(),
            target=trailing["target"],
            at=block.at,
            summary=label,
        )
        return
    name = _without_arguments(text.strip("* ")).rsplit(".", 1)[-1].strip().lower()
    known = listed.get(name)
    if known is not None:
        yield _Mark(
            index=index,
            method=known.method,
            target=known.template.written,
            at=block.at,
            name=name,
        )


def _path_above(blocks: Sequence[Block], index: int) -> str:
    """The path that the heading over a heading is, where a page groups methods by paths."""
    own = blocks[index]
    assert isinstance(own, Heading)
    above = next(
        (
            block
            for block in reversed(blocks[:index])
            if isinstance(block, Heading) and block.level < own.level
        ),
        None,
    )
    text = above.text.plain.strip("~ ") if above else ""
    return text if re.fullmatch(r"/\S*", text) else ""


def _code_marks(index: int, block: Code) -> Iterator[_Mark]:
    lines = [line for line in block.text.split("\n") if line.strip()]
    if len(lines) != 1 or (block.title and words.section(block.title).kind):
        return
    found = declaration(lines[0])
    if found and not found[2] and not re.search(r"HTTP/[\d.]+\s*$", lines[0]):
        yield _Mark(index=index, method=found[0], target=found[1], at=block.at)


def _table_marks(index: int, block: Table) -> Iterator[_Mark]:
    roles = words.columns(block.header)
    if not {"method", "url"} <= set(roles) or len(block.rows) != 1 or "name" in roles:
        yield from _upright_marks(index, block)
        return
    for row in block.rows:
        named = row.cells[roles["method"]].plain.strip("* ") if _has(row, roles["method"]) else ""
        if named and not re.fullmatch(METHOD, named, re.I):
            continue  # The index of a generated page: the column "Method" has the function.
        method, target = _method_and_target(row, roles)
        if method and target:
            auth = (
                row.cells[roles["auth"]].plain
                if "auth" in roles and roles["auth"] < len(row.cells)
                else ""
            )
            yield _Mark(index=index, method=method, target=target, at=row.at, auth=auth)


def _upright_marks(index: int, block: Table) -> Iterator[_Mark]:
    """A table of two columns whose rows are ``Method | GET`` and ``Path | /users``."""
    rows = [tuple(block.header)] if len(block.header) == 2 else []
    rows += [row.cells for row in block.rows]
    if any(len(cells) != 2 for cells in rows) or len(rows) > _MOST_ROWS:
        return
    method = target = ""
    for label, value in rows:
        role = next(iter(words.columns([label])), "")
        if role == "method" and re.fullmatch(METHOD, value.plain.strip(), re.I):
            method = value.plain.strip().upper()
        elif role == "url" and re.match(r"(?:https?://|/)\S*$", value.plain.strip()):
            target = value.plain.strip()
    if method and target:
        yield _Mark(index=index, method=method, target=target, at=block.at)


def _has(row: Row, index: int) -> bool:
    return index < len(row.cells)


def _listing_marks(index: int, block: Listing) -> Iterator[_Mark]:
    """A list such as ``Method: GET``, ``Path: /users``."""
    method, target = _pair(
        f"{item.term.plain}: {item.text.plain}" if item.term else item.text.plain
        for item in block.items
    )
    if method and target:
        yield _Mark(index=index, method=method, target=target, at=block.at)


def _pair(lines: Iterable[str]) -> tuple[str, str]:
    """The method and the address that lines such as ``Method: GET`` and ``Path: /users`` name."""
    method = target = ""
    for text in lines:
        label, colon, value = text.partition(":") if ":" in text else text.partition("：")
        text = f"{languages.column(label.strip())}{colon}{value}"
        found = re.match(rf"(?:http )?(?:method|verb)\s*[:：]\s*({METHOD})\s*$", text, re.I)
        method = found[1].upper() if found else method
        found = re.match(r"(?:url|uri|path|endpoint|route)\s*[:：]\s*(\S+)\s*$", text, re.I)
        target = found[1] if found and re.match(r"/|https?://", found[1]) else target
    return method, target


def _method_and_target(row: Row, roles: dict[str, int]) -> tuple[str, str]:
    cells = row.cells
    method = (
        cells[roles["method"]].plain.strip("* ").upper() if roles["method"] < len(cells) else ""
    )
    target = cells[roles["url"]].plain.strip() if roles["url"] < len(cells) else ""
    if not re.fullmatch(METHOD, method):
        # Generated pages: the column "Method" has the function, "HTTP request" has both.
        found = declaration(target)
        return (found[0], found[1]) if found else ("", "")
    return method, target if re.match(r"https?://|/|\{|[\w.-]+/", target) else ""


def _listed_operations(blocks: Sequence[Block], listed: dict[str, Declared]) -> None:
    """Tables that list operations: their names, addresses and labels."""
    for block in blocks:
        if not isinstance(block, Table):
            continue
        roles = words.columns(block.header)
        if not {"method", "url"} <= set(roles):
            continue
        for row in block.rows:
            method, target = _method_and_target(row, roles)
            name = row.cells[roles["method"]].plain.strip("* ").removesuffix("()")
            if not method or re.fullmatch(METHOD, name, re.I):
                name = ""
            if not method or not target or (not name and len(block.rows) == 1):
                continue
            summary = (
                row.cells[roles["description"]].plain
                if roles.get("description", 99) < len(row.cells)
                else ""
            )
            made = Declared(
                method=method,
                template=read_template(target),
                at=row.at,
                name=name,
                summary=summary,
            )
            listed.setdefault(name.lower() or f"{method} {target}", made)


def _start(blocks: Sequence[Block], mark: _Mark, previous: int) -> int:
    """Where an operation begins: at the heading that it is under, unless another operation
    is between.
    """
    if mark.complete or _shares_heading(blocks, mark.index):
        return mark.index
    if isinstance(blocks[mark.index], Heading):
        own = blocks[mark.index]
        above = mark.index - 1
        if isinstance(own, Heading) and above > previous and isinstance(blocks[above], Heading):
            outer = blocks[above]
            if (
                isinstance(outer, Heading)
                and outer.level < own.level
                and not words.section(outer.text.plain).kind
                and _sole(blocks, above, mark.index)
            ):
                return above
        return mark.index
    start = mark.index
    for index in range(mark.index - 1, previous, -1):
        block = blocks[index]
        if not isinstance(block, Heading):
            continue
        start = index
        kind = words.section(block.text.plain).kind
        if kind not in (
            "declaration",
            "example-request",
            "parameters",
            "example-response",
            "response",
            "properties",
        ):
            break
    return start


def _shares_heading(blocks: Sequence[Block], index: int) -> bool:
    """Whether a tag or directive that declares an operation stands with others under one heading,
    which then is about all of them.
    """
    if not isinstance(blocks[index], Endpoint):
        return False
    for block in blocks[index + 1 :]:
        if isinstance(block, Heading):
            return False
        if isinstance(block, Endpoint):
            return True
    return False


def _sole(blocks: Sequence[Block], outer: int, inner: int) -> bool:
    """Whether the outer heading has this one heading of its level below it."""
    first, second = blocks[outer], blocks[inner]
    assert isinstance(first, Heading) and isinstance(second, Heading)
    for block in blocks[inner + 1 :]:
        if isinstance(block, Heading):
            if block.level <= first.level:
                return True
            if block.level == second.level and declaration(block.text.plain):
                return False
    return True


def _end(blocks: Sequence[Block], start: int, mark: _Mark, following: int) -> int:
    """Where an operation ends: before the next one, or at a heading as high as its own that is no
    part of it.
    """
    if mark.complete:
        return mark.index + 1
    first = blocks[start]
    if not isinstance(first, Heading):
        level = next((b.level for b in reversed(blocks[:start]) if isinstance(b, Heading)), 0)
        for index in range(mark.index + 1, following):
            block = blocks[index]
            if isinstance(block, Heading) and (
                block.level < level
                or (
                    block.level == level
                    and (
                        not words.section(block.text.plain).kind
                        or words.may_name_schema(block.text.plain.strip("* "))
                    )
                )
            ):
                return index
        return following
    for index in range(mark.index + 1, following):
        block = blocks[index]
        if isinstance(block, Heading) and block.level <= first.level:
            if (
                block.level == first.level
                and words.section(block.text.plain).kind
                and not words.may_name_schema(block.text.plain.strip("* "))
                and not words.section(first.text.plain).kind
                and not _declares_itself(first)
            ):
                continue
            return index
    return following


_DEFINITIONS: Final = re.compile(
    r"(?:schemas|models|definitions|components|(?:data )?(?:types|models)|objects)", re.I
)


def _before_definitions(blocks: Sequence[Block], mark: _Mark, end: int) -> int:
    """The end of an operation, before a part of the page that lists schemas."""
    for index in range(mark.index + 1, end):
        block = blocks[index]
        if isinstance(block, Heading) and _DEFINITIONS.fullmatch(block.text.plain.strip("* ")):
            own = blocks[mark.index]
            if not isinstance(own, Heading) or block.level <= own.level:
                return index
    return end


def _declares_itself(heading: Heading) -> bool:
    return bool(declaration(heading.text.plain.strip("~ ")))
