"""Streams and single values, choices of bodies, fields that are called as arguments, and values in
all locations.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import assert_type

import radio
from radio.api_response import Stream
from radio.types import AskParams, AskParamsStreaming

talk = radio.TalkApi()
users = radio.UsersApi()
search = radio.SearchApi()
Either = radio.Answer | Stream[radio.Piece]


def streams(is_long: bool, question: AskParams, streamed: AskParamsStreaming) -> None:
    assert_type(talk.ask({"model": "m"}), radio.Answer)
    assert_type(talk.ask({"model": "m", "stream": False}), radio.Answer)
    assert_type(talk.ask({"model": "m", "stream": None}), radio.Answer)
    assert_type(talk.ask({"model": "m", "stream": True}), Stream[radio.Piece])
    assert_type(talk.ask({"model": "m", "maxItems": 3, "stream": True}), Stream[radio.Piece])
    assert_type(talk.ask(streamed), Stream[radio.Piece])
    assert_type(talk.ask({"model": "m", "stream": is_long}), Either)
    assert_type(talk.ask(question), Either)
    assert_type(talk.ask(radio.Ask(model="m")), Either)
    assert_type(talk.ask(model="m"), radio.Answer)
    assert_type(talk.ask(model="m", stream=False, _retries=0), radio.Answer)
    assert_type(talk.ask(model="m", stream=True, max_items=3), Stream[radio.Piece])
    assert_type(talk.ask(model="m", stream=is_long), Either)
    assert_type(talk.ask_with_http_info(radio.Ask(model="m")).data, Either)
    assert_type(talk.tell(), Stream[radio.Piece])
    assert_type(talk.tell(stream=False), radio.Answer)
    assert_type(talk.tell({"stream": False}), radio.Answer)
    assert_type(talk.watch("r"), radio.Answer | None)
    assert_type(talk.watch("r", stream=True), Stream[radio.Piece] | None)
    assert_type(talk.watch("r", stream=is_long), Either | None)
    assert_type(talk.read_log(), radio.Answer)
    assert_type(talk.read_log(stream=True), Stream[radio.Piece])
    assert_type(talk.read_log(stream=is_long), Either)
    print(talk.ask(model="m").text, [piece.delta for piece in talk.ask(model="m", stream=True)])

    print(talk.ask(model="m").delta)  # error
    print(talk.ask(model="m", stream=True).text)  # error
    print([piece.text for piece in talk.read_log(stream=True)])  # error
    talk.ask(model="m", stream="yes")  # error
    talk.ask({"model": "m", "stream": 1})  # error
    talk.ask(stream=True)  # error
    talk.read_log(True)  # error
    talk.read_log(stream=None)  # error
    talk.watch("r", stream="true")  # error
    print(talk.read_log_with_http_info().data.delta)  # error


async def async_streams() -> None:
    client = radio.aio.ApiClient()
    assert_type(await client.talk.ask(model="m"), radio.Answer)
    async for piece in await client.talk.ask(model="m", stream=True):
        print(piece.delta)
    async for piece in await client.talk.read_log(stream=True):
        print(piece.delta)

    print((await client.talk.ask(model="m", stream=True)).text)  # error
    list(await client.talk.read_log(stream=True))  # error


def bodies() -> None:
    users.pay(kind="card", number="1")
    users.pay(iban="1")
    users.pay(file=Path("x"), note="n")
    users.pay({"kind": "bank", "iban": "1"})
    users.pay(radio.Slip(file=b"x"))
    users.add_picture(picture=b"x")
    users.add_picture(picture={"url": "u"}, note="n")
    users.add_picture()
    users.rename_user("a", {"name": "b"}, "t")
    users.rename_user("a", x_trace="t", body_name="b", options="o", dry=True)
    users.rename_user("a", x_trace="t", body_name="b", joined_at="2024-01-02T03:04:05Z")

    users.pay(kind="card", iban="1")  # error
    users.pay(number="1", iban="1")  # error
    users.pay(note="n")  # error
    users.pay()  # error
    users.add_picture(note="n")  # error
    users.add_picture(picture={"uri": "u"})  # error
    users.rename_user("a", x_trace="t", name="b")  # error
    users.rename_user("a", "t", body_name="b")  # error
    users.rename_user("a", body_name="b")  # error
    users.rename_user("a", x_trace="t", body_name="b", id="1")  # error


def locations(ids: Sequence[uuid.UUID], weights: Mapping[str, int]) -> None:
    search.search(datetime.date(2024, 1, 2))
    search.search("2024-01-02", since="2024-01-02T03:04:05Z", x_at="2024-01-02T03:04:05Z")
    search.search("2024-01-02", since=datetime.datetime.now(datetime.UTC))
    search.search("2024-01-02", ids=ids, filter=weights)
    search.search("2024-01-02", ids=("a", uuid.uuid4()), filter={"a": 1})
    search.search("2024-01-02", kinds=("red", radio.Colour.GREEN), colour="red")
    search.search("2024-01-02", x_colours=[radio.Colour.RED], colour=radio.Colour.RED)
    search.search("2024-01-02", price="1.50")
    search.search("2024-01-02", price=Decimal("1.50"))
    search.search("2024-01-02", where={"name": "n", "joined_at": "2024-01-02T03:04:05Z"})
    search.search("2024-01-02", where={"name": "n", "joinedAt": "2024-01-02T03:04:05Z"})
    search.search("2024-01-02", where=radio.User(name="n"))

    search.search(20240102)  # error
    search.search("2024-01-02", since=3)  # error
    search.search("2024-01-02", ids=3)  # error
    search.search("2024-01-02", kinds=[3])  # error
    search.search("2024-01-02", filter={"a": "b"})  # error
    search.search("2024-01-02", filter=["a"])  # error
    search.search("2024-01-02", colour=3)  # error
    search.search("2024-01-02", where={"nmae": "n"})  # error
    search.search("2024-01-02", where="n")  # error
    search.search("2024-01-02", price=b"1")  # error
