"""The law of requests over a generated package: what a caller gives arrives at the server as the same values.

For each operation, arguments made from its parameters' schemas are sent by the generated client to a loopback server and
read back by readers that share nothing with the runtime (:mod:`tests.corpus.parameter_reading`,
:mod:`tests.corpus.body_reading`).
What has no single wire form by the specification is left out, by rules with a reason each (:mod:`tests.corpus.rules`).
"""

from __future__ import annotations

import importlib
import json
import re
import warnings
from dataclasses import dataclass
from typing import Any

from generator.api import Operation
from generator.document import Document
from generator.package import ApiClass, Method
from generator.pipeline import Generated
from tests.corpus import body_reading, parameter_reading
from tests.corpus.arguments import Arguments, Given
from tests.corpus.bodies import Bodies, Content
from tests.corpus.lossless_law import Verdict, short
from tests.corpus.styles import Unreadable
from tests.corpus.validity import Judge
from tests.support.stub import StubServer, canned
from tests.support.wire import WireRequest

MOST_CALLS = 6
"""Calls of one operation."""

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")

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
    if _TOKEN.fullmatch(operation.method) is None:
        verdict.leave_out("operation: its method is no token (RFC 9110, 9.1)")
        return
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
        wrong = parameter_reading.problem(caller.operation, pairs, sent)
    except Unreadable as error:
        return f"{error} in {sent.url}"
    if wrong or content is None:
        return wrong
    found = body_reading.problem(content, body, sent)
    return f"body: {found}" if found else ""
