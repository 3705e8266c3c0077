"""Services made up for examples of what none of the documented clients has, such as streams;
packages are made at need.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from docbound import build_request
from docbound.commands.fresh_build import fresh_build
from tests.support.blocks import ROOT
from tests.support.clients import Client, read_client

SERVICES: Final = ROOT / "tests/examples/services"
"""One folder a service: openapi.yaml, client.yaml and cassettes."""


@functools.cache
def made(name: str) -> Client:
    """Makes the package of the service ``name``, importable until the process ends."""
    specs, output = SERVICES / name, Path(tempfile.mkdtemp(prefix="docbound-service-"))
    atexit.register(_removed, output, os.getpid())
    source = build_request.BuildRequest(
        description=specs / "openapi.yaml", config=specs / "client.yaml", output=output
    )
    outcome = fresh_build(source, write=True)
    assert not outcome.failed, [finding.message for finding in outcome.diagnostics]
    sys.path.append(str(output))
    return read_client(specs, output)


def _removed(folder: Path, maker: int) -> None:
    """Removes ``folder`` where it was made; since Python 3.13 a forked child also runs what is
    registered for the end.
    """
    if os.getpid() == maker:
        shutil.rmtree(folder)


def made_services() -> list[Client]:
    """All of them."""
    return [made(path.parent.name) for path in sorted(SERVICES.glob("*/client.yaml"))]
