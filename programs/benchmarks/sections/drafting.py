"""What `docbound draft` costs: the docs folder of a generated client, read back, by its size."""

from __future__ import annotations

import shutil

from ..measuring import Cost, median_cost, spend
from ..paths import DOCBOUND, ROOT
from ..report import Section, Table
from ..run_settings import Setting
from ..services import repeated, written

SIZES = (150, 1_000)
"""Operations of the client whose pages are read."""


def measure(setting: Setting) -> Section:
    """A draft of the pages that docbound wrote for clients of some sizes."""
    costs = {size: _draft(setting, size) for size in (SIZES[:1] if setting.quick else SIZES)}
    rows = [
        [f"{size:,}", f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.peak:.0f}"]
        for size, cost in costs.items()
    ]
    return Section(
        title="Drafting",
        text=(
            "`docbound draft` on the README and the `docs/` folder of a client that docbound made"
            " of a description of so many operations."
        ),
        tables=[Table(head=("operations", "CPU s", "wall s", "peak MB"), rows=rows)],
        summary=[
            [f"draft, pages of {size:,} operations", f"{cost.cpu:.2f} s", "", ""]
            for size, cost in costs.items()
        ],
        brief=[],
    )


def _draft(setting: Setting, size: int) -> Cost:
    folder = setting.folder / f"draft{size}"
    made, pages = folder / "made", folder / "pages"
    document = written(repeated(size), folder / "described")
    spend([*DOCBOUND, "generate", document, "--output", made, "--package", "made"], cwd=ROOT)
    pages.mkdir()
    shutil.copy(made / "README.md", pages / "README.md")
    shutil.copytree(made / "docs", pages / "docs")

    def once(number: int) -> Cost:
        output = folder / f"specs{number}"
        return spend([*DOCBOUND, "draft", pages, "--output", output], cwd=ROOT)

    return median_cost([once(number) for number in range(min(setting.rounds, 3))])
