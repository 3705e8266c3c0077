"""Importing one model loads no other, in any order; the neighbours come when they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MODULES = ("credit", "credit_transaction", "account", "node", "cat", "pet", "settings")

USE = """
import sys
from sample_pkg.models.{first} import *
loaded = [name for name in sys.modules if name.startswith("sample_pkg.models.")]
assert loaded == ["sample_pkg.models.{first}"], loaded
import importlib
for name in {order!r}:
    importlib.import_module("sample_pkg.models." + name)
from sample_pkg.models import Account, Cat, Credit, Settings
assert Cat.from_json('{{"petType": "cat", "name": "x", "friend": {{"petType": "dog", "name": "y"}}}}').friend.name == "y"
assert Account(root={{"value": 1}}).root.value == 1
assert Credit.from_json('{{"transactions": [{{"id": "1", "amount": 2, "refundedBy": {{"accountId": "z"}}}}]}}'
    ).transactions[0].refunded_by.account_id == "z"
"""  # noqa: E501


@pytest.mark.parametrize("start", range(len(MODULES)))
def test_any_import_order_works(start: int, sample_folder: Path) -> None:
    order = (*MODULES[start:], *MODULES[:start])
    program = USE.format(first=order[0], order=order[::-1])

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=sample_folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
