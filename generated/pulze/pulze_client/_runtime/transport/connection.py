"""What a client and its copies share: transport, locks, closing.

A transport is made at the first call. It belongs to one process: after a fork the child makes its
own, because two processes on one socket would read each other's responses. An asynchronous one also
belongs to one event loop.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from ..call_site import callers_frame
from ..errors import ApiTypeError, ClientClosedError
from .connection_settings import ConnectionSettings
from .process_state import fork_count, keep_for_parent
from .protocol import Transport


def place() -> str:
    """Where the caller's code is, as ``file:line``."""
    frame = callers_frame()
    return "?" if frame is None else f"{frame.f_code.co_filename}:{frame.f_lineno}"


class Connection:
    """The synchronous client's share.

    Args:
        settings: gives the settings of the transport when it is made.
        own: a transport of the caller's, or None; the caller's is closed by its client, too.
        warns: whether an open connection that is forgotten warns.
    """

    def __init__(
        self,
        settings: Callable[[], ConnectionSettings],
        own: Transport | None,
        warns: bool = True,
    ) -> None:
        if own is not None and not hasattr(own, "send"):
            raise ApiTypeError("a transport needs the methods send and close")
        self._settings = settings
        self._own = own
        self._transport = own
        self._process = fork_count()
        self._locks: dict[object, Any] = {}
        self.closed = False
        self.warns = warns
        self.made_at = place()

    def transport(self) -> Transport:
        """The transport, made at its first use in this process.

        Raises:
            ClientClosedError: the client was closed.
        """
        self._check_process()
        transport = self._transport
        if transport is None:
            transport = self._make()
        if self.closed:
            raise ClientClosedError("the client is closed")
        return transport

    def _make(self) -> Transport:
        from .urllib3_transport import Urllib3Transport

        with self.lock(Connection):
            if self._transport is None and not self.closed:
                self._transport = Urllib3Transport(self._settings())
            return self._transport or Urllib3Transport(self._settings())

    def _check_process(self) -> None:
        if self._process == fork_count():
            return
        # The parent goes on using its sockets; here they are only left. Locks may have been held at
        # the fork.
        keep_for_parent(self._transport)
        self._process = fork_count()
        self._transport = self._own
        self._locks = {}

    def lock(self, key: object) -> Any:
        """The lock that belongs to ``key``."""
        from threading import Lock

        self._check_process()
        return self._locks.get(key) or self._locks.setdefault(key, Lock())

    def close(self) -> None:
        """Closes the transport; a second time does nothing."""
        transport, self._transport = self._transport, None
        self.closed = True
        if self._process != fork_count():
            keep_for_parent(transport)
        elif transport is not None:
            transport.close()

    def __del__(self) -> None:
        # Fails half-made, or while the interpreter ends.
        if getattr(self, "_transport", None) is None or self._process != fork_count():
            return
        if self._own is None:
            if self.warns:
                warn_unclosed(self.made_at)
            self.close()


def warn_unclosed(made_at: str) -> None:
    """Warns of a client that was never closed."""
    warnings.warn(
        f"unclosed API client, made at {made_at}; use it in a with statement or call close()",
        ResourceWarning,
        stacklevel=2,
    )
