"""A stub of the service for the tests of a package's users: no server, no network, typed by
operation.

Loaded only by the package's module ``testing``.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import ModuleType, TracebackType
from typing import Any, ClassVar, Final, Generic, Self, TypeVar, cast
from urllib.parse import urlsplit

from ..service.operations import Form, Operation, Stream
from ..transport.protocol import AsyncResponse, Request, Response, Timeouts
from .stub_calls import StubCall, expected_part, part_of
from .stub_paths import fixed_length, has_query, path_values
from .stub_responses import (
    StubResponse,
    body_of,
    is_json_type,
    recorded_body,
    response_headers,
    stream_type,
    streamed_body,
)

T = TypeVar("T")
Stub = TypeVar("Stub", bound="BaseStub")
"""The type of a stub in place of ``Self``, which jedi does not read."""

HOST: Final = "https://stub.example"
"""The base URL of clients that a stub makes; nothing is ever sent there."""

_OCTETS: Final = ("bytes", "BinaryResponse", "AsyncBinaryResponse")


class UnexpectedCallError(AssertionError):
    """A call without an answer, one too many, or another one than was expected."""


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


class OperationStub(Generic[T]):
    """What the stub answers to one operation; ``T`` is what a call of it returns.

    Args:
        stub: the stub that it belongs to.
        operation: the row of the operation table.
    """

    def __init__(self, stub: BaseStub, operation: Operation[Any]) -> None:
        self._stub = stub
        self._operation = operation
        self._always: Callable[[], StubResponse] | None = None
        self._next: list[Callable[[], StubResponse]] = []
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

    def answer(self, call: StubCall) -> StubResponse:
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

    def _sample(self) -> StubResponse | None:
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
        media, described = min(types.items(), key=lambda item: not is_json_type(item[0]))
        code = described.type if isinstance(described, (Stream, Form)) else described
        if code in _OCTETS:
            return b"example"
        if code is None and not is_json_type(media):
            return "example" if media.startswith("text/") else b"example"
        return sample_value(decoder(code or "Any").shape)

    def _check(self, call: StubCall) -> None:
        for part, expected in self._expected.items():
            sent = part_of(call, part, expected)
            wanted = expected_part(part, expected)
            if sent != wanted:
                raise UnexpectedCallError(
                    f"{self._operation.name}: {part} was expected to be {wanted!r}, and was"
                    f" {sent!r}"
                )

    def _of(self, answer: object) -> Callable[[], StubResponse]:
        if isinstance(answer, Exception):
            answer = Failure(answer)
        if isinstance(answer, Failure):
            failure = answer
            return lambda: self._failure(failure)
        kept = tuple(cast(Iterable[object], answer)) if self._stream() is not None else answer
        return lambda: self._success(kept, None, {})

    def _failure(self, failure: Failure) -> StubResponse:
        if isinstance(failure.error, Exception):
            raise failure.error
        media, body = body_of(failure.body, self._media(str(failure.error)))
        return StubResponse(failure.error, response_headers(media, failure.headers), body)

    def _success(
        self, value: object, status: int | None, headers: Mapping[str, str]
    ) -> StubResponse:
        code = self._success_code()
        number = status or (int(code) if code.isdigit() else 200)
        stream = self._stream()
        if stream is not None:
            media, kind = stream
            media = stream_type(media)
            return StubResponse(
                number,
                response_headers(media, headers),
                streamed_body(media, kind, cast(Iterable[object], value)),
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
            return StubResponse(status or int(empty), dict(headers), b"")
        media, body = body_of(value, self._media(code))
        return StubResponse(number, response_headers(media, headers), body)

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


class BaseStub:
    """The stub of a service: what every package's ``testing.Stub`` derives from.

    Used as a context manager it fails at the end where a sequence was not used up.

    Args:
        examples: whether an operation that was told no answer gives the description's example,
            or else a value of the described type.
    """

    _tables: ClassVar[tuple[ModuleType, ...]] = ()
    _module: ClassVar[str] = ""

    def __init__(self, *, examples: bool = True) -> None:
        self.calls: list[StubCall] = []
        self.transport = StubTransport(self)
        self.async_transport = AsyncStubTransport(self)
        self._use_examples = examples
        self._stubs: dict[tuple[str, str], OperationStub[Any]] = {}
        self._fixtures: dict[tuple[str, str], StubResponse] = {}

    def of(self, operation: Operation[Any]) -> OperationStub[Any]:
        """The stub of an operation."""
        # An operation may have several methods, each with a row of the table.
        key = operation.method, operation.path
        return self._stubs.setdefault(key, OperationStub(self, operation))

    @property
    def makes_values(self) -> bool:
        """Whether an operation without fixture and example answers with a value of its type."""
        return self._use_examples

    def example(self, operation: Operation[Any]) -> StubResponse | None:
        """The answer of an operation that was told none: from a fixture, else the description's
        example.
        """
        known = self._fixture(operation)
        if known is not None or not self._use_examples:
            return known
        row = _examples(self._module.rpartition(".")[0]).get(operation.name)
        if row is None:
            return None
        return StubResponse(
            row["status"], {"Content-Type": row["media_type"]}, row["body"].encode()
        )

    def _fixture(self, operation: Operation[Any]) -> StubResponse | None:
        """The answer of a fixture: of one that names the API class, too, where there is one."""
        name = operation.method_name
        for table in self._tables:
            if any(value is operation for value in vars(table).values()):
                api = _bare(table.__name__.rpartition(".")[2])
                return self._fixtures.get((api, name)) or self._fixtures.get(("", name))
        return None

    def load_fixtures(self: Stub, folder: str) -> Stub:
        """Takes the answers of successful fixtures (cassettes of docbound) for operations that are
        told no answer.

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
                self._fixtures[name] = StubResponse(
                    status, headers, recorded_body(response["body"])
                )
        return self

    def verify(self) -> None:
        """Raises UnexpectedCallError where a sequence was not used up."""
        for stub in self._stubs.values():
            if stub.unused:
                raise UnexpectedCallError(
                    f"{stub.unused} answers of a sequence were not used: {stub.calls!r} arrived"
                )

    def __enter__(self: Stub) -> Stub:
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

    def answer(self, request: Request, body: bytes) -> StubResponse:
        """The answer to a request, which is kept among the calls."""
        _, path, query = urlsplit(request.url)[1:4]
        best: tuple[tuple[int, bool, bool, bool], Operation[Any], dict[str, str]] | None = None
        for operation in self._operations():
            values = (
                path_values(operation.path, path) if operation.method == request.method else None
            )
            if values is None:
                continue
            # Paths may differ in a fixed query or a fragment alone. Then the client's own word for
            # the operation counts; a request made without one is for what has an answer.
            stub = self._stubs.get((operation.method, operation.path))
            rank = (
                fixed_length(operation.path),
                has_query(operation.path, query),
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


@cache
def _examples(package: str) -> Mapping[str, Any]:
    """The description's examples, by operation."""
    found: Mapping[str, Any] = json.loads(files(package).joinpath("_examples.json").read_bytes())
    return found


def _bare(name: str) -> str:
    """The name of a class or of its module, so that both compare equal."""
    return name.replace("_", "").lower()


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
