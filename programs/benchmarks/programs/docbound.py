"""Docbound's package of the orders: ``docbound.py decode|call|call-async FOLDER PORT`` prints CPU
seconds a round of each.
"""

from __future__ import annotations

import sys
from pathlib import Path

from timing import measure, measure_async, run_async, tell


def decode(data: bytes, port: str) -> None:
    import orders_client
    from orders_client._runtime.models.decoder import decoder
    from orders_client._runtime.models.encoder import encode_json

    decode_one = decoder("Orders").decode_json
    api = orders_client.ApiClient(host=f"http://127.0.0.1:{port}").group0
    figures = {
        "decode": measure(lambda: decode_one(data, strict=False, report=print)),
        "end_to_end": measure(api.list_orders),
    }
    paused = orders_client.Configuration(host=f"http://127.0.0.1:{port}", pause_gc=True)
    figures["paused"] = measure(orders_client.ApiClient(paused).group0.list_orders)
    model = api.list_orders()
    figures["encode"] = measure(lambda: encode_json(model))
    figures["send"] = measure(lambda: api.store_orders(model))
    tell(**figures)


def call(port: str) -> None:
    import orders_client

    api = orders_client.ApiClient(host=f"http://127.0.0.1:{port}").group0
    tell(call=measure(api.get_customer))


def call_async(port: str) -> None:
    from orders_client import aio

    async def main() -> None:
        async with aio.ApiClient(host=f"http://127.0.0.1:{port}") as client:
            tell(call=await measure_async(client.group0.get_customer))

    run_async(main)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["decode", folder, port]:
            decode((Path(folder) / "orders.json").read_bytes(), port)
        case ["call", _, port]:
            call(port)
        case ["call-async", _, port]:
            call_async(port)
        case _:
            sys.exit(2)
