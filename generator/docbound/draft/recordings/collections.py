"""Recorded calls and collections: HAR files, VCR cassettes, curl commands and Postman collections,
read into calls and then into facts.

Path templates are inferred only where the calls show them; types are as wide as the samples;
nothing is required and nothing enumerated because samples happen to agree.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml

from docbound.draft.blocks import At
from docbound.draft.draft_result import Drafted
from docbound.draft.errors import DraftError
from docbound.draft.facts import Draft
from docbound.draft.interpreter.calls import (
    Call,
    essence,
    find_calls,
    is_download,
    media_type_of,
    split_url,
)
from docbound.draft.recordings import postman
from docbound.draft.recordings.line_finder import Lines
from docbound.draft.secrets import redact_text
from docbound.json_values import is_array, is_mapping, list_of, mapping_of

_MOST_BODY: Final = 4_000_000
_ASSETS: Final = re.compile(
    r"\.(?:js|css|png|jpe?g|gif|svg|ico|woff2?|ttf|map|html?|webp|mp4)$", re.I
)
_ANSWER: Final = re.compile(
    r"\b(?:answers?|returns?|responds?(?: with)?|replies(?:"
    r" with)?|response|status|HTTP(?:/[\d.]+)?)\b\W*(?:status\W*)?(?P<status>[1-5]\d\d)\b",
    re.I,
)


def read(kind: str, text: str, key: str, path: Path, result: Drafted) -> tuple[Draft, list[Call]]:
    """The facts that are in a file beside its calls, and the calls, which are joined with those
    of other files.

    Args:
        kind: ``har``, ``vcr``, ``postman`` or ``curl``.
        text: the file's content.
        key: its key as a source.
        path: where it is, for messages.
        result: where what was used and redacted is noted.

    Raises:
        DraftError: the file is not what it seems to be.
    """
    draft = Draft()
    if kind == "postman":
        calls = postman.read(_json(text, path), text, key, draft)
    elif kind == "har":
        calls = list(_har(_json(text, path), text, key))
    elif kind == "vcr":
        calls = list(_vcr(text, key, path))
    else:
        calls = list(_commands(text, key))
    _, count = redact_text(text)
    result.redacted += count
    for call in calls:
        line = f"{call.method} {call.path}"
        result.ledger.statements.setdefault(call.at, redact_text(line)[0])
    return draft, calls


def _json(text: str, path: Path) -> Mapping[str, object]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DraftError(f"{path} is not valid JSON: {error}.") from error
    if not is_mapping(content):
        raise DraftError(f"{path} is no HAR file and no collection: its JSON is not an object.")
    return content


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


# --- HAR


def _har(content: Mapping[str, object], text: str, key: str) -> Iterator[Call]:
    lines = Lines(text)
    for raw in list_of(mapping_of(content.get("log")).get("entries")):
        entry = mapping_of(raw)
        request, response = mapping_of(entry.get("request")), mapping_of(entry.get("response"))
        url, method = _text(request.get("url")), _text(request.get("method")).upper()
        if not url or not method or method in ("CONNECT", "OPTIONS"):
            continue
        at = At(
            source=key,
            line=lines.next(
                json.dumps(url)[1:-1] if json.dumps(url)[1:-1] in text else url.replace("/", "\\/")
            ),
        )
        base, path, query = split_url(url)
        body = mapping_of(response.get("content"))
        media = essence(_text(body.get("mimeType")))
        if (
            _ASSETS.search(path)
            or media.startswith(("text/html", "text/css", "image/", "font/"))
            or "javascript" in media
        ):
            continue
        status = response.get("status")
        post = mapping_of(request.get("postData"))
        sent = essence(_text(post.get("mimeType")))
        form = _har_form(post, sent)
        yield Call(
            method=method,
            url=url,
            at=at,
            path=path,
            base=base,
            query=query or _pairs(request.get("queryString")),
            headers=dict(_pairs(request.get("headers"))),
            body=_text(post.get("text")) or None,
            body_at=at,
            media_type=sent if post else "",
            form=form,
            status=status if isinstance(status, int) else 0,
            response_at=at,
            response_headers=dict(_pairs(response.get("headers"))),
            response_media_type=media,
            response=_har_text(body),
        )


def _har_form(post: Mapping[str, object], media: str) -> tuple[tuple[str, str | None], ...]:
    if "form" not in media:
        return ()
    return tuple(
        (
            _text(mapping_of(item).get("name")),
            (None if mapping_of(item).get("fileName") else _text(mapping_of(item).get("value"))),
        )
        for item in list_of(post.get("params"))
        if mapping_of(item).get("name")
    )


def _har_text(content: Mapping[str, object]) -> str | None:
    text = content.get("text")
    if not isinstance(text, str) or len(text) > _MOST_BODY:
        return None
    if content.get("encoding") != "base64":
        return text
    try:
        return base64.b64decode(text, validate=False).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_text(mapping_of(item).get("name")), _text(mapping_of(item).get("value")))
        for item in list_of(value)
        if mapping_of(item).get("name")
    )


# --- VCR


def _vcr(text: str, key: str, path: Path) -> Iterator[Call]:
    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise DraftError(f"{path} is not valid YAML: {' '.join(str(error).split())}.") from error
    interactions = mapping_of(content).get("interactions") or mapping_of(content).get(
        "http_interactions"
    )
    lines = Lines(text)
    for raw in list_of(interactions):
        item = mapping_of(raw)
        request, response = mapping_of(item.get("request")), mapping_of(item.get("response"))
        url = _text(request.get("uri")) or _text(request.get("url"))
        method = _text(request.get("method")).upper()
        if not url or not method:
            continue
        at = At(source=key, line=lines.next("request:"))
        base, where, query = split_url(url)
        headers = _vcr_headers(request.get("headers"))
        sent = _vcr_body(request.get("body"))
        status = response.get("status")
        code = status.get("code") if is_mapping(status) else response.get("code", status)
        answered = _vcr_headers(response.get("headers"))
        answer_at = At(source=key, line=lines.next("response:"))
        media = media_type_of(headers)
        call = Call(
            method=method,
            url=url,
            at=at,
            path=where,
            base=base,
            query=query,
            headers=headers,
            body=sent or None,
            body_at=at,
            media_type=(
                (media or ("application/json" if sent.lstrip().startswith(("{", "[")) else ""))
                if sent
                else ""
            ),
            form=_urlencoded(sent) if "urlencoded" in media else (),
            status=code if isinstance(code, int) else 0,
            response_at=answer_at,
            response_headers=answered,
            response_media_type=media_type_of(answered),
            response=_vcr_body(response.get("body")) or None,
        )
        yield call


def _urlencoded(text: str) -> tuple[tuple[str, str | None], ...]:
    from urllib.parse import parse_qsl

    return tuple((name, value) for name, value in parse_qsl(text, keep_blank_values=True))


def _vcr_headers(value: object) -> dict[str, str]:
    return {
        str(name): str(listed[0]) if is_array(listed) and listed else str(listed)
        for name, listed in mapping_of(value).items()
    }


def _vcr_body(value: object) -> str:
    """A body as VCR tools write it: text, bytes, ``string``, ``base64_string``; JSON that is data
    already.
    """
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, str):
        return value
    if not is_mapping(value):
        return ""
    if "base64_string" in value:
        try:
            return base64.b64decode(_text(value["base64_string"])).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            return ""
    inner = value.get("string", value.get("text"))
    if inner is None and value and "encoding" not in value:
        return json.dumps(value)
    return _vcr_body(inner) if isinstance(inner, (str, bytes)) else ""


# --- commands


def _commands(text: str, key: str) -> Iterator[Call]:
    """curl commands with, after each, what it answers: a status in a sentence, and JSON."""
    calls: list[Call] = []
    position = 1
    pending = _pieces(text)
    for piece, line, code in pending:
        found = [
            call for call in find_calls(piece, At(source=key, line=line)) if not is_download(call)
        ]
        if found:
            calls.extend(found)
        elif calls:
            calls[-1] = _answered(calls[-1], piece, line, key, code=code)
        position = line
    del position
    yield from calls


def _pieces(text: str) -> Iterator[tuple[str, int, bool]]:
    """A file cut into fenced code, and the text between."""
    lines = text.split("\n")
    start, fence, piece = 1, "", list[str]()
    for number, line in enumerate(lines, 1):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and (not fence or line.strip().startswith(fence)):
            if piece:
                yield "\n".join(piece), start, bool(fence)
            fence = "" if fence else mark[1]
            piece, start = [], number + 1
            continue
        if (
            not fence
            and re.match(r"\s*(?:\$\s*)?curl\s", line)
            and piece
            and any(part.strip() for part in piece)
            and not piece[-1].rstrip().endswith("\\")
        ):
            yield "\n".join(piece), start, False
            piece, start = [], number
        elif (
            not fence
            and piece
            and not line.strip()
            and any("curl" in part for part in piece)
            and not piece[-1].rstrip().endswith("\\")
        ):
            yield "\n".join(piece), start, False
            piece, start = [], number + 1
            continue
        piece.append(line)
    if piece:
        yield "\n".join(piece), start, bool(fence)


def _answered(call: Call, piece: str, line: int, key: str, *, code: bool) -> Call:
    from dataclasses import replace

    from docbound.draft.interpreter.calls import find_response

    answer = find_response(piece, At(source=key, line=line))
    if answer and not call.response:
        status, headers, body, at, body_at = answer
        media = media_type_of(headers)
        return replace(
            call,
            status=status,
            response=body or None,
            response_at=body_at if body else at,
            response_media_type=media,
            response_headers=headers,
        )
    text = piece.strip()
    if text.lstrip("#> ").startswith(("{", "[")) and call.response is None:
        offset = len(piece) - len(piece.lstrip())
        return replace(
            call,
            response=text.lstrip("#> "),
            response_at=At(source=key, line=line + piece.count("\n", 0, offset)),
        )
    stated = _ANSWER.search(piece)
    if stated and not call.status:
        return replace(
            call,
            status=int(stated["status"]),
            response_at=At(source=key, line=line + piece.count("\n", 0, stated.start())),
        )
    return call
