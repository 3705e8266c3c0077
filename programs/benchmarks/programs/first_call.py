"""What a program pays before its first typed answer: ``first_call.py GENERATOR PORT NUMBER`` prints
CPU seconds and MB.

The package is called ``things_client`` and made of the repeated description; NUMBER is the resource
that is called. Each generator has the program that its own README shows, in three steps: the import
of the package, what has to be there before a call, the call. ``by-hand`` is the floor: the one call
and the models that it needs, written with urllib3 and pydantic alone; ``by-hand-async`` that of the
asynchronous client, with aiohttp.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

Steps = Iterator[object]


def docbound(url: str, number: int) -> Steps:
    import things_client

    yield things_client
    api = getattr(things_client.ApiClient(host=url), _group(number))
    yield api
    yield getattr(api, f"get_thing{number}")("x")


def openapi_python_client(url: str, number: int) -> Steps:
    import things_client

    yield things_client
    # What a user writes as "from things_client.api.group0 import get_thing_1".
    module = _module(f"things_client.api.{_group(number)}.get_thing_{number}")
    client = things_client.Client(base_url=url)
    yield client
    yield module.sync("x", client=client)


def openapi_generator(url: str, number: int) -> Steps:
    import things_client

    yield things_client
    client = things_client.ApiClient(things_client.Configuration(host=url))
    api = getattr(things_client, f"{_group(number).capitalize()}Api")(client)
    yield api
    yield getattr(api, f"get_thing{number}")("x")


def crozier(url: str, number: int) -> Steps:
    import things_client

    yield things_client
    api = getattr(things_client.ThingsClientApi(base_url=url), _group(number))
    yield api
    yield getattr(api, f"get_thing{number}")("x")


def by_hand(url: str, number: int) -> Steps:
    import urllib3

    yield urllib3
    from first_call_models import Thing

    pool = urllib3.PoolManager()
    yield pool
    yield Thing.model_validate_json(pool.request("GET", f"{url}/things{number}/x").data)


def docbound_async(url: str, number: int) -> Steps:
    from things_client import aio

    yield aio
    client = aio.ApiClient(host=url)
    api = getattr(client, _group(number))
    yield api
    import asyncio

    async def call() -> object:
        async with client:
            return await getattr(api, f"get_thing{number}")("x")

    yield asyncio.run(call())


def by_hand_async(url: str, number: int) -> Steps:
    import aiohttp

    yield aiohttp
    from first_call_models import Thing

    yield Thing
    import asyncio

    async def call() -> object:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{url}/things{number}/x") as response,
        ):
            return Thing.model_validate_json(await response.read())

    yield asyncio.run(call())


GENERATORS: dict[str, Callable[[str, int], Steps]] = {
    "docbound": docbound,
    "openapi-python-client": openapi_python_client,
    "openapi-generator": openapi_generator,
    "crozier": crozier,
    "by-hand": by_hand,
    "docbound-async": docbound_async,
    "by-hand-async": by_hand_async,
}


def _group(number: int) -> str:
    return f"group{number // 25}"


def _module(name: str) -> Any:
    __import__(name)
    return sys.modules[name]


def main() -> None:
    from peak import peak_memory

    generator, port, number = sys.argv[1:]
    steps = GENERATORS[generator](f"http://127.0.0.1:{port}", int(number))
    bare = peak_memory()
    started = time.process_time()
    next(steps)
    imported = time.process_time() - started
    next(steps)
    ready = time.process_time() - started
    answer: Any = next(steps)
    answered = time.process_time() - started
    used = peak_memory() - bare
    loaded = sum(name.split(".")[0] == "things_client" for name in sys.modules)
    if answer.id != "1":
        sys.exit(f"no typed answer: {answer!r}")
    from timing import tell

    tell(imported=imported, ready=ready, answered=answered, memory=used, loaded=loaded)


if __name__ == "__main__":
    main()
