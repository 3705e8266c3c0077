"""Options of a call and of a client: timeouts, retries, authentication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from ..http.origins import Link
from ..named_tuples import NamedTuple
from ..records import record

Timeout: TypeAlias = float | tuple[float, float]
"""Seconds. One number limits each attempt as a whole, from the connection to the last byte of the
response (to its headers, where the response is a file or a stream); a pair (connect, read) limits
the connection and each silence while the response arrives."""

RequestAuth: TypeAlias = Mapping[str, str]
"""A credential for one call: ``{"in": "header", "key": "X-Key", "value": "..."}``; ``in`` may be
``header``, ``query`` or ``cookie``. It replaces those of the client."""


class _Upload:
    """Tells pydantic, where a method is wrapped as a tool, that a file may be any of its forms; a
    call itself checks it.
    """

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> Any:
        from pydantic_core import core_schema

        return core_schema.any_schema(metadata={"pydantic_js_functions": [_binary]})


UPLOAD: Final = _Upload()
"""Tells the models, too, that a file is meant."""


def _binary(schema: object, handler: object) -> dict[str, str]:
    return {"type": "string", "format": "binary"}


@record
class Retries:
    """When and how often a failed call is repeated.

    A call is repeated only where that is safe: its method is idempotent, an idempotency key goes
    with it, nothing had been sent yet, a 429 or 503 says by ``Retry-After`` when to come back, or
    the caller has named its method.

    Attributes:
        count: repetitions after the first attempt; 0 turns them off.
        statuses: responses that are worth another attempt.
        backoff: seconds before the first repetition; doubled each time.
        max_wait: the longest single wait, in seconds. If the service demands more by
            ``Retry-After``, its response is the result: an earlier attempt would be refused again,
            and a longer wait is not allowed. The same holds for the time at which a rate limit
            ends.
        jitter: the part of a wait, from 0 to 1, that is left to chance.
        respect_retry_after: whether ``Retry-After`` (or ``retry-after-ms``) replaces the computed
            wait and lets any call be repeated after 429 and 503, whether the time at which a rate
            limit ends replaces it after 429, and whether ``x-should-retry`` decides.
        methods: further methods whose calls may be repeated, such as ``POST``.
    """

    count: int = 2
    statuses: frozenset[int] = frozenset((408, 429, 502, 503, 504))
    backoff: float = 0.5
    max_wait: float = 30.0
    jitter: float = 0.25
    respect_retry_after: bool = True
    methods: frozenset[str] = frozenset()


class _NotGiven:
    """The type of :data:`NOT_GIVEN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __reduce__(self) -> str:
        return "NOT_GIVEN"


NOT_GIVEN: Any = _NotGiven()
"""In place of a required argument that another form of the call does not have by position: a body
that is given as its fields.
"""


class CallOptions(NamedTuple):
    """The options of one call, as every generated method passes them on. None: as the client has
    it.

    Attributes:
        link: where the service itself sent the call, in place of all hosts and servers.
    """

    request_timeout: Timeout | None = None
    request_auth: RequestAuth | None = None
    content_type: str | None = None
    headers: Mapping[str, str] | None = None
    host_index: int = 0
    query: Mapping[str, object] | None = None
    retries: Retries | int | None = None
    host: str | None = None
    strict: bool | None = None
    link: Link | None = None

    def __repr__(self) -> str:
        # Header fields, the query and the credential may not be shown.
        names = (name for name, value in self._asdict().items() if value not in (None, 0))
        return f"CallOptions({', '.join(names)})"

    def with_headers(self, fields: Mapping[str, str]) -> CallOptions:
        """The options with further header fields, which replace those of the same name."""
        added = {name.lower() for name in fields}
        kept = {
            name: value for name, value in (self.headers or {}).items() if name.lower() not in added
        }
        return self._replace(headers={**kept, **fields})


NO_OPTIONS = CallOptions()

OPTIONS: dict[str, str] = {f"_{field}": field for field in CallOptions._fields if field != "link"}
"""What a caller names the options, and the fields of :class:`CallOptions` that they set."""
