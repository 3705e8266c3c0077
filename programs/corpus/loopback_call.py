"""One call of a generated package against a loopback server."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from docbound import build_request
from docbound.commands.fresh_build import fresh_build
from docbound.package import ApiClass, Method
from docbound.traffic import HttpRequest
from programs.corpus import documents
from tests.support.stub import StubServer, canned


def call_one(entry: documents.Entry, folder: Path) -> dict[str, object]:
    """Generates ``entry``'s package below ``folder``, imports it, and calls its simplest operation.

    It leaves modules behind: call it in a process of its own (:mod:`programs.corpus.forking`).

    Returns:
        ``id``, ``stage`` (``called``) and ``call``: ``METHOD target``, or ``no operation``.

    Raises:
        AssertionError: the package could not be made, or the call did not send what it should.
    """
    chosen = simplest(generated_package(entry, folder))
    if chosen is None:
        return {"id": entry.id, "stage": "called", "call": "no operation"}
    api_class, method = chosen
    package = importlib.import_module("client")
    credentials = {"header_name": "Authorization", "header_value": "test"}
    with (
        StubServer(canned()) as server,
        package.ApiClient(host=server.url, **credentials) as client,
    ):
        api = getattr(package.api, api_class.name)(client)
        arguments = {item.name: item.example for item in method.arguments if item.required}
        getattr(api, method.name)(**arguments, _host=server.url)
        sent: list[HttpRequest] = server.requests
    assert [item.method for item in sent] == [method.http_method.upper()], sent
    call = f"{sent[0].method} {sent[0].url.removeprefix(server.url)}"
    return {"id": entry.id, "stage": "called", "call": call}


def generated_package(entry: documents.Entry, folder: Path) -> tuple[ApiClass, ...]:
    """Generates ``entry``'s package below ``folder``, to be imported as ``client``.

    Returns:
        Its classes of methods.

    Raises:
        AssertionError: the package could not be made.
    """
    source = build_request.BuildRequest(
        description=entry.unpack(folder / "spec"),
        output=folder / "made",
        package="client",
        allowed_paths=(folder / "spec",),
    )
    outcome = fresh_build(source, write=True)
    assert outcome.generated is not None, [item.message for item in outcome.diagnostics]
    sys.path.insert(0, str(folder / "made"))
    return outcome.generated.package.apis


def simplest(apis: tuple[ApiClass, ...]) -> tuple[ApiClass, Method] | None:
    """The operation with the fewest required arguments, the first of several."""
    found: list[tuple[int, ApiClass, Method]] = [
        (sum(item.required for item in method.arguments), api, method)
        for api in apis
        for method in api.methods
    ]
    return min(found, key=lambda item: item[0])[1:] if found else None
