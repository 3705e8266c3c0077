"""The page about a project: what it says, that nothing in it becomes markup, and how a browser sees
it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.harness.report.side_by_side import side_by_side

HOSTILE = "<script>alert(1)</script>\"'&"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "headless_shell")


class Reader(HTMLParser):
    """Collects the elements and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    runner = CliRunner()
    assert runner.invoke(main, ["new", "hello", "--root", str(root)]).exit_code == 0
    generated = root / "generated/hello/hello_client/rest.py"
    generated.write_text(generated.read_text() + f"# {HOSTILE}\n")
    facts = root / "specs/hello/documented.yaml"
    facts.write_text(facts.read_text().replace('"404"', '"410"'))
    fixture = root / "tests/fixtures/hello/get_greeting.example.yaml"
    fixture.write_text(
        fixture.read_text().replace('"text": "Hello, Ada!"', f'"text": 1, "{"<b>x</b>"}": 2')
    )
    file = root / "report.html"
    done = runner.invoke(main, ["report", "--html", str(file), "--root", str(root)])
    assert done.exit_code == 0, done.output
    return file


def test_it_says_what_there_is(page: Path) -> None:
    reader = Reader()
    reader.feed(page.read_text())
    for words in (
        "getGreeting",
        "synthetic",
        "rest.py",
        "drift" if "drift" in reader.text else "Drift",
        "410",
        "contradicted",
    ):
        assert words in reader.text, words
    assert HOSTILE.strip() in re.sub(r"\s+", " ", reader.text)


def test_nothing_becomes_markup_and_nothing_is_fetched(page: Path) -> None:
    reader = Reader()
    reader.feed(page.read_text())
    tags = {tag for tag, _ in reader.elements}
    assert not tags & {"script", "b", "img", "link", "iframe", "object"}
    assert not [attrs for _, attrs in reader.elements if any(key.startswith("on") for key in attrs)]
    addresses = [
        value
        for _, attrs in reader.elements
        for key, value in attrs.items()
        if key in ("href", "src")
    ]
    assert all(value and value.startswith("#") for value in addresses)


def test_it_can_be_used_without_a_mouse_and_without_eyes(page: Path) -> None:
    reader = Reader()
    reader.feed(page.read_text())
    by_tag = [tag for tag, _ in reader.elements]
    assert ("html", {"lang": "en"}) in reader.elements
    assert {"header", "main", "nav", "footer", "title", "h1"} <= set(by_tag)
    assert by_tag.count("table") == by_tag.count("caption")
    assert all(attrs.get("scope") for tag, attrs in reader.elements if tag == "th")
    ids = {attrs["id"] for _, attrs in reader.elements if "id" in attrs}
    targets = {str(attrs["href"])[1:] for tag, attrs in reader.elements if tag == "a"}
    labels = {
        str(attrs["aria-labelledby"]) for _, attrs in reader.elements if "aria-labelledby" in attrs
    }
    assert targets | labels <= ids
    assert "prefers-color-scheme: dark" in page.read_text()


def colors(css: str) -> dict[str, str]:
    """The colours that a block of custom properties names."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css))


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2, "relative luminance")."""
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out(page: Path, scheme: str) -> None:
    light, dark = page.read_text().split("prefers-color-scheme: dark", 1)
    named = colors(light if scheme == "light" else dark.partition("* {")[0])
    assert named.keys() == colors(light).keys(), "each colour is there in both schemes"
    for text in ("ink", "soft", "accent", "bad", "warn", "good"):
        for ground in ("paper", "card"):
            assert contrast(named[text], named[ground]) >= 4.5, (text, ground)
    for text, ground in (
        ("bad", "bad-paper"),
        ("good", "good-paper"),
        ("ink", "bad-paper"),
        ("ink", "good-paper"),
        ("soft", "bad-paper"),
        ("soft", "good-paper"),
    ):
        assert contrast(named[text], named[ground]) >= 4.5, (text, ground)


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(page: Path) -> None:
    reader = Reader()
    reader.feed(page.read_text())
    reached = [
        (tag, attrs)
        for tag, attrs in reader.elements
        if tag in ("a", "summary", "button", "input", "select") or "tabindex" in attrs
    ]
    assert reached[0] == (
        "a",
        {"class": "skip", "href": "#main"},
    ), "what comes first skips the list"
    assert all(attrs.get("tabindex") in (None, "0", "-1") for _, attrs in reached)
    css = page.read_text().partition("<style>")[2].partition("</style>")[0]
    assert "outline: none" not in css and ":focus-visible" in css
    details = sum(tag == "details" for tag, _ in reader.elements)
    assert details == sum(tag == "summary" for tag, _ in reader.elements) > 0
    scrolled = [attrs for _, attrs in reader.elements if attrs.get("class") == "scroll"]
    assert all(attrs.get("tabindex") == "0" for attrs in scrolled), "what scrolls can be reached"


def test_lines_are_put_side_by_side() -> None:
    rows = side_by_side("--- a\n+++ b\n@@ -3,3 +3,3 @@\n x\n-old\n+new\n+more\n y\n")
    assert [(row.kind, row.left_number, row.left, row.right_number, row.right) for row in rows] == [
        ("same", 3, "x", 3, "x"),
        ("changed", 4, "old", 4, "new"),
        ("added", None, "", 5, "more"),
        ("same", 5, "y", 6, "y"),
    ]


def test_a_browser_shows_it(page: Path, tmp_path: Path) -> None:
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        pytest.skip("NOT PROVED: there is no Chromium to look at the page with")
    for scheme in ("light", "dark"):
        shot = tmp_path / f"{scheme}.png"
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--screenshot={shot}",
            "--window-size=1200,1600",
        ]
        if scheme == "dark":
            options.append("--force-dark-mode")
        subprocess.run(
            [browser, *options, page.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )
        assert shot.stat().st_size > 10_000
