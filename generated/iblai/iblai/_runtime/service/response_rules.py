"""What a response says besides its status: that the call failed, or that it came too early.

A path is a tuple of wire names into the JSON of a body; ``*`` is each item of a list or each value
of a mapping, and ``("header:NAME",)`` a header field.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..records import field, record


@record
class ResponseSign:
    """What is looked for in a response.

    Attributes:
        path: where.
        values: those that count; without them and without ``others``, all but null, false, 0 and
            what is empty.
        others: the values that do not count; all others do, where there is one.
    """

    path: tuple[str, ...]
    values: tuple[object, ...] = ()
    others: tuple[object, ...] = ()


@record
class ErrorRule:
    """How a service says in a successful response that the call failed, and what its word for an
    error is.

    Attributes:
        sign: what a successful response has where the call failed; None: its status says it.
        code: where the word for the error is.
        statuses: for such words the status whose exception is raised.
        type: the type expression of the body of such an error; without one, the type that the
            operation has for that status (a 400, where it is not known), its hundred or
            ``default``, or else for the successful response.
    """

    sign: ResponseSign | None = None
    code: tuple[str, ...] = ()
    statuses: Mapping[str, int] = field(default_factory=dict[str, int])
    type: str = ""


@record
class ThrottlingRule:
    """How a service says that a call came too early, where the status alone does not.

    Attributes:
        sign: what such a response has. A text is also compared without what is up to ``#`` and
            from ``:`` on (``com.example#SlowDown:http://example.com``).
        statuses: those of the responses that are looked at.
        wait: where the seconds to wait are, as a number or as in ``1.5s``.
        safe: whether nothing was done then, so that any call may be repeated.
    """

    sign: ResponseSign
    statuses: tuple[int, ...]
    wait: tuple[str, ...] = ()
    safe: bool = False

    @property
    def is_in_successes(self) -> bool:
        """Whether responses that are successes by their status are looked at."""
        return any(200 <= status <= 299 for status in self.statuses)
