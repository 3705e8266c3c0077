"""The fault table against a generated package: its simplest operation, with both clients, against a
service that does what a line of ``tests/runtime/faults`` says.

The table itself proves the runtime; this proves that nothing of a package's own (its settings, its
error classes, its operations) takes away from that.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from docbound.package import ApiClass, Method
from docbound.runtime.service.options import Retries
from programs.corpus import documents
from programs.corpus.loopback_call import generated_package, simplest
from tests.runtime.faults.quick_clock import QuickClock
from tests.runtime.faults.server import FaultServer
from tests.runtime.faults.table import OK, Fault
from tests.runtime.faults.tables import ALL
from tests.runtime.faults.texts import assert_is_ours
from tests.runtime.loopback import nothing_unclosed

ROWS = int(os.environ.get("DOCBOUND_FAULT_ROWS", "12"))
"""Lines that each package of the sample meets; packages that follow each other meet others. 0 is
for all lines.
"""
COUNT = 100
LARGEST = 40_000
"""Bytes; larger descriptions take long to generate, and meet the same runtime."""
TRIES = 3
"""Calls of which one must work again: a kept connection may be closed by the service at the moment
of the next call, and what may have arrived is not sent twice.
"""
SECRET = "SECRET-OF-THE-CALLER"


@cache
def sample() -> tuple[str, ...]:
    """The ids of a fixed sample of 100 descriptions of OpenAPI 3 that the validator accepts."""
    usable = (
        item.id
        for item in documents.entries()
        if item.verdict == "pass"
        and item.version.startswith("3.")
        and item.operations
        and item.size < LARGEST
    )
    return tuple(islice(usable, COUNT))


def rows_for(number: int, count: int = ROWS) -> Sequence[Fault]:
    """The lines of the table that the package with this number meets; all where ``count`` is 0."""
    usable = [fault for fault in ALL if fault.scheme == "http" and not _needs_more(fault)]
    if not count:
        return usable
    start = number * count
    return [usable[place % len(usable)] for place in range(start, start + count)]


def _needs_more(fault: Fault) -> bool:
    """Whether a line is of what few operations have: HEAD, streams, files, tokens, pages."""
    return bool(fault.method == "HEAD" or fault.open_response or fault.sign_in or fault.pages)


def meet_faults(entry: documents.Entry, folder: Path) -> dict[str, object]:
    """Generates ``entry``'s package below ``folder``, and calls it against faulty services.

    It leaves modules behind: call it in a process of its own (:mod:`programs.corpus.forking`).

    Returns:
        ``id``, ``stage`` (``met``, or ``no operation``), ``calls``, and ``broken``: a sentence for
        each law that a line of the table broke.
    """
    chosen = simplest(generated_package(entry, folder))
    if chosen is None:
        return {"id": entry.id, "stage": "no operation", "calls": 0, "broken": []}
    faults = rows_for(sample().index(entry.id))
    broken = Caller("client", *chosen).broken(faults)
    return {"id": entry.id, "stage": "met", "calls": 2 * len(faults), "broken": broken}


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls one operation of an importable package.

    Attributes:
        package: the name of the import package.
    """

    package: str
    api: ApiClass
    method: Method

    def broken(self, faults: Sequence[Fault]) -> list[str]:
        """What each fault broke, with each of the two clients; empty where all laws hold."""
        found: list[str] = []
        for fault in faults:
            for run in (self._sync, self._async):
                server = FaultServer(fault.acts)
                try:
                    with nothing_unclosed():
                        results = run(fault, server)
                    for result in results:
                        self._check(fault, result)
                    assert server.is_idle(), "a connection stayed open"
                except Exception:
                    found.append(f"{fault.name} ({run.__name__}): {traceback.format_exc()[-900:]}")
                finally:
                    server.close()
        return found

    def _sync(self, fault: Fault, server: FaultServer) -> list[Any]:
        found: list[Any] = []
        with self._opened(self.package, fault, server) as client:
            api = getattr(importlib.import_module(f"{self.package}.api"), self.api.name)(client)
            call = getattr(api, self.method.name)
            for _ in range(fault.calls):
                try:
                    found.append(_read(call(**self._arguments(server))))
                except Exception as error:
                    found.append(error)
            server.heal(OK)
            for _ in range(TRIES):
                try:
                    again = _read(call(**self._arguments(server)))
                except Exception as error:
                    again = error
                if self._is_well(again):
                    return found
        raise AssertionError("the client works no more") from again

    def _async(self, fault: Fault, server: FaultServer) -> list[Any]:
        async def run() -> list[Any]:
            found: list[Any] = []
            aio = importlib.import_module(f"{self.package}.aio")
            async with self._opened(f"{self.package}.aio", fault, server) as client:
                call = getattr(getattr(aio, self.api.name)(client), self.method.name)
                for _ in range(fault.calls):
                    try:
                        found.append(await _read_async(await call(**self._arguments(server))))
                    except Exception as error:
                        found.append(error)
                server.heal(OK)
                for _ in range(TRIES):
                    try:
                        again = await _read_async(await call(**self._arguments(server)))
                    except Exception as error:
                        again = error
                    if self._is_well(again):
                        return found
            raise AssertionError("the client works no more") from again

        return asyncio.run(run())

    def _opened(self, module: str, fault: Fault, server: FaultServer) -> Any:
        package = importlib.import_module(self.package)
        settings = {"timeout": 20, **fault.settings}
        settings = {name: self._setting(value) for name, value in settings.items()}
        configuration = package.Configuration(host=_url(server), **fault.configured)
        client = importlib.import_module(module).ApiClient(
            configuration, header_name="X-Docbound-Corpus", header_value=SECRET, **settings
        )
        client.clock = QuickClock()
        return client

    def _setting(self, value: Any) -> Any:
        """A setting as the package's own runtime takes it."""
        if not isinstance(value, Retries):
            return value
        own = importlib.import_module(self.package).Retries
        return own(**{name: getattr(value, name) for name in Retries.__dataclass_fields__})

    def _arguments(self, server: FaultServer) -> dict[str, Any]:
        given = {item.name: item.example for item in self.method.arguments if item.required}
        return {**given, "_host": _url(server)}

    def _is_well(self, result: Any) -> bool:
        """A response that is not what the description says is no lost client."""
        mismatch = self._error_class("ResponseMismatchError")
        return not isinstance(result, Exception) or isinstance(result, mismatch)

    def _check(self, fault: Fault, result: Any) -> None:
        if not isinstance(result, Exception):
            expected = fault.expect if isinstance(fault.expect, type) else None
            lost = expected is not None and expected.__name__ == "ApiConnectionError"
            assert not lost, f"it gave {result!r:.80} where the connection was lost"
            return
        assert_is_ours(result, base=self._error_class("OpenApiException"))
        printed = "".join(traceback.format_exception(result)) + repr(result)
        assert SECRET not in printed, "a message holds a credential"

    def _error_class(self, name: str) -> type[Exception]:
        found: type[Exception] = getattr(
            importlib.import_module(f"{self.package}._runtime.errors"), name
        )
        return found


def _url(server: FaultServer) -> str:
    return f"http://127.0.0.1:{server.port}"


def _read(result: Any) -> Any:
    """The result, read to its end where it is a stream or a file."""
    if type(result).__name__ == "Stream":
        return list(result)
    return result.read() if type(result).__name__ == "BinaryResponse" else result


async def _read_async(result: Any) -> Any:
    if type(result).__name__ == "AsyncStream":
        return [item async for item in result]
    return await result.read() if type(result).__name__ == "AsyncBinaryResponse" else result
