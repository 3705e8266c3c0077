"""Any text, printed anywhere, is text again: it never becomes code, and it never leaves its
place.
"""

from __future__ import annotations

import ast
import re
import tomllib

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbound.writing.text import (
    docstring,
    first_sentence,
    markdown,
    markdown_cell,
    printable,
    sentence,
    string_literal,
    toml_string,
    wrap,
)

NASTY = (
    '"""',
    "'''",
    '"',
    "\\",
    '\\"""',
    '""""',
    "\n",
    "\r\n",
    "\u202e",
    "\u2028",
    "\x00",
    "\ud800",
    "{{ 7*7 }}",
    "{% raw %}",
    "#}",
    "`",
    "```python",
    "```",
    "~~~",
    "|",
    "<script>",
    "# ",
    "- ",
    "    ",
    "\t",
    "import os",
    "\nos.system('x')\n",
    "é",
    "👩‍👧",
)
texts = st.lists(
    st.one_of(
        st.sampled_from(NASTY),
        st.text(max_size=20),
        st.text("ab .'\"\\", max_size=40),
        st.characters(codec=None).map(str),
    ),
    max_size=30,
).map("".join)


@given(texts)
def test_a_literal_gives_the_text_back(text: str) -> None:
    literal = string_literal(text)
    assert ast.literal_eval(literal) == text
    assert literal.isascii() or not re.search("[\u202a-\u202e\ud800-\udfff]", literal)


@given(texts)
def test_black_keeps_a_literal(text: str) -> None:
    source = f"x = {string_literal(text)}\n"
    assert black.format_str(source, mode=black.Mode(line_length=100)) == source


@settings(max_examples=300)
@given(texts, st.sampled_from([0, 4, 8]))
def test_a_docstring_carries_no_code(text: str, indent: int) -> None:
    quoted = docstring(text, indent=indent)
    if not quoted:
        assert not printable(text).strip()
        return
    tree = ast.parse(_placed(quoted, indent))
    inner = [node for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    assert len(inner) == 1
    assert isinstance(inner[0].value, ast.Constant)
    words = str(inner[0].value.value).split()
    assert "".join(words) == "".join(printable(text).split())


@settings(max_examples=300)
@given(texts, st.sampled_from([0, 4, 8]))
def test_black_keeps_a_docstring(text: str, indent: int) -> None:
    quoted = docstring(text, indent=indent)
    if quoted:
        source = _placed(quoted, indent)
        assert black.format_str(source, mode=black.Mode(line_length=100)) == source


def _placed(quoted: str, indent: int) -> str:
    """``quoted`` as the docstring of a module, a class or a method."""
    match indent:
        case 0:
            return f"{quoted}\n"
        case 4:
            return f"class A:\n    {quoted}\n"
        case _:
            return f"class A:\n    def f(self):\n        {quoted}\n"


@given(texts)
def test_a_cell_stays_one_cell(text: str) -> None:
    cell = markdown_cell(text)
    assert "\n" not in cell
    assert not re.search(r"(?<!\\)\|", cell.replace("\\\\", ""))
    cell.encode()


@given(texts)
def test_prose_cannot_print_an_example_or_a_heading(text: str) -> None:
    page = f"{markdown(text)}\n\n# Next\n\n```python\nx = 1\n```\n"
    blocks = re.findall(r"^ *(?:```|~~~)+ *python.*$", page, re.MULTILINE)
    assert len(blocks) == 1
    fences = _open_fence(markdown(text))
    assert fences == ""
    page.encode()


def _open_fence(text: str) -> str:
    """The fence that is still open at the end (CommonMark 0.31, section 4.5), or an empty
    string.
    """
    current = ""
    for line in text.split("\n"):
        if current:
            if re.fullmatch(rf" {{0,3}}{re.escape(current)}{current[0]}*\s*", line):
                current = ""
        elif found := re.match(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})", line):
            current = found.group(1)
    return current


@given(texts)
def test_toml_gives_the_text_back(text: str) -> None:
    assert tomllib.loads(f"x = {toml_string(text)}")["x"] == printable(text)


@given(st.text("ab \n-#|`", max_size=300), st.integers(20, 80))
def test_wrapping_keeps_every_word(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).split() == "".join(wrap(text, width)).split()
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b\nc", ["a b c"]),
        ("a\n\n\nb", ["a", "", "b"]),
        ("- one two three\n- four", ["- one two", "  three", "- four"]),
        ("```\nx  =  1\n\n\ny\n```", ["```", "x  =  1", "", "", "y", "```"]),
        ("| a | b c d e f |", ["| a | b c d e f |"]),
        ("word-that-is-too-long b", ["word-that-is-too-long", "b"]),
    ],
)
def test_wrap(text: str, expected: list[str]) -> None:
    assert wrap(text, 11) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Adds a tag", "Adds a tag."),
        ("Adds a\n tag!", "Adds a tag!"),
        ("タグの登録", "タグの登録。"),
        ("タグを登録します。", "タグを登録します。"),
        ("标签（新）", "标签（新）。"),
        ("Ajoute « un tag »", "Ajoute « un tag »."),
        ("टैग जोड़ता है।", "टैग जोड़ता है।"),
        ("", ""),
    ],
)
def test_a_sentence_ends_as_its_script_has_it(text: str, shown: str) -> None:
    assert sentence(text) == shown


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Lists or searches files.", "Lists or searches files."),
        ("Lists files. Takes a query.", "Lists files."),
        ("Lists files, e.g. photos. Takes a query.", "Lists files, e.g. photos."),
        ("# Lists files\n\nTakes a query.", "Lists files"),
        ("Lists\nfiles of v1.2 only! Now.", "Lists files of v1.2 only!"),
        ("", ""),
    ],
)
def test_the_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first
