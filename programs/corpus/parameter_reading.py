"""Reads parameters back from a request: the path by its template, the query, headers and
cookies.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from docbound.service import Operation
from docbound.traffic import HttpRequest
from programs.corpus.arguments import Given, text_of
from programs.corpus.bodies import FORM
from programs.corpus.equality import same
from programs.corpus.lossless_law import short
from programs.corpus.parameter_facts import is_json
from programs.corpus.styles import differs, kind_of, read_header, read_named, read_path

Pairs = list[tuple[Given, Any]]

_TEMPLATE = re.compile(r"(?:\{[^{}]*\}|[^?#])*")
"""A path less the query that some write behind it; a variable may have any name."""


def _template(path: str) -> str:
    found = _TEMPLATE.match(path)
    return found[0] if found else path


def _at(pairs: Pairs, location: str) -> Pairs:
    return [pair for pair in pairs if pair[0].facts.location == location]


def problem(operation: Operation, pairs: Pairs, sent: HttpRequest) -> str:
    """What is wrong with the parameters that arrived; an empty string: nothing.

    Raises:
        Unreadable: they have not the form that the specification demands.
    """
    return (
        _path_problem(operation, pairs, sent)
        or _query_problem(operation, pairs, sent)
        or _header_problem(pairs, sent)
        or _cookie_problem(pairs, sent)
    )


def _path_problem(operation: Operation, pairs: Pairs, sent: HttpRequest) -> str:
    """Reads the path by its template, and with it the query that some write behind it."""
    template = f"/{_template(operation.path).removeprefix('/')}"
    # What a path fixes gives way to what a caller gives.
    given_names = {item.facts.name for item, _ in _at(pairs, "query")}
    fixed = (pair.partition("=") for pair in _static(operation).split("&"))
    static = "&".join("".join(pair) for pair in fixed if pair[0] not in given_names)
    known = {item.facts.name for item, _ in _at(pairs, "path")}
    runs, pattern = _pattern(template, known, "/")
    parts = urlsplit(sent.url)
    path = f"/{parts.path.lstrip('/')}"
    if static:
        more, behind = _pattern(static, known, "&")
        path, pattern, runs = f"{path}?{parts.query}", rf"{pattern}\?{behind}(?:&.*)?", runs + more
    found = re.fullmatch(pattern, path)
    if found is None:
        return f"{path} does not match {template}"
    values = {item.facts.name: (item, value) for item, value in _at(pairs, "path")}
    for names, text in zip(runs, found.groups(), strict=True):
        if _path_differs([values[name] for name in names], text):
            gave = {name: values[name][1] for name in names}
            return f"path: gave {short(gave)}, sent {path}"
    return ""


def _pattern(template: str, known: set[str], end: str) -> tuple[list[list[str]], str]:
    """A pattern for a template, and which variables each of its groups holds: those side by side
    are one.
    """
    runs, pattern, at = list[list[str]](), "", 0
    for found in re.finditer(r"(?:\{[^{}]*\})+", template):
        pattern += _literal(template[at : found.start()])
        at = found.end()
        names = re.findall(r"\{([^{}]*)\}", found[0])
        if known.issuperset(names):
            runs.append(names)
            pattern += f"([^{end}]*?)"
        else:
            pattern += _literal(found[0])
    return runs, pattern + _literal(template[at:])


def _path_differs(run: list[tuple[Given, Any]], text: str) -> bool:
    if len(run) > 1:
        return unquote(text) != "".join(text_of(value) for _, value in run)
    [(item, value)] = run
    if item.facts.content_type:
        return _content_differs(value, unquote(text), item.facts.content_type)
    return differs(value, read_path(item.facts, text, kind_of(value)))


def _static(operation: Operation) -> str:
    """The query that the path itself has, less the places of query parameters."""
    path = operation.path
    query = path[len(_template(path)) :].removeprefix("?").partition("#")[0]
    places = {f"{{{each.name}}}" for each in operation.parameters if each.location == "query"}
    return "&".join(pair for pair in query.split("&") if pair.partition("=")[2] not in places)


def _filled(text: str, pairs: Pairs) -> str:
    """``text`` of a path's own query with the values of path parameters, which may stand for names
    as well (``?{field}=1``).
    """
    for item, value in _at(pairs, "path"):
        text = text.replace(f"{{{item.facts.name}}}", text_of(value))
    return text


def _literal(text: str) -> str:
    """A pattern for literal text, each character escaped or not; leading slashes count as one, as
    servers have it.
    """
    return "".join(
        (
            re.escape(one)
            if quote(one, safe="") == one
            else f"(?:{re.escape(one)}|(?i:{quote(one, safe='')}))"
        )
        for one in re.sub("^/+", "/", text)
    )


def _content_differs(value: Any, text: str, content_type: str) -> bool:
    if not is_json(content_type):
        return bool(value != text)
    try:
        return not same(value, json.loads(text))
    except ValueError:
        return True


def _query_problem(operation: Operation, pairs: Pairs, sent: HttpRequest) -> str:
    query = urlsplit(sent.url).query
    for item, value in _at(pairs, "querystring"):
        return _querystring_problem(item, value, query)
    found = _split(query, "&")
    left = list(found)
    for name, _ in _split(_static(operation), "&"):
        name = _filled(name, pairs)
        same_name = [pair for pair in left if pair[0] == name]
        if same_name:
            left.remove(same_name[0])
    for item, value in _at(pairs, "query"):
        wrong, used = _named_problem(item, value, found)
        if wrong:
            return f"query {item.facts.name!r}: {wrong}: gave {short(value)}, sent {query}"
        left = [pair for pair in left if pair not in used]
    return f"query: {left} were not given" if left else ""


def _querystring_problem(item: Given, value: Any, query: str) -> str:
    if not item.facts.content_type.startswith(FORM):
        wrong = _content_differs(value, unquote(query), item.facts.content_type)
        return f"querystring: gave {short(value)}, sent {query}" if wrong else ""
    if not isinstance(value, dict) or any(
        isinstance(each, list | dict) or each is None for each in value.values()
    ):
        return ""
    read = {name: unquote_plus(text) for name, text in _split(query, "&")}
    return f"querystring: gave {short(value)}, sent {query}" if differs(value, read) else ""


def _named_problem(
    item: Given, value: Any, found: list[tuple[str, str]]
) -> tuple[str, list[tuple[str, str]]]:
    facts = item.facts
    if facts.content_type:
        used = [pair for pair in found if pair[0] == facts.name]
        texts = [unquote_plus(text) for _, text in used]
        wrong = len(texts) != 1 or _content_differs(value, texts[0], facts.content_type)
        return "not the same" if wrong else "", used
    keys = value if isinstance(value, dict) else ()
    read, used = read_named(facts, found, kind_of(value), keys)
    return f"reads as {read}" if differs(value, read) else "", used


def _split(text: str, between: str) -> list[tuple[str, str]]:
    parts = (part.strip().partition("=") for part in text.split(between) if part.strip())
    return [(unquote_plus(name), value) for name, _, value in parts]


def _header_problem(pairs: Pairs, sent: HttpRequest) -> str:
    for item, value in _at(pairs, "header"):
        text = sent.header(item.facts.name)
        if item.facts.content_type:
            wrong = _content_differs(value, text, item.facts.content_type)
        else:
            wrong = differs(value, read_header(item.facts, text, kind_of(value)))
        if wrong:
            return f"header {item.facts.name!r}: gave {short(value)}, sent {text!r}"
    return ""


def _cookie_problem(pairs: Pairs, sent: HttpRequest) -> str:
    text = sent.header("Cookie")
    for item, value in _at(pairs, "cookie"):
        wrong, _ = _named_problem(item, value, _split(text, ";"))
        if wrong:
            return f"cookie {item.facts.name!r}: {wrong}: gave {short(value)}, sent {text!r}"
    return ""
