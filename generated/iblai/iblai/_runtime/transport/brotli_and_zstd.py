"""Decompresses ``br`` (RFC 7932) and ``zstd`` (RFC 8878) with an installed library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final

from ..errors import ApiConnectionError, ContentEncodingError
from .decompression_limit import Growth, Layer

_STEP: Final = 1024 * 1024


class _Brotli:
    """Steps of limited size through a ``br`` body."""

    def __init__(self, module: Any) -> None:
        self._engine = module.Decompressor()
        # Older ones give a piece of any size at once, which a small body can make fill the memory.
        self._engine.process(b"", output_buffer_limit=_STEP)

    def step(self, packed: bytes) -> tuple[bytes, bool]:
        piece: bytes = self._engine.process(packed, output_buffer_limit=_STEP)
        return piece, not self._engine.can_accept_more_data()

    @property
    def is_complete(self) -> bool:
        return bool(self._engine.is_finished())


class _Zstandard:
    """Steps of limited size through a ``zstd`` body; frames may follow each other."""

    def __init__(self, module: Any) -> None:
        self._make: Callable[[], Any] = module.ZstdDecompressor
        self._engine = self._make()

    def step(self, packed: bytes) -> tuple[bytes, bool]:
        if self._engine.eof:
            packed = self._engine.unused_data + packed
            if not packed:
                return b"", False
            self._engine = self._make()
        piece: bytes = self._engine.decompress(packed, max_length=_STEP)
        engine = self._engine
        return piece, bool(engine.unused_data) if engine.eof else not engine.needs_input

    @property
    def is_complete(self) -> bool:
        return bool(self._engine.eof)


_ENGINES: Final[dict[str, tuple[Callable[[Any], Any], tuple[str, ...], str]]] = {
    "br": (_Brotli, ("brotli", "brotlicffi"), "Brotli 1.2 or later"),
    "zstd": (
        _Zstandard,
        ("compression.zstd", "backports.zstd"),
        "Python 3.14 or backports.zstd",
    ),
}
"""For each encoding how it is undone, the modules that can, and where they come from."""


class _OtherLayer:
    """Undoes one encoding, step by step."""

    def __init__(self, name: str, engine: Any, growth: Growth) -> None:
        self._name = name
        self._engine = engine
        self._growth = growth
        self._given = 0
        self._began = False

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Yields what ``packed`` adds.

        Raises:
            ApiConnectionError: the data are damaged.
            ResponseTooLargeError: they grow beyond the limit.
        """
        self._began = self._began or bool(packed)
        more = bool(packed)
        while more:
            try:
                piece, more = self._engine.step(packed)
            except Exception as error:  # each decoder has an error class of its own
                raise ApiConnectionError("the compressed response is damaged") from error
            packed = b""
            self._given += len(piece)
            self._growth.check(self._given)
            if piece:
                yield piece

    def finish(self) -> Iterator[bytes]:
        """Yields nothing; raises ApiConnectionError if the end is missing."""
        if self._began and not self._engine.is_complete:
            raise ApiConnectionError("the compressed response ends too early")
        yield from ()


def other_layer(name: str, growth: Growth) -> Layer:
    """What undoes ``name``.

    Raises:
        ContentEncodingError: nothing that is installed can.
    """
    if name not in _ENGINES:
        raise ContentEncodingError(
            f"the response has the unknown Content-Encoding {name[:100]!r}, which was not requested"
        )
    engine, modules, source = _ENGINES[name]
    for module in modules:
        try:
            return _OtherLayer(name, engine(import_module(module)), growth)
        except (ImportError, TypeError):  # absent, or without a limit on its output
            continue
    raise ContentEncodingError(
        f"the response has the Content-Encoding {name!r}, which was not requested; {source} would"
        " decompress it"
    )
