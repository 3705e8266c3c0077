"""The floors, in one process: ``floors.py decode|call|call-async FOLDER PORT`` prints CPU seconds a
round of each.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from timing import measure, measure_async, run_async, tell


def decode(data: bytes) -> None:
    from floor_models import ADAPTER

    figures = {
        "pydantic": measure(lambda: ADAPTER.validate_json(data)),
        "json": measure(lambda: json.loads(data)),
        "pydantic_encode": encode(ADAPTER.validate_json(data)),
    }
    plain = json.loads(data)
    figures["json_encode"] = measure(lambda: json.dumps(plain, separators=(",", ":")))
    try:
        import msgspec
    except ImportError:
        pass
    else:
        from floor_structs import Orders as Structs

        decoder = msgspec.json.Decoder(Structs)
        structs = decoder.decode(data)
        figures["msgspec"] = measure(lambda: decoder.decode(data))
        figures["msgspec_encode"] = measure(lambda: msgspec.json.encode(structs))
    tell(**figures)


def encode(model: Any) -> float:
    from floor_models import ADAPTER

    return measure(lambda: ADAPTER.dump_json(model, by_alias=True, exclude_unset=True))


def call(port: str) -> None:
    import urllib3

    pool = urllib3.PoolManager()
    url = f"http://127.0.0.1:{port}/customer"
    tell(urllib3=measure(lambda: json.loads(pool.request("GET", url).data)))


def call_async(port: str) -> None:
    import aiohttp

    async def main() -> None:
        async with aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{port}/customer"

            async def once() -> object:
                async with session.get(url) as response:
                    return json.loads(await response.read())

            tell(aiohttp=await measure_async(once))

    run_async(main)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["decode", folder, _]:
            decode((Path(folder) / "orders.json").read_bytes())
        case ["call", _, port]:
            call(port)
        case ["call-async", _, port]:
            call_async(port)
        case _:
            sys.exit(2)
