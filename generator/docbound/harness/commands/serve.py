"""``docbound serve``: a stub of the service, on loopback."""

from __future__ import annotations

from pathlib import Path

import click

from docbound.command_options import root_option
from docbound.harness import described_service
from docbound.harness.errors import HarnessError, failure

from ..clients import Client
from ..fixtures import Cassette, load
from ..serve.paged_operations import paged_operations
from ..serve.server import StubServer
from ..serve.stub import Stub
from ..values import Judge
from .shared import counted, find_project, guarded, print_findings


@click.command(short_help="Serve a stub of a service on loopback.")
@click.argument("client_or_spec")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="The port; 0 takes any that is free.",
)
@click.option("--seed", type=int, default=0, help="Another seed makes other values.")
@root_option
@guarded
def serve(client_or_spec: str, port: int, seed: int, root: Path | None) -> None:
    """Answer from fixtures that match, else from the description's examples, else with values that
    are valid.

    CLIENT_OR_SPEC is a client of the project, or the file of a description. Requests are held
    against the description; what does not fit is refused with problem details. A caller chooses by
    `Prefer: code=404`, `example=NAME`, `delay=0.5`. Ctrl-C ends it.
    """
    stub, what = _stub(client_or_spec, seed, root)
    server = StubServer(stub, port, click.echo)
    click.echo(f"{what} at {server.url} (Ctrl-C ends)")
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("")
    finally:
        server.close()


def _stub(name: str, seed: int, root: Path | None) -> tuple[Stub, str]:
    path = Path(name)
    if path.is_file():
        described = described_service.load(path)
        pagination = paged_operations(path)
        return (
            Stub(described, Judge(described.document), pagination=pagination, seed=seed),
            f"{path}: {_count(described)}",
        )
    if "/" in name or path.suffix in (".yaml", ".yml", ".json"):
        raise failure(
            "no-description",
            f"{name} is not a file",
            "name a description or a client",
            exit_code=2,
        )
    project = find_project(root)
    [known] = project.chosen((name,))
    client = Client(project, known)
    config = client.specs / "client.yaml"
    pagination = paged_operations(
        client.specs / "openapi.yaml", config if config.is_file() else None
    )
    cassettes = _cassettes(client)
    stub = Stub(client.service, client.judge, cassettes, pagination, seed)
    return stub, f"{known}: {_count(client.service)}, {counted(len(cassettes), 'fixture')}"


def _count(described: described_service.Service) -> str:
    return counted(len(described.operations), "operation")


def _cassettes(client: Client) -> list[Cassette]:
    found: list[Cassette] = []
    for path in client.fixtures:
        try:
            found.append(load(path))
        except HarnessError as error:
            print_findings(error.findings, verbose=True)
    return found
