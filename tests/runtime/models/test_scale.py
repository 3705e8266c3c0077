"""Long chains, large cycles, deep data, many threads."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from docbound.runtime.models.base import Alias, Model
from docbound.runtime.models.decoder import Mismatch, decoder
from docbound.runtime.models.encoder import encode_json

MODULE = __name__


class Tree(Alias, of="list[Tree] | int"):
    """Recursive through a list."""


class Same(Alias, of="Other"):
    """A name for a name for itself."""


class Other(Alias, of="Same | str"):
    """See Same."""


def ring(count: int, word: str, *, closed: bool) -> list[type[Model]]:
    """Models that each refer to the next, and the last to the first if ``closed``."""
    names = [f"{word}{index}" for index in range(count)]
    made: list[type[Model]] = []
    for index, name in enumerate(names):
        following = names[(index + 1) % count]
        annotations = {"number": "int", "next": f"{following} | None"}
        if not closed and index == count - 1:
            del annotations["next"]
        body: dict[str, Any] = {"__annotations__": annotations, "__module__": MODULE}
        if "next" in annotations:
            body["next"] = None
        globals()[name] = type(Model)(name, (Model,), body)
        made.append(globals()[name])
    return made


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {"number": 0}
    for number in range(1, depth):
        value = {"number": number, "next": value}
    return value


@pytest.mark.parametrize(("count", "closed"), [(300, False), (1000, True)])
def test_chains_and_cycles_of_many_models(count: int, closed: bool) -> None:
    first, *others = ring(count, f"Ring{count}x", closed=closed)
    wire = nested(150)

    value = decoder(list[first]).decode_json(json.dumps([wire]).encode())  # type: ignore[valid-type]

    assert type(value[0].next) is others[0]
    assert json.loads(encode_json(value)) == [wire]
    assert json.loads(value[0].to_json()) == wire
    assert first(number="1", next={"number": 2}).next.number == 2  # type: ignore[call-arg, attr-defined]
    assert others[-1](number=1).number == 1  # type: ignore[call-arg, attr-defined]


def test_first_use_by_many_threads_at_once() -> None:
    first, *_ = ring(60, "Threaded", closed=True)
    body = json.dumps([nested(60)]).encode()
    start = threading.Barrier(64)

    def use(index: int) -> bytes:
        start.wait()
        if index % 2:
            return first.from_json(body[1:-1]).to_json().encode()
        return encode_json(decoder(list[first]).decode_json(body))[1:-1]  # type: ignore[valid-type]

    with ThreadPoolExecutor(64) as pool:
        written = set(pool.map(use, range(64)))

    assert [json.loads(text) for text in written] == [nested(60)]


@pytest.mark.parametrize("depth", [150, 250, 1200, 50_000])
@pytest.mark.parametrize("annotation", [Tree, list, Any])
def test_deep_data_is_kept(annotation: Any, depth: int) -> None:
    body = b"[" * depth + b"1" + b"]" * depth
    found: list[Mismatch] = []

    value = decoder(annotation).decode_json(body, report=found.append)

    assert encode_json(value) == body
    assert len(found) <= 1


def test_deep_models_are_kept() -> None:
    first, *_ = ring(2, "Deep", closed=True)
    wire = nested(400)

    value = decoder(first).decode_json(json.dumps(wire).encode(), report=lambda found: None)

    assert json.loads(encode_json(value)) == wire


def test_a_call_from_far_down_the_stack_does_not_fail() -> None:
    body = b'{"number":"x","next":' * 30 + b"null" + b"}" * 30
    first, *_ = ring(2, "Low", closed=True)

    def descend(levels: int) -> Any:
        if levels:
            return descend(levels - 1)
        return decoder(first).decode_json(body, report=lambda found: None)

    for levels in (0, 500, 850):
        assert encode_json(descend(levels)) == body


def test_aliases_of_themselves_end() -> None:
    assert decoder(Same).decode_json(b'"x"') == "x"
    assert decoder(list[Other]).decode_json(b'["x"]') == ["x"]
    found: list[Mismatch] = []
    assert decoder(Same).decode_json(b"1", report=found.append) == 1
    assert [item.expected for item in found] == ["a string"]
