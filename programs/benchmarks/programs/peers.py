"""A peer's package of the orders: ``peers.py PEER decode|call|call-async PORT`` prints CPU seconds
a round of each.

The package is on the path. The calls are those that the peer's own README shows.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from timing import measure, measure_async, run_async, tell

Calls = dict[str, Callable[..., Any]]


def openapi_python_client(url: str) -> Calls:
    package = importlib.import_module("orders_client")
    api = "orders_client.api.group0"
    list_orders, store, customer = (
        importlib.import_module(f"{api}.{name}")
        for name in ("list_orders", "store_orders", "get_customer")
    )
    client = package.Client(base_url=url)
    return {
        "list": lambda: list_orders.sync(client=client),
        "send": lambda model: store.sync(client=client, body=model),
        "call": lambda: customer.sync(client=client),
        "call_async": lambda: customer.asyncio(client=client),
    }


def openapi_generator(url: str) -> Calls:
    package = importlib.import_module("orders_client")
    client = package.ApiClient(package.Configuration(host=url))
    api = package.Group0Api(client)
    return {
        "list": api.list_orders,
        "send": api.store_orders,
        "call": api.get_customer,
    }


def openapi_generator_asyncio(url: str) -> Calls:
    package = importlib.import_module("orders_client")
    api: list[Any] = []

    def call() -> Awaitable[object]:
        if not api:  # its session wants a running loop
            api.append(package.Group0Api(package.ApiClient(package.Configuration(host=url))))
        answer: Awaitable[object] = api[0].get_customer()
        return answer

    return {"call_async": call}


def crozier(url: str) -> Calls:
    package = importlib.import_module("orders_client")
    client = package.OrdersClientApi(base_url=url)
    asynchronous = package.AsyncOrdersClientApi(base_url=url)
    return {
        "list": client.group0.list_orders,
        "send": lambda model: client.group0.store_orders(orders=model.orders),
        "call": client.group0.get_customer,
        "call_async": asynchronous.group0.get_customer,
    }


PEERS: dict[str, Callable[[str], Calls]] = {
    "openapi-python-client": openapi_python_client,
    "openapi-generator": openapi_generator,
    "openapi-generator-asyncio": openapi_generator_asyncio,
    "crozier": crozier,
}


def main() -> None:
    peer, mode, port = sys.argv[1:]
    calls = PEERS[peer](f"http://127.0.0.1:{port}")
    match mode:
        case "decode":
            end_to_end = measure(calls["list"])
            model = calls["list"]()
            tell(end_to_end=end_to_end, send=measure(lambda: calls["send"](model)))
        case "call":
            tell(call=measure(calls["call"]))
        case _:

            async def asynchronously() -> None:
                tell(call=await measure_async(calls["call_async"]))

            run_async(asynchronously)


if __name__ == "__main__":
    main()
