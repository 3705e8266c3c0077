"""Pages: proposed where an operation has a parameter that moves them on, a list, and what says how
to go on.

Every proposal is checked as client.yaml would be, so that an accepted one gives an iterator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from docbound.document.pointers import escape
from docbound.lower.operations import pagination
from docbound.service import (
    Array,
    JSONValue,
    Named,
    Object,
    Operation,
    Pointer,
    Primitive,
    Type,
    UnionDefinition,
)
from docbound.settings.pagination import PaginationSettings

from .suggestion import Described, Suggestion

_DEPTH: Final = 3
_MANY: Final = 3
"""Operations that share a way of paging, from which on it is proposed as a rule."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CURSORS: Final = _words(
    """cursor pagetoken nexttoken nextpagetoken after startingafter startafter startcursor
    continuationtoken continuation marker pagecursor nextcursor aftercursor nextkey pageafter
    page"""
)
_NEXT_CURSORS: Final = _words(
    """nextcursor nextpagetoken nexttoken endcursor cursor continuationtoken nextmarker
    nextpagecursor nextkey aftercursor after next pagetoken nextpage continuation marker"""
)
_LINK: Final = re.compile(r"(?:odata)?next\w*(?:link|url|uri|href|path)")
"""Names of the address of the next page: ``next_page_uri``, ``nextRecordsUrl``."""
_PAGES: Final = _words("page pagenumber pageno pagenum pageindex currentpage")
_OFFSETS: Final = _words("offset skip startat startindex start firstresult")
_SIZES: Final = _words(
    "limit perpage pagesize size count maxresults top take rpp itemsperpage pagelimit maxitems"
)
_MORE: Final = _words("hasmore hasnext hasnextpage more ismore istruncated truncated")
_END: Final = _words("islast lastpage islastpage last isend done isdone endofstream")
_TOTALS: Final = _words(
    "total totalcount totalresults totalitems totalrecords totalelements totalsize"
)
_TOTAL_PAGES: Final = _words("totalpages pagecount pages lastpage numpages numberofpages")
_LISTS: Final = _words("data items results records values entries content elements list rows")
_LINK_HOLDERS: Final = _words("links link paging pagination")

Path = tuple[str, ...]


def plain(name: str) -> str:
    """A name as it is compared: ``page[next_Token]`` as ``pagenexttoken``."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def suggest(described: Described) -> Iterator[Suggestion]:
    """The proposals for pages: the same one for many operations as a rule for all."""
    found: dict[tuple[tuple[str, object], ...], list[tuple[Operation, _Found]]] = {}
    for operation in described.context.api.operations:
        if pagination.is_settled(described.context, operation):
            continue
        one = _of_operation(described, operation)
        if one is not None:
            found.setdefault(tuple(one.value.items()), []).append((operation, one))
    rules: list[JSONValue] = []
    reasons: list[str] = []
    covered: list[str] = []
    places: list[Pointer] = []
    has_rule = "*" in described.context.settings.pagination
    for group in found.values():
        names = tuple(described.name(operation) for operation, _ in group)
        first = group[0][1]
        if len(group) >= _MANY and not has_rule:
            rules.append(dict(first.value))
            shown = ", ".join(names[:4]) + (" and more" if len(names) > 4 else "")
            reasons.append(f"{len(names)} operations ({shown}): {first.reason}")
            covered += names
            places += [operation.pointer for operation, _ in group]
            continue
        for (operation, one), name in zip(group, names, strict=True):
            yield Suggestion(
                section="pagination",
                key=name,
                value=dict(one.value),
                reason=f"{operation.method} {operation.path}: {one.reason}",
                operations=(name,),
                lines=described.lines(one.places),
            )
    if rules:
        yield Suggestion(
            section="pagination",
            key="*",
            value=rules[0] if len(rules) == 1 else rules,
            reason="; ".join(reasons),
            operations=tuple(covered),
            lines=described.lines(places),
        )


class _Found:
    """How an operation's pages seem to follow each other, why, and where that was read."""

    def __init__(
        self, value: dict[str, JSONValue], reason: str, places: tuple[Pointer, ...]
    ) -> None:
        self.value = value
        self.reason = reason
        self.places = places


def _of_operation(described: Described, operation: Operation) -> _Found | None:
    if operation.method not in ("GET", "POST", "QUERY"):
        return None
    shape = _Shape(described, operation)
    if shape.items is None:
        return None
    for find in _KINDS:
        found = find(shape)
        if found is None:
            continue
        value = {"kind": found[0], **found[1], **_more(shape, found[0])}
        if shape.items:
            value["items"] = _text(shape.items)
        if pagination.fits(described.context, operation, _settings(value)):
            where = f"items in `{_text(shape.items)}`" if shape.items else "the response is a list"
            return _Found(value, f"{found[2]}; {where}", shape.places_of(value))
    return None


class _Shape:
    """The inputs of an operation and the fields of its response, by their plain names."""

    def __init__(self, described: Described, operation: Operation) -> None:
        context = described.context
        self.inputs: dict[str, tuple[str, Type]] = {}
        self._places: dict[str, Pointer] = {"": operation.pointer}
        for each in operation.parameters:
            if each.location == "query":
                self._add_input(each.name, each.type, each.pointer)
        body = pagination.body_type(operation) if operation.method != "GET" else None
        if body is not None:
            for path, type_, pointer in fields_of(described, body, 1):
                # Some descriptions name in the query what their services read in the body.
                both = any(each.name == path[-1] for each in operation.parameters)
                self._add_input(f"body:{path[-1]}" if both else path[-1], type_, pointer)
        response = pagination.response_type(operation)
        self.fields: list[tuple[Path, Type]] = []
        self.items: Path | None = None
        self.item_fields: list[str] = []
        self.link_header = any(
            header.name.lower() == "link"
            for each in operation.responses
            if each.status.startswith("2")
            for header in each.headers
        )
        if response is None:
            return
        top = pagination.behind_names(context, response)
        if isinstance(top, Array):
            self.items, item = (), top.items
        else:
            self.fields = self._read_fields(described, response)
            lists = [
                (path, type_)
                for path, type_ in self.fields
                if isinstance(pagination.behind_names(context, type_), Array)
            ]
            chosen = _the_list(lists)
            if chosen is None:
                return
            self.items = chosen[0]
            array = pagination.behind_names(context, chosen[1])
            assert isinstance(array, Array)
            item = array.items
            self.fields = [each for each in self.fields if each[0][: len(self.items)] != self.items]
        self.item_fields = [path[0] for path, _, _ in fields_of(described, item, 1)]
        self._context = context

    def input(self, names: frozenset[str], *kinds: str) -> str:
        """The input that has one of the names and types; or empty."""
        for name in self.inputs:
            wire, type_ = self.inputs[name]
            if name in names and _is(pagination.behind_names(self._context, type_), kinds):
                return wire
        return ""

    def next_link(self) -> Path | None:
        """A field whose place says that it is the address of the next page."""
        return next(
            (
                path
                for path, type_ in self.fields
                if _is_next_link(path, pagination.behind_names(self._context, type_))
            ),
            None,
        )

    def field(self, names: frozenset[str], *kinds: str) -> Path | None:
        """The field of the response that has one of the names and types, and is no link."""
        for path, type_ in self.fields:
            found = pagination.behind_names(self._context, type_)
            if plain(path[-1]) in names and _is(found, kinds) and not _is_next_link(path, found):
                return path
        return None

    def places_of(self, value: dict[str, JSONValue]) -> tuple[Pointer, ...]:
        """Where what a proposal names is described, the operation first."""
        texts = [""] + [str(text) for key, text in value.items() if key != "kind"]
        return tuple(self._places[text] for text in texts if text in self._places)

    def _add_input(self, name: str, type_: Type, pointer: Pointer) -> None:
        self.inputs[plain(name.removeprefix("body:"))] = (name, type_)
        self._places.setdefault(name, pointer)

    def _read_fields(self, described: Described, response: Type) -> list[tuple[Path, Type]]:
        found: list[tuple[Path, Type]] = []
        for path, type_, pointer in fields_of(described, response, _DEPTH):
            found.append((path, type_))
            self._places.setdefault(_text(path), pointer)
        return found


def _the_list(lists: list[tuple[Path, Type]]) -> tuple[Path, Type] | None:
    """The list of the items: the only one, or the one with a telling name at the least depth."""
    if len(lists) == 1:
        return lists[0]
    named = sorted(
        (each for each in lists if plain(each[0][-1]) in _LISTS), key=lambda each: len(each[0])
    )
    if named and (len(named) == 1 or len(named[0][0]) < len(named[1][0])):
        return named[0]
    return None


def _is(type_: Type, kinds: tuple[str, ...]) -> bool:
    if not isinstance(type_, Primitive):
        return False
    is_uri = type_.kind == "string" and type_.format in ("uri", "url", "uri-reference")
    return type_.kind in kinds or (is_uri and "uri" in kinds)


def fields_of(
    described: Described, type_: Type, depth: int
) -> Iterator[tuple[Path, Type, Pointer]]:
    """The fields of a type and of the objects in it, down to a depth: path, type and place."""
    context = described.context
    found = pagination.behind_names(context, type_)
    definition = context.api.definitions.get(found.pointer) if isinstance(found, Named) else None
    if isinstance(definition, UnionDefinition) or not isinstance(definition, Object):
        return
    for each in definition.fields:
        yield (each.name,), each.type, f"{definition.about.pointer}/properties/{escape(each.name)}"
    if depth > 1:
        for each in definition.fields:
            for path, inner, pointer in fields_of(described, each.type, depth - 1):
                yield (each.name, *path), inner, pointer


def _text(path: Path) -> str:
    """A path as client.yaml has it."""
    if any("." in part or "/" in part for part in path) or path[0].startswith("header:"):
        return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path)
    return ".".join(path)


def _settings(value: dict[str, JSONValue]) -> PaginationSettings:
    from docbound.settings.pagination import path_parts

    plain_keys = ("kind", "parameter", "size")
    return PaginationSettings(
        **{  # type: ignore[arg-type]
            key: text if key in plain_keys else path_parts(str(text)) for key, text in value.items()
        }
    )


# --- the kinds, the surest first

Kind = tuple[str, dict[str, JSONValue], str]


def _cursor(shape: _Shape) -> Kind | None:
    parameter = shape.input(_CURSORS, "string")
    if not parameter:
        return None
    # A field of the parameter's own name says more than one that is merely called "next"; a text
    # called "page" is a cursor only where the response has the next one's.
    name = plain(parameter.removeprefix("body:"))
    own = frozenset((name, f"next{name}"))
    choices: tuple[frozenset[str], ...] = (own, _NEXT_CURSORS - {"next"}, frozenset(("next",)))
    if name == "page":
        choices = (frozenset(("nextpage", "nextpagetoken", "nextcursor")),)
    field = next(filter(None, (shape.field(names, "string") for names in choices)), None)
    if field is None:
        return None
    return (
        "cursor",
        {"parameter": parameter, "next": _text(field)},
        f"`{_text(field)}` of the response goes into `{parameter}`",
    )


def _link(shape: _Shape) -> Kind | None:
    field = shape.next_link()
    if field is not None:
        return "link", {"next": _text(field)}, f"`{_text(field)}` of the response is the next page"
    if shape.link_header:
        return "link", {}, "the response has a `Link` header (RFC 8288)"
    return None


def _is_next_link(path: Path, type_: Type) -> bool:
    """Whether a field is ``next_url``, ``links.next`` or ``links.next.href``, or a ``next`` that is
    a URI.
    """
    names = [plain(part) for part in path]
    if not _is(type_, ("string",)):
        return False
    if _LINK.fullmatch(names[-1]) or (names[-1] in ("next", "nextpage") and _is(type_, ("uri",))):
        return True
    is_next = names[-1] == "next" or names[-2:] == ["next", "href"]
    return is_next and bool(set(names[:-1]) & _LINK_HOLDERS)


def _last_item(shape: _Shape) -> Kind | None:
    parameter = shape.input(_words("startingafter after startafter pageafter"), "string")
    if not parameter or "id" not in shape.item_fields or shape.field(_MORE, "boolean") is None:
        return None
    return (
        "cursor",
        {"parameter": parameter, "last_item": "id"},
        f"`{parameter}` takes the `id` of the last item",
    )


def _offset(shape: _Shape) -> Kind | None:
    parameter = shape.input(_OFFSETS, "integer", "number")
    if not parameter or not shape.input(_SIZES, "integer", "number"):
        return None
    return "offset", {"parameter": parameter}, f"`{parameter}` counts items"


def _page(shape: _Shape) -> Kind | None:
    parameter = shape.input(_PAGES, "integer", "number")
    if not parameter:
        return None
    return "page", {"parameter": parameter}, f"`{parameter}` counts pages"


_KINDS: Final[tuple[Callable[[_Shape], Kind | None], ...]] = (
    _cursor,
    _link,
    _last_item,
    _offset,
    _page,
)


def _more(shape: _Shape, kind: str) -> dict[str, JSONValue]:
    """What else the operation has for a kind: the size of pages, flags, totals."""
    found: dict[str, JSONValue] = {}
    size = shape.input(_SIZES, "integer", "number")
    if size and kind != "link":
        found["size"] = size
    parts = {"more": (_MORE, "boolean"), "end": (_END, "boolean"), "total": (_TOTALS, "integer")}
    if kind == "page":
        parts["total_pages"] = (_TOTAL_PAGES, "integer")
    for key, (names, type_) in parts.items():
        path = shape.field(names, type_)
        if path is not None and not (key == "end" and "more" in found):
            found[key] = _text(path)
    return found
