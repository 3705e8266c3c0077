"""Every Python block that we print is typed user code: ``mypy --strict`` and pyright strict find
nothing in it.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.examples.test_printed import RUN
from tests.support.blocks import Block
from tests.support.checkers import mypy, pyright


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Block]:
    """One file for each block, its lines numbered as on the page; by absolute name."""
    folder = tmp_path_factory.mktemp("printed")
    written: dict[str, Block] = {}
    for number, block in enumerate(RUN):
        if all(map(find_spec, block.fact("needs"))):
            file = folder / f"block_{number:04}.py"
            file.write_text("\n" * (block.line - 1) + block.code, encoding="utf-8")
            written[str(file.resolve())] = block
    return written


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_blocks_are_typed(checker: str, printed: dict[str, Block], tmp_path: Path) -> None:
    folder = Path(next(iter(printed))).parent
    found = mypy(folder) if checker == "mypy" else pyright(tmp_path, folder)
    assert {
        f"{printed[name].page}:{line}": message
        for name, lines in found.items()
        for line, message in lines.items()
    } == {}
