"""Several pages where client.yaml says how an operation's pages follow each other."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from docbound.settings.settings import PaginationSettings
from docbound.traffic import HttpRequest, HttpResponse
from docbound.traffic.messages import is_json, media_type

from ..service import Media
from ..values import Judge

PAGES: Final = 3
_ITEMS: Final = 2
_MARK: Final = "page-"


def paged(
    response: HttpResponse,
    request: HttpRequest,
    settings: PaginationSettings,
    media: Media,
    judge: Judge,
) -> HttpResponse:
    """The page that a request asks for; the response as it is, where its form does not allow
    several.

    Args:
        response: a made or example response.
        request: what was sent.
        settings: how pages follow each other.
        media: the description of the response's body.
        judge: tells whether the changed body still fits.
    """
    if not is_json(media_type(media.name)[0]) or media.schema is None:
        return response
    try:
        value: Any = json.loads(response.body)
    except ValueError:
        return response
    number = _number(request, settings)
    page = copy.deepcopy(value)
    if not _fill(page, settings, number, value):
        return response
    headers = response.headers
    if settings.kind == "link" and not settings.next:
        if number < PAGES:
            headers = (
                *headers,
                ("Link", f'<{_link(request, settings, number + 1)}>; rel="next"'),
            )
    elif settings.next:
        _set_next(page, settings, number, request)
    if judge.misfits(media.schema.pointer, page):
        return response
    return replace(response, headers=headers, body=json.dumps(page, ensure_ascii=False).encode())


def _number(request: HttpRequest, settings: PaginationSettings) -> int:
    """The number of the page, from 1."""
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    text = query.get(settings.parameter or "page", "") or query.get("page", "")
    if settings.kind == "offset":
        return int(text) // _ITEMS + 1 if text.isdecimal() else 1
    text = text.removeprefix(_MARK)
    return int(text) if text.isdecimal() else 1


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _fill(page: Any, settings: PaginationSettings, number: int, value: Any) -> bool:
    """Puts the items of a page into it; past the last page there are none."""
    items = _at(value, settings.items)
    if not isinstance(items, list) or not items:
        return False
    filled = [*items, *items][:_ITEMS] if number <= PAGES else []
    if not settings.items:
        page[:] = filled
        return True
    holder = _at(page, settings.items[:-1])
    holder[settings.items[-1]] = filled
    return True


def _set_next(page: Any, settings: PaginationSettings, number: int, request: HttpRequest) -> None:
    holder = _at(page, settings.next[:-1])
    if not isinstance(holder, dict):
        return
    key = settings.next[-1]
    if number >= PAGES:
        if key in holder:
            holder.pop(key)
        return
    if settings.kind == "link":
        holder[key] = _link(request, settings, number + 1)
    else:
        holder[key] = f"{_MARK}{number + 1}"


def _link(request: HttpRequest, settings: PaginationSettings, number: int) -> str:
    parts = urlsplit(request.url)
    query: Mapping[str, str] = dict(parse_qsl(parts.query)) | {
        settings.parameter or "page": f"{number}"
    }
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
