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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import yaml

from docbound import build_request, pipeline
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diff.change import Comparison
from docbound.diff.compare_surfaces import compare
from docbound.surface.entry import SURFACE_FILE
from docbound.surface.text import from_text

PACKAGE: Final = "diffpairs"
PAIRS: Final = Path(__file__).parent / "pairs.yaml"
_METHODS: Final = ("get", "put", "post", "patch", "delete")
_WHOLE: Final = ("whole", "document", "files")
_SECTIONS: Final = ("schemas", "securitySchemes", "parameters", "responses", "requestBodies")
_MERGED: Final = ("more", "schemes", "parts", "webhooks", "whole", "client", *_METHODS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One pair: its number, and what the file says."""

    number: int
    content: dict[str, Any]

    def __str__(self) -> str:
        return str(self.content["name"])

    @property
    def alone(self) -> bool:
        """Whether it speaks of a whole description, so that it needs a package of its own."""
        sides = (self.content["old"], self.content["then"])
        return any(key in side for side in sides for key in _WHOLE)

    @property
    def package(self) -> str:
        """The package that its program uses."""
        return f"{PACKAGE}_{self.number}" if self.alone else PACKAGE

    @property
    def old(self) -> Description:
        """The description before."""
        return Description.of(self.content["old"], f"P{self.number}")

    @property
    def new(self) -> Description:
        """The description now: what ``then`` does not say is as before."""
        old, then = self.content["old"], self.content["then"]
        merged = {**old, **then}
        for key in _MERGED:
            if isinstance(old.get(key), dict) and isinstance(then.get(key), dict):
                merged[key] = {**old[key], **then[key]}
        return Description.of(merged, f"P{self.number}")


@dataclass(frozen=True, slots=True)
class Description:
    """A description, its client.yaml, and the files that it refers to."""

    content: dict[str, Any]
    config: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, side: dict[str, Any], own: str = "P0") -> Description:
        """That of a side; see the head of the file of pairs."""
        return cls(described(side, own), side.get("client", {}), side.get("files", {}))

    def write(self, folder: Path) -> Path:
        """Writes all files, and says which one is the description."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in {**self.files, "openapi.json": self.content}.items():
            (folder / name).write_text(json.dumps(content), encoding="utf-8")
        if self.config:
            (folder / "client.yaml").write_text(yaml.safe_dump(self.config), encoding="utf-8")
        return folder / "openapi.json"


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
    if "document" in side:
        document: dict[str, Any] = side["document"]
        return document
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
        "webhooks": side.get("webhooks", {}),
        "components": {
            "schemas": schemas,
            "securitySchemes": side.get("schemes", {}),
            **side.get("parts", {}),
        },
        **side.get("whole", {}),
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


def merge(descriptions: list[Description]) -> Description:
    """One description that has everything of several."""
    whole = Description.of({})
    for each in descriptions:
        for key in ("paths", "webhooks"):
            whole.content[key] |= each.content[key]
        for section in _SECTIONS:
            parts = whole.content["components"].setdefault(section, {})
            parts |= each.content["components"].get(section, {})
        for key, value in each.config.items():
            whole.config.setdefault(key, {}).update(value)
    return whole


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


def made(folder: Path, old: Description, new: Description, package: str = PACKAGE) -> Packages:
    """Generates both packages as one after the other."""
    before = _generated(folder / "old", old, {}, package)
    after = _generated(folder / "new", new, before.names, package)
    said = compare(*(from_text(each.files[SURFACE_FILE]) for each in (before, after)))
    return Packages(before, after, said)


def _generated(
    folder: Path, description: Description, kept: Mapping[str, str], package: str
) -> build_request.Generated:
    diagnostics = Diagnostics()
    file = description.write(folder)
    source = BuildRequest(
        description=file,
        output=folder / "out",
        package=package,
        config=folder / "client.yaml" if description.config else None,
    )
    generated = pipeline.generate(source, diagnostics, kept)
    assert generated is not None, [item.message for item in diagnostics]
    return generated


def write(generated: build_request.Generated, folder: Path) -> None:
    """Writes the import package below ``folder``."""
    for path, text in generated.files.items():
        if path.startswith(PACKAGE):
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
    head = f"import {pair.package}\nfrom {pair.package} import models as models\n\n\n"
    return f"{head}def run(client: {pair.package}.ApiClient) -> None:\n{lines}\n"


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
    status = content.get("status", status)
    kind = content.get("kind", "application/json")
    with imported(folder, pair.package) as package, service(status, response, kind) as server:
        options: dict[str, Any] = {"retries": 0}
        if content["old"].get("schemes"):
            options["host"] = f"http://127.0.0.1:{server.server_address[1]}"
            options |= {"api_key": content["keys"]} if "keys" in content else {}
        else:
            options["transport"] = Canned(package, status, response, kind, server.sent)
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
def imported(folder: Path, name: str) -> Iterator[Any]:
    """The package below ``folder``, for as long as it is needed."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        for module in [each for each in sys.modules if each.partition(".")[0] == name]:
            del sys.modules[module]


class Server(ThreadingHTTPServer):
    """A service on this machine that answers every call alike."""

    sent: list[Any]


@contextlib.contextmanager
def service(status: int, response: Any, kind: str) -> Iterator[Server]:
    """A service that answers with ``response``; what it is sent is in ``sent``."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            server.sent.append(
                _sent(self.command, self.path, dict(self.headers), self.rfile.read(length))
            )
            body = written(response, kind)
            self.send_response(status)
            self.send_header("Content-Type", kind)
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


def written(content: Any, kind: str) -> bytes:
    """The body of a response: JSON, or text as it is; nothing for None."""
    if content is None:
        return b""
    return (json.dumps(content) if kind == "application/json" else str(content)).encode()


class Canned:
    """A transport that answers every call alike."""

    def __init__(self, package: Any, status: int, content: Any, kind: str, sent: list[Any]) -> None:
        self._make = importlib.import_module(f"{package.__name__}.rest").Response
        self._status, self._content, self._kind, self._sent = status, content, kind, sent

    def send(self, request: Any, *, timeout: object) -> Any:
        """Answers."""
        body = request.body if isinstance(request.body, bytes) else b""
        self._sent.append(_sent(request.method, request.url, dict(request.headers), body))
        content = written(self._content, self._kind)
        return self._make(self._status, {"Content-Type": self._kind}, content)

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
