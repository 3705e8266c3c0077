"""What an asynchronous client and its copies share; see :mod:`.connection`."""

from __future__ import annotations

from asyncio import AbstractEventLoop, Lock, get_running_loop
from collections.abc import Callable
from typing import Any

from ..errors import (
    ApiTypeError,
    ClientClosedError,
    MissingDependencyError,
    WrongEventLoopError,
)
from .connection import place, warn_unclosed
from .connection_settings import ConnectionSettings
from .process_state import fork_count, keep_for_parent
from .protocol import AsyncTransport


class AsyncConnection:
    """The asynchronous client's share; as :class:`~.connection.Connection`.

    Args:
        settings: gives TLS, proxies and limits when the transport is made.
        own: a transport that the caller gave.
        warns: whether a client that nobody closed is warned of.
        distribution: the package's, for the hint how to install aiohttp.
    """

    def __init__(
        self,
        settings: Callable[[], ConnectionSettings],
        own: AsyncTransport | None,
        warns: bool = True,
        distribution: str = "PACKAGE",
    ) -> None:
        if own is not None and not hasattr(own, "send"):
            raise ApiTypeError("a transport needs the methods send and close")
        self._settings = settings
        self._own = own
        self._distribution = distribution
        self._transport = own
        self._process = fork_count()
        self._loop: object = None
        self._locks: dict[AbstractEventLoop, dict[object, Any]] = {}
        self.closed = False
        self.warns = warns
        self.made_at = place()

    def transport(self) -> AsyncTransport:
        """The transport, made at its first use in this process.

        Raises:
            ClientClosedError: the client was closed.
            WrongEventLoopError: it was made in another event loop.
            MissingDependencyError: aiohttp is not installed.
        """
        if self.closed:
            raise ClientClosedError("the client is closed")
        self._check_process()
        if self._own is None:
            self._check_loop()
        transport = self._transport
        if transport is None:
            transport = self._transport = self._make()
        return transport

    def _check_process(self) -> None:
        if self._process == fork_count():
            return
        keep_for_parent(self._transport)
        self._process = fork_count()
        self._transport, self._loop, self._locks = self._own, None, {}

    def _make(self) -> AsyncTransport:
        try:
            from .aiohttp_transport import AiohttpTransport
        except ModuleNotFoundError as error:
            if error.name is None or error.name.startswith(__name__.partition(".")[0]):
                raise
            raise MissingDependencyError(
                f"the asynchronous client needs aiohttp: pip install '{self._distribution}[aio]',"
                " or give it a transport",
                name=error.name,
            ) from error
        return AiohttpTransport(self._settings())

    def _check_loop(self) -> None:
        loop = get_running_loop()
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise WrongEventLoopError(
                f"the client made at {self.made_at} belongs to another event loop; make one for"
                " each loop"
            )

    def lock(self, key: object) -> Any:
        """The lock that belongs to ``key``."""
        self._check_process()
        loop = get_running_loop()
        locks = self._locks.get(loop)
        if locks is None:
            # A transport of the caller's may serve several loops; a lock serves one, and keeps it.
            for over in [each for each in list(self._locks) if each.is_closed()]:
                self._locks.pop(over, None)
            locks = self._locks.setdefault(loop, {})
        return locks.get(key) or locks.setdefault(key, Lock())

    async def close(self) -> None:
        """Closes the transport; a second time does nothing."""
        transport, self._transport = self._transport, None
        self.closed = True
        if self._process != fork_count():
            keep_for_parent(transport)
        elif transport is None:
            return
        elif self._loop not in (None, get_running_loop()):
            # What belongs to a loop that is closed, or runs in another thread, is not awaited here.
            transport.shut_down()  # type: ignore[attr-defined]
        else:
            await transport.close()

    def __del__(self) -> None:
        if getattr(self, "_transport", None) is None or self._own is not None:
            return
        if self.warns and self._process == fork_count():
            warn_unclosed(self.made_at)
