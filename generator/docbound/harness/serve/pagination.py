"""Several pages where client.yaml says how an operation's pages follow each other."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from docbound.harness.described_service import Media, Node, Service, ServiceOperation
from docbound.json_values import is_array, is_object
from docbound.settings.pagination import HEADER, PaginationSettings
from docbound.tables.pagination_kinds import PAGINATION_KINDS
from docbound.traffic import HttpRequest, HttpResponse
from docbound.traffic.messages import is_json, media_type

from ..values import Judge
from ..values.samples import made

PAGES: Final = 3
_ITEMS: Final = 2
_MARK: Final = "page-"


def paged(
    response: HttpResponse,
    request: HttpRequest,
    settings: PaginationSettings,
    media: Media,
    service: Service,
    judge: Judge,
    operation: ServiceOperation,
) -> HttpResponse:
    """The page that a request asks for; the response itself where it cannot have several.

    Args:
        response: a made or example response.
        request: what was sent.
        settings: how pages follow each other.
        media: the description of the response's body.
        service, judge: the description.
        operation: what was called.
    """
    if not is_json(media_type(media.name)[0]) or media.schema is None:
        return response
    try:
        value: Any = json.loads(response.body)
    except ValueError:
        return response
    kind = _item_schema(service, media.schema, settings.items)
    for distinct in (True, False):
        page = copy.deepcopy(value)
        number = _number(request, settings, operation)
        if settings.last_item is not None:
            number = _number_after(request, settings, value, kind, judge, distinct=distinct)
        if not _fill(page, settings, number, value, kind, judge, distinct=distinct):
            return response
        headers = (*response.headers, *_state(page, settings, number, request))
        if not judge.mismatches(media.schema.pointer, page):
            return replace(
                response, headers=headers, body=json.dumps(page, ensure_ascii=False).encode()
            )
    return response


def _state(
    page: Any, settings: PaginationSettings, number: int, request: HttpRequest
) -> list[tuple[str, str]]:
    """Puts into a page what it says of the others: the next one, flags, totals. What is said by a
    header is returned.
    """
    headers: list[tuple[str, str]] = []
    is_last = number >= PAGES
    follows = PAGINATION_KINDS[settings.kind].follows_links
    if follows and not settings.next and not is_last:
        headers.append(("Link", f'<{_link(request, settings, number + 1)}>; rel="next"'))
    if settings.next:
        following = _link(request, settings, number + 1) if follows else f"{_MARK}{number + 1}"
        headers += _say(page, settings.next, None if is_last else following)
    for path, said in (
        (settings.more, not is_last),
        (settings.end, is_last),
        (settings.total, PAGES * _ITEMS),
        (settings.total_pages, PAGES),
    ):
        if path:
            headers += _say(page, path, said)
    return headers


def _say(page: Any, path: tuple[str, ...], value: object) -> list[tuple[str, str]]:
    """Puts a value at a path of the page, or takes it away; a header is returned."""
    if path[0].startswith(HEADER):
        name = path[0].removeprefix(HEADER)
        return [] if value is None else [(name, json.dumps(value).strip('"'))]
    holder = _at(page, path[:-1])
    if is_object(holder):
        if value is None:
            holder.pop(path[-1], None)
        else:
            holder[path[-1]] = value
    return []


def _number_after(
    request: HttpRequest,
    settings: PaginationSettings,
    value: Any,
    kind: Node | None,
    judge: Judge,
    *,
    distinct: bool,
) -> int:
    """The number of the page that comes after the item that the request names."""
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    named = query.get(settings.parameter)
    items = _at(value, settings.items)
    if named is None or not is_array(items):
        return 1
    for number in range(1, PAGES + 1):
        last = _item(items, number, _ITEMS - 1, kind, judge, distinct)
        if str(_at(last, settings.last_item or ())) == named:
            return number + 1
    return 1


def _item_schema(service: Service, schema: Node, path: tuple[str, ...]) -> Node | None:
    """The schema of one item."""
    node: Node | None = service.resolve(schema)
    for step in path:
        properties = node.get("properties") if node is not None else None
        node = properties.get(step) if properties is not None else None
        node = service.resolve(node) if node is not None else None
    return node.get("items") if node is not None else None


def _number(request: HttpRequest, settings: PaginationSettings, operation: ServiceOperation) -> int:
    """The number of the page, from 1."""
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    text = query.get(settings.parameter or "page", "") or query.get("page", "")
    counts = PAGINATION_KINDS[settings.kind].counts
    if counts == "items":
        return (int(text) - (settings.first or 0)) // _ITEMS + 1 if text.isdecimal() else 1
    if counts == "pages" and text.isdecimal():
        return int(text) - _first_page(settings, operation) + 1
    text = text.removeprefix(_MARK)
    return int(text) if text.isdecimal() else 1


def _first_page(settings: PaginationSettings, operation: ServiceOperation) -> int:
    """Whether pages are counted from 0 or from 1, as the settings say, or the parameter's default
    or minimum.
    """
    if settings.first is not None:
        return settings.first
    for row in operation.parameters:
        if row.name == settings.parameter and row.schema is not None:
            limits: Any = row.schema.value if is_object(row.schema.value) else {}
            return 0 if 0 in (limits.get("default"), limits.get("minimum")) else 1
    return 1


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = value.get(step) if is_object(value) else None
    return value


def _fill(
    page: Any,
    settings: PaginationSettings,
    number: int,
    value: Any,
    kind: Node | None,
    judge: Judge,
    *,
    distinct: bool,
) -> bool:
    """Puts the items of a page into it; past the last page there are none."""
    items = _at(value, settings.items)
    if not is_array(items) or not (items or kind):
        return False
    filled = [_item(items, number, index, kind, judge, distinct) for index in range(_ITEMS)]
    filled = filled if number <= PAGES else []
    if not settings.items:
        page[:] = filled
        return True
    holder = _at(page, settings.items[:-1])
    holder[settings.items[-1]] = filled
    return True


def _item(
    items: list[Any], number: int, index: int, kind: Node | None, judge: Judge, distinct: bool
) -> Any:
    """An item of a page, another one than those of its neighbours."""
    place = (number - 1) * _ITEMS + index
    item = copy.deepcopy(items[place % len(items)]) if items else None
    if item is None and kind is not None:
        item = made(judge, kind, seed=place, loose=True)
    if not distinct:
        return item if kind is None else made(judge, kind, seed=place, loose=True)
    if is_object(item):
        for name in sorted(item, key=lambda name: name != "id"):
            if isinstance(item[name], str) and item[name]:
                return item | {name: f"{item[name]}-{place + 1}"}
            if isinstance(item[name], int) and not isinstance(item[name], bool):
                return item | {name: item[name] + place}
    return f"{item}-{place + 1}" if isinstance(item, str) else item


def _link(request: HttpRequest, settings: PaginationSettings, number: int) -> str:
    parts = urlsplit(request.url)
    query: Mapping[str, str] = dict(parse_qsl(parts.query)) | {
        settings.parameter or "page": f"{number}"
    }
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
