"""Everything that a call can raise, in one tree under :class:`OpenApiException`.

Each error has a ``str`` of one line, survives pickling, and shows no credential.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from .http.headers import Headers
from .http.masking import BLOT, without
from .introspection import evaluable

if TYPE_CHECKING:
    from .mismatch_record import Mismatch

PathToItem = Sequence["str | int"]


class OpenApiException(Exception):
    """The root of all errors that this package raises on purpose."""


# --- wrong use -----------------------------------------------------------------------------------


def render_path(path_to_item: PathToItem) -> str:
    """Writes a path into data as text: ``['data'][0]['name']``."""
    return "".join(f"[{step!r}]" for step in path_to_item)


class ApiTypeError(OpenApiException, TypeError):
    """A value of the wrong type.

    Args:
        msg: what is wrong.
        path_to_item: where, inside the data.
        valid_classes: what would be right.
        key_type: whether a key, not a value, is wrong.
    """

    def __init__(
        self,
        msg: str,
        path_to_item: PathToItem | None = None,
        valid_classes: tuple[type, ...] | None = None,
        key_type: bool | None = None,
    ) -> None:
        self.path_to_item = path_to_item
        self.valid_classes = valid_classes
        self.key_type = key_type
        super().__init__(_with_path(msg, path_to_item))


class ApiValueError(OpenApiException, ValueError):
    """A value of the right type that cannot be sent."""

    def __init__(self, msg: str, path_to_item: PathToItem | None = None) -> None:
        self.path_to_item = path_to_item
        super().__init__(_with_path(msg, path_to_item))


class InvalidArgumentError(ApiValueError):
    """Arguments of a call, or its body, do not fit their description; nothing was sent.

    Args:
        title: what was called, or the type of the body.
        problems: what is wrong; each one has ``loc``, the place as a tuple, ``msg``, a sentence,
            and ``type``, a word.
    """

    def __init__(self, title: str, problems: Iterable[Mapping[str, Any]] = ()) -> None:
        self.title = title
        self._problems = [dict(each) for each in problems]
        super().__init__(self._text())
        self.args = (title, self._problems)

    def errors(self) -> list[dict[str, Any]]:
        """What is wrong, one by one."""
        return [dict(each) for each in self._problems]

    def error_count(self) -> int:
        """How many things are wrong."""
        return len(self._problems)

    def _text(self) -> str:
        from .error_text import one_line

        count = len(self._problems)
        texts = [f"{_place(each['loc'])}{each['msg']}" for each in self._problems[:5]]
        if count > len(texts):
            texts.append(f"and {count - len(texts)} more")
        kind = "error" if count == 1 else "errors"
        return one_line(f"{count} validation {kind} for {self.title}: {'; '.join(texts)}", 2000)

    def __str__(self) -> str:
        return self._text()


def _place(steps: Sequence[str | int]) -> str:
    """A place inside arguments, as a caller would write it: ``body.items[3].name: ``."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return f"{text.removeprefix('.')}: " if text else ""


class LocalFileError(OpenApiException, OSError):
    """A file of this computer cannot be read for an upload, or written for a download. It has
    ``errno`` and ``filename``.
    """

    def __str__(self) -> str:
        text = str(self.strerror or "unknown reason")
        return f"the file {self.filename!r} cannot be used: {text[:1].lower()}{text[1:]}"


class MissingDependencyError(OpenApiException, ImportError):
    """A library that an optional part of the package needs is not installed; the message says how
    to install it.
    """


class ApiAttributeError(OpenApiException, AttributeError):
    """An attribute that does not exist."""

    def __init__(self, msg: str, path_to_item: PathToItem | None = None) -> None:
        self.path_to_item = path_to_item
        super().__init__(_with_path(msg, path_to_item))


class ApiKeyError(OpenApiException, KeyError):
    """A key that does not exist."""

    def __init__(self, msg: str, path_to_item: PathToItem | None = None) -> None:
        self.path_to_item = path_to_item
        super().__init__(_with_path(msg, path_to_item))

    def __str__(self) -> str:
        # KeyError would show the message as a quoted key.
        return str(self.args[0])


def kind_of(value: object) -> str:
    """The name of a value's type, for messages."""
    return type(value).__name__


def _with_path(message: str, path: PathToItem | None) -> str:
    return f"{message} at {render_path(path)}" if path else message


class MissingCredentialsError(ApiValueError):
    """A call that needs a credential was made without one; nothing was sent."""


class ClientClosedError(ApiValueError):
    """A call through a client that was closed."""


class WrongEventLoopError(ApiValueError):
    """An asynchronous client was used on another event loop than the one it belongs to."""


# --- no response


class ApiConnectionError(OpenApiException):
    """No complete response came.

    Args:
        message: what happened, without credentials.
        sent: whether the request may have reached the service. Only when this is False is it
            certain that nothing happened there.

    Attributes:
        method: the request's method.
        url: the request's URL, without its query.
        redirection: where redirects led, and why one was not followed; or empty.
    """

    method: str
    url: str
    redirection: str

    def __init__(self, message: str = "the connection failed", *, sent: bool = True) -> None:
        super().__init__(message)
        self.sent = sent
        self.method = ""
        self.url = ""
        self.redirection = ""

    def __str__(self) -> str:
        text = super().__str__()
        notes = [f"{self.method} {self.url}"] if self.method else []
        if self.redirection:
            notes.append(self.redirection)
        return f"{text} [{', '.join(notes)}]" if notes else text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class ApiTimeoutError(ApiConnectionError):
    """The service did not answer in time."""


class CertificateError(ApiConnectionError):
    """A certificate was refused, the service's or a proxy's. It is not tried again."""


class PoolTimeoutError(ApiTimeoutError):
    """All connections of the asynchronous client were in use, and none became free in time; nothing
    was sent.
    """


class RedirectError(ApiConnectionError):
    """Too many redirects, or one without a usable target."""


class ContentEncodingError(ApiConnectionError):
    """A response is compressed in a way (``Content-Encoding``) that nothing here can decompress."""


class ResponseTooLargeError(ApiConnectionError):
    """A response is larger than ``Configuration.max_response_size``, or grew too much
    while it was decompressed; or one item of a stream is larger than ``max_item_size``."""


# --- error responses


class ResponseLike(Protocol):
    """What :class:`ApiException` reads from a response."""

    @property
    def status(self) -> int:
        """The status code."""
        ...

    @property
    def reason(self) -> str:
        """The reason phrase."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields."""
        ...


class Hidden:
    """Credentials that no message shows, and that nothing which lists attributes prints.

    Args:
        texts: the credentials.
    """

    __slots__ = ("without",)

    without: Callable[[str], str]
    """Takes them out of a text."""

    def __init__(self, texts: tuple[str, ...] = ()) -> None:
        self.without = lambda text: without(text, texts)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()

    def __repr__(self) -> str:
        return BLOT


class ApiException(OpenApiException):
    """The service answered with a status outside 200-299, or said in its response that the call
    failed, where the package knows how it says that.

    Args:
        status: the status code.
        reason: the reason phrase.
        http_resp: a response to take status, reason and headers from.
        body: the body as text.
        data: the body as the declared model, or as plain JSON where none is declared.

    Attributes:
        headers: the response's header fields.
        request_id: the service's own name for the request, where a header gives one.
        method: the request's method.
        url: the request's URL, without its query.
        retry_after: seconds that the service asks to wait, where it says so.
        redirection: where redirects led, and why one was not followed; or empty.
        code: the service's own word for the error, where the package knows where it is.
    """

    code: str | None
    status: int | None
    headers: Mapping[str, str]
    request_id: str | None
    method: str
    url: str
    retry_after: float | None
    redirection: str

    def __init__(
        self,
        status: int | None = None,
        reason: str | None = None,
        http_resp: ResponseLike | None = None,
        *,
        body: str | None = None,
        data: object = None,
    ) -> None:
        from .error_text import request_id

        if http_resp is not None:
            status = http_resp.status if status is None else status
            reason = http_resp.reason if reason is None else reason
        super().__init__(status, reason)
        self.status = status
        self.reason = reason
        self.headers = Headers() if http_resp is None else http_resp.headers
        self.body = body
        # A model of the service's description, which the caller knows better than we do.
        self.data: Any = data
        self.request_id = request_id(self.headers)
        self.method = ""
        self.url = ""
        self.retry_after = None
        self.redirection = ""
        self.code = None
        self._hidden = Hidden()
        self._text: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # What is hidden must not be in a pickle; so the message, which depends on it, goes along.
        return type(self), self.args, {**vars(self), "_hidden": Hidden(), "_text": str(self)}

    def _visible(self, text: str) -> str:
        return self._hidden.without(text)

    @classmethod
    def from_response(
        cls,
        *,
        http_resp: ResponseLike,
        body: str | None,
        data: object,
    ) -> NoReturn:
        """Raises the class that belongs to the response's status."""
        raise exception_class(http_resp.status)(http_resp=http_resp, body=body, data=data)

    def __str__(self) -> str:
        if self._text is not None:
            return self._text
        from .error_text import error_detail, one_line

        head = " ".join(
            one_line(self._visible(str(part)))
            for part in (f"({self.status})", self.reason)
            if part is not None and part != ""
        )
        detail = error_detail(self.body or "", self._visible)
        notes = [f"{self.method} {self.url}"] if self.method else []
        if self.redirection:
            notes.append(self.redirection)
        if self.code and self.code not in detail:
            notes.append(f"code {one_line(self._visible(self.code), 100)}")
        if self.request_id:
            notes.append(f"request id {one_line(self._visible(self.request_id), 100)}")
        text = f"{head}: {detail}" if detail else head
        return f"{text} [{', '.join(notes)}]" if notes else text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class SignInError(ApiException):
    """No token was obtained: the user refused, did not come in time, or the response has no token.

    Args:
        message: what happened, without credentials.
        error: the service's word for it, such as ``access_denied`` (RFC 6749, section 5.2).
        status: of the response that said so, if one did.

    Attributes:
        error: see above.
    """

    def __init__(self, message: str, error: str = "", status: int | None = None) -> None:
        super().__init__(status, message)
        self.args = (message, error, status)
        self.error = error


class BadRequestException(ApiException):
    """Status 400."""


class UnauthorizedException(ApiException):
    """Status 401."""


class ForbiddenException(ApiException):
    """Status 403."""


class NotFoundException(ApiException):
    """Status 404."""


class ConflictException(ApiException):
    """Status 409."""


class UnprocessableEntityException(ApiException):
    """Status 422."""


class RateLimitException(ApiException):
    """Status 429."""


class ServiceException(ApiException):
    """A status from 500 on."""


_BY_STATUS: dict[int, type[ApiException]] = {
    400: BadRequestException,
    401: UnauthorizedException,
    403: ForbiddenException,
    404: NotFoundException,
    409: ConflictException,
    422: UnprocessableEntityException,
    429: RateLimitException,
}


def exception_class(status: int) -> type[ApiException]:
    """The class of error for ``status``: one of its own, that of its hundred, or
    :class:`ApiException`.
    """
    return _BY_STATUS.get(status) or (ServiceException if 500 <= status <= 599 else ApiException)


# --- responses and data that do not fit their description


class ResponseMismatchError(OpenApiException):
    """A response does not fit its description, and the client is strict; or it is nothing that the
    call can return.

    Args:
        message: the first mismatch, with its path.
        mismatches: all of them, in the order of the response; each is a ``Mismatch``, with its
            path.
        body: the response's text, where it is no stream although the call returns one; otherwise
            empty.
    """

    def __init__(
        self, message: str, mismatches: Sequence[Mismatch] = (), *, body: str = ""
    ) -> None:
        super().__init__(message)
        self.mismatches = tuple(mismatches)
        self.body = body


class InvalidJSONError(OpenApiException, ValueError):
    """A text that should be JSON is none (RFC 8259)."""


class MismatchError(OpenApiException, ValueError):
    """Data do not fit their description: not at all, or the caller chose strictness.

    Args:
        mismatches: all of them, in the order of the data; each is a ``Mismatch``, with its path.
    """

    def __init__(self, mismatches: Iterable[Mismatch]) -> None:
        self.mismatches = tuple(mismatches)
        super().__init__(self.mismatches)

    def __str__(self) -> str:
        first, *others = self.mismatches
        more = f" (and {len(others)} more)" if others else ""
        return f"{first}{more}"


class EventStreamError(OpenApiException):
    """The service reported an error by an event of its stream.

    Args:
        message: what happened.
        event: the event's name, most often ``error``.
        data: its text.
    """

    def __init__(self, message: str, event: str = "error", data: str = "") -> None:
        super().__init__(message)
        self.event = event
        self.data = data


class PaginationError(OpenApiException):
    """Pages that cannot be walked: the service gave the same page, or the same cursor, twice, a
    link that is not followed, or something else where the list of items should be.
    """


class WebhookVerificationError(OpenApiException):
    """What claims to come from the service is not signed by it, or was signed too long ago."""


# A traceback names the module from which users import these classes.
_HOME = __name__.replace("._runtime.errors", ".exceptions")
for _class in tuple(vars().values()):
    if isinstance(_class, type) and issubclass(_class, OpenApiException):
        evaluable(_class).__module__ = _HOME
