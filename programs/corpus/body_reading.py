"""Reads bodies back: with the standard library's JSON, and with werkzeug's parsers for both kinds
of form.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, unquote_plus, unquote_to_bytes

from werkzeug.http import parse_options_header

from docbound.traffic import HttpRequest
from programs.corpus.bodies import Content
from programs.corpus.equality import same
from programs.corpus.parameter_facts import Facts, is_json
from programs.corpus.styles import (
    Texts,
    Unreadable,
    differs,
    joined,
    kind_of,
    read_named,
)
from tests.support.multipart import FormPart, parts


def problem(content: Content, value: Any, sent: HttpRequest) -> str:
    """What is wrong with the body that arrived; an empty string: nothing."""
    media = parse_options_header(sent.header("Content-Type"))[0].lower()
    if media != content.essence:
        return f"sent as {media!r} instead of {content.media!r}"
    match content.kind:
        case "json":
            try:
                return "" if same(value, json.loads(sent.body)) else _both(value, sent)
            except ValueError:
                return f"not JSON: {sent.body[:200]!r}"
        case "form":
            return _form_problem(content, value, sent)
        case "multipart":
            return _multipart_problem(content, value, parts(sent))
        case _:
            octets = value.encode() if isinstance(value, str) else value
            return "" if octets == sent.body else _both(repr(value), sent)


def _both(value: Any, sent: HttpRequest) -> str:
    return f"gave {str(value)[:300]}, sent {sent.body[:300]!r}"


def _form_problem(content: Content, value: dict[str, Any], sent: HttpRequest) -> str:
    pairs = [
        (unquote_plus(name), text)
        for name, _, text in (part.partition("=") for part in sent.body.decode().split("&") if part)
    ]
    left = list(pairs)
    for name, item in value.items():
        try:
            used, wrong = _form_field(content, name, item, pairs)
        except Unreadable as error:
            return f"{error}; {_both(value, sent)}"
        if wrong:
            return f"{name!r}: {wrong}; {_both(value, sent)}"
        left = [pair for pair in left if pair not in used]
    return f"{left} were not given; {_both(value, sent)}" if left else ""


def _form_field(
    content: Content, name: str, item: Any, pairs: list[tuple[str, str]]
) -> tuple[list[tuple[str, str]], str]:
    encoding = content.fields.get(name)
    used = [pair for pair in pairs if pair[0] == name]
    if isinstance(encoding, Facts):
        keys = item if isinstance(item, dict) else ()
        read, used = read_named(encoding, pairs, kind_of(item), keys)
        return used, f"reads as {read}" if differs(item, read) else ""
    raw = [text for _, text in used]
    if encoding is not None and is_json(encoding):
        right = len(raw) == 1 and same(item, json.loads(unquote_plus(raw[0])))
        return used, "" if right else "is no such JSON"
    items = item if isinstance(item, list) else [item]
    right = len(items) == len(raw) and all(map(_is_escaped_of, items, raw))
    return used, "" if right else f"reads as {raw}"


def _is_escaped_of(item: Any, text: str) -> bool:
    if isinstance(item, bytes):
        return item == unquote_to_bytes(text.replace("+", " "))
    return _is_text_of(item, unquote_plus(text))


def _is_text_of(item: Any, text: str) -> bool:
    if isinstance(item, dict | list):
        try:
            return same(item, json.loads(text))
        except ValueError:
            return False
    return not differs(item, text)


def _multipart_problem(content: Content, value: dict[str, Any], found: list[FormPart]) -> str:
    known = set(value)
    for name, item in value.items():
        matching = [part for part in found if part.name == name]
        encoding = content.fields.get(name)
        if isinstance(encoding, Facts) and name not in content.files:
            read, names = _styled_parts(encoding, item, found)
            known |= names
            if differs(item, read):
                return f"{name!r}: gave {str(item)[:300]}, sent {found}"
            continue
        is_json_part = isinstance(encoding, str) and is_json(encoding.partition(",")[0])
        items = item if isinstance(item, list) and not is_json_part else [item]
        if len(items) != len(matching) or not all(map(_is_part_of, items, matching)):
            return f"{name!r}: gave {str(item)[:300]}, sent {matching}"
        if isinstance(encoding, str) and "," not in encoding and "*" not in encoding:
            wrong = [part.content_type for part in matching]
            wanted = parse_options_header(encoding)[0]
            if any(media not in (wanted, "") for media in wrong):
                return f"{name!r}: sent as {wrong} instead of {encoding}"
    others = [part.name for part in found if part.name not in known]
    return f"{others} were not given" if others else ""


def _styled_parts(encoding: Facts, item: Any, found: list[FormPart]) -> tuple[Texts, set[str]]:
    """A field by its style, and the names of its parts; a part carries text as it is."""
    kind = kind_of(item)
    if encoding.explode or encoding.style == "deepObject":
        keys = item if isinstance(item, dict) else ()
        pairs = [(part.name, quote(part.content, safe="")) for part in found]
        read, used = read_named(encoding, pairs, kind, keys)
        return read, {name for name, _ in used}
    [text] = [part.content.decode() for part in found if part.name == encoding.name]
    comma = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
    between = comma.get(encoding.style, ",")
    return joined(text, between, False, kind, lambda one: one), set()


def _is_part_of(item: Any, part: FormPart) -> bool:
    if isinstance(item, bytes):
        return item == part.content
    text = part.content.decode()
    if part.content_type == "application/json":
        # A text that is JSON already is sent as it is.
        return text == item or same(item, json.loads(text))
    return _is_text_of(item, text)
