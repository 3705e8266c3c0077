"""Responses packed in ways that were not requested."""

from __future__ import annotations

import gzip
import sys
from typing import Any

import pytest

from docbound.runtime.errors import (
    ApiConnectionError,
    ContentEncodingError,
    ResponseTooLargeError,
)
from docbound.runtime.service.operations import Operation
from tests.runtime.twins import CannedResponse, Twin

brotli = pytest.importorskip("brotli")
if sys.version_info >= (3, 14):
    from compression import zstd
else:
    zstd = pytest.importorskip("backports.zstd")

TEXT = b'{"a": "' + b"x" * 100_000 + b'"}'


def fetch(twin: Twin, body: bytes, encoding: str) -> Any:
    operation = Operation[Any]("op", "GET", "/x", responses={"200": {"application/json": None}})
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    outcome = twin.call(operation, responses=[CannedResponse(200, body, headers)])
    if isinstance(outcome.result, Exception):
        raise outcome.result
    return outcome.result


PACKED = [
    ("br", brotli.compress(TEXT)),
    ("zstd", zstd.compress(TEXT)),
    ("zstd", zstd.compress(TEXT[:50_000]) + zstd.compress(TEXT[50_000:])),
    ("gzip, br", brotli.compress(gzip.compress(TEXT))),
    ("zstd, gzip", gzip.compress(zstd.compress(TEXT))),
]


@pytest.mark.parametrize(("encoding", "body"), PACKED, ids=[name for name, _ in PACKED])
def test_what_was_not_requested_is_unpacked(twin: Twin, encoding: str, body: bytes) -> None:
    assert fetch(twin, body, encoding) == {"a": "x" * 100_000}


@pytest.mark.parametrize(("encoding", "body"), PACKED, ids=[name for name, _ in PACKED])
def test_a_body_that_ends_early_is_an_error(twin: Twin, encoding: str, body: bytes) -> None:
    with pytest.raises(ApiConnectionError):
        fetch(twin, body[:-3], encoding)


@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_a_damaged_body_is_an_error(twin: Twin, encoding: str) -> None:
    with pytest.raises(ApiConnectionError, match=r"damaged|too early"):
        fetch(twin, b"this is not packed at all", encoding)


@pytest.mark.parametrize("encoding", ["compress", "exi", "gzip, made-up"])
def test_an_unknown_encoding_is_named(twin: Twin, encoding: str) -> None:
    with pytest.raises(ContentEncodingError, match=encoding.rpartition(" ")[2]):
        fetch(twin, b"?", encoding)


@pytest.mark.parametrize(
    ("encoding", "module"),
    [("br", "Brotli"), ("zstd", "zstd")],
)
def test_without_a_decoder_the_error_says_what_to_install(
    twin: Twin, encoding: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("brotli", "brotlicffi", "compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(ContentEncodingError, match=module):
        fetch(twin, b"?", encoding)


@pytest.mark.parametrize(("encoding", "pack"), [("br", brotli.compress), ("zstd", zstd.compress)])
def test_a_bomb_is_stopped(twin: Twin, encoding: str, pack: Any) -> None:
    with pytest.raises(ResponseTooLargeError):
        fetch(twin, pack(b"0" * 64 * 1024 * 1024), encoding)
