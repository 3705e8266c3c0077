"""Each line of the table, with both clients: an error of ours that names the argument, before
anything is lost.
"""

from __future__ import annotations

import asyncio
import importlib.util
import pickle
import subprocess
import sys
from typing import Any

import pytest

from docbound.runtime.errors import (
    ApiTimeoutError,
    MissingDependencyError,
    OpenApiException,
    PoolTimeoutError,
)
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import CallOptions
from tests.runtime.faults.misuse import MISUSES, Misuse
from tests.runtime.faults.server import WAIT, FaultServer
from tests.runtime.faults.table import FAULTS, OK, response
from tests.runtime.faults.texts import assert_is_ours
from tests.runtime.loopback import nothing_unclosed
from tests.runtime.twins import AsyncClient, Client, Configuration
from tests.support.runs import run_python

PLAIN = Operation[Any]("plain", "GET", "/y", responses={"200": {"application/json": "int"}})


def settings_of(row: Misuse, port: int) -> dict[str, Any]:
    configured = {"host": f"http://127.0.0.1:{port}", "retries": 0, "timeout": 5}
    given = {**configured, **row.configured}
    return {"configuration": Configuration(**given), **row.settings}


def run_sync(row: Misuse, port: int) -> Any:
    with Client(**settings_of(row, port)) as client:
        try:
            return client._call(row.operation or PLAIN, row.values(), CallOptions(**row.options))
        finally:
            if not row.configured:
                assert client._call(PLAIN, ()) == 5, "the client works no more"


def run_async(row: Misuse, port: int) -> Any:
    async def run() -> Any:
        async with AsyncClient(**settings_of(row, port)) as client:
            try:
                return await client._call(
                    row.operation or PLAIN, row.values(), CallOptions(**row.options)
                )
            finally:
                if not row.configured:
                    assert await client._call(PLAIN, ()) == 5

    return asyncio.run(run())


@pytest.fixture
def no_socks(monkeypatch: pytest.MonkeyPatch) -> None:
    """PySocks, which the tests of proxies need, is not there, as in most programs."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec",
        lambda name, package=None: None if name == "socks" else find(name, package),
    )


@pytest.mark.usefixtures("no_socks")
@pytest.mark.parametrize("run", [run_sync, run_async], ids=["sync", "async"])
@pytest.mark.parametrize("row", MISUSES, ids=lambda row: ascii(row.name))
def test_misuse(row: Misuse, run: Any) -> None:
    server = FaultServer([OK])
    try:
        with nothing_unclosed(), pytest.raises(OpenApiException) as caught:
            run(row, server.port)
        error = caught.value
        assert type(error) is row.expect, repr(error)
        assert_is_ours(error, *row.allowed)
        missing = [word for word in row.names if word not in str(error)]
        assert not missing, f"{missing} not in {error}"
        assert str(pickle.loads(pickle.dumps(error))) == str(error)
        assert server.is_idle(), "a connection stayed open"
    finally:
        server.close()


def test_the_tables_are_long_enough() -> None:
    names = [row.name for row in MISUSES]
    assert len(set(names)) == len(names)
    assert len(MISUSES) + len(FAULTS) >= 250


def test_without_aiohttp_the_asynchronous_client_says_how_to_install_it() -> None:
    code = """
import asyncio, pickle, sys
sys.modules["aiohttp"] = None
from tests.runtime.twins import AsyncClient, Configuration
from tests.runtime.faults.test_misuse import PLAIN

async def main():
    async with AsyncClient(Configuration(host="http://127.0.0.1:1")) as client:
        for _ in range(2):
            try:
                await client._call(PLAIN, ())
            except Exception as error:
                print(type(error).__name__, error, isinstance(error, ImportError))
                assert str(pickle.loads(pickle.dumps(error))) == str(error)

asyncio.run(main())
"""
    done = run_python(code)
    line = (
        "MissingDependencyError the asynchronous client needs aiohttp: pip install"
        " 'sample_client[aio]', or give it a transport True"
    )
    assert done.stdout.splitlines() == [line, line], done.stderr
    assert issubclass(MissingDependencyError, OpenApiException)


@pytest.mark.parametrize("timeout", [0.3, (0.15, 0.15)])
def test_a_full_pool_is_named(timeout: Any) -> None:
    async def run(port: int) -> Any:
        host = f"http://127.0.0.1:{port}"
        settings = Configuration(host=host, connection_pool_maxsize=1)
        async with AsyncClient(settings, timeout=timeout) as client:
            raw = await client._call(PLAIN, (), form="raw")
            with pytest.raises(PoolTimeoutError, match="connection_pool_maxsize") as caught:
                await client._call(PLAIN, ())
            await raw.close()
            return caught.value, await client._call(PLAIN, ())

    server = FaultServer([(response(b"1", length="99"), WAIT), OK])
    with nothing_unclosed():
        error, found = asyncio.run(run(server.port))
    assert found == 5 and not error.sent and isinstance(error, ApiTimeoutError)
    assert "all 1 are in use" in str(error)
    assert_is_ours(error)
    assert len(server.requests) == 2, "a call that got no connection is not repeated"
    server.close()


def test_an_unclosed_asynchronous_client_says_where_it_was_made() -> None:
    code = """
import asyncio, gc, logging, sys
from tests.runtime.faults.server import FaultServer
from tests.runtime.faults.table import OK
from tests.runtime.faults.test_misuse import PLAIN
from tests.runtime.twins import AsyncClient, Configuration

logging.basicConfig(level=logging.DEBUG, format="LOG %(name)s %(message)s")
server = FaultServer([OK])

async def main():
    client = AsyncClient(Configuration(host=f"http://127.0.0.1:{server.port}"))
    await client._call(PLAIN, ())
    del client
    gc.collect()
    await asyncio.sleep(0)

asyncio.run(main())
gc.collect()
assert server.is_idle(), "the connection stayed open"
"""
    command = [sys.executable, "-W", "always::ResourceWarning", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    warnings = [line for line in done.stderr.splitlines() if "ResourceWarning" in line]
    assert len(warnings) == 1, done.stderr
    assert "unclosed API client, made at <string>:12;" in warnings[0]
    assert "aiohttp" not in done.stderr and "Unclosed" not in done.stderr
