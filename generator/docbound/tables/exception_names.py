"""The exception classes that every package has, as data: what a generator run needs to know of
``runtime.errors``.

Loading the runtime for it would cost each run some 10 ms. Tests compare the two.
"""

from __future__ import annotations

from typing import Final

from docbound.tables import runtime_names

NAMES: Final = runtime_names.ERRORS
"""The public error classes of the runtime."""

BASE: Final = "ApiException"
"""What is raised for any status outside 200-299; the classes below are its subclasses."""

SERVER: Final = "ServiceException"
"""The class of 500-599."""

BY_STATUS: Final = {
    400: "BadRequestException",
    401: "UnauthorizedException",
    403: "ForbiddenException",
    404: "NotFoundException",
    409: "ConflictException",
    422: "UnprocessableEntityException",
    429: "RateLimitException",
}
"""The statuses that have a class of their own."""


def name_for(status: int) -> str:
    """The class of a status outside 200-299."""
    return BY_STATUS.get(status) or (SERVER if 500 <= status <= 599 else BASE)
