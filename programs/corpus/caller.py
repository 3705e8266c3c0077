"""Calls one operation of a generated package, through the client and through its asynchronous
twin.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from docbound.package import ApiClass, Method
from docbound.service import Operation
from docbound.traffic import HttpRequest
from tests.support.stub import StubServer, canned

CREDENTIAL = "X-Docbound-Corpus"
"""A header of the caller's own counts as a credential, so that no call lacks one."""


BASE = "/base/of/calls"
"""Where all calls go; a host without a path would take that of a description's relative server."""


class Absent(Enum):
    """Tells "not given" from null."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Twins:
    """Both clients of one package, at one loopback server, and what runs the asynchronous one."""

    package: str
    server: StubServer
    client: Any
    aio_client: Any
    runner: asyncio.Runner

    def send(self, api: str, method: str, given: dict[str, Any]) -> list[HttpRequest]:
        """What both send, the sync client first.

        Raises:
            Exception: whatever one of them raises.
        """
        self.server.requests.clear()
        sync = getattr(importlib.import_module(f"{self.package}.api"), api)
        getattr(sync(self.client), method)(**given)
        twin = getattr(importlib.import_module(f"{self.package}.aio"), api)
        self.runner.run(getattr(twin(self.aio_client), method)(**given))
        sent = list(self.server.requests)
        assert len(sent) == 2, f"{len(sent)} requests of two calls"
        return [_below_base(request) for request in sent]


def _below_base(request: HttpRequest) -> HttpRequest:
    """The request as its URL would be at a base without a path."""
    assert BASE in request.url, f"{request.url} is not below {BASE}"
    return replace(request, url=request.url.replace(BASE, "", 1))


@contextmanager
def twins(package: str) -> Iterator[Twins]:
    """Opens both clients of ``package``, whose folder is on ``sys.path``."""
    credentials = {"header_name": CREDENTIAL, "header_value": "yes"}
    with (
        StubServer(canned(204, b"")) as server,
        asyncio.Runner() as runner,
        warnings.catch_warnings(),
        importlib.import_module(package).ApiClient(
            host=f"{server.url}{BASE}", **credentials
        ) as client,
    ):
        warnings.simplefilter("ignore")
        aio = importlib.import_module(f"{package}.aio")
        aio_client = aio.ApiClient(host=f"{server.url}{BASE}", **credentials)
        try:
            yield Twins(package, server, client, aio_client, runner)
        finally:
            runner.run(aio_client.close())


@dataclass(frozen=True, slots=True)
class Caller:
    """How one operation is called."""

    twins: Twins
    api_class: ApiClass
    method: Method
    operation: Operation

    def call(
        self, values: Sequence[Any], body: Any, media: str, *, typed: bool
    ) -> list[HttpRequest]:
        """Calls with wire values by position, ABSENT for those not given; ``typed`` converts them
        first, as a response would be.

        Raises:
            Exception: whatever a client raises.
        """
        given = dict[str, Any]()
        for argument in self.method.arguments:
            if argument.location == "accept":
                continue  # It is no value of the request: the default is as good as any.
            is_body = argument.location == "body"
            value = body if is_body else values[argument.index]
            if value is ABSENT or (is_body and value is None and not argument.required):
                continue
            if typed and not is_body:
                value = self._typed(argument.type.code, value)
            given[argument.name] = value
        given["_host"] = f"{self.twins.server.url}{BASE}"
        if media:
            given["_content_type"] = media
        return self.twins.send(self.api_class.name, self.method.name, given)

    def _typed(self, type_code: str, value: Any) -> Any:
        decoding = importlib.import_module(f"{self.twins.package}._runtime.models.decoder")
        try:
            decoder = decoding.decoder(type_code)
        except NameError:  # a type for callers only, such as ``Mapping[str, object]``
            return value
        return decoder.decode_json(json.dumps(value).encode(), strict=False, report=lambda _: None)
