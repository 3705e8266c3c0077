"""The law of requests over a generated package: what a caller gives arrives at the server as the same values.

For each operation, arguments made from its parameters' schemas are sent by the generated client to a loopback server and
read back by readers that share nothing with the runtime (:mod:`tests.corpus.styles`, :mod:`tests.corpus.bodies_law`).
What has no single wire form by the specification is left out, by rules with a reason each (:mod:`tests.corpus.rules`).
"""

from __future__ import annotations

import importlib
import json
import re
import warnings
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from generator.api import Operation
from generator.document import Document
from generator.package import ApiClass, Method
from generator.pipeline import Generated
from tests.corpus.arguments import Arguments, Given
from tests.corpus.bodies_law import FORM, Bodies, Content, problem
from tests.corpus.equality import same
from tests.corpus.lossless_law import Verdict, short
from tests.corpus.styles import (
    Unreadable,
    differs,
    kind_of,
    read_header,
    read_named,
    read_path,
)
from tests.corpus.validity import Judge
from tests.corpus.wire_facts import is_json
from tests.support.stub import StubServer, canned
from tests.support.wire import WireRequest

MOST_CALLS = 6
"""Calls of one operation."""

CREDENTIAL = "X-Docbound-Corpus"
"""A header of the caller's own counts as a credential, so that no call lacks one."""


def check(document: Document, package: str, generated: Generated) -> Verdict:
    """Calls every operation of a package several times.

    Args:
        document: the description.
        package: the generated package; its folder is on ``sys.path``.
        generated: both forms that it went through: operations, and the names of their arguments.
    """
    verdict = Verdict()
    operations = {
        (item.method.upper(), item.path): item for item in generated.api.operations
    }
    judge = Judge(document)
    arguments = Arguments(document, judge, verdict)
    bodies = Bodies(document, judge)
    module = importlib.import_module(package)
    with (
        StubServer(canned(204, b"")) as server,
        module.ApiClient(
            host=server.url, header_name=CREDENTIAL, header_value="yes"
        ) as client,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        for api_class in generated.package.apis:
            for method in api_class.methods:
                operation = operations[method.http_method.upper(), method.path]
                caller = _Caller(package, api_class, method, operation, server, client)
                _try(caller, arguments.of(operation), bodies, verdict)
    return verdict


@dataclass(frozen=True, slots=True)
class _Caller:
    """How one operation is called."""

    package: str
    api_class: ApiClass
    method: Method
    operation: Operation
    server: StubServer
    client: Any

    def call(
        self, values: list[Any], body: Any, media: str, *, typed: bool
    ) -> WireRequest:
        """Calls with wire values by position, None for those not given; ``typed`` converts them first, as a reply would be.

        Raises:
            Exception: whatever the client raises.
        """
        given = dict[str, Any]()
        for argument in self.method.arguments:
            is_body = argument.location == "body"
            value = body if is_body else values[argument.index]
            if value is None and not (is_body and argument.required):
                continue
            if typed and not is_body:
                value = self._typed(argument.type.code, value)
            given[argument.name] = value
        options: dict[str, Any] = {"_host": self.server.url}
        if media:
            options["_content_type"] = media
        api = getattr(
            importlib.import_module(f"{self.package}.api"), self.api_class.name
        )
        self.server.requests.clear()
        getattr(api(self.client), self.method.name)(**given, **options)
        [sent] = self.server.requests
        return sent

    def _typed(self, type_code: str, value: Any) -> Any:
        decoding = importlib.import_module(f"{self.package}._runtime.decoding")
        try:
            decoder = decoding.decoder(type_code)
        except NameError:  # a type for callers only, such as ``Mapping[str, object]``
            return value
        return decoder.decode_json(
            json.dumps(value).encode(), strict=False, report=lambda _: None
        )


def _try(caller: _Caller, given: list[Given], bodies: Bodies, verdict: Verdict) -> None:
    operation = caller.operation
    for item, parameter in zip(given, operation.parameters, strict=True):
        if not item.values and parameter.required:
            verdict.leave_out(
                f"operation: a required parameter has no value: {item.reason}"
            )
            return
    contents = [
        (content, bodies.values(content)) for content in bodies.contents(operation)
    ]
    optional = operation.body is None or not operation.body.required
    tried = [
        (content, value)
        for content, values in contents
        for value in values
        if value is not None or not optional  # None for an optional body: no body
    ]
    if operation.body is not None and operation.body.required and not tried:
        verdict.leave_out("operation: no value for its required body")
        return
    rounds = max([len(tried), *(len(item.values) for item in given), 1])
    for number in range(min(rounds, MOST_CALLS)):
        values = [
            item.values[number % len(item.values)] if item.values else None
            for item in given
        ]
        content, body = tried[number % len(tried)] if tried else (None, None)
        verdict.tried += 1
        wrong = _attempt(caller, given, values, content, body, typed=number % 2 == 0)
        if wrong:
            shown = {
                item.facts.name: value
                for item, value in zip(given, values, strict=True)
            }
            verdict.broken[operation.pointer] = f"{wrong} [{short(shown)}]"
            return


def _attempt(
    caller: _Caller,
    given: list[Given],
    values: list[Any],
    content: Content | None,
    body: Any,
    *,
    typed: bool,
) -> str:
    media = content.media if content is not None else ""
    try:
        sent = caller.call(values, body, media, typed=typed)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}; body {str(body)[:300]}"
    pairs = [
        (item, value)
        for item, value in zip(given, values, strict=True)
        if value is not None
    ]
    try:
        wrong = (
            _path_problem(caller.operation, pairs, sent)
            or _query_problem(caller.operation, pairs, sent)
            or _header_problem(pairs, sent)
            or _cookie_problem(pairs, sent)
        )
    except Unreadable as error:
        return f"{error} in {sent.url}"
    if wrong or content is None:
        return wrong
    found = problem(content, body, sent)
    return f"body: {found}" if found else ""


Pairs = list[tuple[Given, Any]]

_TEMPLATE = re.compile(r"(?:\{[^{}]*\}|[^?#])*")
"""A path less the query that some write behind it; a variable may have any name."""


def _template(path: str) -> str:
    found = _TEMPLATE.match(path)
    return found[0] if found else path


def _at(pairs: Pairs, location: str) -> Pairs:
    return [pair for pair in pairs if pair[0].facts.location == location]


def _path_problem(operation: Operation, pairs: Pairs, sent: WireRequest) -> str:
    path = urlsplit(sent.url).path
    template = _template(operation.path)
    names = {item.facts.name for item, _ in _at(pairs, "path")}
    order, pattern, end = list[str](), "", 0
    for variable in re.finditer(r"\{([^{}]*)\}", template):
        pattern += _literal(template[end : variable.start()])
        end = variable.end()
        if variable[1] in names:
            order.append(variable[1])
            pattern += "([^/]*?)"
        else:
            pattern += _literal(variable[0])
    found = re.fullmatch(pattern + _literal(template[end:]), path)
    if found is None:
        return f"{path} does not match {template}"
    texts = dict(zip(order, found.groups(), strict=True))
    for item, value in _at(pairs, "path"):
        text = texts[item.facts.name]
        if item.facts.content_type:
            wrong = _content_differs(value, unquote(text), item.facts.content_type)
        else:
            wrong = differs(value, read_path(item.facts, text, kind_of(value)))
        if wrong:
            return f"path {item.facts.name!r}: gave {short(value)}, sent {path}"
    return ""


def _literal(text: str) -> str:
    """A pattern for literal text, each character escaped or not; leading slashes count as one, as servers have it."""
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


def _query_problem(operation: Operation, pairs: Pairs, sent: WireRequest) -> str:
    query = urlsplit(sent.url).query
    for item, value in _at(pairs, "querystring"):
        return _querystring_problem(item, value, query)
    found = _split(query, "&")
    left = list(found)
    static = operation.path[len(_template(operation.path)) + 1 :]
    for pair in _split(static.partition("#")[0], "&"):
        if pair in left:
            left.remove(pair)
    for item, value in _at(pairs, "query"):
        wrong, used = _named_problem(item, value, found)
        if wrong:
            return (
                f"query {item.facts.name!r}: {wrong}: gave {short(value)}, sent {query}"
            )
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
    return (
        f"querystring: gave {short(value)}, sent {query}"
        if differs(value, read)
        else ""
    )


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
    parts = (
        part.strip().partition("=") for part in text.split(between) if part.strip()
    )
    return [(unquote_plus(name), value) for name, _, value in parts]


def _header_problem(pairs: Pairs, sent: WireRequest) -> str:
    for item, value in _at(pairs, "header"):
        text = sent.header(item.facts.name)
        if item.facts.content_type:
            wrong = _content_differs(value, text, item.facts.content_type)
        else:
            wrong = differs(value, read_header(item.facts, text, kind_of(value)))
        if wrong:
            return f"header {item.facts.name!r}: gave {short(value)}, sent {text!r}"
    return ""


def _cookie_problem(pairs: Pairs, sent: WireRequest) -> str:
    text = sent.header("Cookie")
    for item, value in _at(pairs, "cookie"):
        wrong, _ = _named_problem(item, value, _split(text, ";"))
        if wrong:
            return f"cookie {item.facts.name!r}: {wrong}: gave {short(value)}, sent {text!r}"
    return ""
