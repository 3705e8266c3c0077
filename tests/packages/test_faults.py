"""The committed packages against the fault table: all of them together meet each line, and with
``make faults`` each of them.
"""

from __future__ import annotations

import pytest

from docbound import build_request
from docbound.commands.fresh_build import fresh_build
from programs.corpus.fault_calls import ROWS, Caller, rows_for
from programs.corpus.loopback_call import simplest
from tests.support.blocks import ROOT
from tests.support.clients import CLIENTS, Client

PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_each_fault_ends_as_documented(client: Client, part: int) -> None:
    outcome = fresh_build(build_request.client_source(ROOT, client.name), write=False)
    assert outcome.generated is not None
    chosen = simplest(outcome.generated.package.apis)
    assert chosen is not None
    faults = rows_for(0, 0)[part::PARTS]
    if ROWS:
        faults = faults[CLIENTS.index(client) :: len(CLIENTS)]
    broken = Caller(client.package, *chosen).broken(faults)
    assert not broken, f"{len(broken)} of {2 * len(faults)} calls: " + "\n".join(broken)


def test_the_table_is_nearly_whole() -> None:
    assert len(rows_for(0, 0)) >= 500
