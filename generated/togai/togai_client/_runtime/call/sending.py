"""Sending a request, and what is raised where that fails."""

from __future__ import annotations

from .. import TYPE_CHECKING
from ..errors import ApiConnectionError
from ..transport.body_reader import as_connection_error
from ..transport.connection import Connection

if TYPE_CHECKING:
    from ..transport.protocol import Request, RequestBody, Response, Timeouts


def send(request: Request, timeout: Timeouts, connection: Connection) -> Response:
    """Sends a request; what fails is raised as :func:`reason` has it."""
    try:
        return connection.transport().send(request, timeout=timeout)
    except Exception as error:
        raised = reason(request.body, error)
    try:
        raise raised
    finally:
        del raised


def ended(error: StopIteration) -> RuntimeError:
    """What is raised where the user's transport or function raises StopIteration, such as
    ``next(responses)`` of a test: as it is, it would end the loop over pages or the call itself
    without a word (as PEP 479 has it for generators).
    """
    found = RuntimeError(
        "a transport or function that was given to the client raised StopIteration"
    )
    found.__cause__ = error
    return found


def reason(body: RequestBody, error: Exception) -> Exception:
    """What is raised where sending ended with ``error``: what the body's source raised, as it is,
    or our own class.
    """
    failure: Exception | None = getattr(body, "failure", None)
    if failure is not None:
        return failure
    if isinstance(error, StopIteration):
        return ended(error)
    if isinstance(error, OSError):
        found = as_connection_error(error)
        found.__cause__ = error
        error = found
    if isinstance(error, ApiConnectionError):
        from .tracebacks import without_frames

        without_frames(error)
    return error
