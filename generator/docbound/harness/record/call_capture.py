"""Makes one call through the generated package and keeps what crossed the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docbound.fixtures.files import with_files
from docbound.harness.errors import HarnessError, failure
from docbound.harness.package_methods import Binding
from docbound.records import record
from docbound.traffic import Exchange, HttpRequest, HttpResponse

from ..clients import Client
from ..replay.call import configuration
from ..replay.transports import AnswerTransport

Answer = Callable[[HttpRequest], HttpResponse]


@record
class Recording:
    """One call and its result.

    Attributes:
        exchanges: what crossed the wire.
        value: what the call returned; for an iterator the list of items.
        error: what it raised.
        mismatches: the JSON paths that were reported.
        sent: those of them that were reported of a request.
    """

    exchanges: tuple[Exchange, ...]
    value: Any = None
    error: Exception | None = None
    mismatches: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()


def perform(
    client: Client,
    binding: Binding,
    arguments: Mapping[str, object],
    options: Mapping[str, object],
    answer: Answer,
    *,
    credentials: Mapping[str, str],
    host: str | None = None,
    iterate: bool = False,
) -> Recording:
    """Calls a method, with responses from ``answer``.

    Args:
        client: whose package.
        binding: the method.
        arguments, options: what it is called with.
        answer: gives the response to each request.
        credentials: by security scheme.
        host: a base URL instead of the described one.
        iterate: whether the iterator of a paginated operation is used, to its end.

    Raises:
        HarnessError: the package refuses the arguments.
    """
    package = client.module()
    config = configuration(package, credentials)
    if host:
        try:
            config.host = host
        except package.OpenApiException as refused:
            raise failure(
                "wrong-argument",
                f"the package takes no such host: {refused}",
                "write --host https://api.example.com, and credentials in the environment",
                exit_code=2,
            ) from None
    capture = _Capture(answer, iterate=iterate)
    transport = AnswerTransport(capture.respond, client.module("rest"))
    value, error = None, None
    with package.ApiClient(config, transport=transport, retries=0) as api_client:
        api_client.hooks.on_mismatch.append(capture.report)
        api: Any = getattr(package, binding.api)(api_client)
        method = getattr(api, binding.method.name + ("_iter" if iterate else ""))
        try:
            given = {name: with_files(one) for name, one in arguments.items()}
            value = method(**given, **options)
            if iterate or hasattr(value, "__next__"):
                value = list(value)
        except package.OpenApiException as raised:
            if not capture.exchanges:
                raise _not_sent(binding, raised) from None
            error = raised
        except (TypeError, ValueError) as raised:
            raise _refused(binding, raised) from None
    return Recording(
        exchanges=tuple(capture.exchanges),
        value=value,
        error=error,
        mismatches=tuple(capture.mismatches),
        sent=tuple(capture.sent),
    )


class _Capture:
    """What a call sends and receives, and the mismatches that the package reports meanwhile.

    Args:
        answer: gives the response to each request.
        iterate: whether the call walks through pages.

    Attributes:
        exchanges: the requests with their responses.
        mismatches: the JSON paths of all mismatches.
        sent: those of the mismatches in what is sent.
    """

    def __init__(self, answer: Answer, *, iterate: bool) -> None:
        self._answer = answer
        self._iterate = iterate
        self.exchanges: list[Exchange] = []
        self.mismatches: list[str] = []
        self.sent: list[str] = []

    def respond(self, request: HttpRequest) -> HttpResponse:
        """The response to a request; both are kept."""
        response = self._answer(request)
        self.exchanges.append(Exchange(request=request, response=response))
        return response

    def report(self, mismatch: Any, _operation: str) -> None:
        """A hook for mismatches."""
        # The requests of all pages have the same body; what the first one says is reported again.
        if not self.exchanges or (self._iterate and mismatch.path in self.sent):
            self.sent.append(mismatch.path)
        self.mismatches.append(mismatch.path)


def _not_sent(binding: Binding, error: Exception) -> HarnessError:
    return failure(
        "not-sent",
        f"{binding.method.label}: nothing was sent: {error}",
        "correct the arguments or credentials",
    )


def _refused(binding: Binding, error: Exception) -> HarnessError:
    return failure(
        "not-sent",
        f"{binding.method.label}: the arguments were refused: {error}",
        "correct the arguments",
    )
