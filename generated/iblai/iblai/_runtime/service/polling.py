"""How a call tells that something that takes long is done."""

from __future__ import annotations

from ..records import record
from .response_rules import ResponseSign


@record
class Polling:
    """When a call that is repeated has come to its end.

    Attributes:
        done: what a response has that is the last one.
        failed: what it has where the work failed; None: nothing says that.
        code: where the service's word for the failure is.
        every: seconds between two calls, unless ``Retry-After`` says otherwise.
        timeout: seconds after which it is given up.
    """

    done: ResponseSign
    failed: ResponseSign | None = None
    code: tuple[str, ...] = ()
    every: float = 2.0
    timeout: float = 600.0
