"""A call that reached a stub, and its parts as tests compare them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from ..models.encoder import encode_json
from ..service.operations import Operation
from ..transport.protocol import Request


class StubCall:
    """A call that arrived.

    Attributes:
        operation: what messages call it, the method's Python name if that is enough.
        method: the HTTP method.
        url: the whole address.
        path: the values in the path, by name.
        query: the values of each query parameter, by wire name.
        headers: the header fields.
        body: the body's octets.
    """

    __slots__ = ("_template", "body", "headers", "method", "operation", "path", "query", "url")

    def __init__(
        self,
        operation: str,
        request: Request,
        body: bytes,
        path: Mapping[str, str],
        template: str = "",
    ) -> None:
        self.operation = operation
        self._template = template
        self.method = request.method
        self.url = request.url
        self.path = dict(path)
        self.query: dict[str, list[str]] = {}
        for name, value in parse_qsl(urlsplit(request.url).query, keep_blank_values=True):
            self.query.setdefault(name, []).append(value)
        self.headers = {name.lower(): value for name, value in request.headers.items()}
        self.body = body

    @property
    def json(self) -> Any:
        """The body as JSON data; None where there is none."""
        return json.loads(self.body) if self.body else None

    def is_of(self, operation: Operation[Any]) -> bool:
        """Whether it is a call of an operation, by whichever of its methods."""
        return (self.method, self._template) == (operation.method, operation.path)

    def __repr__(self) -> str:
        return f"StubCall({self.operation!r}, {self.method!r}, {self.url.partition('?')[0]!r})"


def part_of(call: StubCall, part: str, expected: object) -> object:
    """What a call has in a part of its request, in the form of what is expected there.

    Args:
        call: the call.
        part: ``path``, ``query``, ``headers`` or ``body``.
        expected: what is expected; of headers only those that it names are given.
    """
    if part == "path":
        return call.path
    if part == "query":
        return call.query
    if part == "headers":
        names = [name.lower() for name in cast(Mapping[str, str], expected)]
        return {name: call.headers.get(name) for name in names}
    if isinstance(expected, bytes):
        return call.body
    if isinstance(expected, str):
        return call.body.decode()
    try:
        return call.json
    except ValueError:
        return call.body


def expected_part(part: str, expected: object) -> object:
    """What is expected in a part of a request, in the form that :func:`part_of` gives."""
    if part == "query":
        query = cast("Mapping[str, str | list[str]]", expected)
        return {
            name: value if isinstance(value, list) else [value] for name, value in query.items()
        }
    if part == "headers":
        return {name.lower(): value for name, value in cast(Mapping[str, str], expected).items()}
    if part == "path" or isinstance(expected, str | bytes) or expected is None:
        return expected
    return json.loads(encode_json(expected))
