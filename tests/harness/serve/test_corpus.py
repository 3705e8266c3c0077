"""A stub answers every operation of real descriptions with responses that the generated package
takes strictly.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from docbound.build_request import BuildRequest, Generated
from docbound.commands.fresh_build import fresh_build
from docbound.harness import described_service, package_import
from docbound.harness.clients import Client
from docbound.harness.errors import HarnessError
from docbound.harness.package_methods import Binding
from docbound.harness.project import Project
from docbound.harness.record.arguments import from_examples
from docbound.harness.record.synthetic import placeholders
from docbound.harness.replay.call import configuration
from docbound.harness.replay.transports import AnswerTransport
from docbound.harness.serve.stub import Stub
from docbound.traffic import HttpRequest, HttpResponse
from programs.corpus import batches, documents

COUNT = 100
LARGEST = 40_000
BATCH = 10


class Loose(Client):
    """A client that is a description alone."""

    def __init__(self, folder: Path, described: described_service.Service) -> None:
        unreachable = folder / "none"
        super().__init__(
            Project(
                root=folder,
                specs=unreachable,
                generated=unreachable,
                fixtures=unreachable,
                pages=unreachable,
            ),
            "loose",
        )
        self.service = described  # type: ignore[misc]


def _ids() -> list[str]:
    if not documents.is_present():
        return []
    return [entry.id for entry in documents.sample(COUNT, below=LARGEST)]


@batches.ABSENT
@pytest.mark.parametrize("ids", batches.split(_ids(), BATCH), ids=lambda ids: ids[0])
def test_every_operation_is_answered(ids: Sequence[str]) -> None:
    by_id = {entry.id: entry for entry in documents.entries()}
    wrong: list[str] = []
    for name in ids:
        wrong += [f"{name}: {line}" for line in problems(by_id[name])]
    assert not wrong, "\n".join(wrong)


def problems(entry: documents.Entry) -> Iterator[str]:
    """What goes wrong with one document; a line an operation."""
    folder = Path(tempfile.mkdtemp(prefix="docbound-serve-"))
    try:
        root = entry.unpack(folder / "document")
        package = "served_" + "".join(char if char.isalnum() else "_" for char in entry.id.lower())
        source = BuildRequest(
            description=root, output=folder / "out", package=package, lenient=True
        )
        generated = fresh_build(source, write=True).generated
        if generated is None:
            return  # what cannot be generated cannot be called
        yield from _of_package(folder, described_service.load(root), generated, package)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _of_package(
    folder: Path, described: described_service.Service, generated: Generated, package: str
) -> Iterator[str]:
    client = Loose(folder, described)
    stub = Stub(described, client.judge)
    by_place = {(item.method, item.path): item for item in described.operations}
    for api in generated.package.apis:
        for method in api.methods:
            operation = by_place.get((method.http_method.upper(), method.path))
            if operation is None:
                continue
            binding = Binding(api=api.name, accessor=api.accessor, method=method)
            problem = _call(folder, client, stub, operation, binding, package)
            if problem:
                yield f"{operation.method} {operation.path}: {problem}"
            problem = _call_of_users(folder, client, operation, binding, package)
            if problem:
                yield f"testing: {operation.method} {operation.path}: {problem}"


def _call_of_users(
    folder: Path,
    client: Client,
    operation: described_service.ServiceOperation,
    binding: Binding,
    package: str,
) -> str:
    """Calls the operation on the package's own stub, which was told nothing."""
    testing: Any = package_import.load(folder / "out", package, "testing")
    module: Any = package_import.load(folder / "out", package)
    try:
        call = from_examples(client, operation, binding, {})
    except HarnessError as error:
        return "" if error.findings[0].code == "no-example" else str(error)
    config = configuration(module, placeholders(client, operation))
    config.host = "http://stub.example"
    try:
        with testing.Stub().client(config, strict=True) as api_client:
            value = getattr(getattr(module, binding.api)(api_client), binding.method.name)(
                **call.arguments
            )
            if hasattr(value, "__next__"):
                list(value)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}"
    return ""


def _call(
    folder: Path,
    client: Client,
    stub: Stub,
    operation: described_service.ServiceOperation,
    binding: Binding,
    package: str,
) -> str:
    module: Any = package_import.load(folder / "out", package)
    refused: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        found = stub.answer(request)
        if found.origin == "refused":
            refused.append(found.response.body.decode())
        return found.response

    try:
        call = from_examples(client, operation, binding, {})
    except HarnessError as error:
        return "" if error.findings[0].code == "no-example" else str(error)
    config = configuration(module, placeholders(client, operation))
    config.host = "http://stub.example"
    transport = AnswerTransport(answer, package_import.load(folder / "out", package, "rest"))
    try:
        with module.ApiClient(config, transport=transport, retries=0, strict=True) as api_client:
            value = getattr(getattr(module, binding.api)(api_client), binding.method.name)(
                **call.arguments
            )
            if hasattr(value, "__next__"):
                list(value)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]} {refused[:1]}"
    return refused[0] if refused else ""
