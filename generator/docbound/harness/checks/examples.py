"""Runs the examples that a package's README and pages print, against a stub that answers from
fixtures and examples.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
import traceback
import warnings
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any, Final
from urllib.parse import urlsplit

from docbound.diagnostics.diagnostic import Diagnostic, Position, Severity
from docbound.harness.errors import HarnessError, problem, shown
from docbound.records import record
from docbound.settings.pagination import of_operations
from docbound.traffic import Exchange, HttpRequest, HttpResponse

from ..clients import Client
from ..fixtures import Cassette
from ..replay.matching import differences
from ..replay.player import ReplayError
from ..replay.transports import AnswerTransport, AsyncAnswerTransport
from ..serve.stub import Stub

_FENCE: Final = re.compile(
    r"^(?P<indent>[ ]*)```python(?P<facts>[^\n`]*)\n(?P<code>.*?)^(?P=indent)```[ ]*$", re.M | re.S
)
_FIXTURE: Final = re.compile(r"\bfixture=[^/\s=]+/(\S+)")
_ENVIRONMENT: Final = re.compile(r"""os\.environ\[["'](\w+)["']\]""")
_CAUGHT: Final = ("Exception when calling", "The call failed")
"""What a printed example says when its call did not succeed."""
_CREDENTIAL: Final = "test-user:test-token-not-a-secret"
"""Also what a pair of user and password is taken from."""


@record
class Block:
    """A block of Python on a page; ``line`` is that of its first statement, and ``fixture`` the
    name of the one that it shows.
    """

    file: Path
    line: int
    code: str
    fixture: str = ""


def blocks(file: Path) -> Iterator[Block]:
    """The blocks of Python of a page of Markdown."""
    text = file.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        line = text.count("\n", 0, match.start("code")) + 1
        fixture = _FIXTURE.search(match["facts"])
        yield Block(
            file=file,
            line=line,
            code=dedent(match["code"]),
            fixture=fixture[1] if fixture else "",
        )


def findings(client: Client) -> Iterator[Diagnostic]:
    """Every printed example that does not run, with the line that fails."""
    pages = [
        client.folder / "README.md",
        *sorted((client.folder / "docs").glob("*.md")),
    ]
    for page in pages:
        if page.is_file():
            for block in blocks(page):
                yield from run(client, block)


def run(client: Client, block: Block) -> Iterator[Diagnostic]:
    """Runs one block as a program of its own."""
    printed = io.StringIO()
    code = compile("\n" * (block.line - 1) + block.code, str(block.file), "exec")
    refused: list[str] = []
    try:
        with _surroundings(client, block, refused), contextlib.redirect_stdout(printed):
            exec(code, {"__name__": "__main__"})
    except FileNotFoundError as error:
        hint = "it is a placeholder for a file of the reader's"
        yield _finding(
            block,
            error,
            f"the example needs a file: {error.filename}",
            hint,
            Severity.NOTE,
        )
    except Exception as error:
        yield _finding(
            block,
            error,
            f"the example ends in {type(error).__name__}: {error}",
            *_why(refused),
        )
    else:
        if any(words in printed.getvalue() for words in _CAUGHT):
            yield _finding(
                block,
                None,
                f"the example's call did not succeed: {_last(printed.getvalue())}",
                *_why(refused),
            )


def _why(refused: list[str]) -> tuple[str]:
    reason = f"; the stub refused a request: {refused[0]}" if refused else ""
    return (f"correct the example in the description{reason}",)


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""


def _finding(
    block: Block,
    error: BaseException | None,
    message: str,
    hint: str,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    line = block.line
    for frame in traceback.extract_tb(error.__traceback__) if error else ():
        if frame.filename == str(block.file) and frame.lineno:
            line = frame.lineno
    position = Position(file=shown(block.file), line=line, column=1)
    return problem("example", message, hint, position=position, severity=severity)


@contextlib.contextmanager
def _surroundings(client: Client, block: Block, refused: list[str]) -> Generator[None]:
    """Credentials in the environment, an empty folder, and a stub in place of the network."""
    names = {
        credential.environment
        for credential in client.settings.credentials.values()
        if credential.environment
    }
    names |= set(_ENVIRONMENT.findall(block.code))
    kept = {name: os.environ.get(name) for name in names}
    folder = Path.cwd()
    with (
        tempfile.TemporaryDirectory(prefix="docbound-example-") as place,
        _answered(client, block, refused),
    ):
        os.environ.update(dict.fromkeys(names, _CREDENTIAL))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                os.chdir(place)
                yield
        finally:
            os.chdir(folder)
            for name, value in kept.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


@contextlib.contextmanager
def _answered(client: Client, block: Block, refused: list[str]) -> Generator[None]:
    """Lets every client of the package that is made without a transport answer from the fixture
    that the block shows, else from the stub.
    """
    stub = _stub(client)
    rest = client.module("rest")
    fixture = _fixture(client, block)
    played = list(fixture.exchanges) if fixture else []
    declared = fixture.meta.credentials.values() if fixture else ()
    secrets = dict.fromkeys(declared, _CREDENTIAL)

    def answer(request: HttpRequest) -> HttpResponse:
        if played:
            return _from_fixture(client, played, secrets, request)
        found = stub.answer(request)
        if found.origin == "refused":
            refused.append(
                found.response.body.decode("utf-8", "replace")
                .partition('"detail": ')[2]
                .partition("\n")[0]
            )
        return found.response

    patched: list[tuple[Any, Any]] = []
    kinds: tuple[tuple[str, Any], ...] = (
        ("api_client", AnswerTransport),
        ("aio.api_client", AsyncAnswerTransport),
    )
    for module, transport in kinds:
        cls: Any = client.module(module).ApiClient
        made = cls.__init__

        def init(
            self: Any,
            *given: Any,
            made: Any = made,
            transport: Any = transport,
            **options: Any,
        ) -> None:
            if options.get("transport") is None:
                options["transport"] = transport(answer, rest)
            made(self, *given, **options)

        cls.__init__ = init
        patched.append((cls, made))
    try:
        yield
    finally:
        for cls, made in patched:
            cls.__init__ = made


def _fixture(client: Client, block: Block) -> Cassette | None:
    """The fixture that a block shows."""
    path = client.project.fixtures / client.name / f"{block.fixture}.yaml"
    if not block.fixture or not path.is_file():
        return None
    try:
        return client.cassette(path)
    except HarnessError:
        return None  # the section of fixtures reports it


def _from_fixture(
    client: Client, played: list[Exchange], secrets: Mapping[str, str], request: HttpRequest
) -> HttpResponse:
    """The next response of a fixture, whose request has to be the one that was sent: the same
    method, path, query and body. Host and credentials are those of the reader.

    Raises:
        ReplayError: it is another one.
    """
    exchange = played.pop(0) if len(played) > 1 else played[0]
    expected, sent = urlsplit(exchange.request.url), urlsplit(request.url)
    if set(client.service.relative_path(expected.path)) & set(
        client.service.relative_path(sent.path)
    ):
        expected = expected._replace(scheme=sent.scheme, netloc=sent.netloc, path=sent.path)
    wanted = replace(exchange.request, url=expected.geturl())
    found = differences(wanted, request, secrets=secrets)
    found = [row for row in found if not row.startswith("header ")]
    if found:
        raise ReplayError(f"the call differs from its fixture: {'; '.join(found)}")
    return exchange.response


def _stub(client: Client) -> Stub:
    if client.stub is None:
        client.stub = Stub(
            client.service,
            client.judge,
            _cassettes(client),
            of_operations(client.settings.pagination),
        )
    return client.stub


def _cassettes(client: Client) -> Iterator[Cassette]:
    for path in client.fixtures:
        try:
            cassette = client.cassette(path)
        except HarnessError:
            continue  # the section of fixtures reports it
        if len(cassette.exchanges) == 1:
            yield cassette
