"""Pairs of descriptions, tried: packages are made of both, and the pair's program is run and
checked against each.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import io
import json
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import yaml

from docbound import build_request, pipeline
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diff.change import Comparison
from docbound.diff.package_changes import compare

PACKAGE: Final = "diffpairs"
PAIRS: Final = Path(__file__).parent / "pairs.yaml"
_METHODS: Final = ("get", "put", "post", "patch", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One pair: its number, and what the file says."""

    number: int
    content: dict[str, Any]

    def __str__(self) -> str:
        return str(self.content["name"])

    @property
    def old(self) -> dict[str, Any]:
        """The description before."""
        return described(self.content["old"], f"P{self.number}")

    @property
    def new(self) -> dict[str, Any]:
        """The description now: what ``then`` does not say is as before."""
        old, then = self.content["old"], self.content["then"]
        merged = {**old, **then}
        for key in ("more", "schemes"):
            if key in old and key in then:
                merged[key] = {**old[key], **then[key]}
        for method in _METHODS:
            if then.get(method) is not None and old.get(method) is not None:
                merged[method] = {**old[method], **then[method]}
        return described(merged, f"P{self.number}")


def read_pairs() -> list[Pair]:
    """All pairs of the file, each with names of its own."""
    listed = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    pairs: list[Pair] = []
    for number, content in enumerate(listed, start=1):
        text = json.dumps(content).replace("Xx", f"P{number}").replace("xx_", f"p{number}_")
        pairs.append(Pair(number=number, content=json.loads(text)))
    return pairs


def described(side: dict[str, Any], own: str = "P0") -> dict[str, Any]:
    """A whole description of a side; see the head of the file of pairs."""
    schemas = {key: value for key, value in side.get("more", {}).items() if value is not None}
    if side.get("thing"):
        schemas[f"{own}Thing"] = {"type": "object", **side["thing"]}
    item = {
        method: operation(own, method, side[method], "thing" in side)
        for method in _METHODS
        if side.get(method) is not None
    }
    paths = dict(side.get("paths", {}))
    if item:
        paths[f"/{own}"] = item
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pairs", "version": "1"},
        "servers": [{"url": "https://pairs.example.org"}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": side.get("schemes", {})},
    }


def operation(own: str, method: str, given: dict[str, Any], has_thing: bool) -> dict[str, Any]:
    """An operation with what is not given."""
    thing = {"application/json": {"schema": {"$ref": f"#/components/schemas/{own}Thing"}}}
    made: dict[str, Any] = {"operationId": f"{own}_{method}", "tags": ["d"]}
    made["responses"] = {"204": {"description": "d"}}
    if method == "get" and has_thing:
        made["responses"] = {"200": {"description": "d", "content": thing}}
    if method == "post" and has_thing:
        made["requestBody"] = {"required": True, "content": thing}
    return {key: value for key, value in (made | given).items() if value is not None}


def merge(descriptions: list[dict[str, Any]]) -> dict[str, Any]:
    """One description that has everything of several."""
    merged_description = described({})
    for each in descriptions:
        merged_description["paths"] |= each["paths"]
        for section in ("schemas", "securitySchemes"):
            merged_description["components"][section] |= each["components"][section]
    return merged_description


# --- making


@dataclass(frozen=True, slots=True)
class Packages:
    """Both packages of a pair, in memory."""

    old: build_request.Generated
    new: build_request.Generated
    comparison: Comparison

    @property
    def code_differs(self) -> bool:
        """Whether any code differs, texts and the description's digest apart."""
        before, now = _code(self.old), _code(self.new)
        return before != now


def made(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> Packages:
    """Generates both packages as one after the other."""
    before, _ = _generated(folder / "old", old, {})
    after, _ = _generated(folder / "new", new, before.names)
    surfaces = [
        _generated(folder / side, text, kept)[1]
        for side, text, kept in (("old", old, {}), ("new", new, before.names))
    ]
    return Packages(before, after, compare(surfaces[0], surfaces[1]))


def _generated(
    folder: Path, description: dict[str, Any], kept: dict[str, str]
) -> tuple[build_request.Generated, Any]:
    from docbound.surface.text import from_text

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "openapi.json"
    file.write_text(json.dumps(description), encoding="utf-8")
    diagnostics = Diagnostics()
    source = BuildRequest(description=file, output=folder / "out", package=PACKAGE)
    generated = pipeline.generate(source, diagnostics, kept)
    assert generated is not None, [item.message for item in diagnostics]
    return generated, from_text(generated.files["surface.txt"])


def write(generated: build_request.Generated, folder: Path) -> None:
    """Writes the import package below ``folder``."""
    for path, text in generated.files.items():
        if path.startswith(f"{PACKAGE}/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")


def _code(generated: build_request.Generated) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, text in generated.files.items():
        if path.endswith(".py") and "/_runtime/" not in path:
            tree = ast.parse(re.sub(r'digest="[^"]*"', 'digest=""', text))
            for node in ast.walk(tree):
                body = getattr(node, "body", None)
                if isinstance(body, list):
                    node.body = [item for item in body if not _is_text(item)]  # type: ignore[attr-defined]
            found[path] = ast.dump(tree)
    return found


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def program(pair: Pair) -> str:
    """The pair's program as a module, for type checkers and for running."""
    lines = "\n".join(f"    {line}" for line in pair.content["call"].rstrip().splitlines())
    head = f"import {PACKAGE}\nfrom {PACKAGE} import models as models\n\n\n"
    return f"{head}def run(client: {PACKAGE}.ApiClient) -> None:\n{lines}\n"


# --- running


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a program did: what it printed, how it failed, and what it sent."""

    printed: str
    error: str
    sent: tuple[Any, ...]


def run(pair: Pair, folder: Path, *, new: bool) -> Ran:
    """Runs the pair's program with the package below ``folder``."""
    content = pair.content
    response = content.get("response")
    if new and "responses" in content:
        response = content["responses"]
    status = 422 if new and content.get("refused") else 200 if response is not None else 204
    with imported(folder) as package, service(status, response) as server:
        options: dict[str, Any] = {"retries": 0}
        if content["old"].get("schemes"):
            options["host"] = f"http://127.0.0.1:{server.server_address[1]}"
            options |= {"api_key": content["keys"]} if "keys" in content else {}
        else:
            options["transport"] = Canned(package, status, response, server.sent)
        printed, error = io.StringIO(), ""
        with contextlib.redirect_stdout(printed):
            try:
                names: dict[str, Any] = {}
                exec(compile(program(pair), "program", "exec"), names)
                with package.ApiClient(**options) as client:
                    names["run"](client)
            except Exception as problem:
                error = f"{type(problem).__name__}: {problem}"
        return Ran(printed=printed.getvalue(), error=error, sent=tuple(server.sent))


@contextlib.contextmanager
def imported(folder: Path) -> Iterator[Any]:
    """The package below ``folder``, for as long as it is needed."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(PACKAGE)
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


class Server(ThreadingHTTPServer):
    """A service on this machine that answers every call alike."""

    sent: list[Any]


@contextlib.contextmanager
def service(status: int, response: Any) -> Iterator[Server]:
    """A service that answers with ``response``; what it is sent is in ``sent``."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            server.sent.append(
                _sent(self.command, self.path, dict(self.headers), self.rfile.read(length))
            )
            body = b"" if response is None else json.dumps(response).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = answer

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    server.sent = []
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Canned:
    """A transport that answers every call alike."""

    def __init__(self, package: Any, status: int, content: Any, sent: list[Any]) -> None:
        self._make = importlib.import_module(f"{package.__name__}.rest").Response
        self._status, self._content, self._sent = status, content, sent

    def send(self, request: Any, *, timeout: object) -> Any:
        """Answers."""
        body = request.body if isinstance(request.body, bytes) else b""
        self._sent.append(_sent(request.method, request.url, dict(request.headers), body))
        content = b"" if self._content is None else json.dumps(self._content).encode()
        return self._make(self._status, {"Content-Type": "application/json"}, content)

    def close(self) -> None:
        """Nothing to close."""


def _sent(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
    """A request, as far as two are compared: the order of JSON keys, the port and the User-Agent do
    not count.
    """
    fields = {name.lower(): value for name, value in headers.items()}
    for name in ("user-agent", "host"):
        fields.pop(name, None)
    shown: Any = body
    with contextlib.suppress(ValueError):
        shown = json.loads(body)
    return (
        method,
        url,
        sorted(fields.items()),
        json.dumps(shown, sort_keys=True) if not isinstance(shown, bytes) else shown,
    )
