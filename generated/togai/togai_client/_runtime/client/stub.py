"""A stub of the service for the tests of a package's users: no server, no network, typed by
operation.

Loaded only by the package's module ``testing``.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import ModuleType, TracebackType
from typing import Any, ClassVar, Final, Generic, Self, TypeVar, cast
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from ..lazy_patterns import lazy_pattern
from ..models.encoder import encode_json
from ..service.operations import Form, Operation, Stream
from ..transport.protocol import AsyncResponse, Request, Response, Timeouts

T = TypeVar("T")

HOST: Final = "https://stub.example"
"""The base URL of clients that a stub makes; nothing is ever sent there."""

_JSON: Final = "application/json"


class UnexpectedCallError(AssertionError):
    """A call about which nothing was said, one too many, or another one than was expected."""


class Failure:
    """An answer that is an error: a status with a body, or an exception of the transport.

    Args:
        error: a status, or what the transport raises (``TimeoutError()``).
        body: a model or JSON data, a text, bytes, or None for an empty body.
        headers: header fields of the response.
    """

    __slots__ = ("body", "error", "headers")

    def __init__(
        self,
        error: int | Exception,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.error = error
        self.body = body
        self.headers: Mapping[str, str] = headers or {}


class StubCall:
    """A call that arrived.

    Attributes:
        operation: what messages call it, the method's Python name if that is enough.
        method: the HTTP method.
        url: the whole address.
        path: the values in the path, by name.
        query: the values of each query parameter, by wire name.
        headers: the header fields.
        body: the body's octets.
    """

    __slots__ = ("_template", "body", "headers", "method", "operation", "path", "query", "url")

    def __init__(
        self,
        operation: str,
        request: Request,
        body: bytes,
        path: Mapping[str, str],
        template: str = "",
    ) -> None:
        self.operation = operation
        self._template = template
        self.method = request.method
        self.url = request.url
        self.path = dict(path)
        self.query: dict[str, list[str]] = {}
        for name, value in parse_qsl(urlsplit(request.url).query, keep_blank_values=True):
            self.query.setdefault(name, []).append(value)
        self.headers = {name.lower(): value for name, value in request.headers.items()}
        self.body = body

    @property
    def json(self) -> Any:
        """The body as JSON data; None where there is none."""
        return json.loads(self.body) if self.body else None

    def is_of(self, operation: Operation[Any]) -> bool:
        """Whether it is a call of an operation, by whichever of its methods."""
        return (self.method, self._template) == (operation.method, operation.path)

    def __repr__(self) -> str:
        return f"StubCall({self.operation!r}, {self.method!r}, {self.url.partition('?')[0]!r})"


class OperationStub(Generic[T]):
    """What the stub answers to one operation; ``T`` is what a call of it returns.

    Args:
        stub: the stub that it belongs to.
        operation: the row of the operation table.
    """

    def __init__(self, stub: BaseStub, operation: Operation[Any]) -> None:
        self._stub = stub
        self._operation = operation
        self._always: Callable[[], _Answer] | None = None
        self._next: list[Callable[[], _Answer]] = []
        self._is_sequence = False
        self._expected: dict[str, object] = {}

    @property
    def has_answer(self) -> bool:
        """Whether :meth:`returns`, :meth:`raises` or :meth:`sequence` was called."""
        return self._always is not None or self._is_sequence

    @property
    def calls(self) -> list[StubCall]:
        """The calls of this operation, in order."""
        return [call for call in self._stub.calls if call.is_of(self._operation)]

    def returns(
        self,
        value: T,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Answers every call with a success.

        Args:
            value: what the call shall return: it goes over the wire and is decoded like any
                response. For a stream, an iterable of its items; for a file, its octets.
            status: the status; the first described success by default.
            headers: further header fields.
        """
        kept = tuple(cast(Iterable[object], value)) if self._stream() is not None else value
        self._always = lambda: self._success(kept, status, headers or {})
        self._next, self._is_sequence = [], False
        return self

    def raises(
        self,
        error: int | Exception,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Answers every call with an error.

        Args:
            error: a status (404), or an exception for the transport to raise (``TimeoutError()``).
            body: the body of the response: a model, JSON data, a text or bytes.
            headers: header fields.
        """
        failure = Failure(error, body, headers=headers)
        self._always = lambda: self._failure(failure)
        self._next, self._is_sequence = [], False
        return self

    def sequence(self, *answers: T | Failure | Exception) -> Self:
        """Answers one call after the other; one more than that is unexpected.

        Args:
            answers: what :meth:`returns` takes, a :class:`Failure`, or an exception.
        """
        self._next = [self._of(answer) for answer in answers]
        self._always, self._is_sequence = None, True
        return self

    def expects(
        self,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = ...,
    ) -> Self:
        """Says what has to be sent; a call that sends something else raises UnexpectedCallError.

        Args:
            path: values in the path.
            query: all query parameters, by wire name.
            headers: header fields that have to be there.
            body: the whole body: a model or JSON data by wire name, a text or bytes; None for no
                body.
        """
        self._expected = {
            key: value
            for key, value in (("path", path), ("query", query), ("headers", headers))
            if value is not None
        }
        if body is not ...:
            self._expected["body"] = body
        return self

    # --- what the stub asks ---

    @property
    def unused(self) -> int:
        """How many answers of a sequence were not used."""
        return len(self._next)

    def answer(self, call: StubCall) -> _Answer:
        """The answer to a call.

        Raises:
            UnexpectedCallError: there is none, or something else was expected.
        """
        self._check(call)
        if self._next:
            return self._next.pop(0)()
        if self._is_sequence:
            raise UnexpectedCallError(
                f"{self._operation.name} was called once more than its sequence has answers"
            )
        if self._always is not None:
            return self._always()
        answer = self._stub.example(self._operation)
        if answer is None and self._stub.makes_values:
            answer = self._sample()
        if answer is None:
            raise UnexpectedCallError(
                f"{self._operation.name} was called, and nothing says what is answered: say"
                f" stub.….{self._operation.name}.returns(...)"
            )
        return answer

    def _sample(self) -> _Answer | None:
        """A success made from the described type; None where that has no finite value."""
        from ..models.sample_values import NoSampleError

        try:
            return self._success(self._sample_value(), None, {})
        except NoSampleError:
            return None

    def _sample_value(self) -> object:
        from ..models.decoder import decoder
        from ..models.sample_values import sample_value

        stream = self._stream()
        if stream is not None:
            event = next(iter(stream[1].events.values()), None)
            return [sample_value(decoder(event or stream[1].type or "Any").shape)]
        types = self._operation.responses.get(self._success_code()) or {}
        if not types:
            return None
        media, described = min(types.items(), key=lambda item: not _is_json(item[0]))
        code = described.type if isinstance(described, (Stream, Form)) else described
        if code in _OCTETS:
            return b"example"
        if code is None and not _is_json(media):
            return "example" if media.startswith("text/") else b"example"
        return sample_value(decoder(code or "Any").shape)

    def _check(self, call: StubCall) -> None:
        for part, expected in self._expected.items():
            sent = _part(call, part, expected)
            wanted = _plain(part, expected)
            if sent != wanted:
                raise UnexpectedCallError(
                    f"{self._operation.name}: {part} was expected to be {wanted!r}, and was"
                    f" {sent!r}"
                )

    def _of(self, answer: object) -> Callable[[], _Answer]:
        if isinstance(answer, Exception):
            answer = Failure(answer)
        if isinstance(answer, Failure):
            failure = answer
            return lambda: self._failure(failure)
        kept = tuple(cast(Iterable[object], answer)) if self._stream() is not None else answer
        return lambda: self._success(kept, None, {})

    def _failure(self, failure: Failure) -> _Answer:
        if isinstance(failure.error, Exception):
            raise failure.error
        media, body = _body(failure.body, self._media(str(failure.error)))
        return _Answer(failure.error, _headers(media, failure.headers), body)

    def _success(self, value: object, status: int | None, headers: Mapping[str, str]) -> _Answer:
        code = self._success_code()
        number = status or (int(code) if code.isdigit() else 200)
        stream = self._stream()
        if stream is not None:
            media, kind = stream
            if media.lower().startswith("multipart/") and "boundary=" not in media.lower():
                media = f"{media}; boundary={_BOUNDARY}"
            return _Answer(
                number,
                _headers(media, headers),
                _streamed(media, kind, cast(Iterable[object], value)),
            )
        if value is None:
            empty = next(
                (
                    key
                    for key, types in self._operation.responses.items()
                    if key.isdigit() and key.startswith("2") and not types
                ),
                "204",
            )
            return _Answer(status or int(empty), dict(headers), b"")
        media, body = _body(value, self._media(code))
        return _Answer(number, _headers(media, headers), body)

    def _success_code(self) -> str:
        codes = [
            code
            for code, types in self._operation.responses.items()
            if code.startswith("2") and types
        ]
        codes += [code for code in self._operation.responses if code.startswith("2")]
        return codes[0] if codes else "200"

    def _media(self, code: str) -> list[str]:
        """The media types of a status."""
        responses = self._operation.responses
        found = (
            responses.get(code) or responses.get(f"{code[0]}XX") or responses.get("default") or {}
        )
        return list(found)

    def _stream(self) -> tuple[str, Stream] | None:
        """The media type in which the operation streams, if it does so alone."""
        found = self._operation.responses.get(self._success_code()) or {}
        streams = [(media, kind) for media, kind in found.items() if isinstance(kind, Stream)]
        return streams[0] if len(streams) == len(found) == 1 else None


class _Answer:
    """A response that has not been given yet."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


def _headers(media: str, more: Mapping[str, str]) -> dict[str, str]:
    return {"Content-Type": media, **more} if media else dict(more)


def _body(value: object, described: list[str]) -> tuple[str, bytes]:
    """A value as a body, and the media type that suits it."""
    if value is None:
        return "", b""
    json_type = next((media for media in described if _is_json(media)), "")
    other = next((media for media in described if not _is_json(media) and "*" not in media), "")
    if isinstance(value, bytes | bytearray):
        return other or "application/octet-stream", bytes(value)
    is_text = not any(media.startswith("*") for media in described)
    if isinstance(value, str) and not json_type and is_text:
        return other or "text/plain", value.encode()
    # Structured data under a name of its own are JSON in practice.
    return json_type or other or _JSON, encode_json(value)


def _is_json(media: str) -> bool:
    bare = media.partition(";")[0].strip().lower()
    return bare.endswith(("/json", "+json"))


def _streamed(media: str, kind: Stream, items: Iterable[object]) -> bytes:
    """The items of a stream, as its media type has them."""
    bare = media.partition(";")[0].strip().lower()
    if bare.startswith("multipart/"):
        return _parts(media, items)
    from ..response.stream_items import is_whole_event

    is_whole = bare == "text/event-stream" and is_whole_event(kind)
    lines: list[bytes] = []
    for item in items:
        text = encode_json(item)
        if bare == "text/event-stream":
            value: Any = json.loads(text)
            if is_whole or (isinstance(value, dict) and "data" in value):
                lines.append(_event(cast("dict[str, Any]", value)))
            else:
                lines.append(_named_event(kind, item) + b"data: " + text + b"\n\n")
        else:
            lines.append((b"\x1e" if bare == "application/json-seq" else b"") + text + b"\n")
    return b"".join(lines)


def _parts(media: str, items: Iterable[object]) -> bytes:
    """The items as parts of a multipart body: octets as they are, texts, else JSON."""
    boundary = re.split(r"(?i)boundary=", media)[1].split(";")[0].strip(' "')
    written = b""
    for item in items:
        described, content = _body(item, ["text/plain"] if isinstance(item, str) else [])
        written += f"--{boundary}\r\nContent-Type: {described}\r\n\r\n".encode() + content + b"\r\n"
    return written + f"--{boundary}--\r\n".encode()


def _named_event(kind: Stream, item: object) -> bytes:
    """The line that names the event of an item, where events have names and types; an item that is
    plain data is of the first of them.
    """
    if not kind.events:
        return b""
    of_type = (name for name, code in kind.events.items() if code == type(item).__name__)
    return f"event: {next(of_type, next(iter(kind.events)))}\n".encode()


def _event(fields: dict[str, Any]) -> bytes:
    """An event as its fields; one without data would not be dispatched (HTML Standard, "Server-sent
    events").
    """
    fields = {**fields, "data": fields.get("data", "")}
    lines = [
        f"{name}: {fields[name] if isinstance(fields[name], str) else json.dumps(fields[name])}"
        for name in ("event", "id", "retry", "data")
        if name in fields
    ]
    return ("\n".join(lines) + "\n\n").encode()


def _part(call: StubCall, part: str, expected: object) -> object:
    if part == "path":
        return call.path
    if part == "query":
        return call.query
    if part == "headers":
        names = [name.lower() for name in cast(Mapping[str, str], expected)]
        return {name: call.headers.get(name) for name in names}
    if isinstance(expected, bytes):
        return call.body
    if isinstance(expected, str):
        return call.body.decode()
    try:
        return call.json
    except ValueError:
        return call.body


def _plain(part: str, expected: object) -> object:
    if part == "query":
        query = cast("Mapping[str, str | list[str]]", expected)
        return {
            name: value if isinstance(value, list) else [value] for name, value in query.items()
        }
    if part == "headers":
        return {name.lower(): value for name, value in cast(Mapping[str, str], expected).items()}
    if part == "path" or isinstance(expected, str | bytes) or expected is None:
        return expected
    return json.loads(encode_json(expected))


class BaseStub:
    """The stub of a service: what every package's ``testing.Stub`` derives from.

    Used as a context manager it fails at the end where a sequence was not used up.

    Args:
        examples: whether an operation about which nothing was said answers with the description's
            example, or else with a value of the described type.
    """

    _tables: ClassVar[tuple[ModuleType, ...]] = ()
    _module: ClassVar[str] = ""

    def __init__(self, *, examples: bool = True) -> None:
        self.calls: list[StubCall] = []
        self.transport = StubTransport(self)
        self.async_transport = AsyncStubTransport(self)
        self._use_examples = examples
        self._stubs: dict[tuple[str, str], OperationStub[Any]] = {}
        self._fixtures: dict[tuple[str, str], _Answer] = {}

    def of(self, operation: Operation[Any]) -> OperationStub[Any]:
        """What is answered to an operation."""
        # An operation may have several methods, each with a row of the table.
        key = operation.method, operation.path
        return self._stubs.setdefault(key, OperationStub(self, operation))

    @property
    def makes_values(self) -> bool:
        """Whether an operation without fixture and example answers with a value of its type."""
        return self._use_examples

    def example(self, operation: Operation[Any]) -> _Answer | None:
        """The answer to an operation about which nothing was said: from a fixture, else the
        description's example.
        """
        known = self._fixture(operation)
        if known is not None or not self._use_examples:
            return known
        row = _examples(self._module.rpartition(".")[0]).get(operation.name)
        if row is None:
            return None
        return _Answer(row["status"], {"Content-Type": row["media_type"]}, row["body"].encode())

    def _fixture(self, operation: Operation[Any]) -> _Answer | None:
        """The answer of a fixture: of one that names the API class, too, where there is one."""
        name = operation.method_name
        for table in self._tables:
            if any(value is operation for value in vars(table).values()):
                api = _bare(table.__name__.rpartition(".")[2])
                return self._fixtures.get((api, name)) or self._fixtures.get(("", name))
        return None

    def load_fixtures(self, folder: str) -> Self:
        """Takes the answers of successful fixtures (cassettes of docbound) for operations about
        which nothing is said.

        Args:
            folder: the folder of the client's fixtures. PyYAML has to be installed.
        """
        from pathlib import Path

        import yaml  # pyright: ignore[reportMissingModuleSource]

        for path in sorted(Path(folder).glob("*.yaml")):
            content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
            response: Any = content["interactions"][-1]["response"]
            status = int(response["status"]["code"])
            call = content["meta"]["call"]
            name = _bare(str(call.get("api", ""))), str(call["method"])
            if (
                status < 300
                and "mismatches" not in content["meta"]["expect"]
                and name not in self._fixtures
            ):
                sent = cast("dict[str, list[object]]", response["headers"] or {})
                headers = {key: str(values[0]) for key, values in sent.items()}
                self._fixtures[name] = _Answer(status, headers, _recorded(response["body"]))
        return self

    def verify(self) -> None:
        """Raises UnexpectedCallError where a sequence was not used up."""
        for stub in self._stubs.values():
            if stub.unused:
                raise UnexpectedCallError(
                    f"{stub.unused} answers of a sequence were not used: {stub.calls!r}" " arrived"
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.verify()

    # --- what the transports ask ---

    def answer(self, request: Request, body: bytes) -> _Answer:
        """The answer to a request, which is kept among the calls."""
        _, path, query = urlsplit(request.url)[1:4]
        best: tuple[tuple[int, bool, bool, bool], Operation[Any], dict[str, str]] | None = None
        for operation in self._operations():
            values = _values(operation.path, path) if operation.method == request.method else None
            if values is None:
                continue
            # Paths may differ in a fixed query or a fragment alone. Then the client's own word for
            # the operation counts; a request made without one is for what has an answer.
            stub = self._stubs.get((operation.method, operation.path))
            rank = (
                len(_VARIABLE.sub("", _written_path(operation.path))),
                _has_query(operation.path, query),
                operation.name == request.operation,
                stub is not None and stub.has_answer,
            )
            if best is None or rank > best[0]:
                best = rank, operation, values
        if best is None:
            raise UnexpectedCallError(f"no operation has {request.method} {path}")
        _, operation, values = best
        call = StubCall(operation.name, request, body, values, operation.path)
        self.calls.append(call)
        return self.of(operation).answer(call)

    def _operations(self) -> Iterator[Operation[Any]]:
        for table in self._tables:
            for value in vars(table).values():
                if isinstance(value, Operation):
                    yield value


_BOUNDARY: Final = "part-of-stub"
_OCTETS: Final = ("bytes", "BinaryResponse", "AsyncBinaryResponse")
_VARIABLE: Final = lazy_pattern(r"\{[^{}]+\}")


@cache
def _examples(package: str) -> Mapping[str, Any]:
    """The description's examples, by operation."""
    found: Mapping[str, Any] = json.loads(files(package).joinpath("_examples.json").read_bytes())
    return found


def _bare(name: str) -> str:
    """The name of a class or of its module, so that both compare equal."""
    return name.replace("_", "").lower()


def _written_path(template: str) -> str:
    """A path template without a fixed query or a fragment."""
    return re.split("[?#]", template, maxsplit=1)[0]


def _has_query(template: str, query: str) -> bool:
    """Whether a request's query has all that a path template fixes."""
    fixed = template.partition("#")[0].partition("?")[2]
    return set(parse_qsl(_VARIABLE.sub("", fixed))) <= set(parse_qsl(query))


def _values(template: str, path: str) -> dict[str, str] | None:
    """The values of a path template's variables, or None where the path is none of its paths.

    The base path of the server may be before them.
    """
    wanted = _written_path(template).split("/")[1:]
    found = path.split("/")[-len(wanted) :]
    if len(found) < len(wanted):
        return None
    values: dict[str, str] = {}
    for segment, text in zip(wanted, found, strict=True):
        inner = _segment([_escaped(part) for part in _VARIABLE.split(segment)], _escaped(text))
        if inner is None:
            return None
        values |= dict(
            zip(
                (name[1:-1] for name in _VARIABLE.findall(segment)),
                map(unquote, inner),
                strict=True,
            )
        )
    return values


def _escaped(text: str) -> str:
    """Part of a path in the one spelling that is compared, however it was escaped."""
    return quote(unquote(text), safe="")


def _segment(fixed: list[str], text: str) -> list[str] | None:
    """What is between the fixed parts of a segment, or None where they do not fit."""
    # Each part is looked for once, behind the one before: no expression could take longer.
    first, *others = fixed
    if not text.startswith(first):
        return None
    values, place = list[str](), len(first)
    for index, part in enumerate(others):
        is_last = index == len(others) - 1
        end = len(text) - len(part) if is_last else text.find(part, place)
        if end < place or not text.startswith(part, end):
            return None
        values.append(text[place:end])
        place = end + len(part)
    return values if others or place == len(text) else None


def _recorded(body: Any) -> bytes:
    import base64

    if isinstance(body, dict):
        fields = cast("dict[str, Any]", body)
        if "base64_string" in fields:
            return base64.b64decode(fields["base64_string"])
        body = fields.get("string")
    if isinstance(body, bytes):
        return body
    return str(body or "").encode()


class StubTransport:
    """What a synchronous client takes as ``transport=``."""

    def __init__(self, stub: BaseStub) -> None:
        self._stub = stub

    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        """Answers a request."""
        body = request.body
        data = body if isinstance(body, bytes) else b"".join(body or ())
        found = self._stub.answer(request, data)
        return Response(found.status, found.headers, found.body)

    def close(self) -> None:
        """There is nothing to close."""


class AsyncStubTransport:
    """What an asynchronous client takes as ``transport=``."""

    def __init__(self, stub: BaseStub) -> None:
        self._stub = stub

    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        """Answers a request."""
        body = request.body
        if body is None or isinstance(body, bytes):
            data = body or b""
        else:
            data = b"".join([piece async for piece in cast(AsyncIterable[bytes], body)])
        found = self._stub.answer(request, data)
        return AsyncResponse(found.status, found.headers, found.body)

    async def close(self) -> None:
        """There is nothing to close."""
