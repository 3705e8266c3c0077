"""What the tables, plots and pages of the measurements look like, and that a run which was cut off
can go on.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from programs.benchmarks.measuring import FailedError, in_turns, spend
from programs.benchmarks.plots import Plot, svg
from programs.benchmarks.report import BEGIN, END, Section, Table, cell, insert, spread, summary
from programs.benchmarks.result_store import keep, kept

LINES = Plot(
    name="lines",
    title="A <plot>",
    unit="s",
    lines={"one": [(10, 0.5), (100, 5.0)], "two": [(10, 1.0), (1000, 2000.0)]},
)
BARS = replace(LINES, lines={"one": [(0, 1.0)], "two": [(0, 4.0)]})
SECTION = Section(
    title="Something",
    text="Measured.",
    tables=[Table(head=("", "kind", "s"), rows=[["a", "b", "1"], ["c"]], words=2)],
    plots=[LINES],
    summary=[["long", "1", "2", "3"], ["longer", "1", "2", "3"]],
    brief=[["short", "1", "2", "3"]],
)


def test_a_section_is_markdown() -> None:
    assert SECTION.markdown() == (
        "## Something\n\nMeasured.\n\n"
        "|  | kind | s |\n| --- | --- | ---: |\n| a | b | 1 |\n| c |  |  |\n\n"
        "![A <plot>](benchmarks/lines.svg)"
    )


def test_the_readme_has_the_brief_rows_and_those_of_sections_without() -> None:
    sections = [SECTION, replace(SECTION, brief=None)]
    assert [row[0] for row in summary(sections).rows] == ["long", "longer"] * 2
    assert [row[0] for row in summary(sections, brief=True).rows] == [
        *("short", "long", "longer"),
    ]


@pytest.mark.parametrize("plot", [LINES, replace(LINES, log=True), BARS])
def test_a_plot_names_every_line_and_stays_inside_the_picture(plot: Plot) -> None:
    picture = ElementTree.fromstring(svg(plot))
    texts = [each.text for each in picture.iter() if each.tag.endswith("text")]
    assert {"one", "two", "A <plot> (s)"} <= set(texts)
    for each in picture.iter():
        for name in ("x", "cx"):
            assert 0 <= float(each.get(name, 0)) <= 640
        for name in ("y", "cy"):
            assert 0 <= float(each.get(name, 0)) <= 320


def test_a_logarithmic_plot_gives_each_power_of_ten_the_same_room() -> None:
    points = [(1, 1.0), (2, 10.0), (3, 100.0)]
    picture = ElementTree.fromstring(svg(replace(LINES, log=True, lines={"one": points})))
    low, middle, high = (
        float(each.get("cy", "")) for each in picture.iter() if each.tag.endswith("circle")
    )
    assert low - middle == pytest.approx(middle - high)


def test_a_cell_has_no_folders_and_no_column_of_its_own() -> None:
    assert cell("bad file /tmp/x-1/y/spec.json:\n a | b") == "bad file spec.json: a / b"
    assert cell("x" * 200, 10) == "x" * 10 + "…"


def test_a_spread_of_one_value_is_that_value() -> None:
    assert (spread([1.0, 1.004]), spread([2, 1])) == ("1.00", "1.00–2.00")


def test_a_page_keeps_what_is_around_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    assert insert(page, "new")
    assert page.read_text(encoding="utf-8") == (f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n")
    assert not insert(tmp_path / "none.md", "new")


def test_a_kept_section_comes_back_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "folder" / "section.json"
    assert kept(place) is None
    keep(SECTION, place)
    found = kept(place)
    assert found is not None
    assert found.markdown() == SECTION.markdown()
    assert [svg(plot) for plot in found.plots] == [svg(LINES)]
    assert summary([found], brief=True).markdown() == (summary([SECTION], brief=True).markdown())


def test_turns_go_on_without_one_that_fails_or_takes_too_long() -> None:
    taken: list[str] = []

    def turn(name: str, *, fails: bool = False) -> str:
        taken.append(name)
        if fails and taken.count(name) == 2:
            raise FailedError("no more")
        return name

    found = in_turns({"good": lambda: turn("good"), "bad": lambda: turn("bad", fails=True)}, 3)
    assert found["good"] == ["good"] * 3
    assert str(found["bad"]) == "no more"
    assert taken == ["good", "bad", "good", "bad", "good"]
    assert in_turns({"slow": lambda: turn("slow")}, 3, patience=0)["slow"] == ["slow"]


def test_a_failure_tells_the_line_that_says_why() -> None:
    command = ["sh", "-c", "echo Error: bad; echo more; echo end >&2; exit 3"]
    with pytest.raises(FailedError, match=r"^end$"):
        spend(command)
    with pytest.raises(FailedError, match=r"^Error: bad$"):
        spend(command, telling="^Error")
